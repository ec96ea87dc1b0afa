"""A typeset PDF with its pages turned, or with its rules drawn as filled rectangles."""

from __future__ import annotations

import io
import re

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import NameObject, RectangleObject, StreamObject

from .styles import Style

# How Typst draws a black rule: colour, width, miter limit, one straight line, stroke.
_BLACK_RULE = re.compile(
    rb"/(?P<space>\w+) CS 0 0 0 SCN (?P<width>[\d.]+) w (?:4 M )?"
    rb"(?P<x0>[-\d.]+) (?P<y0>[-\d.]+) m (?P<x1>[-\d.]+) (?P<y1>[-\d.]+) l\s+S\b"
)


def rewrite(pdf: bytes, style: Style) -> bytes:
    """The PDF as the style wants it; unchanged when the style wants nothing."""
    if not (style.turn_pages or style.rules_as_fills):
        return pdf
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        if style.rules_as_fills:
            fill_rules(page)
        if style.turn_pages and page.mediabox.width > page.mediabox.height:
            turn(page)
        page.compress_content_streams()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turn(page: PageObject) -> None:
    """Make a landscape page an upright one that the viewer turns by 90 degrees; it looks the same."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    # Whole numbers: the cosine of a right angle is 6e-17 in floating point and would bend every rule.
    page.add_transformation(Transformation((0, 1, -1, 0, height, 0)))
    page[NameObject("/MediaBox")] = RectangleObject((0, 0, height, width))
    page.rotate(90)


def fill_rules(page: PageObject) -> None:
    """Draw the black rules of a page as thin rectangles; strokes in other colours stay strokes."""
    contents = page.get_contents()
    if contents is None:
        return
    stream = StreamObject()
    stream.set_data(_BLACK_RULE.sub(_as_rectangle, contents.get_data()))
    page[NameObject("/Contents")] = stream


def _as_rectangle(rule: re.Match[bytes]) -> bytes:
    x0, y0, x1, y1 = (float(rule[name]) for name in ("x0", "y0", "x1", "y1"))
    half = float(rule["width"]) / 2
    if y0 == y1:
        left, top, width, height = min(x0, x1), y0 - half, abs(x1 - x0), 2 * half
    else:
        left, top, width, height = x0 - half, min(y0, y1), 2 * half, abs(y1 - y0)
    space = rule["space"].decode("ascii")
    return f"/{space} cs 0 0 0 scn {left:.4f} {top:.4f} {width:.4f} {height:.4f} re f".encode("ascii")
