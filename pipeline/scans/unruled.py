"""Tables without rules on a scanned page: the layout that reads them from a text layer, applied to lines of pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from pipeline.geometry import Box
from pipeline.model.page import Char, Page, Rule
from pipeline.model.table import Region

if TYPE_CHECKING:
    from ocr_fallback.page import Straight
    from ocr_fallback.rules import Rules
    from ocr_fallback.values import BaseGrid, LineReading
    from ocr_fallback.values import Box as PixelBox

Regions = Callable[[Page], Sequence[Region]]

FULL_INK, HALF_INK = 0.92, 0.72
"""Ink of Chinese characters and of digits is so many ems high …"""
DESCENT = 0.1
"""… and that of Chinese characters ends so many ems below the baseline."""
RISE = 0.36
"""A dash lies so many ems above the baseline."""
ACROSS = 0.3
"""A standing rule of at least this share of a table's height runs through it."""


def unruled_grids(straight: Straight, regions: Regions, page_no: int, scale: float) -> list[BaseGrid]:
    """The base grids, in pixels, of the tables that the page's lines are aligned to; ``scale``: points a pixel.

    ``regions``: the layout that finds them on a page with a text layer.

    Where standing rules run through such an area, rules drew it and were not understood: every cell of it is unsure.
    """
    lines = straight.lines
    sizes = [size for line in lines if (size := _size(line))]
    usual = median(sizes) * scale if sizes else 0.0
    chars = tuple(char for line in lines for char in _chars(line, usual, scale))
    lying = tuple(Rule(r.at * scale, r.start * scale, r.end * scale) for r in straight.rules.lying)
    shown = Page(page_no, straight.width * scale, straight.height * scale, chars, lying)
    return [_base_grid(region, straight.rules, scale) for region in regions(shown)]


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
        yield Char(text, char.x0 * scale, top, char.x1 * scale, foot, baseline, size)


def _size(line: LineReading) -> float:
    """The font size in pixels that the height of the ink shows; 0 for a line of signs alone."""
    if not any(c.isalnum() for c in line.text):
        return 0.0
    return line.box.height / (FULL_INK if _is_chinese(line.text) else HALF_INK)


def _is_chinese(text: str) -> bool:
    return any("一" <= c <= "鿿" for c in text)


def _base_grid(region: Region, rules: Rules, scale: float) -> BaseGrid:
    from ocr_fallback.values import BaseGrid, Slot  # noqa: PLC0415 - loaded where pixels are read

    box = _pixels(region.box, scale)
    through = any(
        box.x0 < rule.at < box.x1 and min(rule.end, box.y1) - max(rule.start, box.y0) > ACROSS * box.height
        for rule in rules.standing
    )
    slots = tuple(
        Slot(s.row, s.col, s.row_span, s.col_span, _pixels(s.box, scale), unsure=through) for s in region.slots
    )
    return BaseGrid(box, tuple(x / scale for x in region.xs), tuple(y / scale for y in region.ys), slots)


def _pixels(box: Box, scale: float) -> PixelBox:
    from ocr_fallback.values import Box as PixelBox  # noqa: PLC0415 - as above

    return PixelBox(*(v / scale for v in box))
