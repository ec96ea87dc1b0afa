"""Units of amounts that may be greater ones: ink nobody read in front of 元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ocr_fallback.values import Box, Gray, LineReading

FAINT = 0.08
"""Ink may be as faint as this share of the darkest of its line, and still be seen."""
NOISE = 4.0
"""… if it is so many times as dark as the paper between the lines is uneven."""
LEAST = 0.25
"""Faint columns, in heights of the line, that are more than dust."""
_YUAN = re.compile(r"(?<![万千百亿十])元[)）]?$")
"""The end of a line that says 元 and no multiple of it."""


def unread_before_yuan(page: Gray, lines: Sequence[LineReading]) -> Iterator[LineReading]:
    """The lines; doubtful is one that ends with 元 behind ink that nobody read: a pale or broken 万 is 10,000 times.

    ``page``: what was read, white where tables are.
    """
    for line in lines:
        match = _YUAN.search(line.text)
        if match is None or line.status != "read" or len(line.places) != len(line.text):
            yield line
        elif _is_inked(page, _space_before(line, match.start(), lines), line):
            yield replace(line, status="doubtful")
        else:
            yield line


def _space_before(line: LineReading, at: int, lines: Sequence[LineReading]) -> Box:
    """Where one character would stand in front of the one at ``at``, without what was read there."""
    height = line.box.height
    right = line.places[at] - 0.6 * height
    left = right - 1.1 * height
    if at:
        left = max(left, line.places[at - 1] + 0.5 * height)
    beside = (o.box.x1 for o in lines if o is not line and o.box.y0 < line.box.y1 and line.box.y0 < o.box.y1)
    left = max([left, *(x1 + 0.1 * height for x1 in beside if x1 <= right)])
    return Box(left, line.box.y0, right, line.box.y1)


def _is_inked(page: Gray, space: Box, line: LineReading) -> bool:
    height = line.box.height
    if space.width < LEAST * height:
        return False
    x0, x1 = max(int(space.x0), 0), int(space.x1)
    y0, y1 = max(int(space.y0), 0), int(space.y1)
    dark = 255.0 - page[y0:y1, x0:x1]
    own = 255.0 - page[y0:y1, int(line.box.x0) : int(line.box.x1)]
    paper = 255.0 - page[max(y0 - int(height / 2), 0) : y0, x0:x1]
    if not dark.size or not own.size:
        return False
    noise = float(np.std(paper)) if paper.size else 0.0
    ground = float(np.median(paper)) if paper.size else 0.0
    faint = dark - ground > max(FAINT * float(np.percentile(own, 98)), NOISE * noise)
    return int((faint.sum(axis=0) >= 2).sum()) > LEAST * height  # noqa: PLR2004 - one pixel is dust
