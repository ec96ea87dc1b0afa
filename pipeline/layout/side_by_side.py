"""Pages put side by side: their parts of one sheet as one wide page, and what is read on it back on its pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.layout.rules import SNAP
from pipeline.model.page import Char, Page, Rule
from pipeline.model.table import Cell, Grid, PageContent
from pipeline.money import parse_number

SAME_GLYPH = 0.2
"""A glyph cut by the page's edge is on both pages, at places that differ by less than this share of its size."""
MARGIN = 36.0
"""White (points) right of the last part."""


class Part(NamedTuple):
    """One page of a sheet: from where to where it reaches on the sheet, and how far it was moved to the right."""

    page: Page
    left: float
    right: float
    moved: float


class Sheet(NamedTuple):
    """The parts put side by side as one page, which has the number of the first; ``bottom``: where its table ends."""

    page: Page
    parts: tuple[Part, ...]
    bottom: float


def parts_of(pages: Sequence[tuple[Page, float, float]]) -> list[Part]:
    """Where each page stands on the sheet; the pages are given with the left and right ends of their tables."""
    parts = []
    _, edge, _ = pages[0]
    for page, left, right in pages:
        parts.append(Part(page, edge, edge + right - left, edge - left))
        edge += right - left
    return parts


def side_by_side(pages: Sequence[tuple[Page, float, float]], bottom: float) -> Sheet:
    """The sheet of pages that are given with the left and right ends of their tables, down to ``bottom``."""
    parts = parts_of(pages)
    edge = parts[-1].right
    parts[0] = parts[0]._replace(left=-math.inf)
    parts[-1] = parts[-1]._replace(right=math.inf)
    chars = _moved(((part, part.page.chars) for part in parts), bottom)
    readings = [part.page.second_reading for part in parts]
    if all(reading is part.page.chars for part, reading in zip(parts, readings, strict=True)):
        second: tuple[Char, ...] | None = chars
    else:
        read = [(part, reading) for part, reading in zip(parts, readings, strict=True) if reading is not None]
        second = _moved(read, bottom) if len(read) == len(parts) else None
    sheet = replace(
        parts[0].page,
        width=edge + MARGIN,
        chars=chars,
        horizontal_rules=tuple(
            Rule(at, start + part.moved, end + part.moved)
            for part in parts
            for at, start, end in part.page.horizontal_rules
        ),
        vertical_rules=tuple(
            Rule(at + part.moved, start, end) for part in parts for at, start, end in part.page.vertical_rules
        ),
        fills=(),
        second_reading=second,
    )
    return Sheet(sheet, tuple(parts), bottom)


def moved(char: Char, part: Part) -> Char:
    """A character of the part's page as it stands on the sheet."""
    return char._replace(x0=char.x0 + part.moved, x1=char.x1 + part.moved)


def beside_sheet(page: Page, sheet: Sheet) -> list[Char]:
    """The characters of one of its pages that are not on the sheet: below its table, or beyond the page's part.

    A character that the page's edge cuts is printed on both pages, and is on the sheet.
    """
    part = next(part for part in sheet.parts if part.page.number == page.number)
    beside = [char for char in page.chars if not _is_on(char, part, sheet.bottom)]
    return [char for char in beside if char.y1 >= sheet.bottom or not _is_cut(char, part, sheet)]


def _is_cut(char: Char, part: Part, sheet: Sheet) -> bool:
    x, y = char.x0 + part.moved, char.y0
    reach = SAME_GLYPH * char.size
    return any(c.text == char.text and abs(c.x0 - x) <= reach and abs(c.y0 - y) <= reach for c in sheet.page.chars)


def on_its_pages(content: PageContent, sheet: Sheet) -> PageContent:
    """What was read on the sheet, each cell and line with its own page and its place there.

    A cell or line that reaches over several pages is where its middle is, as far as that page goes.
    """

    def own_place(cell: Cell) -> Cell:
        page_no, box = _place(cell.box, sheet) if cell.box else (cell.page_no, None)
        return cell._replace(page_no=page_no, box=box)

    lines = []
    for line in content.lines:
        page_no, box = _place(line.box, sheet)
        lines.append(line._replace(page_no=page_no, box=box))
    grids = (replace(grid, cells=tuple(map(own_place, _over_seams(grid, sheet)))) for grid in content.grids)
    return replace(content, lines=tuple(lines), grids=tuple(grids))


def _over_seams(grid: Grid, sheet: Sheet) -> Sequence[Cell]:
    """The cells, with header cells that only the page's edge parts joined: one of the two is blank then."""
    cells = list(grid.cells)
    body = min((cell.row for cell in cells if parse_number(cell.text) is not None), default=grid.n_rows)
    for seam in (part.left for part in sheet.parts[1:]):
        col = next((k for k, x in enumerate(grid.xs) if abs(x - seam) <= SNAP), None)
        ending = {(c.row, c.row_span): c for c in cells if c.row < body and c.col + c.col_span == col}
        for right in [c for c in cells if c.row < body and c.col == col]:
            left = ending.get((right.row, right.row_span))
            if left is not None and bool(left.text) != bool(right.text):
                box = union(c.box for c in (left, right) if c.box)
                whole = (left if left.text else right)._replace(
                    col=left.col, col_span=left.col_span + right.col_span, box=box
                )
                cells[cells.index(left)] = whole
                cells.remove(right)
    return cells


def _moved(parts: Iterable[tuple[Part, Sequence[Char]]], bottom: float) -> tuple[Char, ...]:
    return tuple(moved(char, part) for part, chars in parts for char in chars if _is_on(char, part, bottom))


def _is_on(char: Char, part: Part, bottom: float) -> bool:
    x, y = char.centre
    return y < bottom and part.left <= x + part.moved < part.right


def _place(box: Box, sheet: Sheet) -> tuple[int, Box]:
    """The page of what has this box on the sheet, and its box there, as far as it is on that page."""
    x, _ = box.centre
    part = next(part for part in sheet.parts if part.left <= x < part.right)
    x0, x1 = max(box.x0, part.left), min(box.x1, part.right)
    return part.page.number, Box(x0 - part.moved, box.y0, x1 - part.moved, box.y1)
