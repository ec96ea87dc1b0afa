"""Characters set by hand: half-width glyphs half a font size wide, everything else a whole one; a space is a gap."""

from __future__ import annotations

from pipeline.model.page import Char


def written(text: str, x: float, baseline: float, size: float = 10.0, step: float | None = None) -> list[Char]:
    """The text from ``x`` on; ``step`` is the advance of each glyph, else its width."""
    chars = []
    for glyph in text:
        width = size / 2 if glyph.isascii() else size
        if not glyph.isspace():
            chars.append(Char(glyph, x, baseline - 0.8 * size, x + width, baseline + 0.2 * size, baseline, size))
        x += step or width
    return chars
