"""A smaller picture keeps its mean, whether it was halved on the way or not."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.shrinking import shrunk, shrunk_to


@pytest.mark.parametrize("size", [(300, 200), (150, 100), (149, 99), (75, 50), (40, 30), (10, 1)])
def test_size_and_mean(size: tuple[int, int]) -> None:
    gray = np.random.default_rng(1).integers(0, 256, (300, 200), dtype=np.uint8)
    small = shrunk(gray, *size)
    assert small.shape == size
    assert abs(float(small.mean()) - float(gray.mean())) < 3


def test_a_step_stays_where_it_was() -> None:
    gray = np.zeros((301, 201), np.uint8)
    gray[:, 100:] = 240
    small = shrunk(gray, 50, 34)
    assert small[:, :16].max() < 10
    assert small[:, 18:].min() > 230


@pytest.mark.parametrize(
    ("size", "longer_side", "shown"),
    [
        ((301, 201), 155, (150, 100)),  # halved: as near as makes no difference
        ((301, 201), 200, (200, 134)),
        ((905, 30), 305, (301, 10)),
        ((40, 30), 100, (40, 30)),
    ],
)
def test_about_so_long(size: tuple[int, int], longer_side: int, shown: tuple[int, int]) -> None:
    gray = np.random.default_rng(1).integers(0, 256, size, dtype=np.uint8)
    small = shrunk_to(gray, longer_side)
    assert small.shape == shown
    assert abs(float(small.mean()) - float(gray.mean())) < 3
