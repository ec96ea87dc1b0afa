"""Two readers, one grid: what each cell's text is worth."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from pipeline.extraction.ruled import deal
from pipeline.model.page import Char, Page
from pipeline.model.table import Cell, Grid, Region
from pipeline.visual_lines import visual_lines

AGREED, DISAGREED = 1.0, 0.5
READERS_DISAGREE = "readers_disagree"
_BY_LEFT = attrgetter("x0")


def weighed(grid: Grid, region: Region, page: Page) -> Grid:
    """The grid with each cell's confidence: 1 where an independent reader agrees, 0.5 and a flag where not.

    The first reader's text stays; a disagreement is for the reviewer, not for a vote.
    """
    if page.second_reading is None:
        return grid
    if page.second_reading is page.chars:
        return replace(grid, cells=tuple([cell._replace(confidence=AGREED) for cell in grid.cells]))
    held, _, _ = deal(region, page.second_reading)
    return replace(grid, cells=tuple(map(_weighed, grid.cells, held)))


def _weighed(cell: Cell, read: Sequence[Char]) -> Cell:
    ours = _folded(cell.text)
    theirs = _folded("".join([char.text for char in sorted(read, key=_BY_LEFT)]))
    # From left to right is the order of one line; of several lines the characters must match.
    if ours == theirs or (sorted(ours) == sorted(theirs) and len(visual_lines(read)) > 1):
        return cell._replace(confidence=AGREED)
    return cell._replace(confidence=DISAGREED, flags=(*cell.flags, READERS_DISAGREE))


def _folded(text: str) -> str:
    """The text without white space, all forms of digits folded: the second reader does not tell raised ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())
