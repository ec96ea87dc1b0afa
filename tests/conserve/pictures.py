"""A picture of a place on a page, for a person to judge."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import ImageDraw

from pipeline.geometry import Box

SCALE = 2.0
MARGIN = 40.0


def picture(pdf: Path, page_number: int, box: Box, target: Path) -> Path:
    """The path of a PNG of the page round the box (points of the page as displayed), outlined in red."""
    target.parent.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[page_number - 1].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        document.close()
    left, top, right, bottom = (value * SCALE for value in box)
    ImageDraw.Draw(page).rectangle((left, top, max(left, right), max(top, bottom)), outline="red", width=2)
    edge = MARGIN * SCALE
    frame = (
        max(left - edge, 0),
        max(top - edge, 0),
        min(right + edge, page.width),
        min(bottom + edge, page.height),
    )
    page.crop(tuple(map(round, frame))).save(target)
    return target
