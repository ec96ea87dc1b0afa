"""A picture made smaller, each pixel the mean of those it stands for."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.values import Gray

NEARLY = 0.1
"""A side so near to what is asked for, a share of it, is as good."""


def shrunk(gray: Gray, height: int, width: int) -> Gray:
    """The picture with so many pixels; it is halved as often as that goes, at a fortieth of what other factors cost."""
    while gray.shape[0] >= 2 * height and gray.shape[1] >= 2 * width:
        half_height, half_width = (side // 2 for side in gray.shape)
        even = gray[: 2 * half_height, : 2 * half_width]
        gray = np.asarray(cv2.resize(even, (half_width, half_height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def shrunk_to(gray: Gray, longer_side: int) -> Gray:
    """The picture with its longer side about so many pixels, and never larger than it is.

    A whole number of pixels is made one where that leaves the side as long to a tenth: a twentieth of what others cost.
    """
    height, width = gray.shape
    scale = min(longer_side / max(height, width), 1.0)
    times = round(1 / scale)
    if abs(times * scale - 1) <= NEARLY:
        even = gray[: height // times * times, : width // times * times]
        high, wide = max(height // times, 1), max(width // times, 1)
    else:
        even, high, wide = gray, max(round(height * scale), 1), max(round(width * scale), 1)
    return np.asarray(cv2.resize(even, (wide, high), interpolation=cv2.INTER_AREA), dtype=np.uint8)
