"""Exact amounts: printed text to decimal yuan and back. Never a float."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

AmountUnit = Literal["CNY", "CNY_1K", "CNY_10K", "CNY_1M", "CNY_100M"]

SCALE: dict[AmountUnit, Decimal] = {
    "CNY": Decimal(1),
    "CNY_1K": Decimal(1_000),
    "CNY_10K": Decimal(10_000),
    "CNY_1M": Decimal(1_000_000),
    "CNY_100M": Decimal(100_000_000),
}
"""Yuan to one printed unit."""
UNIT_NAMES: dict[AmountUnit, str] = {
    "CNY": "元",
    "CNY_1K": "千元",
    "CNY_10K": "万元",
    "CNY_1M": "百万元",
    "CNY_100M": "亿元",
}
"""What a unit is called in print."""
SIGNS = "‐‑–−△▲-"
"""What is printed before a negative number; the last is no range within the brackets of a pattern."""
_NUMBER = re.compile(
    rf"[¥￥]?(?P<open>\()?(?P<sign>[{SIGNS}]?)(?:(?<![¥￥])[¥￥])?"
    r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.(?P<part>\d+))?(?P<close>\))?"
)
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_APART = re.compile(r"\d\s+\d")
_GARBLED = re.compile(rf"[\d.,，．\s{SIGNS}]+")
_BY_NAME = {name: unit for unit, name in UNIT_NAMES.items()}
_SUFFIX = re.compile(rf"(?P<number>[¥￥]?[({SIGNS}]?[\d.,]+\)?)(?P<unit>{'|'.join(UNIT_NAMES.values())})")
_MARKS = re.compile("([²³¹⁰⁴-⁹①-⑳⑴-⒇⓪㉑-㉟㊱-㊿]+)")
_RAISED_MARK = re.compile(r"(?<=[\u4e00-\u9fff\d)）])[²³¹⁰⁴-⁹]+(?![\d.,])")
_CIRCLED_MARK = re.compile(r"(?<=\d)[①-⑳⑴-⒇㉑-㉟㊱-㊿]$")
LARGEST, MOST_DIGITS = Decimal(10) ** 14, 20
"""No number is as large, whatever its unit, nor has it more digits: a serial number, numbers run together, dashes of a
rule read as 1. All of the country's budgets are some 10¹³ yuan."""
CENT = Decimal("0.01")
"""The least amount of yuan there is."""


def unit_of(name: str | None) -> AmountUnit:
    """The unit a record names; yuan where it names none."""
    return next((unit for unit in SCALE if unit == name), "CNY")


class Amount(NamedTuple):
    """An exact amount in yuan and the value in yuan of its last printed digit."""

    cny: Decimal
    quantum_cny: Decimal


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """The text with full-width forms folded to ASCII, all white space and the marks of notes removed.

    Marks are raised digits behind a word or number and a circled one behind a number: folded, each would be one more
    digit (12.5②). Raised and circled numbers elsewhere (m², ①基本支出) stay what they are.
    """
    if text.isascii():
        return "".join(text.split())
    parts = _MARKS.split(_CIRCLED_MARK.sub("", _RAISED_MARK.sub("", text)))
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    return "".join("".join(parts).split())


@lru_cache(maxsize=1 << 14)
def split_unit(text: str) -> tuple[str, AmountUnit | None]:
    """Number text and unit of a cell that carries its unit (``639.58万元``), else the text and ``None``."""
    match = _SUFFIX.fullmatch(plain(text))
    return (match["number"], _BY_NAME[match["unit"]]) if match else (text, None)


@lru_cache(maxsize=1 << 14)
def parse_number(text: str) -> Decimal | None:
    """The decimal a cell prints, or ``None`` when the text is not exactly one well-formed number.

    Grouping commas must stand at thousands; no number begins with more zeros than one, nor is there white or the end of
    a line between two of its digits (two numbers of one cell); brackets around a number, a leading minus, dash, △ or ▲
    make it negative.
    """
    match = _NUMBER.fullmatch(plain(text))
    if not match or are_apart(text) or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["whole"].replace(",", "") + ("." + match["part"] if match["part"] else "")
    if len(digits) > MOST_DIGITS:
        return None
    value = Decimal(digits)
    if value >= LARGEST:
        return None
    return -value if value and (match["sign"] or match["open"]) else value


def are_apart(text: str) -> bool:
    """Whether white or the end of a line stands between two digits: of one number or two, the text does not say."""
    return _APART.search(text) is not None


def number_in(text: str) -> Decimal | None:
    """The decimal a cell prints, with or without its unit; ``None`` when it is not exactly one number."""
    number = parse_number(text)
    return parse_number(split_unit(text)[0]) if number is None else number


def is_garbled(text: str) -> bool:
    """Whether a text is of digits and what numbers are set with alone, so that it can be meant as a number only."""
    return _GARBLED.fullmatch(text) is not None and any(map(str.isdecimal, text))


def prints_amount(text: str) -> bool:
    """Whether the text is a number as only amounts are printed: with decimals, or with commas at thousands."""
    return _AMOUNT.fullmatch(plain(text)) is not None


def parse_amount(text: str, unit: AmountUnit) -> Amount | None:
    """The amount a cell prints in ``unit``, in yuan, or ``None`` when it is not one number.

    Raises nothing: an amount finer than a cent of yuan is kept exact by the caller's decimal type only down
    to 0.01, and none is as large as ``LARGEST``, so such a text is not an amount (``None``).
    """
    value = parse_number(text)
    if value is None:
        return None
    cny = value * SCALE[unit]
    if abs(cny) >= LARGEST or cny != cny.quantize(CENT):
        return None
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # a finite decimal: parse_number matched digits only
    return Amount(cny.quantize(CENT), Decimal(1).scaleb(exponent) * SCALE[unit])


def in_cents(value: Decimal) -> Decimal:
    """The amount with two decimals; a sum that comes to nothing is no negative zero."""
    return value.quantize(CENT) + 0


def quantum(value: Decimal) -> Decimal:
    """The value of the last digit a decimal is written with: 0.01 for 1.20."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # a finite decimal
    return Decimal(1).scaleb(exponent)


def product_tolerance(quantity: Decimal, price: Decimal, amount: Decimal) -> Decimal:
    """Half a printed unit of the price for each piece, and of the amount."""
    return Decimal("0.5") * (abs(quantity) * quantum(price) + quantum(amount))


def is_product(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    """Whether quantity × price is the amount, as far as the printed digits tell."""
    return abs(quantity * price - amount) <= product_tolerance(quantity, price, amount)
