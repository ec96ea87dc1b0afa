"""Grey levels of a picture by the share of its pixels that are darker."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.values import Gray


def level_at(gray: Gray, *shares: float) -> tuple[float, ...]:
    """For each share (0 to 1) the level that this share of the pixels has at most, between two levels in proportion."""
    up_to = np.cumsum(cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel(), dtype=np.float64)
    places = np.asarray(shares) * (up_to[-1] - 1)
    below = np.searchsorted(up_to, np.floor(places), side="right")
    above = np.searchsorted(up_to, np.ceil(places), side="right")
    return tuple(float(level) for level in below + (above - below) * (places - np.floor(places)))
