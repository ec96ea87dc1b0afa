"""Where lines of text stand on a page, by the tiny detector."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.models import detector
from ocr_fallback.shrinking import shrunk
from ocr_fallback.values import Box, Gray

LONGER_SIDE = 1280
"""The detector sees the page this large; small print is lost below, nothing is gained above."""
TEXT = 0.3
SURE = 0.4
GROWN = 1.4
"""The detector marks the core of a line; the line is larger by area × this ÷ circumference on each side."""
INK = 200
"""Rows of the page without a pixel darker than this are blank …"""
MARGIN = 16
"""… and the detector is not shown them but for so many around what is not."""
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)[:, None]
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)[:, None]
_SHADES = ((np.arange(256, dtype=np.float32) / 255 - _MEAN) / _SPREAD).astype(np.float32)
"""What the detector's three channels take each grey level for."""


def text_boxes(gray: Gray, longer_side: int = LONGER_SIDE) -> list[Box]:
    """The boxes of text lines, top to bottom and left to right; the detector sees ``longer_side`` pixels of it."""
    height, width = gray.shape
    scale = min(longer_side / max(height, width), 1.0)
    high, wide = (max(round(side * scale / 32) * 32, 32) for side in (height, width))
    small = shrunk(gray, high, wide)
    inked = np.asarray((small < INK).any(axis=1), dtype=np.uint8).reshape(-1, 1)
    shown = np.flatnonzero(cv2.dilate(inked, np.ones((2 * MARGIN + 1, 1), np.uint8)))
    if not len(shown):
        return []
    picture = np.full((-(-len(shown) // 32) * 32, wide), 255, np.uint8)
    picture[: len(shown)] = small[shown]
    batch = np.stack([shades[picture] for shades in _SHADES])[None]
    heat = np.zeros((high, wide), np.float32)
    heat[shown] = detector().run(batch)[0, 0, : len(shown)]
    count, labels, stats, _ = cv2.connectedComponentsWithStats((heat > TEXT).astype(np.uint8), connectivity=8)
    boxes = []
    for k in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[k])
        if min(w, h) < 3 or heat[y : y + h, x : x + w][labels[y : y + h, x : x + w] == k].mean() < SURE:  # noqa: PLR2004 - no line is so thin
            continue
        margin = area * GROWN / (2 * (w + h))
        boxes.append(
            Box(
                max((x - margin) * width / wide, 0.0),
                max((y - margin) * height / high, 0.0),
                min((x + w + margin) * width / wide, width),
                min((y + h + margin) * height / high, height),
            )
        )
    return sorted(boxes, key=lambda b: (b.y0, b.x0))
