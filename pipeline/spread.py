"""What makes a sheet a spread, two pages side by side, as booklets are printed and scanned."""

from __future__ import annotations

WIDER = 1.2
"""A spread of two upright pages is at least so many times as wide as it is high."""
FOLD = 28.0
"""Across its middle so much (points) is blank from head to foot: the inner margins of both pages."""
WORDS = 0.5
"""Running text is Chinese by at least this share; rows of numbers may go on across a blank."""
FEWEST = 12
"""Characters of a page; fewer are a page number."""


def is_page(text: str, *, tabled: bool) -> bool:
    """Whether a half of a sheet with this text, and maybe a table drawn by rules, can be a page of its own."""
    shown = "".join(text.split())
    words = sum("一" <= char <= "鿿" for char in shown)
    return len(shown) >= FEWEST and (tabled or words >= WORDS * len(shown))
