"""Pictures of pages for people: a whole page or the part of it where a value stands, as PNG."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pymupdf

from pipeline.geometry import POINTS, Box

MOST_PIXELS = 40_000_000
"""A page drawn larger than this is drawn at a lower resolution: a poster must not take the memory of the machine."""


def page_picture(data: bytes, page_no: int, box: Box | None = None, dpi: float = 144.0, margin: float = 0.0) -> bytes:
    """The page, or the box of it with a margin in points around, as a PNG at the resolution.

    ``data``: the PDF; ``page_no`` from 1; ``box`` in points from the top left of the page as a viewer shows it, as
    the published boxes are. Raises ``ValueError`` when the document has no such page or the box lies outside it.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        if not 1 <= page_no <= document.page_count:
            raise ValueError(f"page {page_no} of {document.page_count}")
        page = document[page_no - 1]
        whole = page.rect
        clip = whole
        if box is not None:
            clip = pymupdf.Rect(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin) & whole
            if clip.is_empty:
                raise ValueError(f"the box {box} lies outside page {page_no}")
        pixels = clip.width * clip.height * (dpi / POINTS) ** 2
        if pixels > MOST_PIXELS:
            dpi *= (MOST_PIXELS / pixels) ** 0.5
        picture = page.get_pixmap(dpi=max(int(dpi), 1), clip=clip, colorspace=pymupdf.csRGB, alpha=False)
        found: bytes = picture.tobytes("png")
        return found


def page_sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height in points of each page as a viewer shows it."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return tuple((page.rect.width, page.rect.height) for page in document)


def crop_digests(path: Path) -> Callable[[int | None, str | None], str | None]:
    """A function from page number and published box to the SHA-256 of the pixels there; the file is read when asked.

    ``None`` where there is no place to look at (a transcript) or the page has no such box.
    """

    def digest(page_no: int | None, bbox: str | None) -> str | None:
        if page_no is None or bbox is None:
            return None
        try:
            return pixels_digest(path.read_bytes(), page_no, Box(*map(float, bbox.split(","))))
        except ValueError:
            return None

    return digest


def pixels_digest(data: bytes, page_no: int, box: Box, dpi: int = 144) -> str:
    """The SHA-256 of the pixels of the box (grey, top down) with their width. Raises ``ValueError`` as above."""
    picture = pymupdf.Pixmap(page_picture(data, page_no, box, dpi))
    grey = pymupdf.Pixmap(pymupdf.csGRAY, picture)
    return hashlib.sha256(f"{grey.width}:".encode() + grey.samples).hexdigest()
