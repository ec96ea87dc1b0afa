"""Pages as pixels, one at a time: a long scan is never held whole."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pymupdf

from pipeline.geometry import Box

POINTS = 72.0
LEAST_DPI, MOST_DPI = 150.0, 300.0
USUAL_DPI = 200.0
MOST_PIXELS = 40_000_000
"""Pictures are rendered at their own resolution within these bounds; a page without pictures at the usual one."""


SECOND_DPI = 260.0
"""For a second look: strokes fall on other pixels than at any resolution scanners and printers use."""


class PagePixels(NamedTuple):
    """A page as pixels, height × width × 3 with red first; ``dpi``: dots an inch; ``coarser``: than it deserves."""

    pixels: Any
    dpi: float
    coarser: bool


def page_pixels(data: bytes, page_no: int, most_pixels: int = MOST_PIXELS, dpi: float | None = None) -> PagePixels:
    """The page as a viewer shows it.

    ``data``: the PDF, which has been opened before; ``page_no`` from 1; ``dpi``: the pictures' own when not given. A
    page of more than ``most_pixels`` is rendered coarser, so that a poster does not take the memory of the machine.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        page = document[page_no - 1]
        dpi = dpi or _own_resolution(page)
        wanted = page.rect.width * page.rect.height * (dpi / POINTS) ** 2
        coarser = wanted > most_pixels
        if coarser:
            dpi = max(math.floor(dpi * math.sqrt(most_pixels / wanted)), 1)
        pixels = page.get_pixmap(dpi=round(dpi), colorspace=pymupdf.csRGB, alpha=False)
        shape = (pixels.height, pixels.width, 3)
        rows = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)
        return PagePixels(np.ascontiguousarray(rows[:, : pixels.width * 3]).reshape(shape), float(round(dpi)), coarser)


def _own_resolution(page: Any) -> float:
    """The finest resolution of the pictures on the page, within bounds."""
    found = []
    for info in page.get_image_info():
        box = Box(*info["bbox"])
        if min(box.width, box.height) > POINTS:
            sides = (info["width"], info["height"]), (box.width, box.height)
            found.append(max(sides[0]) / max(sides[1]) * POINTS)
    return min(max(max(found, default=USUAL_DPI), LEAST_DPI), MOST_DPI)
