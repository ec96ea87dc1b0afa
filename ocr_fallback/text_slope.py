"""How lines of print lean on a page without rules."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr_fallback.values import Gray

DARK = 128
"""Pixels darker than this are ink."""
STRIPS = 32
"""The page is cut into so many strips side by side, each so narrow that a line is level in it."""
STEEPEST = 0.05
"""Slopes up to this are tried, about three degrees."""
COARSE, FINE = 0.002, 0.0002
"""Steps of the slopes tried, first all over, then about the best."""
STANDS_OUT = 1.1
"""Print is in lines when the best slope packs the ink so many times better into rows than the steepest ones do."""


def text_slope(gray: Gray) -> float | None:
    """The slope at which the page's ink falls into the most pronounced rows; ``None`` where it is in no lines."""
    strips = np.array_split((gray < DARK).astype(np.float64), STRIPS, axis=1)
    profiles = np.stack([strip.sum(axis=1) for strip in strips])
    places = (np.arange(STRIPS) + 0.5) / STRIPS * gray.shape[1] - gray.shape[1] / 2
    coarse = np.arange(-STEEPEST, STEEPEST + COARSE / 2, COARSE)
    packed = [_packed(profiles, places, slope) for slope in coarse]
    best = float(coarse[int(np.argmax(packed))])
    if max(packed) < STANDS_OUT * max(packed[0], packed[-1], 1.0):
        return None
    fine = np.arange(best - COARSE, best + COARSE + FINE / 2, FINE)
    closely = np.array([_packed(profiles, places, slope) for slope in fine])
    return float(fine[closely == closely.max()].mean())  # slopes that differ by less than a pixel do equally well


def _packed(profiles: NDArray[np.float64], places: NDArray[np.float64], slope: float) -> float:
    """How unevenly the ink lies over the rows of the page once lines of that slope are made level."""
    rows = sum(np.roll(profile, -round(slope * x)) for profile, x in zip(profiles, places, strict=True))
    return float(np.square(rows).sum())
