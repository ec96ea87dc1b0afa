"""Dark fills made white: white characters on a dark ground become dark ones on paper, rules stay dark."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.shrinking import shrunk
from ocr_fallback.values import Gray

WORKING_LENGTH = 1200
"""Fills are found on a picture whose longer side has this many pixels (about 105 an inch on A4)."""
GROUND = 15
"""Of a square this many of those pixels wide the median is the ground …"""
MOST = 0.5
"""… which is dark when more than this share of them is: characters cover less."""
ROOM = 161
"""Somewhere in a square this wide lies bare paper."""
COARSER, COARSE_GROUND = 4, 5
"""Paper is followed on a picture so many times smaller, where characters leave the median of so wide a square."""
DARK = 0.72
"""A ground darker than this share of the paper around it is a fill; paler ones leave characters as dark as they are."""
SMALLEST = (25, 13)
"""Width and height a fill has at least; the inside of heavy characters is smaller."""
HOLE = 2500
"""A gap of so many of those pixels inside a fill is made by heavy characters."""
EVEN = 31
"""The ground of a fill is followed over squares this wide."""
GRAIN = 0.1
"""What differs from the ground by less than this share of the way to black or white is the fill's own grain."""
WHITE = 255.0


def without_fills(gray: Gray) -> Gray:
    """The page with every dark fill made white, and on it dark whatever is darker or lighter than the fill."""
    height, width = gray.shape
    scale = min(WORKING_LENGTH / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    darker = (small < cv2.convertScaleAbs(_paper(small), alpha=DARK)).astype(np.float32)
    dark = (cv2.blur(darker, (GROUND, GROUND)) > MOST).astype(np.uint8)
    opened = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(SMALLEST[::-1], np.uint8)), dtype=np.uint8)
    if not opened.any():
        return gray
    filled = _without_holes(opened)
    level = _within(np.asarray(cv2.medianBlur(small, GROUND), dtype=np.uint8), filled)
    mask = cv2.resize(filled, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    below = cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR)[mask]
    lighter = gray[mask] - below
    room = np.where(lighter < 0, below, WHITE - below)
    off = np.maximum(np.abs(lighter) / np.maximum(room, 1.0) - GRAIN, 0.0) / (1.0 - GRAIN)
    shown = gray.copy()
    shown[mask] = np.clip(WHITE * (1.0 - off), 0, WHITE)
    return shown


def _paper(small: Gray) -> Gray:
    """The light of the bare paper around each pixel, followed on a coarser picture without its characters."""
    height, width = small.shape
    coarse = cv2.medianBlur(shrunk(small, max(height // COARSER, 1), max(width // COARSER, 1)), COARSE_GROUND)
    room = ROOM // COARSER | 1
    paper = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((room, room), np.uint8))
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _without_holes(filled: NDArray[np.uint8]) -> NDArray[np.uint8]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - filled, connectivity=4)
    hole = stats[:, cv2.CC_STAT_AREA] < HOLE
    hole[0] = True  # the fills themselves
    return np.asarray(hole[labels], dtype=np.uint8)


def _within(ground: Gray, filled: Gray) -> NDArray[np.float32]:
    """The ground of the fills, evened over squares, where there are fills."""
    share = cv2.blur(filled.astype(np.float32), (EVEN, EVEN))
    summed = cv2.blur(ground.astype(np.float32) * filled, (EVEN, EVEN))
    return np.asarray(summed / np.maximum(share, 1e-3), dtype=np.float32)
