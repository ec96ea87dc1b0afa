"""Small PDFs drawn for one test, with pymupdf's own writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf

from pipeline.ingest.pdf import read_pdf
from pipeline.model.page import Page

WIDTH, HEIGHT = 400, 300
Draw = Callable[[pymupdf.Page], object]


def drawn(*draw: Draw, rotation: int = 0) -> bytes:
    """The bytes of a PDF of one page that the functions have drawn on, turned for viewing afterwards."""
    document = pymupdf.open()
    page = document.new_page(width=WIDTH, height=HEIGHT)
    for step in draw:
        step(page)
    page.set_rotation(rotation)
    return bytes(document.tobytes())


def read_page(*draw: Draw, rotation: int = 0) -> Page:
    """The page as ingest reads it."""
    (page,) = read_pdf(Path("drawn.pdf"), drawn(*draw, rotation=rotation)).pages
    return page


def text(words: str, x: float, y: float, size: float = 10, rotate: int = 0) -> Draw:
    """Writes the words with their baseline at (x, y)."""
    return lambda page: page.insert_text((x, y), words, fontsize=size, fontname="china-s", rotate=rotate)


def rule(x0: float, y0: float, x1: float, y1: float, colour: tuple[float, ...] = (0, 0, 0), opacity: float = 1) -> Draw:
    """Strokes a line."""
    return lambda page: page.draw_line((x0, y0), (x1, y1), color=colour, width=0.5, stroke_opacity=opacity)


def fill(x0: float, y0: float, x1: float, y1: float, colour: tuple[float, ...] = (0, 0, 0), opacity: float = 1) -> Draw:
    """Fills a rectangle without a border."""
    return lambda page: page.draw_rect((x0, y0, x1, y1), color=None, fill=colour, width=0, fill_opacity=opacity)
