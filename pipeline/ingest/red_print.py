"""Digits printed in red: accounts print negative amounts so, with or without a sign."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pipeline.geometry import Box
from pipeline.ingest.glyphs import lines_of

FULLEST, PALEST = 0x90, 0x60
"""Red has at least this much red, and at most this much green and blue."""


def red_digits(raw: Mapping[str, Any]) -> list[Box]:
    """Where red digits stand on a page that pymupdf gives as ``rawdict``, before any turn."""
    return [
        Box(*glyph["bbox"])
        for line in lines_of(raw)
        for span in line["spans"]
        if is_red(span["color"])
        for glyph in span["chars"]
        if glyph["c"].isdecimal()
    ]


@lru_cache(maxsize=256)
def is_red(colour: int) -> bool:
    """Whether an sRGB colour (0xRRGGBB) is red and nothing else."""
    red, green, blue = colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF
    return red >= FULLEST and max(green, blue) <= PALEST
