"""What is printed around a table: number, title, unit, organisation above it; notes below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.config.schema import Captions
from pipeline.model.table import Caption, TextLine
from pipeline.money import plain

REACH = 10
"""How many lines above a table may belong to its caption."""
LONGEST_TITLE = 70
LONGEST_HEADING = 30
SENTENCE_END = ("。", "；", ";", "，")


def split_between(lines: Sequence[TextLine], rules: Captions) -> tuple[list[TextLine], list[TextLine]]:
    """Lines between two tables as (notes under the first, caption of the second)."""
    for i, line in enumerate(lines):
        text = plain(line.text)
        if re.search(rules.note, text) or text.endswith("。"):
            continue
        if (
            re.search(rules.printed_no, text)
            or re.search(rules.unit_label, text)
            or re.search(rules.organisation, text)
            or _is_title(_without_unit(text, rules), rules)
        ):
            return list(lines[:i]), list(lines[i:])
    return list(lines), []


def is_unit(line: TextLine, rules: Captions) -> bool:
    """Whether a line is an amount unit and nothing else."""
    return re.fullmatch(rules.unit_label, plain(line.sure)) is not None


def caption(lines: Sequence[TextLine], rules: Captions) -> Caption:
    """The caption read from the lines above a table, nearest line first; empty parts where nothing is printed."""
    near = _after_prose(lines[-REACH:])
    texts = [plain(line.text) for line in near]
    # A unit misread moves every amount by places: one that may be is none.
    sure = [plain(line.sure) for line in near]
    unit, whole = _first(rules.unit_label, sure), _first(rules.unit_label, ["".join(sure)])
    unit = whole if whole.endswith(unit) else unit  # 单位: and 万元 may stand on two lines
    title_at, title = _title(near, texts, rules)
    number = ""
    for text in reversed(texts if title_at is None else texts[: title_at + 3]):
        match = re.search(rules.printed_no, text)
        if match:
            number = match.group(0)
            break
    if title and number and title.startswith(number):
        title = title[len(number) :].lstrip(":、. ")
    organisation = ""
    for text in reversed(texts):
        match = re.search(rules.organisation, text)
        if match and not re.fullmatch(rules.unit_label, match.group(0)):
            organisation = match.group(1).strip()
            break
    heading = "" if title else _heading(texts, rules)
    return Caption(number, title, unit, organisation, heading, tuple(line.text for line in near))


def notes(lines: Sequence[TextLine], rules: Captions) -> tuple[str, ...]:
    """The notes under a table: from the first line that opens a note to the end."""
    for i, line in enumerate(lines):
        if re.search(rules.note, plain(line.text)):
            return tuple(text.text for text in lines[i:])
    return ()


def _heading(texts: Sequence[str], rules: Captions) -> str:
    for text in reversed(texts):
        meta = (rules.unit_label, rules.organisation, rules.note, rules.printed_no)
        if not any(re.search(pattern, text) for pattern in meta):
            return text if 1 < len(text) <= LONGEST_HEADING and not re.search("[,，。;；:：]", text) else ""
    return ""


def _after_prose(lines: Sequence[TextLine]) -> list[TextLine]:
    kept: list[TextLine] = []
    for line in reversed(lines):
        if plain(line.text).endswith(SENTENCE_END):
            break
        kept.append(line)
    return kept[::-1]


def _without_unit(text: str, rules: Captions) -> str:
    """A title that ends with its unit in brackets, without it (收支总表(单位:万元)); else the text itself."""
    bare = re.sub(rf"[(](?:{rules.unit_label}|[千百万亿]*元)[^()]*[)]?$", "", text)
    return bare if bare and re.search(rules.title, bare) else text


def _before_labels(line: str, rules: Captions) -> str:
    """The title that a line begins with, its number, organisation or unit behind it, parted by white; else nothing."""
    for gap in re.finditer(r"\s+", line):
        title, rest = plain(line[: gap.start()]), plain(line[gap.end() :])
        labels = (rules.unit_label, rules.organisation, rules.printed_no)
        if _is_title(title, rules) and any(re.match(pattern, rest) for pattern in labels):
            return title
    return ""


def _is_title(text: str, rules: Captions) -> bool:
    return len(text) <= LONGEST_TITLE and bool(re.search(rules.title, text)) and not text.endswith(SENTENCE_END)


def _first(pattern: str, texts: Sequence[str]) -> str:
    return next((m.group(0) for text in reversed(texts) if (m := re.search(pattern, text))), "")


def _title(lines: Sequence[TextLine], texts: Sequence[str], rules: Captions) -> tuple[int | None, str]:
    """Position and text of the title: the nearest line that ends like one, with the lines it wraps over."""
    for i in range(len(texts) - 1, -1, -1):
        text = _before_labels(lines[i].text, rules) or _without_unit(texts[i], rules)
        bare_number = re.fullmatch(rules.printed_no, text)
        if bare_number or re.search(rules.unit_label, text) or re.search(rules.note, text):
            continue
        unclosed = text.count(")") > text.count("(")
        if not unclosed and not _is_title(text, rules):
            continue
        start = i
        while start > 0 and _wraps(
            lines[start - 1], lines[start], texts[start - 1], "".join(texts[start : i + 1]), rules
        ):
            start -= 1
        title = "".join((*texts[start:i], text))
        if re.search(rules.title, title):
            return i, title
    return None, ""


def _wraps(above: TextLine, line: TextLine, text_above: str, text: str, rules: Captions) -> bool:
    """Whether the line above is the first part of the same title."""
    if re.search(rules.unit_label, text_above) or re.fullmatch(rules.printed_no, text_above):
        return False
    if text.count(")") > text.count("("):
        return text_above.count("(") > text_above.count(")")
    tall = min(above.box.height, line.box.height)
    same_type = abs(above.box.height - line.box.height) <= 0.1 * tall
    close = 0 <= line.box.y0 - above.box.y1 <= 1.2 * tall or line.box.y0 <= above.box.y1 <= line.box.y1
    shorter = line.box.width < 0.8 * above.box.width
    return (
        same_type
        and close
        and shorter
        and not re.search(rules.title, text_above)
        and not text_above.endswith(SENTENCE_END)
        and len(text_above) + len(text) <= LONGEST_TITLE
    )
