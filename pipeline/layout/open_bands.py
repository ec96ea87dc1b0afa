"""Bands of a ruled table across which no rule parts the columns that its other bands draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.geometry import Box
from pipeline.layout.cut_table import bands_replaced, cells_of, rows_cut
from pipeline.layout.runs import Run, cut_through, is_amount, is_amount_text, runs_between
from pipeline.model.page import Char
from pipeline.model.table import Grid, Region, Slot
from pipeline.visual_lines import visual_lines

FEWEST_AMOUNTS = 2
"""So many amounts on one line of a band stand in columns of their own."""
FEWEST_HEADERS = 3
"""So many texts on one line of a table's first band are headers."""


def has_open_bands(grid: Grid) -> bool:
    """Whether a cell as wide as the table holds several amounts or headers on a line.

    It is what ``columned`` looks at more closely.
    """
    wide = (cell for cell in grid.cells if cell.col_span == grid.n_cols > FEWEST_AMOUNTS)
    lines = ((cell.row, line.split()) for cell in wide for line in cell.text.split("\n"))
    return any(
        _several_amounts(map(is_amount_text, parts)) or (row == 0 and _several_headers(parts)) for row, parts in lines
    )


def columned(region: Region, chars: Sequence[Char]) -> Region:
    """The region, every open band cut into the columns of the table and the rows of its lines; else the region itself.

    A band is cut where several amounts, or in the first several headers, stand on one line of it and no text
    stands across a column's edge.
    """
    wide = [slot for slot in region.slots if slot.col_span == len(region.xs) - 1]
    return bands_replaced(region, {slot.row: cut for slot in wide if (cut := _cut(region, slot, chars)) is not None})


def _cut(region: Region, band: Slot, chars: Sequence[Char]) -> Region | None:
    own = [char for char in chars if band.box.holds(*char.centre)]
    lines = [list(runs_between(line, region.xs)) for line in visual_lines(own)]
    headers = band.row == 0 and any(_several_headers(run.text for run in line) for line in lines)
    if not headers and not any(_several_amounts(map(is_amount, line)) for line in lines):
        return None
    runs: list[Run] = [run for line in lines for run in line]
    if cut_through(runs, region.xs):
        return None
    area = Box(region.xs[0], band.box.y0, region.xs[-1], band.box.y1)
    return rows_cut(region.page_no, area, region.xs, cells_of(region.xs, runs))


def _several_amounts(are_amounts: Iterable[bool]) -> bool:
    return sum(are_amounts) >= FEWEST_AMOUNTS


def _several_headers(texts: Iterable[str]) -> bool:
    """Whether there are several words; the letters of a title are set apart too."""
    return sum(len(text) > 1 for text in texts) >= FEWEST_HEADERS
