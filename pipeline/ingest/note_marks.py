"""Raised digits that mark a note (180.00¹, 公务接待费²) kept apart from the digits they stand behind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.model.page import Char

SMALLER = 0.9
"""A mark is printed at this share of the size of what it stands behind, or smaller."""
RAISED = (0.15, 0.8)
"""How far above the baseline of what it stands behind a mark does, in shares of that size."""
CLOSE = 0.3
"""A mark stands no further behind, in shares of that size."""
MOST_DIGITS = 2
"""The longest mark: no page has a hundred notes, and longer runs are small print."""
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def marks_raised(chars: Sequence[Char]) -> Sequence[Char]:
    """The characters, raised small digits right behind larger print as raised digits on its line.

    As plain digits they would be read as the last of the amount they stand behind.
    """
    told = list(chars)
    for place, (before, first) in enumerate(pairwise(chars), 1):
        if first.size > SMALLER * before.size or not _is_raised(first, before):
            continue
        end = place
        while end < len(chars) and chars[end].text.isdecimal() and chars[end].size == first.size:
            end += 1
        if 0 < end - place <= MOST_DIGITS and not _goes_on(chars, end):
            for at in range(place, end):
                text = chars[at].text.translate(_RAISED_DIGITS)
                told[at] = chars[at]._replace(
                    text=text, y0=before.y0, y1=before.y1, baseline=before.baseline, size=before.size
                )
    return told


def _is_raised(mark: Char, before: Char) -> bool:
    size = before.size
    lowest, highest = RAISED
    raised = lowest * size <= before.baseline - mark.baseline <= highest * size
    return raised and abs(mark.x0 - before.x1) <= CLOSE * size


def _goes_on(chars: Sequence[Char], end: int) -> bool:
    """Whether more print of the mark's size stands right behind it: small text, no mark."""
    if end == len(chars):
        return False
    last, after = chars[end - 1], chars[end]
    near = CLOSE * last.size
    return after.size == last.size and abs(after.baseline - last.baseline) < near and abs(after.x0 - last.x1) <= near
