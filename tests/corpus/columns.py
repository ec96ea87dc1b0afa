"""How wide the columns of a table are, in which size its text is set, and which way its page lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .facts import Cell, Grid

PAGE_SHORT = 595.28
PAGE_LONG = 841.89
# Half-width glyphs of the fonts used are 0.5–0.58 em wide; 0.6 leaves air so that no number overflows.
HALF_WIDTH_EM = 0.6
LEAST_EM = 2.3
HEADER_CAP_EM = 6.0
BODY_CAP_EM = 20.0
# A table is turned when on an upright page its longest texts would be squeezed more than this.
SQUEEZE = 1.45
_UNBREAKABLE = re.compile(r"[!-~≥≤·]+")
_AMOUNT = re.compile(r"-?\d[\d,]*(\.\d+)?")


@dataclass(frozen=True)
class ColumnPlan:
    """Column widths and text size in points, and whether the page lies on its long side."""

    widths: tuple[float, ...]
    size: float
    landscape: bool


def is_amount(text: str) -> bool:
    """True for a text that is one number."""
    return _AMOUNT.fullmatch(text) is not None


def text_width(text: str) -> float:
    """The width of a text on one line, in em."""
    return sum(HALF_WIDTH_EM if ord(char) < 0x2000 else 1.0 for char in text)


def least_width(text: str) -> float:
    """The width in em below which a text no longer wraps but overflows."""
    return max((text_width(run) for run in _UNBREAKABLE.findall(text)), default=0.0)


def plan_columns(
    grid: Grid, *, margin: float, inset: float, base_size: float, least_size: float, only_landscape: bool
) -> ColumnPlan:
    """The widths that fill the page, never below what the longest number of a column needs."""
    least, wished = _wishes(grid)
    size = base_size
    while size > least_size:
        for landscape in (True,) if only_landscape else (False, True):
            room = (PAGE_LONG if landscape else PAGE_SHORT) - 2 * margin - 2 * inset * grid.n_cols
            squeezed = sum(wished) * size > SQUEEZE * room
            if sum(least) * size <= room and (landscape or not squeezed):
                return ColumnPlan(_share(least, wished, room / size, size, inset), size, landscape)
        size -= 0.5
    room = PAGE_LONG - 2 * margin - 2 * inset * grid.n_cols
    if sum(least) * least_size > room:
        raise ValueError(f"a table of {grid.n_cols} columns does not fit a page at {least_size} pt")
    return ColumnPlan(_share(least, wished, room / least_size, least_size, inset), least_size, True)


def _wishes(grid: Grid) -> tuple[list[float], list[float]]:
    least = [LEAST_EM] * grid.n_cols
    wished = [LEAST_EM] * grid.n_cols
    for cell in (cell for cell in grid.cells if cell.col_span == 1):
        cap = HEADER_CAP_EM if cell.row < grid.header_rows else BODY_CAP_EM
        least[cell.col] = max(least[cell.col], least_width(cell.text))
        wished[cell.col] = max(wished[cell.col], least[cell.col], min(text_width(cell.text), cap))
    for cell in (cell for cell in grid.cells if cell.col_span > 1):
        _widen_span(cell, least, wished)
    return least, wished


def _widen_span(cell: Cell, least: list[float], wished: list[float]) -> None:
    columns = range(cell.col, cell.col + cell.col_span)
    missing = least_width(cell.text) - sum(least[col] for col in columns)
    if missing > 0:
        for col in columns:
            least[col] += missing / cell.col_span
            wished[col] = max(wished[col], least[col])


def _share(
    least: Sequence[float], wished: Sequence[float], room: float, size: float, inset: float
) -> tuple[float, ...]:
    spare = room - sum(wished)
    if spare >= 0:
        ems = [wish * room / sum(wished) for wish in wished]
    else:
        part = (room - sum(least)) / (sum(wished) - sum(least))
        ems = [low + part * (wish - low) for low, wish in zip(least, wished, strict=True)]
    return tuple(round(em * size + 2 * inset, 2) for em in ems)
