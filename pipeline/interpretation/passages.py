"""Where a passage of running text stands, and how it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.interpretation.prose import Paragraph
from pipeline.model.page import Page, Source
from pipeline.model.table import READ_DOUBTED, READ_ONCE, TextLine

ShownBox = Callable[[int, Box], Box]


class Evidence(NamedTuple):
    """The fields of a record that tell where the passage stands; ``flags``: what speaks against its reading."""

    page_no: int | None
    bbox: str | None
    extraction_method: str
    confidence: float
    flags: tuple[str, ...]


class Passages:
    """Passages of one document; ``shown_box`` turns a box of a page as it is read into one as a viewer shows it."""

    def __init__(self, source: Source, shown_box: ShownBox) -> None:
        self._located = source.located
        self._sheets = {page.number: page for page in source.pages}
        self._shown_box = shown_box

    def evidence(self, paragraph: Paragraph, place: tuple[int, int], read: tuple[int, int] | None = None) -> Evidence:
        """Page and box of ``place``; ``read``: the passage whose doubts are told, where it is more than the place."""
        doubted = paragraph.is_doubted(*(read or place))
        confidence = READ_DOUBTED if doubted else READ_ONCE
        flags = ("reading_doubtful",) if doubted else ()
        if not self._located:
            return Evidence(None, None, "manual", confidence, flags)
        lines = paragraph.lines_of(*place)
        page = lines[0].page_no
        return Evidence(page, self._box(lines, page), _method(lines[0], self._sheets[page]), confidence, flags)

    def _box(self, lines: Sequence[TextLine], page: int) -> str:
        """The box around the lines of the first page the passage stands on."""
        box = self._shown_box(page, union(line.box for line in lines if line.page_no == page))
        return ",".join(f"{max(value, 0.0):.1f}" for value in box)


def _method(line: TextLine, page: Page) -> str:
    """How a line was read; on a page that also holds pictures its own text has characters there."""
    own = not page.from_pixels or any(line.box.holds(*char.centre) for char in page.chars)
    return "text_layer" if own else "ocr"
