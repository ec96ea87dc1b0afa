"""RapidOCR (PP-OCR on onnxruntime) on whole pages at 200 dots an inch; its boxes as rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.boxes import Box, pictures, table_of
from tests.bench.places import Share
from tests.bench.readers import without
from tests.bench.tables import ReadTable

MODULES: tuple[str, ...] = ("rapidocr", "pypdfium2", "cv2")
SURE = 0.9
"""A text of a lower score counts as doubted by the reader."""


def missing() -> str:
    """Why it cannot run."""
    return without("rapidocr", "extra bench")


def read(shares: Sequence[Share]) -> list[tuple[str, int, list[Box]]]:
    """File, page and boxes of each page."""
    import cv2
    from rapidocr import RapidOCR

    engine = RapidOCR()
    found = []
    for file, page, picture in pictures(shares):
        output: Any = engine(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))  # with all three steps asked for
        items = [] if output.boxes is None else zip(output.boxes, output.txts, output.scores, strict=True)
        boxes = []
        for corners, text, score in items:
            (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
            boxes.append(Box(x0, y0, x1, y1, text, score >= SURE))
        found.append((file, page, boxes))
    return found


def tables(found: list[tuple[str, int, list[Box]]]) -> Iterator[ReadTable]:
    """Each page as one table."""
    yield from (table_of(file, page, boxes) for file, page, boxes in found if boxes)
