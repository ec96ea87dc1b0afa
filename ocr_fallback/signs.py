"""Whether a minus sign stands before a number, told from the pixels alone: small print has signs thinner than grain."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.ink import MARGIN
from ocr_fallback.levels import level_at
from ocr_fallback.values import Box, Gray, Slot

BESIDE = 0.9
"""A sign begins at most so many character heights before the first digit."""
LEVEL = (0.35, 0.75)
"""It lies in this part of the digits' height …"""
LENGTH = 0.22
"""… is at least so long, in character heights …"""
APART = 0.28
"""… and so far above and below it is paper."""
SHARE, LEAST = 0.35, 10.0
"""It is darker than that paper by this share of the digits' own darkness, and by so many grey levels …"""
THIN_SHARE, THIN, WHOLE = 0.15, 9.0, 14.0
"""… by this share where digits are only so many pixels high, for a stroke thinner than a pixel is diluted."""
NOISE = 8.0
"""It is darker than the room around it by so many median deviations of that room."""
BARE = 0.5
"""Paper has at most this share of the sign's darkness."""


def dash_before(clean: Gray, slot: Slot, box: Box, dpi: float) -> bool:
    """Whether a lying stroke stands right before the line's ink (``box``), inside its cell.

    ``clean``: the straightened page without the grid's rules.
    """
    height = box.height
    left = max(round(box.x0 - BESIDE * height), round(slot.box.x0) + max(round(MARGIN * dpi), 2), 0)
    right, top, foot = round(box.x0), max(round(box.y0), 0), round(box.y1)
    length = max(round(LENGTH * height), 3)
    if right - left < length or foot - top < length:
        return False
    dark = 255.0 - clean[top:foot, left:right].astype(np.float32)
    along = cv2.blur(dark, (length, 1), borderType=cv2.BORDER_REPLICATE)
    first, last = (round(share * len(dark)) for share in LEVEL)
    row, col = np.unravel_index(int(along[first:last].argmax()), along[first:last].shape)
    row += first
    apart = max(round(APART * height), 2)
    beside = [along[k, col] for k in (row - apart, row + apart) if 0 <= k < len(along)]
    seen = float(along[row, col])
    paper = float(max(beside, default=0.0))
    if seen - paper < LEAST or paper > BARE * seen:
        return False
    digits = 255.0 - level_at(clean[top:foot, right : round(box.x1)], 0.1)[0]
    usual = float(np.median(along))
    share = float(np.interp(height, (THIN, WHOLE), (THIN_SHARE, SHARE)))
    noise = NOISE * float(np.median(np.abs(along - usual)))
    return seen - max(paper, usual) >= max(share * digits, LEAST, noise)
