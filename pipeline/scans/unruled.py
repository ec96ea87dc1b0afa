"""Tables without rules on a scanned page: the layout that reads them from a text layer, applied to lines of pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pipeline.geometry import Box
from pipeline.model.page import Char, Page, Rule
from pipeline.model.table import Region, Slot
from pipeline.money import prints_amount

if TYPE_CHECKING:
    from ocr_fallback.page import Straight
    from ocr_fallback.rules import Rule as PixelRule
    from ocr_fallback.values import BaseGrid, CellReading, GridReading, LineReading
    from ocr_fallback.values import Box as PixelBox

Regions = Callable[[Page, Sequence[Region], Sequence[Region]], Sequence[Region]]
"""From a page, the tables that rules draw on it, and those without of the page before, to those that none do, or on one
of their parts only."""

FULL_INK, HALF_INK = 0.92, 0.72
"""Ink of Chinese characters and of digits is so many ems high …"""
DESCENT = 0.1
"""… and that of Chinese characters ends so many ems below the baseline."""
RISE = 0.36
"""A dash lies so many ems above the baseline."""
OPENING, CLOSING, FULL_WIDTH_BLANK = "（(【[《“", "）)】]》”、，；：", 0.7
"""Full-width brackets and punctuation are blank before or behind their ink, for so much of an em: no gap of columns."""
ACROSS = 0.3
"""A standing rule of at least this share of a table's height runs through it."""
TOUCH = 3.0
"""A rule so few pixels beside a ruled table is one of its outer rules."""
EDGE = 1.0
"""How far (points) a number may reach over the side of its cell."""
UNSURE_WALL = "grid"
"""How ``ocr_fallback`` says that a cell is in doubt for its walls."""


class UnruledTables(NamedTuple):
    """Tables without rules as regions, in points, and as base grids, in pixels."""

    regions: Sequence[Region]
    grids: list[BaseGrid]


def unruled_tables(
    straight: Straight, regions: Regions, page_no: int, scale: float, before: Sequence[Region] = ()
) -> UnruledTables:
    """The tables that the page's lines are aligned to; ``scale``: points a pixel.

    ``regions``: the layout that finds them on a page with a text layer; ``before``: those of the page before. A
    table of which rules draw the header or the body alone holds the grid of that part, and the cells of it that are in
    doubt for their walls are unsure.

    So are cells whose wall cuts a number. Where other standing rules run through such an area, rules drew it and were
    not understood: all of it is unsure.
    """
    sizes = [size for line in straight.lines if (size := _size(line))]
    # Signs alone, without a letter or digit anywhere, show no font size: specks were read as them.
    lines, usual = (straight.lines, median(sizes) * scale) if sizes else ((), 0.0)
    chars = tuple(char for line in lines for char in _chars(line, usual, scale))
    lying = tuple(Rule(r.at * scale, r.start * scale, r.end * scale) for r in straight.rules.lying)
    drawn = [_drawn(grid, page_no, scale) for grid in straight.grids]
    inside = tuple(char for grid in straight.grids for cell in grid.cells for char in _cell_chars(cell, grid, scale))
    shown = Page(page_no, straight.width * scale, straight.height * scale, (*chars, *inside), lying)
    free = [rule for rule in straight.rules.standing if not any(_is_of(rule, grid) for grid in straight.grids)]
    unsure = [_place(cell, grid) for grid in straight.grids for cell in grid.cells if UNSURE_WALL in cell.doubts]
    numbers = [_points(line.box, scale) for line in straight.lines if prints_amount("".join(line.text.split()))]
    found = regions(shown, drawn, before)
    return UnruledTables(found, [_base_grid(region, free, unsure, numbers, scale) for region in found])


def _drawn(grid: GridReading, page_no: int, scale: float) -> Region:
    """A ruled table as a region, in points."""
    xs, ys = tuple(x * scale for x in grid.xs), tuple(y * scale for y in grid.ys)
    slots = tuple(Slot(c.row, c.col, c.row_span, c.col_span, _points(_place(c, grid), scale)) for c in grid.cells)
    return Region(page_no, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, slots)


def _place(cell: CellReading, grid: GridReading) -> PixelBox:
    """Where a cell lies on the straightened page."""
    from ocr_fallback.values import Box as PixelBox  # noqa: PLC0415 - loaded where pixels are read

    return PixelBox(
        grid.xs[cell.col], grid.ys[cell.row], grid.xs[cell.col + cell.col_span], grid.ys[cell.row + cell.row_span]
    )


