"""The second reader: the same characters, read by PDFium, which shares no code with MuPDF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
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
LINE_STEP = 0.5
"""Characters whose middles stand further apart in height than this (points), with none between, are on two lines."""


class SecondReader:
    """PDFium's characters of one document, page by page; pages come back upright like those of ingest."""

    def __init__(self, data: bytes) -> None:
        """Raises ``RuntimeError`` when PDFium cannot open what MuPDF could."""
        self._document = tablers.Document(bytes=data)

    def chars(self, page: Page) -> tuple[Char, ...]:
        """The page's characters after /Rotate and our turns are undone; baseline is the box's foot.

        The very ``page.chars`` where both read the same characters at the same places, in whatever order.
        """
        found = self._document.get_page(page.number - 1)
        found.extract_objects()
        turns = round(found.rotation_degrees / 90) % 4
        width, height = (found.height, found.width) if turns % 2 else (found.width, found.height)
        total = (turns + page.quarter_turns) % 4
        printed = found.objects.chars if found.objects else []
        found.clear_cache()
        read = [(text, glyph) for glyph in printed if (text := _shown(glyph.unicode_char)) is not None]
        if len(read) != len(page.chars):
            read = [(text, glyph) for text, glyph in read if not _is_turned(glyph)]  # a watermark, as the first reader
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


@lru_cache(maxsize=1 << 16)
def _shown(text: str | None) -> str | None:
    return "-" if text == HYPHEN_AT_LINE_END else shown(text)


def _alike(texts: Sequence[str], boxes: Sequence[tuple[float, float, float, float]], chars: Sequence[Char]) -> bool:
    """Whether these are the characters, one by one, each where it stands; their order is the readers' own."""
    if len(texts) != len(chars) or not chars:
        return False
    own_texts, *own_edges, _, sizes = zip(*chars, strict=True)
    middles = _middles(tuple(zip(*boxes, strict=True)))
    own_middles = _middles(own_edges)
    reach = SAME_PLACE * np.array(sizes)
    if own_texts == tuple(texts) and (np.abs(middles - own_middles) <= reach).all():
        return True
    lines = _lines(np.concatenate((middles[1], own_middles[1])))
    kinds, own_kinds = np.array(texts), np.array(own_texts)
    order = np.lexsort((middles[0], lines[: len(texts)], kinds))
    own_order = np.lexsort((own_middles[0], lines[len(texts) :], own_kinds))
    if (kinds[order] != own_kinds[own_order]).any():
        return False
    return bool((np.abs(middles[:, order] - own_middles[:, own_order]) <= reach[own_order]).all())


def _middles(edges: Sequence[Sequence[float]]) -> Any:
    """The middles of boxes given as their left, upper, right and lower edges: an array of x and y."""
    left, upper, right, lower = map(np.array, edges)
    return np.stack(((left + right) / 2, (upper + lower) / 2))


def _lines(heights: Any) -> Any:
    """The line each height lies on, counted from the top; lines are told apart by the white between them."""
    order = np.argsort(heights)
    lines = np.empty(len(heights), dtype=np.int64)
    lines[order] = np.concatenate(([0], np.cumsum(np.diff(heights[order]) > LINE_STEP)))
    return lines
