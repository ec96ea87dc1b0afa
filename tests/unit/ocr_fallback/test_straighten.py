"""Skew and keystone undone by what rules say, strokes and outliers aside."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.straighten import straightened, straightening
from ocr_fallback.values import Gray

MANY = 5


def ruled(corners: list[tuple[int, int]], columns: int = 3, pitch: int = 70) -> Gray:
    """A page with a grid drawn straight and then moved so that the page's corners lie at ``corners``.

    Of many columns the outer sides are open.
    """
    image = np.full((900, 1200), 255, np.uint8)
    for y in range(100, 801, pitch):
        cv2.line(image, (100, y), (1100, y), 0, 2)
    sides = np.linspace(100, 1100, columns + 1).round().astype(int).tolist()
    for x in sides[1:-1] if columns > MANY else sides:
        cv2.line(image, (x, 100), (x, 800), 0, 2)
    page = np.array([(0, 0), (1200, 0), (1200, 900), (0, 900)], np.float32)
    matrix = cv2.getPerspectiveTransform(page, np.array(corners, np.float32))
    return np.asarray(cv2.warpPerspective(image, matrix, (1200, 900), borderValue=255), dtype=np.uint8)


@pytest.mark.parametrize(
    ("corners", "columns", "pitch"),
    [
        ([(0, 0), (1200, 0), (1200, 900), (0, 900)], 3, 70),
        ([(12, 0), (1200, 16), (1188, 900), (0, 884)], 3, 70),
        ([(30, 0), (1200, 0), (1200, 900), (0, 900)], 3, 70),
        ([(36, 0), (1200, 0), (1200, 900), (0, 900)], 1, 70),  # two standing rules that lean against one another
        ([(24, 0), (1224, 0), (1200, 900), (0, 900)], 8, 28),  # crossed so often that no piece is long
    ],
)
def test_rules_become_straight(corners: list[tuple[int, int]], columns: int, pitch: int) -> None:
    page = ruled(corners, columns, pitch)
    flat = straightened(page, straightening(page))
    dark = flat < 128
    assert dark.sum(axis=0).max() > 0.9 * dark.any(axis=1).sum()
    standing = np.flatnonzero(dark.sum(axis=0) > 0.6 * dark.any(axis=1).sum())
    assert standing.min() < 250
    assert standing.max() > 950
