"""A minus sign seen by its pixels, and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.signs import dash_before
from ocr_fallback.values import Box, Gray, Slot

DPI = 200.0
SLOT = Slot(0, 0, 1, 1, Box(0, 0, 120, 40))
DIGITS = Box(60, 15, 100, 25)


def page(*marks: tuple[int, int, int, int, int]) -> Gray:
    """Digits on paper with some grain, and marks as (left, top, right, foot, grey)."""
    image = np.random.default_rng(1).integers(250, 256, (40, 120)).astype(np.uint8)
    for x0, y0, x1, y1, grey in ((60, 15, 64, 25, 90), (68, 15, 72, 25, 90), *marks):
        image[y0:y1, x0:x1] = grey
    return image


@pytest.mark.parametrize("grey", [90, 200, 215])
def test_a_thin_stroke_before_the_digits_is_a_sign(grey: int) -> None:
    assert dash_before(page((54, 19, 58, 20, grey)), SLOT, DIGITS, DPI)


@pytest.mark.parametrize(
    ("mark", "what"),
    [
        ((0, 0, 0, 0, 255), "nothing"),
        ((56, 15, 58, 25, 90), "a digit's stroke stands"),
        ((56, 24, 58, 26, 90), "a point lies at the foot"),
        ((30, 19, 34, 20, 90), "a stroke far off"),
        ((54, 19, 58, 20, 247), "no darker than the grain"),
    ],
)
def test_anything_else_is_none(mark: tuple[int, int, int, int, int], what: str) -> None:
    assert not dash_before(page(mark), SLOT, DIGITS, DPI), what
