"""Runs: what stands together on a line of a table without rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.model.page import Char
from pipeline.money import SIGNS, plain
from pipeline.visual_lines import line_box

LEADING = 1.45
"""Lines of one cell stand at most this share of the font size apart."""
RUN_GAP = 0.6
"""Runs of text are parted by gaps wider than this share of the font size."""
TIGHT_GAP = 0.12
"""Where something else says that a column ends, a gap wider than this share of the font size parts runs."""
FEWEST_LETTERS, WIDEST_SPACING, UNEVEN = 3, 2.5, 0.3
"""So many lone characters, no further apart than so many font sizes and evenly but for so much, may be one word."""
SLACK = 2.0
"""Edges closer than this (points) are aligned."""
EDGE = 1.0
"""How far (points) a text may reach over the place where its column is cut."""
# Whole numbers of 3, 5 and 7 digits may be codes (类, 款, 项).
_AMOUNT = re.compile(
    rf"¥?(?:[{SIGNS}]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d+|-?\d{{1,3}}(?:,\d{{3}})+|\d{{4}}|\d{{6}}|\d{{8,}})"
)

_FILLED = re.compile(rf"¥?(?:[({SIGNS}]?\d[\d,]*(?:\.\d+)?\)?|[-—–−/]+)")
_WHOLE = re.compile(r"-?[\d,]+\.\d{2,}|[-—–−]+")
_NUMBER_START = re.compile(r"[-—–−\d]")
_LABEL_START = re.compile(r"[(（]|(?![元万千百亿])[一-鿿]")
_CURRENCY = ("¥", "￥")
_CHINESE_ONE = re.compile("[一-鿿]")
_CODE = re.compile(r"\d{3,}")
_COLUMN_NUMBER = re.compile(r"\d{1,2}|\*+|[甲乙丙]|栏次")


class Run(NamedTuple):
    """Characters of one line without a wide gap between them."""

    text: str
    box: Box
    size: float


def runs_of(line: Sequence[Char], share: float = RUN_GAP) -> Iterator[Run]:
    """The runs of one visual line, left to right, parted by gaps wider than ``share`` of the font size.

    An amount ends its column: what follows it after the least gap is the label of the list beside it. A currency sign
    at the left of its cell belongs to the amount at the right.
    """
    start = 0
    for i, (before, char) in enumerate(pairwise(line), 1):
        if start == i - 1 and before.text in _CURRENCY:
            continue
        gap = char.x0 - before.x1
        if gap > share * char.size or (gap > TIGHT_GAP * char.size and _ends(line[start:i], char)):
            yield _run(line[start:i])
            start = i
    if line:
        yield _run(line[start:])


def _run(part: Sequence[Char]) -> Run:
    return Run("".join([char.text for char in part]), line_box(part), part[0].size)


def joined_runs(left: Run, right: Run) -> Run:
    """Two runs of one line as one."""
    return Run(left.text + right.text, union((left.box, right.box)), left.size)


def with_totals_whole(line: Sequence[Run]) -> list[Run]:
    """The runs of one line, the letters of a total's label set apart (本 年 收 入 合 计) as one."""
    found: list[Run] = []
    start = 0
    while start < len(line):
        end = start + 1
        while end < len(line) and _set_apart(line[start:end], line[end]):
            end += 1
        letters = line[start:end]
        if len(letters) >= FEWEST_LETTERS and letters[-1].text == "计":
            found.append(reduce(joined_runs, letters))
        else:
            found += letters
        start = end
    return found


def _set_apart(letters: Sequence[Run], after: Run) -> bool:
    """Whether a lone character stands as far from the last of lone ones as they do from one another."""
    if not all(_CHINESE_ONE.fullmatch(run.text) for run in (letters[-1], after)):
        return False
    gap = after.box.x0 - letters[-1].box.x1
    first = letters[1].box.x0 - letters[0].box.x1 if len(letters) > 1 else gap
    return gap < WIDEST_SPACING * after.size and abs(gap - first) < UNEVEN * after.size


def overlap(one: Run, other: Run) -> bool:
    """Whether one run stands over or under the other, from side to side."""
    return one.box.x0 < other.box.x1 and other.box.x0 < one.box.x1


def cut_through(runs: Iterable[Run], xs: Sequence[float]) -> bool:
    """Whether any run stands across an inner edge of the columns that are cut at ``xs``."""
    return any(run.box.x0 + EDGE < x < run.box.x1 - EDGE for run in runs for x in xs[1:-1])


def runs_between(line: Sequence[Char], cuts: Sequence[float]) -> Iterator[Run]:
    """The runs of one visual line, parted at the least gap where a column is cut."""
    last: Run | None = None
    for run in runs_of(line, TIGHT_GAP):
        if last is None:
            last = run
        elif run.box.x0 - last.box.x1 > RUN_GAP * run.size or any(
            last.box.x1 - EDGE < x < run.box.x0 + EDGE for x in cuts
        ):
            yield last
            last = run
        else:
            last = joined_runs(last, run)
    if last is not None:
        yield last


def codes_apart(run: Run, line: Sequence[Char], headers: Sequence[Run]) -> list[Run]:
    """A run of this line; two where a code that fills its column touches the name beside it, under a header each."""
    if not _CODE.match(run.text):
        return [run]
    parts = list(runs_of([char for char in line if run.box.x0 <= char.x0 < run.box.x1], TIGHT_GAP))
    if len(parts) < 2 or not (_CODE.fullmatch(parts[0].text) and _CHINESE_ONE.match(parts[1].text)):  # noqa: PLR2004
        return [run]
    code, name = parts[0], reduce(joined_runs, parts[1:])
    over = [(overlap(header, code), overlap(header, name)) for header in headers]
    return [code, name] if (True, False) in over and (False, True) in over else [run]


def _ends(part: Sequence[Char], after: Char) -> bool:
    """Whether a whole cell's text ends before ``after``, though little room is left.

    What ends it: a label behind an amount (codes have neither decimals nor commas), a number behind a dash for none or
    behind decimals.
    """
    text = plain("".join(c.text for c in part))
    if _LABEL_START.match(after.text):
        return bool(_FILLED.fullmatch(text)) and (text == "0" or not text.isdigit())
    return bool(_WHOLE.fullmatch(text)) and bool(_NUMBER_START.match(after.text)) and not _letter_spaced(part)


def _letter_spaced(part: Sequence[Char]) -> bool:
    return any(b.x0 - a.x1 > TIGHT_GAP * a.size for a, b in pairwise(part))


def is_filled(run: Run) -> bool:
    """Whether the run fills a cell for amounts: any number, or a dash for none."""
    return is_filling(run.text)


def is_filling(text: str) -> bool:
    """Whether a text is any number, or a dash for none."""
    return bool(_FILLED.fullmatch(plain(text)))


def is_column_number(run: Run) -> bool:
    """Whether the run may stand in the row that numbers the columns, the last of a header."""
    return bool(_COLUMN_NUMBER.fullmatch(plain(run.text)))


def is_amount(run: Run) -> bool:
    """Whether the run is one number that reads as an amount, not as a classification code."""
    return is_amount_text(run.text)


def is_amount_text(text: str) -> bool:
    """Whether a text is one number that reads as an amount, not as a classification code."""
    return bool(_AMOUNT.fullmatch(plain(text)))
