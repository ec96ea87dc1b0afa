"""Levels by share are what numpy says of all pixels, from the histogram alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ocr_fallback.levels import level_at

SHARES = (0.5, 0.3, 0.005, 0.1, 0.0, 1.0)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_levels_are_percentiles(height: int, width: int, seed: int) -> None:
    gray = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    expected = np.percentile(gray, [100 * share for share in SHARES])
    assert np.allclose(level_at(gray, *SHARES), expected, atol=1e-9)


def test_a_part_of_a_picture_has_its_own_levels() -> None:
    gray = np.zeros((20, 20), np.uint8)
    gray[5:10, 5:10] = 200
    assert level_at(gray[5:10, 5:10], 0.5) == (200.0,)
