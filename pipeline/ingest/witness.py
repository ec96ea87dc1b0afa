"""The second reader: the same characters, read by PDFium, which shares no code with MuPDF."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
        texts: list[str] = []
        boxes: list[tuple[float, float, float, float]] = []
        angles: list[float] = []
        for glyph in found.objects.chars if found.objects else ():
            text = _shown(glyph.unicode_char)
            if text is not None:
                texts.append(text)
                boxes.append(turned(Box(*glyph.bbox), total, width, height) if total else glyph.bbox)
                angles.append(glyph.rotation_degrees)
        found.clear_cache()
        if _alike(texts, boxes, page.chars):
            return page.chars
        return tuple(
            Char(text, x0, y0, x1, y1, y1, max(y1 - y0, 1.0))
            for text, (x0, y0, x1, y1), angle in zip(texts, boxes, angles, strict=True)
            if not is_oblique(math.cos(math.radians(angle)), math.sin(math.radians(angle)))
        )

    def close(self) -> None:
        self._document.close()


def _shown(text: str | None) -> str | None:
    return "-" if text == HYPHEN_AT_LINE_END else shown(text)


def _alike(texts: Sequence[str], boxes: Sequence[tuple[float, float, float, float]], chars: Sequence[Char]) -> bool:
    """Whether these are the characters, one by one, each where it stands."""
    if not chars or texts != [char.text for char in chars]:
        return False
    apart = np.abs(np.array(boxes) - np.array([char[1:5] for char in chars]))
    reach = SAME_PLACE * np.array([char.size for char in chars])
    return bool((apart[:, :2] + apart[:, 2:] <= 2 * reach[:, None]).all())
