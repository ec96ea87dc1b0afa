"""What a page prints, read by pdfminer: it neither fills the cells (MuPDF) nor backs them (PDFium)."""

from __future__ import annotations

import logging
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfminer.layout import LTChar, LTCurve, LTFigure, LTLine, LTRect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage

from pipeline.geometry import Box, turned
from tests.conserve.clipping import ClipAwareDevice, ClipAwareInterpreter

logging.getLogger("pdfminer").setLevel(logging.ERROR)

SAME_LINE = 0.5
"""Baselines closer than this share of the size are one printed line."""
DOUBLE_STRIKE = 0.12
DESCENT = 0.15
"""The share of the size that hangs below the baseline: it puts a digit's centre on the box's centre."""
THICKEST_RULE = 3.0
NEAR_WHITE = 0.94


@dataclass(frozen=True)
class Glyph:
    """One printed character, folded to its plain form, with its box on the upright page."""

    text: str
    box: Box
    baseline: float
    size: float


@dataclass(frozen=True)
class PrintedPage:
    """A page read upright: ``turns`` is how many clockwise quarter turns that took beyond its /Rotate."""

    number: int
    width: float
    height: float
    turns: int
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...]

    def upright(self, box: Box) -> Box:
        """A box of the page as displayed, on the upright page."""
        return turned(box, self.turns, self.width, self.height)

    def displayed(self, box: Box) -> Box:
        """A box of the upright page, on the page as displayed."""
        odd = self.turns % 2
        return turned(box, -self.turns, self.height if odd else self.width, self.width if odd else self.height)


def read_pages(path: Path) -> Iterator[PrintedPage]:
    """Every page of the file, upright, in order."""
    manager = PDFResourceManager()
    device = ClipAwareDevice(manager, laparams=None)
    interpreter = ClipAwareInterpreter(manager, device)
    with path.open("rb") as file:
        for number, page in enumerate(PDFPage.get_pages(file), start=1):
            interpreter.process_page(page)
            yield _page(number, page, device.get_result())


def printed_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs by printed line, from top to bottom and left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.box.x0)):
        if lines and glyph.baseline - lines[-1][0].baseline <= SAME_LINE * min(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        line.sort(key=lambda g: g.box.x0)
    return lines


def plain(text: str) -> str:
    """The text as the comparison sees it: full-width forms folded, minus signs alike, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())


def _page(number: int, page: Any, layout: Any) -> PrintedPage:
    window = _window(page)  # the crop box, in pdfminer's frame: origin at the lower left of the media box
    width, height = window.width, window.height
    leaves = list(_leaves(layout))
    chars = [leaf for leaf in leaves if isinstance(leaf, LTChar)]
    turns = _turns(chars)

    def place(x0: float, y0: float, x1: float, y1: float) -> Box:
        flipped = Box(x0 - window.x0, window.y1 - y1, x1 - window.x0, window.y1 - y0)
        return turned(flipped, turns, width, height)

    frame = place(window.x0, window.y0, window.x1, window.y1)
    glyphs = (glyph for char in chars if (glyph := _glyph(char, turns, place)) and frame.holds(*glyph.box.centre))
    rules = (place(*leaf.bbox) for leaf in leaves if _is_rule(leaf))
    return PrintedPage(number, width, height, turns, tuple(_struck_once(glyphs)), tuple(rules))


def _window(page: Any) -> Box:
    mx0, my0, mx1, my1 = page.mediabox
    x0, y0, x1, y1 = page.cropbox or page.mediabox
    x0, y0, x1, y1 = max(x0, mx0), max(y0, my0), min(x1, mx1), min(y1, my1)
    match page.rotate % 360:
        case 90:
            return Box(y0 - my0, mx1 - x1, y1 - my0, mx1 - x0)
        case 180:
            return Box(mx1 - x1, my1 - y1, mx1 - x0, my1 - y0)
        case 270:
            return Box(my1 - y1, x0 - mx0, my1 - y0, x1 - mx0)
    return Box(x0 - mx0, y0 - my0, x1 - mx0, y1 - my0)


def _leaves(container: Any) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTFigure):
            yield from _leaves(item)
        else:
            yield item


def _heading(char: Any) -> int:
    a, b = char.matrix[:2]  # y grows upwards here
    if abs(a) >= abs(b):
        return 0 if a > 0 else 2
    return 1 if b < 0 else 3


def _turns(chars: Sequence[Any]) -> int:
    headings = Counter(map(_heading, chars))
    if not headings:
        return 0
    return (4 - headings.most_common(1)[0][0]) % 4


def _glyph(char: Any, turns: int, place: Any) -> Glyph | None:
    text = plain(char.get_text())
    if not text:
        return None
    box = place(*char.bbox)
    if (_heading(char) + turns) % 4:
        return Glyph(text, box, box.y1, max(box.width, 1.0))
    size = max(box.height, 1.0)
    ox, oy = char.matrix[4:]
    baseline = place(ox, oy, ox, oy).y0
    # Some fonts declare wild heights; the baseline is where the character really stands.
    box = Box(box.x0, baseline - (1 - DESCENT) * size, box.x1, baseline + DESCENT * size)
    return Glyph(text, box, baseline, size)


def _struck_once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    seen: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        near = glyph.size * DOUBLE_STRIKE
        if any(
            math.dist((g.box.x0, g.baseline), (glyph.box.x0, glyph.baseline)) <= near for g in seen.get(glyph.text, ())
        ):
            continue
        seen.setdefault(glyph.text, []).append(glyph)
        yield glyph


def _is_rule(leaf: Any) -> bool:
    if not isinstance(leaf, LTLine | LTRect | LTCurve):
        return False
    paint = leaf.stroking_color if leaf.stroke else leaf.non_stroking_color
    shades = paint if isinstance(paint, tuple | list) else (paint,)
    light = all(isinstance(shade, int | float) and shade >= NEAR_WHITE for shade in shades) and len(shades) != 4
    return not light and (leaf.stroke or min(leaf.width, leaf.height) <= THICKEST_RULE)
