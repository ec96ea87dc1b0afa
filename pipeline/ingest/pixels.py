"""Pages as pixels, one at a time: a long scan is never held whole."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pymupdf

from pipeline.geometry import POINTS, Box
from pipeline.model.page import PagePixels

LEAST_DPI, MOST_DPI = 150.0, 300.0
USUAL_DPI = 200.0
MOST_PIXELS = 40_000_000
"""Pictures are rendered at their own resolution within these bounds; a page without pictures at the usual one."""


SECOND_DPI = 260.0
"""For a second look: strokes fall on other pixels than at any resolution scanners and printers use."""


AROUND = 0.2
"""White put around a clip (inches): a rule along its edge is then seen from both sides."""


def page_pixels(
    data: bytes, page_no: int, most_pixels: int = MOST_PIXELS, *, dpi: float | None = None, clip: Box | None = None
) -> PagePixels:
    """The page as a viewer shows it, or the clip of it (in points, as shown) with white around.

    ``data``: the PDF, which has been opened before; ``page_no`` from 1; ``dpi``: the pictures' own when not given. What
    has more than ``most_pixels`` is rendered coarser, so that a poster does not take the memory of the machine.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        page = document[page_no - 1]
        area = page.rect & pymupdf.Rect(clip) if clip else page.rect
        dpi = dpi or _own_resolution(page)
        wanted = area.width * area.height * (dpi / POINTS) ** 2
        coarser = wanted > most_pixels
        if coarser:
            dpi = max(math.floor(dpi * math.sqrt(most_pixels / wanted)), 1)
        dpi = round(dpi)
        drawn = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csRGB, alpha=False, clip=area if clip else None)
        rows = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)
        pixels = np.ascontiguousarray(rows[:, : drawn.width * 3]).reshape(drawn.height, drawn.width, 3)
        around = round(AROUND * dpi) if clip else 0
        if around:
            pixels = np.pad(pixels, ((around, around), (around, around), (0, 0)), constant_values=255)
        left, top = ((at - around) * POINTS / dpi for at in (drawn.x, drawn.y))
        return PagePixels(pixels, float(dpi), coarser, left, top)


def _own_resolution(page: Any) -> float:
    """The finest resolution of the pictures on the page, within bounds."""
    found = []
    for info in page.get_image_info():
        box = Box(*info["bbox"])
        if min(box.width, box.height) > POINTS:
            sides = (info["width"], info["height"]), (box.width, box.height)
            found.append(max(sides[0]) / max(sides[1]) * POINTS)
    return min(max(max(found, default=USUAL_DPI), LEAST_DPI), MOST_DPI)
