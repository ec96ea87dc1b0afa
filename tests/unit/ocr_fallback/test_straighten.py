"""Skew and keystone undone by what rules say, strokes and outliers aside."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.straighten import straightened, straightening
from ocr_fallback.values import Gray


def ruled(corners: list[tuple[int, int]], columns: int = 3) -> Gray:
    """A page with a grid drawn straight and then moved so that the page's corners lie at ``corners``."""
    image = np.full((900, 1200), 255, np.uint8)
    for y in range(100, 801, 70):
        cv2.line(image, (100, y), (1100, y), 0, 2)
    for x in np.linspace(100, 1100, columns + 1).round().astype(int).tolist():
        cv2.line(image, (x, 100), (x, 800), 0, 2)
    page = np.array([(0, 0), (1200, 0), (1200, 900), (0, 900)], np.float32)
    matrix = cv2.getPerspectiveTransform(page, np.array(corners, np.float32))
    return np.asarray(cv2.warpPerspective(image, matrix, (1200, 900), borderValue=255), dtype=np.uint8)


@pytest.mark.parametrize(
    ("corners", "columns"),
    [
        ([(0, 0), (1200, 0), (1200, 900), (0, 900)], 3),
        ([(12, 0), (1200, 16), (1188, 900), (0, 884)], 3),
        ([(30, 0), (1200, 0), (1200, 900), (0, 900)], 3),
        ([(36, 0), (1200, 0), (1200, 900), (0, 900)], 1),  # two standing rules that lean against one another
    ],
)
def test_rules_become_straight(corners: list[tuple[int, int]], columns: int) -> None:
    page = ruled(corners, columns)
    flat = straightened(page, straightening(page))
    dark = flat < 128
    assert dark.sum(axis=0).max() > 0.9 * dark.any(axis=1).sum()
    standing = np.flatnonzero(dark.sum(axis=0) > 0.6 * dark.any(axis=1).sum())
    assert standing.min() < 250
    assert standing.max() > 950
