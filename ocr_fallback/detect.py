"""Where lines of text stand on a page, by the tiny detector."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.models import detector
from ocr_fallback.values import Box, Gray

LONGER_SIDE = 1280
"""The detector sees the page this large; small print is lost below, nothing is gained above."""
TEXT = 0.3
SURE = 0.4
GROWN = 1.4
"""The detector marks the core of a line; the line is larger by area × this ÷ circumference on each side."""
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)[:, None, None]
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)[:, None, None]


def text_boxes(gray: Gray) -> list[Box]:
    """The boxes of text lines, top to bottom and left to right."""
    height, width = gray.shape
    scale = min(LONGER_SIDE / max(height, width), 1.0)
    high, wide = (max(round(side * scale / 32) * 32, 32) for side in (height, width))
    small = cv2.resize(gray, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    batch = ((small[None] - _MEAN) / _SPREAD).astype(np.float32)[None]
    heat = detector().run(batch)[0, 0]
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
