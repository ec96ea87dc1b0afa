"""Headers of one line on a grid of columns and rows."""

from __future__ import annotations

from pipeline.geometry import Box
from pipeline.layout.runs import Run

PITCH, HIGH, WIDE = 12.0, 9.0, 40.0


def header(text: str, col: float, row: float) -> Run:
    """A header of one line in the middle of a column and of a row, both counted from 0; halves lie between."""
    x, y = 100 * col + 50, PITCH * row
    return Run(text, Box(x - WIDE / 2, y - HIGH / 2, x + WIDE / 2, y + HIGH / 2), HIGH)
