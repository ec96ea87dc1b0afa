"""Lines found apart from a grid as a second reader of its cells, where rules do not say for sure what is a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_fallback.characters import characters
from ocr_fallback.columns import is_numeric, plain
from ocr_fallback.completeness import is_cut
from ocr_fallback.grid_doubts import AMOUNT
from ocr_fallback.judging import is_text
from ocr_fallback.values import BaseGrid, Box, CellReading, GridReading, LineReading

NEXT, TRIM = 0.8, 4.0
"""A line so many of its heights beside a grid goes on in it, or a few pixels inside: its edge is painted over."""
FEWEST = 2
"""So many cells with an amount and words beside it show that a column was missed: nothing of the table is sure."""


def witnessed(reading: GridReading, grid: BaseGrid, lines: Sequence[LineReading]) -> GridReading:
    """The reading with every number doubted that the lines in its place do not repeat, and texts without a beginning.

    ``grid`` and ``lines``: on the straightened page; the reading's cells are in the order of the grid's slots.
    """
    placed = [
        (Box(char.x0, line.box.y0, char.x1, line.box.y1), char.text) for line in lines for char in characters(line)
    ]
    cells = []
    for cell, slot in zip(reading.cells, grid.slots, strict=True):
        said = "".join(char for box, char in placed if holds(slot.box, box))
        cells.append(_doubted(cell, "lines") if _differs(cell.text, said) or is_cut(said) else cell)
    return replace(reading, cells=tuple(cells))


def cut_at_sides(reading: GridReading, grid: BaseGrid, lines: Sequence[LineReading]) -> GridReading:
    """The reading with the outer cells doubted beside which a line outside goes on: the grid begins or ends too early.

    Where pale rules are lost in part, the rest cuts labels in two. ``grid`` and ``lines``: as for ``witnessed``.
    """
    left, right = grid.xs[0], grid.xs[-1]
    before = [_middle(line) for line in lines if -TRIM <= left - line.box.x1 <= NEXT * line.box.height]
    behind = [_middle(line) for line in lines if -TRIM <= line.box.x0 - right <= NEXT * line.box.height]
    cells = []
    for cell, slot in zip(reading.cells, grid.slots, strict=True):
        beside = [*(before if slot.box.x0 <= left else ()), *(behind if slot.box.x1 >= right else ())]
        goes_on = any(slot.box.y0 <= y < slot.box.y1 for y in beside)
        cells.append(_doubted(cell, "cut") if goes_on else cell)
    return replace(reading, cells=tuple(cells))


def _middle(line: LineReading) -> float:
    return (line.box.y0 + line.box.y1) / 2


def without_lost_columns(reading: GridReading) -> GridReading:
    """The reading with cells doubted that hold two columns; several of them make all of the table doubtful."""
    merged = [_holds_two_columns(cell) for cell in reading.cells]
    lost = sum(merged) >= FEWEST
    cells = [
        _doubted(cell, "several") if lost or two else cell for cell, two in zip(reading.cells, merged, strict=True)
    ]
    return replace(reading, cells=tuple(cells))


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of the other box lies in the box."""
    x, y = (other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2
    return box.x0 <= x < box.x1 and box.y0 <= y < box.y1


def _holds_two_columns(cell: CellReading) -> bool:
    """Whether a line of the cell has two amounts, or one and words."""
    lines = [plain(line) for line in cell.text.split("\n")]
    return any(len(amounts := AMOUNT.findall(line)) > 1 or (amounts and is_text(line)) for line in lines)


def _differs(text: str, said: str) -> bool:
    return (is_numeric(text) or is_numeric(said)) and plain(said) != plain(text)


def _doubted(cell: CellReading, reason: str) -> CellReading:
    status = cell.status if cell.status == "illegible" else "doubtful"
    return replace(cell, status=status, doubts=(*cell.doubts, reason))
