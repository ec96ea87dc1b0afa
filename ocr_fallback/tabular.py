"""Whether a picture could hold a table: most pictures in a text are charts, which cost as much to read."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fallback.base_grid import base_grids
from ocr_fallback.detect import LONGER_SIDE, text_boxes
from ocr_fallback.rules import find_rules
from ocr_fallback.straighten import straightened, straightening
from ocr_fallback.values import Box, Gray

SEEN_DPI = 100.0
"""How fine the detector sees the picture, in pixels an inch: print of 7 points is 10 pixels high."""
FEWEST_ROWS = 3
"""A table without rules has so many rows, with two texts beside one another in each; the labels of a pie have not."""


def could_hold_table(gray: Gray, dpi: float) -> bool:
    """Whether the picture's texts stand in rows (in columns, where it lies on its side) or its rules make a grid."""
    boxes = text_boxes(gray, min(round(max(gray.shape) * SEEN_DPI / dpi), LONGER_SIDE))
    if max(_rows(boxes), _rows([Box(b.y0, b.x0, b.y1, b.x1) for b in boxes])) >= FEWEST_ROWS:
        return True
    flat = straightened(gray, straightening(gray))
    return bool(base_grids(flat, find_rules(flat, dpi), dpi))


def _rows(boxes: Sequence[Box]) -> int:
    """How many rows there are of boxes beside one another."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b.y0 + b.y1):
        if rows and rows[-1][-1].y0 < (box.y0 + box.y1) / 2 < rows[-1][-1].y1:
            rows[-1].append(box)
        else:
            rows.append([box])
    return sum(len(row) > 1 for row in rows)
