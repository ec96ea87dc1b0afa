"""The second reader: the same characters, read by PDFium, which shares no code with MuPDF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import ne
from typing import Any

import numpy as np
import tablers

from pipeline.geometry import Box, turned
from pipeline.ingest.glyphs import is_oblique, shown
from pipeline.model.page import Char, Page

HYPHEN_AT_LINE_END = "\x02"
"""What PDFium gives for a hyphen that ends a line, taking the word to go on below."""
SAME_PLACE = 0.1
"""Two readers mean one character when its middles lie closer than this share of the font size."""


class SecondReader:
    """PDFium's characters of one document, page by page; pages come back upright like those of ingest."""

    def __init__(self, data: bytes) -> None:
        """Raises ``RuntimeError`` when PDFium cannot open what MuPDF could."""
        self._document = tablers.Document(bytes=data)

    def chars(self, page: Page) -> tuple[Char, ...]:
        """The page's characters after /Rotate and our turns are undone; baseline is the box's foot.

        The very ``page.chars`` where both read the same characters in the same order at the same places.
        """
        found = self._document.get_page(page.number - 1)
        found.extract_objects()
        turns = round(found.rotation_degrees / 90) % 4
        width, height = (found.height, found.width) if turns % 2 else (found.width, found.height)
        total = (turns + page.quarter_turns) % 4
        printed = found.objects.chars if found.objects else []
        found.clear_cache()
        read = [(text, glyph) for glyph in printed if (text := _shown(glyph.unicode_char)) is not None]
        texts = [text for text, _ in read]
        boxes = [glyph.bbox for _, glyph in read]
        if total:
            boxes = [turned(Box(*box), total, width, height) for box in boxes]
        if _alike(texts, boxes, page.chars):
            return page.chars
        return tuple(
            Char(text, x0, y0, x1, y1, y1, max(y1 - y0, 1.0))
            for (text, glyph), (x0, y0, x1, y1) in zip(read, boxes, strict=True)
            if not _is_turned(glyph)
        )

    def close(self) -> None:
        self._document.close()


def _is_turned(glyph: Any) -> bool:
    angle = math.radians(glyph.rotation_degrees)
    return is_oblique(math.cos(angle), math.sin(angle))


def _shown(text: str | None) -> str | None:
    return "-" if text == HYPHEN_AT_LINE_END else shown(text)


def _alike(texts: Sequence[str], boxes: Sequence[tuple[float, float, float, float]], chars: Sequence[Char]) -> bool:
    """Whether these are the characters, one by one, each where it stands."""
    if len(texts) != len(chars) or not chars:
        return False
    own_texts, *own_edges, _, sizes = zip(*chars, strict=True)
    if any(map(ne, texts, own_texts)):
        return False
    x0, y0, x1, y1 = (
        np.abs(np.array(a) - np.array(b)) for a, b in zip(zip(*boxes, strict=True), own_edges, strict=True)
    )
    reach = 2 * SAME_PLACE * np.array(sizes)
    return bool((x0 + x1 <= reach).all() and (y0 + y1 <= reach).all())
