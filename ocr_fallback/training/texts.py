"""Texts that lines of numerals hold, and what the network shall read in them.

Half of them follow no rule at all, so that the network has no reason to see a point where amounts mostly have one.
"""

from __future__ import annotations

from random import Random

from ocr_fallback.numerals import ALPHABET, FOREIGN

DIGITS = "0123456789"
HAN = (
    "一二三四五六七八九十百千万亿元年月日合计收入支出预算决项目单位基本行政事业教育卫生社会保障就业住房公积金上缴其他"
    "无经费人员用小口川工个次级第部门科附表号栏款类功能分资土下不中丁丨〇"
)
LATIN = "ABCDEFGHJKLMNPQRTUVWXYZabcdefghjkmnpqrtuvwxyz*#&@:;=+?!<>[]{}~^\"'_$"
"""Without what prints like a digit: I, l, O, o, S and i."""
LINES = "-—一"
"""Alone these are one stroke, and only the table says which."""


def line_text(random: Random) -> str:
    """The text of one line: an amount, a code, a date, digits at random, or other characters among or without them."""
    (kind,) = random.choices(
        (_amount, _code, _date, _random, _few_digits, _number_of_item, _mixed, _foreign, _stroke),
        (34, 12, 3, 25, 6, 3, 9, 7, 1),
    )
    text = kind(random)
    if random.random() < 0.06 and len(text) > 2:
        cut = random.randrange(1, len(text))
        text = f"{text[:cut]} {text[cut:]}"
    return text


def label(text: str) -> str:
    """What the network shall read: numerals as they are, any run of other characters as ``FOREIGN``."""
    read = ""
    for char in text:
        shown = char if char in ALPHABET or char == " " else FOREIGN
        if shown not in {" ", FOREIGN} or not read.endswith(shown):
            read += shown
    read = read.strip()
    return FOREIGN if read and set(read) <= {*LINES, " "} else read


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices(DIGITS, k=count))


def _amount(random: Random) -> str:
    whole = random.randrange(10 ** random.choice((1, 1, 2, 3, 4, 5, 6, 8, 10)))
    if random.random() < 0.1:
        whole = 0
    text = f"{whole:,}" if random.random() < 0.55 else str(whole)
    (decimals,) = random.choices((0, 1, 2, 3, 4, 6), (25, 6, 55, 3, 6, 5))
    if decimals:
        text += "." + (_digits(random, decimals) if random.random() < 0.75 else "0" * decimals)
    dressed = random.random()
    if dressed < 0.08:
        return f"-{text}"
    if dressed < 0.10:
        return f"({text})"
    return f"{text}%" if dressed < 0.18 else text


def _code(random: Random) -> str:
    shape = random.random()
    if shape < 0.5:
        return random.choice("23") + _digits(random, random.choice((2, 4, 6)))
    return _digits(random, random.randrange(1, 9) if shape < 0.8 else random.randrange(8, 20))


def _date(random: Random) -> str:
    year, month, day = random.randrange(2000, 2035), random.randrange(1, 13), random.randrange(1, 32)
    padded = random.random() < 0.5
    parts = [str(year), *(f"{part:02}" if padded else str(part) for part in (month, day))]
    return random.choice("-./").join(parts[: random.choice((2, 3))])


def _random(random: Random) -> str:
    return "".join(
        random.choice(DIGITS) if random.random() < 0.8 else random.choice(".,.,-%()/")
        for _ in range(random.randrange(1, 13))
    )


def _few_digits(random: Random) -> str:
    one, other = random.choice(DIGITS), random.choice(DIGITS)
    return "".join(random.choices((one, other), (2, 1), k=random.randrange(1, 9)))


def _number_of_item(random: Random) -> str:
    return random.choice(("({})", "{}.", "{}", "{},", "({}", "{})", "{}-1", "{}/2")).format(random.randrange(1, 30))


def _foreign(random: Random, most: int = 6) -> str:
    return "".join(random.choice(HAN if random.random() < 0.6 else LATIN) for _ in range(random.randrange(1, most + 1)))


def _mixed(random: Random) -> str:
    text = random.choice((_amount, _code))(random)
    for _ in range(random.randrange(1, 3)):
        cut = random.randrange(len(text) + 1)
        text = text[:cut] + _foreign(random, 3) + text[cut:]
    return text


def _stroke(random: Random) -> str:
    return random.choice(("-", "—", "--", "一", "——"))
