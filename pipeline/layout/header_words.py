"""What is one header on a line of headers: words side by side parted or not, letters set apart put together."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.runs import RUN_GAP, SLACK, TIGHT_GAP, Run, is_column_number, joined_runs, overlap, runs_of
from pipeline.layout.white_strips import Strip, white_strips
from pipeline.model.page import Char

UNEVEN = 2.0
"""Letters of a word set apart differ in their distances by less than this factor."""
SAME_LINE = 0.2
"""Middles of two texts on one line differ by less than this share of the font size."""
_CHINESE = re.compile("[一-鿿]{2}")
_SPACED = re.compile("[一-鿿]{1,3}")
_CHINESE_ONE = re.compile("[一-鿿]")


def headers_apart(line: Sequence[Char], body: Sequence[Run], others: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of one header line, parted at the least gap where two words stand over two columns.

    Headers of narrow columns stand so close that they look like one text over all of them. Where a column ends the
    body tells, or, for columns without an entry, another header line (``others``). A word set apart over its columns
    (收      入) is one all the same.
    """
    strips = list(white_strips(body, []))
    middles = ((left.box.x1 + right.box.x0) / 2 for other in others for left, right in pairwise(other))
    strips += ((middle, middle) for middle in middles)
    found: list[Run] = []
    for run in runs_of(line, TIGHT_GAP):
        last = found[-1] if found else None
        if last is None or run.box.x0 - last.box.x1 > RUN_GAP * run.size or _two_headers(last, run, strips):
            found.append(run)
        else:
            found[-1] = joined_runs(last, run)
    joined: list[Run] = []
    for run in found:
        if joined and _one_word(joined[-1], run, body, others):
            joined[-1] = joined_runs(joined[-1], run)
        else:
            joined.append(run)
    return joined


def headers_whole(runs: Sequence[Run], cuts: Sequence[float], top: float) -> list[Run]:
    """The runs; those of a header line that were parted and yet stand in one column are one again.

    ``top``: where the body begins.
    """
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if (
            last is not None
            and run.box.centre[1] < top
            and abs(run.box.centre[1] - last.box.centre[1]) < SAME_LINE * run.size
            and 0 <= run.box.x0 - last.box.x1 <= RUN_GAP * run.size
            and not any(last.box.centre[0] < x < run.box.centre[0] for x in cuts)
        ):
            found[-1] = joined_runs(last, run)
        else:
            found.append(run)
    return found


def _one_word(left: Run, right: Run, body: Sequence[Run], others: Sequence[Sequence[Run]]) -> bool:
    """Whether two lone characters side by side are one header, and not 类 and 款 over a column each.

    They are where a header stands below them, of which neither alone is the parent, or where one of them has no entry;
    they are not where a header stands between them.
    """
    if not (_SPACED.fullmatch(left.text) and _CHINESE_ONE.fullmatch(right.text) and _goes_on_evenly(left, right)):
        return False
    runs = [run for line in others for run in line if not is_column_number(run)]
    if any(left.box.x1 < run.box.x0 and run.box.x1 < right.box.x0 and run.box.y0 < left.box.y1 for run in runs):
        return False
    if any(overlap(run, char) for run in runs for char in (left, right) if run.box.y0 > char.box.y1):
        return True
    apart = [
        any(_is_near(run, own) and not _is_near(run, other) for run in body)
        for own, other in ((left, right), (right, left))
    ]
    return not all(apart)


def _goes_on_evenly(word: Run, char: Run) -> bool:
    """Whether a character stands no further from a word than its letters do, nearly: 收 入 and 支 出 are two."""
    letters = len(word.text)
    apart = (word.box.width - letters * word.size) / (letters - 1) if letters > 1 else math.inf
    return char.box.x0 - word.box.x1 <= UNEVEN * apart + word.size


def _is_near(entry: Run, header: Run) -> bool:
    """Whether an entry stands under a header, or not a character beside it: one is centred, the other need not be."""
    beside = header.size / 2
    return entry.box.x0 < header.box.x1 + beside and header.box.x0 - beside < entry.box.x1


def _two_headers(left: Run, right: Run, strips: Sequence[Strip]) -> bool:
    """Whether two words are headers of two columns: Chinese at the gap (2024 年 has one too), not letters set apart.

    The white between these columns lies between them, and each reaches over its own.
    """
    words = len(left.text) > 1 and len(right.text) > 1 and bool(_CHINESE.fullmatch(left.text[-1] + right.text[0]))
    return words and any(
        left.box.centre[0] < (end + begin) / 2 < right.box.centre[0]
        and left.box.x0 < end + SLACK
        and right.box.x1 > begin - SLACK
        for end, begin in strips
    )
