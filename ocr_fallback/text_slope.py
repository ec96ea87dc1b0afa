"""How lines of print lean on a page without rules."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.rules import Mask, ink_mask
from ocr_fallback.shrinking import shrunk
from ocr_fallback.values import Gray, Leaning

WORKING_LENGTH = 1800
"""Lines are measured on a picture whose longer side has at most so many pixels; all lengths below are in these."""
DPI = 194.0
"""The resolution at which that picture is looked at for ink."""
LINKED = 18
"""Characters nearer than this are one piece of a line."""
SHORTEST, LOWEST, HIGHEST, STEEPEST = 60, 5, 30, 0.06
"""A piece is so long, and so high but for what it may fall along its length; a page leans no further than that."""
FEWEST = 5
"""So many pieces tell how the page leans."""
STRIPS = 40
"""Ink is counted in so many strips side by side, each so narrow that a line is level in it."""
NEAR, BETWEEN = 0.004, 0.01
"""How far the best slope is looked for off the pieces' median, and those of the page's upper and lower half off it."""
COARSE, FINE = 0.001, 0.0002
"""Steps of the slopes tried: first all over, then about the best."""
APART, DIFFERENT = 0.14, 0.0012
"""Halves less than this share of the page apart, or slopes no more unlike than this, do not tell of keystone."""

_Profiles = NDArray[np.float64]
"""Strips × rows of pixels: how much ink there is."""


def text_leaning(gray: Gray) -> Leaning | None:
    """The slopes at which the page's lines fall into rows; ``None`` where it has too few, or they lean too far.

    Pieces of lines tell about where, and the ink of all lines, as it fills rows best, exactly. That alone would take
    one row's amounts for the next one's where they are far from their labels.
    """
    scale = min(WORKING_LENGTH / max(gray.shape), 1.0)
    ink = ink_mask(shrunk(gray, round(gray.shape[0] * scale), round(gray.shape[1] * scale)), DPI)
    pieces = _pieces(ink)
    if len(pieces) < FEWEST or abs(near := _middle_slope(pieces)) > STEEPEST:
        return None
    profiles = np.stack([strip.sum(axis=1) for strip in np.array_split(ink.astype(np.float64), STRIPS, axis=1)])
    width = ink.shape[1] / STRIPS
    slope = _best_slope(profiles, width, near, NEAR)
    filled = profiles.sum(axis=0)
    half = int(np.searchsorted(np.cumsum(filled), filled.sum() / 2))
    upper, lower = profiles.copy(), profiles.copy()
    upper[:, half:], lower[:, :half] = 0.0, 0.0
    if not upper.any():
        return Leaning(slope, 0.0)
    (top, above), (foot, below) = ((_height(part), _best_slope(part, width, slope, BETWEEN)) for part in (upper, lower))
    if foot - top < APART or abs(below - above) < DIFFERENT:
        return Leaning(slope, 0.0)
    change = (below - above) / (foot - top)
    return Leaning(above + change * (0.5 - top), change)


def _pieces(ink: Mask) -> list[tuple[float, int]]:
    """Slope and length of each piece of a line."""
    linked = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, LINKED), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(linked, connectivity=8)
    found = []
    for k in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[k])
        if width >= SHORTEST and LOWEST <= height <= HIGHEST + STEEPEST * width:
            place = np.s_[y : y + height, x : x + width]
            rows, cols = np.nonzero((labels[place] == k) & (ink[place] > 0))
            off = cols - cols.mean()
            found.append((float((off * rows).sum() / np.square(off).sum()), width))
    return found


def _middle_slope(pieces: list[tuple[float, int]]) -> float:
    """The median slope, long pieces counting for more: they are surer."""
    ordered = sorted(pieces)
    weights = np.cumsum([length**1.5 for _, length in ordered])
    return ordered[int(np.searchsorted(weights, weights[-1] / 2))][0]


def _best_slope(profiles: _Profiles, width: float, slope: float, reach: float) -> float:
    """The slope within reach of another that packs the ink best; slopes less than a pixel apart do equally well."""
    for step, off in ((COARSE, reach), (FINE, COARSE)):
        tried = np.arange(slope - off, slope + off + step / 2, step)
        packed = np.array([_packed(profiles, width, float(fall)) for fall in tried])
        slope = float(tried[packed == packed.max()].mean())
    return slope


def _packed(profiles: _Profiles, width: float, slope: float) -> float:
    """How unevenly the ink lies over the rows of the page once lines of that slope are made level."""
    middle = (len(profiles) - 1) / 2
    rows = sum(np.roll(strip, -round(slope * width * (k - middle))) for k, strip in enumerate(profiles))
    return float(np.square(rows).sum())


def _height(profiles: _Profiles) -> float:
    """Where the middle of the ink lies, as a share of the page's height."""
    filled = profiles.sum(axis=0)
    return float((np.arange(len(filled)) * filled).sum() / (filled.sum() * len(filled)))
