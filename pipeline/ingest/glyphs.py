"""What a character may be when it leaves ingest: nothing that text files cannot hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

REPLACEMENT = "\ufffd"
OBLIQUE = 0.1
"""A line is printed aslant when the sine of its angle to the page's edges is larger (6°); scans lean by less."""


def lines_of(raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines of text of a page that pymupdf gives as ``rawdict``, in its order."""
    return (line for block in raw["blocks"] for line in block.get("lines", ()))


def upside_down_righted(raw: Mapping[str, Any]) -> None:
    """Mends, in ``raw``, the boxes of characters printed upside down.

    PyMuPDF makes the boxes of fonts less than one size high itself (``JM_char_quad``) and takes text that runs to the
    left for mirrored: the ascender is where the descender should be.
    """
    for line in lines_of(raw):
        if line["dir"][0] == -1:
            for span in line["spans"]:
                if span["ascender"] - span["descender"] < 1:
                    for char in span["chars"]:
                        (x0, y0, x1, y1), (_, baseline) = char["bbox"], char["origin"]
                        char["bbox"] = (x0, 2 * baseline - y1, x1, 2 * baseline - y0)


def is_oblique(dx: float, dy: float) -> bool:
    """Whether text runs aslant across the page, as watermarks do and tables never."""
    return min(abs(dx), abs(dy)) > OBLIQUE * math.hypot(dx, dy)


@lru_cache(maxsize=1 << 16)
def shown(char: str | None) -> str | None:
    """The character as it leaves ingest; ``None`` for white space and what has no Unicode, which nobody sees."""
    return None if char is None or char.isspace() else char if char.isprintable() else publishable(char)


def publishable(char: str) -> str:
    """The character, or U+FFFD for a control character or half a surrogate pair that a broken font gives."""
    code = ord(char[0])
    broken = (code < 0x20 and not char.isspace()) or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - Unicode's own ranges
    return REPLACEMENT if broken else char