def _cell_chars(cell: CellReading, grid: GridReading, scale: float) -> Iterator[Char]:
    """The characters of a cell, line below line in its middle: that they stand in it is all that is asked of them.

    White as wide as the text parts them from those of the cells beside it.
    """
    x0, y0, x1, y1 = _points(_place(cell, grid), scale)
    lines = ["".join(line.split()) for line in cell.text.split("\n")]
    pitch = (y1 - y0) / len(lines)
    for k, line in enumerate(lines):
        top, foot = y0 + k * pitch, y0 + (k + 1) * pitch
        wide = (x1 - x0) / (2 * max(len(line), 1))
        for i, char in enumerate(line):
            left = x0 + (x1 - x0) / 4 + i * wide
            yield Char(char, left, top, left + wide, foot, foot, wide)


def _is_of(rule: PixelRule, grid: GridReading) -> bool:
    """Whether a standing rule lies in a ruled table."""
    middle = (rule.start + rule.end) / 2
    return grid.xs[0] - TOUCH <= rule.at <= grid.xs[-1] + TOUCH and grid.ys[0] <= middle <= grid.ys[-1]


def _chars(line: LineReading, usual: float, scale: float) -> Iterator[Char]:
    """The line's characters in points, spread evenly over its ink; ``usual``: the font size where it shows none."""
    from ocr_fallback.characters import characters  # noqa: PLC0415 - loaded where pixels are read

    y0, y1 = line.box.y0 * scale, line.box.y1 * scale
    size = _size(line) * scale or usual
    if not any(c.isalnum() for c in line.text):
        baseline = (y0 + y1) / 2 + RISE * size
    else:
        baseline = y1 - (DESCENT * size if _is_chinese(line.text) else 0.0)
    top, foot = baseline - (1 - DESCENT) * size, baseline + DESCENT * size
    placed = list(characters(line))
    for k, char in enumerate(placed):
        alone = all(
            other.x0 > char.x1 or other.x1 < char.x0 for other in placed[max(k - 1, 0) : k + 2] if other != char
        )
        # The networks know no dash, and read the number one in its place.
        text = "—" if char.text == "一" and alone else char.text
        x0, x1, blank = char.x0 * scale, char.x1 * scale, FULL_WIDTH_BLANK * size
        if text in OPENING and k:
            x0 = min(x0, max(placed[k - 1].x1 * scale, x0 - blank))
        if text in CLOSING and k + 1 < len(placed):
            x1 = max(x1, min(placed[k + 1].x0 * scale, x1 + blank))
        yield Char(text, x0, top, x1, foot, baseline, size)


def _size(line: LineReading) -> float:
    """The font size in pixels that the height of the ink shows; 0 for a line of signs alone."""
    if not any(c.isalnum() for c in line.text):
        return 0.0
    return line.box.height / (FULL_INK if _is_chinese(line.text) else HALF_INK)


def _is_chinese(text: str) -> bool:
    return any("一" <= c <= "鿿" for c in text)


def _base_grid(
    region: Region, standing: Sequence[PixelRule], unsure: Sequence[PixelBox], numbers: Sequence[Box], scale: float
) -> BaseGrid:
    from ocr_fallback.values import BaseGrid  # noqa: PLC0415 - loaded where pixels are read
    from ocr_fallback.values import Slot as PixelSlot  # noqa: PLC0415 - as above
    from ocr_fallback.witness import holds  # noqa: PLC0415 - as above

    box = _pixels(region.box, scale)
    through = any(
        box.x0 < rule.at < box.x1 and min(rule.end, box.y1) - max(rule.start, box.y0) > ACROSS * box.height
        for rule in standing
    )
    slots = tuple(
        PixelSlot(
            slot.row,
            slot.col,
            slot.row_span,
            slot.col_span,
            place := _pixels(slot.box, scale),
            unsure=through or any(holds(place, cell) for cell in unsure) or any(_cuts(slot.box, n) for n in numbers),
        )
        for slot in region.slots
    )
    return BaseGrid(box, tuple(x / scale for x in region.xs), tuple(y / scale for y in region.ys), slots)


def _cuts(cell: Box, number: Box) -> bool:
    """Whether a side of the cell runs through the number."""
    sides = any(number.x0 + EDGE < x < number.x1 - EDGE for x in (cell.x0, cell.x1))
    return sides and cell.y0 <= number.centre[1] < cell.y1


def _pixels(box: Box, scale: float) -> PixelBox:
    from ocr_fallback.values import Box as PixelBox  # noqa: PLC0415 - as above

    return PixelBox(*(v / scale for v in box))


def _points(box: PixelBox, scale: float) -> Box:
    return Box(*(v * scale for v in box))
