"""Pictures behind the amounts: one for each part of a page that holds a table, shared by all its cells.

Drawn at 110 dpi with colours cut to 16 shades: on a screen still clearly read, and a third of the bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.geometry import POINTS, Box
from pipeline.ingest.pictures import MOST_PIXELS, page_picture

DPI = 110.0
MARGIN = 10.0
SHADES = 17
"""Shades are multiples of this: 0, 17, …, 255."""
COLOURLESS = 24
"""A picture whose channels differ by less everywhere is stored grey."""

COMPRESSION = 6
_TO_SHADE = (np.rint(np.arange(256) / SHADES) * SHADES).astype(np.uint8)

FOLDER = "crops"

Row = Mapping[str, Any]
Pixels = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: the file below the report, its size in pixels, the point of its corner, pixels a point."""

    file: str
    width: int
    height: int
    x0: float
    y0: float
    scale: float


def box_of(text: str | None) -> Box | None:
    """The published box; ``None`` for none."""
    return Box(*(float(part) for part in text.split(","))) if text else None


def regions(cells: Iterable[Row], wanted: Container[str]) -> dict[int, Box]:
    """Page number to the box around all cells that lie on it, for pages with a cell of the ``wanted`` identifiers."""
    found: dict[int, Box] = {}
    pages = set()
    for cell in cells:
        box = box_of(cell["bbox"])
        page = cell["page_no"]
        if box is None or page is None:
            continue
        if cell["cell_id"] in wanted:
            pages.add(page)
        old = found.get(page, box)
        found[page] = Box(min(old.x0, box.x0), min(old.y0, box.y0), max(old.x1, box.x1), max(old.y1, box.y1))
    return {page: box for page, box in found.items() if page in pages}


def stored_picture(data: bytes, page_no: int, box: Box, folder: Path) -> Picture:
    """The picture of that part of the page, written below ``folder`` unless the same picture is there already.

    Raises ``ValueError`` when the page or the box is not in the document, ``OSError`` when it cannot be written.
    """
    x0, y0 = max(box.x0 - MARGIN, 0.0), max(box.y0 - MARGIN, 0.0)
    area = (box.x1 + MARGIN - x0) * (box.y1 + MARGIN - y0) * (DPI / POINTS) ** 2
    # A poster is drawn coarser here, so that the scale is known: page_picture would do the same without saying so.
    dpi = max(int(DPI * min(1.0, (MOST_PIXELS / area) ** 0.5)), 1)
    png = page_picture(data, page_no, box, dpi, MARGIN)
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"page {page_no}: its picture cannot be read back")
    height, width = int(pixels.shape[0]), int(pixels.shape[1])
    kept = _fewer_shades(np.asarray(pixels, np.uint8))
    # Named by its pixels: how a machine packs them into a PNG changes no address.
    name = f"{FOLDER}/{hashlib.sha256(repr(kept.shape).encode() + kept.tobytes()).hexdigest()[:20]}.png"
    path = folder / name
    if not path.exists():
        done, packed = cv2.imencode(".png", kept, [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION])
        if not done:
            raise ValueError("the picture cannot be encoded as PNG")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(packed))
    return Picture(name, width, height, round(x0, 1), round(y0, 1), round(dpi / POINTS, 4))


def _fewer_shades(pixels: Pixels) -> Pixels:
    """The picture in fewer shades; of two dimensions where it has no colour."""
    shades = np.asarray(cv2.LUT(pixels, _TO_SHADE), np.uint8)
    blue, green, red = cv2.split(shades)
    spread = max(int(cv2.absdiff(blue, green).max()), int(cv2.absdiff(green, red).max()))
    return shades if spread > COLOURLESS else np.asarray(green, np.uint8)
