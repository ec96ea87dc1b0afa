"""Two pages on one scan: each is straightened and read by itself, the left one first."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.geometry import POINTS
from pipeline.model.page import PagePixels
from pipeline.spread import FOLD, WIDER

ZONE = 0.1
"""The fold lies within this share of the width on either side of the middle."""
PAPER, DARK = 90, 0.6
"""The paper's grey is this percentile of a column, for a book's fold lies in shadow; ink is below this share of it."""
SPECKS = 0.002
"""A column of the picture is blank where at most this share of it is dark."""


def halves_of(seen: PagePixels) -> tuple[PagePixels, ...]:
    """The pixels, or those of its two halves where nothing is printed across the middle of a wide sheet."""
    height, width = seen.pixels.shape[:2]
    if width < WIDER * height:
        return (seen,)
    first = round((0.5 - ZONE) * width)
    zone = cv2.medianBlur(cv2.cvtColor(seen.pixels[:, first : width - first], cv2.COLOR_RGB2GRAY), 3)
    dark = np.count_nonzero(zone < DARK * np.percentile(zone, PAPER, axis=0), axis=0) > SPECKS * height
    middle = width // 2 - first
    left = int(np.flatnonzero(dark[:middle]).max(initial=-1)) + 1
    right = int(np.flatnonzero(dark[middle:]).min(initial=dark.size - middle)) + middle
    if (right - left) * POINTS < FOLD * seen.dpi:
        return (seen,)
    fold = first + (left + right) // 2
    return (
        seen._replace(pixels=seen.pixels[:, :fold]),
        seen._replace(pixels=seen.pixels[:, fold:], left=seen.left + fold * POINTS / seen.dpi),
    )
