"""The second reader: the same characters, read by PDFium, which shares no code with MuPDF."""

from __future__ import annotations

import math
from functools import lru_cache

import tablers

from pipeline.geometry import Box, turned
from pipeline.ingest.glyphs import is_oblique, publishable
from pipeline.model.page import Char

HYPHEN_AT_LINE_END = "\x02"
"""What PDFium gives for a hyphen that ends a line, taking the word to go on below."""


@lru_cache(maxsize=1 << 16)
def _shown(text: str | None) -> str | None:
    """The character as it leaves ingest, ``None`` for white space and what has no Unicode."""
    if text is None or text.isspace():
        return None
    return "-" if text == HYPHEN_AT_LINE_END else publishable(text)


class SecondReader:
    """PDFium's characters of one document, page by page; pages come back upright like those of ingest."""

    def __init__(self, data: bytes) -> None:
        """Raises ``RuntimeError`` when PDFium cannot open what MuPDF could."""
        self._document = tablers.Document(bytes=data)

    def chars(self, page_number: int, extra_turns: int) -> tuple[Char, ...]:
        """The page's characters after /Rotate and ``extra_turns`` are undone; baseline is the box's foot."""
        page = self._document.get_page(page_number - 1)
        page.extract_objects()
        objects = page.objects
        turns = round(page.rotation_degrees / 90) % 4
        width, height = (page.height, page.width) if turns % 2 else (page.width, page.height)
        total = (turns + extra_turns) % 4
        found: list[Char] = []
        for glyph in objects.chars if objects else ():
            text = _shown(glyph.unicode_char)
            angle = math.radians(glyph.rotation_degrees)
            if text is None or is_oblique(math.cos(angle), math.sin(angle)):
                continue
            x0, y0, x1, y1 = glyph.bbox
            if total:
                x0, y0, x1, y1 = turned(Box(x0, y0, x1, y1), total, width, height)
            found.append(Char(text, x0, y0, x1, y1, y1, max(y1 - y0, 1.0)))
        page.clear_cache()
        return tuple(found)

    def close(self) -> None:
        self._document.close()
