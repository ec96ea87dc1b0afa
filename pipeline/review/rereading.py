"""A cell that was sent back, read again: by every network, at other resolutions than the run's, its seal made light."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.geometry import Box
from pipeline.ingest.pictures import page_picture
from pipeline.money import parse_number
from pipeline.scans.reading import can_read_pixels

RESOLUTIONS = (150, 300, 450)
"""dpi; a run reads at 200."""
RECOGNISERS = ("tiny", "small")
INSET = 1.5
"""Points cut off all round: where the table's rules lie."""
PADDING = 0.25
"""Paper left around the ink, as a share of its height."""
SMALLEST, TALLEST, WIDEST = 0.15, 0.9, 1.5
"""Shares of the cell's height: a character is at least so high, at most so high, and at most so wide."""


FEWEST = 3
"""Pixels of a character."""


def read_again(path: Path, page_no: int, bbox: str) -> tuple[str, ...]:
    """The numbers the cell could print, those that most readings give first; none without the extra ``ocr``."""
    if not can_read_pixels():
        return ()
    return _read(path, page_no, bbox)


@lru_cache(maxsize=256)
def _read(path: Path, page_no: int, bbox: str) -> tuple[str, ...]:
    from ocr_fallback.models import numerals, recogniser  # noqa: PLC0415 - the extra is large and rarely needed
    from ocr_fallback.recognise import read_lines  # noqa: PLC0415 - as above

    x0, y0, x1, y1 = map(float, bbox.split(","))
    if x1 - x0 <= 2 * INSET or y1 - y0 <= 2 * INSET:
        return ()
    box = Box(x0 + INSET, y0 + INSET, x1 - INSET, y1 - INSET)
    data = path.read_bytes()
    pictures = [line for dpi in RESOLUTIONS if (line := _ink(page_picture(data, page_no, box, dpi))) is not None]
    if not pictures:
        return ()
    return ranked(
        reading.text
        for network in (numerals(), *map(recogniser, RECOGNISERS))
        for line in read_lines(network, pictures)
        for reading in line.readings[:1]
    )


def ranked(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are numbers, each once, the most frequent first."""
    counts: dict[str, int] = {}
    for text in texts:
        if parse_number(text) is not None:
            counts[text] = counts.get(text, 0) + 1
    return tuple(sorted(counts, key=lambda text: (-counts[text], text)))


def _ink(png: bytes) -> Any:
    """The line of text in the picture, grey, with a little paper around; ``None`` when there is none."""
    import cv2  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

    colours: Any = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    red = cv2.medianBlur(np.ascontiguousarray(colours[:, :, 2]), 3)  # in red a seal is as light as paper
    _, dark = cv2.threshold(red, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    height, width = dark.shape
    _, _, found, _ = cv2.connectedComponentsWithStats(dark)
    # Dust is small; what is left of a rule runs along an edge, longer than any character is wide.
    kept = [
        (x, y, x + w, y + h)
        for x, y, w, h, area in found[1:]
        if h >= height * SMALLEST
        and area >= FEWEST
        and w < height * WIDEST
        and not (h > height * TALLEST and w < h / 4)
    ]
    if not kept:
        return None
    top, bottom = min(k[1] for k in kept), max(k[3] for k in kept)
    left, right = min(k[0] for k in kept), max(k[2] for k in kept)
    pad = max(int((bottom - top) * PADDING), 2)
    return np.ascontiguousarray(
        red[max(top - pad, 0) : min(bottom + pad, height), max(left - pad, 0) : min(right + pad, width)]
    )
