"""Numbers in red without a sign, for in accounts red may be the sign, and numbers with digits struck out: told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.geometry import Box
from pipeline.model.flags import PRINTED_RED, STRUCK_OUT
from pipeline.model.table import Cell, PageContent
from pipeline.money import number_in

Places = Mapping[int, Sequence[Box]]
"""Where digits of a kind stand, by page number."""


def marks_told(content: PageContent, red: Places, struck: Places) -> PageContent:
    """The page's content, cells flagged that hold a positive number in red, or digits that are struck out."""
    if not red and not struck:
        return content

    def told(cell: Cell) -> Cell:
        page = cell.page_no or content.page_no
        number = number_in(cell.text)
        flags = [PRINTED_RED] if number is not None and number > 0 and _holds(cell, red.get(page, ())) else []
        flags += [STRUCK_OUT] if _holds(cell, struck.get(page, ())) else []
        return cell._replace(flags=(*cell.flags, *flags)) if flags else cell

    return replace(content, grids=tuple(replace(g, cells=tuple(map(told, g.cells))) for g in content.grids))


def _holds(cell: Cell, digits: Sequence[Box]) -> bool:
    return cell.box is not None and any(cell.box.holds(*digit.centre) for digit in digits)
