"""Lines that a scanner draws from edge to edge of the page: dust on its glass, a fold; no rule of a table does that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ocr_fallback.values import Box, Gray, LineReading

WIDEST = 0.035
"""A streak is at most so wide (inches): beside it the page is as it is elsewhere."""
DARKER = 10
"""… and darker than the page on both sides of it by so many grey levels."""
MARGIN = 0.02
"""The outermost share of the page, on which little else is printed."""
OUTERMOST = 0.2
"""It is there in this share of the margin too, up to the edge: rules of a table as wide as the page end before."""
THERE, ALONG = 0.7, 0.55
"""It is there in this share of both margins, and of all of the page: print beside it hides some of it."""
PRINT, MOST_PRINT = 60, 0.01
"""Pixels so much darker than paper are print; more of it in both margins, and the page is cut to its table."""
FEWEST_PIXELS = 20

Columns = NDArray[np.bool_]


def without_streaks(gray: Gray, dpi: float) -> tuple[Gray, Gray]:
    """The page with its streaks filled from what is beside them, and where they were (255; else 0).

    ``gray``: a page on white as it was scanned, not straightened: a streak runs straight along the scanner's glass.
    """
    standing = _streaks(gray, dpi)
    lying = _streaks(gray.T, dpi)
    where = np.zeros_like(gray)
    if not standing.any() and not lying.any():
        return gray, where
    filled = _filled(gray, standing)
    filled = np.ascontiguousarray(_filled(filled.T, lying).T)
    where[:, standing] = 255
    where[lying, :] = 255
    return filled, where


def crosses(streaked: Gray, box: Box, beside: float = 0.0) -> bool:
    """Whether a streak lay on the box, or so many pixels beside it."""
    x0, y0, x1, y1 = (max(round(v), 0) for v in (box.x0 - beside, box.y0, box.x1 + beside, box.y1))
    return bool(streaked[y0 : y1 + 1, x0 : x1 + 1].any())


def cut_lines_doubted(lines: Sequence[LineReading], streaked: Gray) -> list[LineReading]:
    """The lines, doubtful where a streak that was taken off them did not run between two characters."""
    if not streaked.any():
        return list(lines)
    return [replace(line, status="doubtful") if _is_cut(line, streaked) else line for line in lines]


def _is_cut(line: LineReading, streaked: Gray) -> bool:
    """Whether a streak lay on the line's ink, or all along it."""
    if not crosses(streaked, line.box):
        return False
    x0, y0, x1, y1 = (max(round(v), 0) for v in line.box)
    columns = x0 + np.flatnonzero((streaked[y0 : y1 + 1, x0 : x1 + 1] > 0).any(axis=0))
    return not all(any(left < x < right for left, right in line.gaps) for x in columns)


def _streaks(gray: Gray, dpi: float) -> Columns:
    """The columns of the page that streaks run along."""
    height, width = gray.shape
    reach = max(round(WIDEST * dpi), 2)
    edge = max(round(MARGIN * height), FEWEST_PIXELS)
    nothing = np.zeros(width, bool)
    if height < 2 * edge or width < 4 * reach:
        return nothing
    margins = (gray[:edge], gray[-edge:][::-1])
    found = np.logical_and(*(_from_the_edge(_darker(margin, reach)) for margin in margins))
    if not found.any():
        return nothing
    wide = _spread(found, reach)
    if min((margin[:, ~wide] < 255 - PRINT).mean() for margin in margins) > MOST_PRINT:
        return nothing
    for column in map(int, np.flatnonzero(found)):  # few: each is looked at along all of the page
        left = max(column - reach, 0)
        found[column] = _darker(gray[:, left : column + reach + 1], reach)[:, column - left].mean() >= ALONG
    return _spread(found, 1) if found.any() else nothing


def _from_the_edge(darker: NDArray[np.bool_]) -> Columns:
    """The columns of a margin, its outermost row first, that are darker than those beside them up to the edge."""
    outermost = darker[: max(round(OUTERMOST * len(darker)), 1)]
    return np.asarray(np.minimum(darker.mean(axis=0), outermost.mean(axis=0)) >= THERE)


def _darker(gray: Gray, reach: int) -> NDArray[np.bool_]:
    """Where the picture is darker than on both sides of it."""
    padded = np.pad(gray, ((0, 0), (reach, reach)), mode="edge").astype(np.int16)
    beside = np.minimum(padded[:, : -2 * reach], padded[:, 2 * reach :])
    return np.asarray(beside - padded[:, reach:-reach] > DARKER)


def _spread(columns: Columns, reach: int) -> Columns:
    """The columns and those so many pixels beside them."""
    spread = columns.copy()
    for k in np.flatnonzero(columns):
        spread[max(k - reach, 0) : k + reach + 1] = True
    return spread


def _filled(gray: Gray, columns: Columns) -> Gray:
    """The page, its columns filled from those beside them, row by row."""
    if not columns.any():
        return gray
    filled = gray.copy()
    numbers = np.flatnonzero(columns)
    for run in np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1):
        left, right = max(run[0] - 1, 0), min(run[-1] + 1, gray.shape[1] - 1)
        share = (run - left) / max(right - left, 1)
        ends = gray[:, left].astype(np.float32), gray[:, right].astype(np.float32)
        filled[:, run] = np.rint(ends[0][:, None] * (1 - share) + ends[1][:, None] * share).astype(np.uint8)
    return filled
