"""Runs: what stands together on a line of a table without rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.geometry import Box
from pipeline.model.page import Char
from pipeline.money import plain

RUN_GAP = 0.6
"""Runs of text are parted by gaps wider than this share of the font size."""
# Whole numbers of 3, 5 and 7 digits may be codes (类, 款, 项).
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|-?\d{1,3}(?:,\d{3})+|\d{4}|\d{6}|\d{8,}")


class Run(NamedTuple):
    """Characters of one line without a wide gap between them."""

    text: str
    box: Box
    size: float


def runs_of(line: Sequence[Char]) -> Iterator[Run]:
    """The runs of one visual line, left to right."""
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or line[i].x0 - line[i - 1].x1 > RUN_GAP * line[i].size:
            part = line[start:i]
            box = Box(
                part[0].x0,  # the line runs from left to right
                min([c.y0 for c in part]),
                max([c.x1 for c in part]),
                max([c.y1 for c in part]),
            )
            yield Run("".join(c.text for c in part), box, part[0].size)
            start = i


def is_amount(run: Run) -> bool:
    """Whether the run is one number that reads as an amount, not as a classification code."""
    return bool(_AMOUNT.fullmatch(plain(run.text)))
