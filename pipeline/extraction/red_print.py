"""Numbers printed in red without a sign: told, for in accounts red may be the sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.geometry import Box
from pipeline.model.flags import PRINTED_RED
from pipeline.model.table import Cell, PageContent
from pipeline.money import number_in


def red_told(content: PageContent, red: Mapping[int, Sequence[Box]]) -> PageContent:
    """The page's content, cells flagged that hold a positive number in red; ``red``: its digits by page number."""
    if not red:
        return content
    grids = tuple(
        replace(grid, cells=tuple(_told(cell, red.get(cell.page_no or content.page_no, ())) for cell in grid.cells))
        for grid in content.grids
    )
    return replace(content, grids=grids)


def _told(cell: Cell, red: Sequence[Box]) -> Cell:
    box = cell.box
    if not red or box is None or not any(box.holds(*digit.centre) for digit in red):
        return cell
    number = number_in(cell.text)
    return cell._replace(flags=(*cell.flags, PRINTED_RED)) if number is not None and number > 0 else cell
