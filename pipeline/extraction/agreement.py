"""Two readers, one grid: what each cell's text is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.ruled import fill
from pipeline.model.page import Char
from pipeline.model.table import Cell, Grid, Region
from pipeline.money import plain

AGREED, ALONE, DISAGREED = 1.0, 0.9, 0.5
READERS_DISAGREE = "readers_disagree"


def weighed(grid: Grid, region: Region, second_reading: Sequence[Char] | None) -> Grid:
    """The grid with each cell's confidence: 1 where an independent reader agrees, 0.5 and a flag where not.

    The first reader's text stays; a disagreement is for the reviewer, not for a vote.
    """
    if second_reading is None:
        return grid
    other, _ = fill(region, second_reading)
    return replace(grid, cells=tuple(map(_weighed, grid.cells, other.cells)))


def _weighed(cell: Cell, other: Cell) -> Cell:
    ours, theirs = plain(cell.text), plain(other.text)
    # The engines order the lines of a cell differently where glyph boxes differ; the characters must match.
    wrapped = "\n" in cell.text or "\n" in other.text
    same = ours == theirs or (wrapped and sorted(ours) == sorted(theirs))
    if same:
        return cell._replace(confidence=AGREED)
    return cell._replace(confidence=DISAGREED, flags=(*cell.flags, READERS_DISAGREE))
