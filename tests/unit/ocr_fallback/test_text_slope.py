"""The slope of lines of print on pages without rules."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.straighten import straightened, straightening
from ocr_fallback.text_slope import text_leaning
from ocr_fallback.values import Gray


def printed(slope: float = 0.0, lines: int = 18) -> Gray:
    """A page of short strokes in lines and columns, turned so that a level line falls by ``slope``."""
    image = np.full((900, 1200), 255, np.uint8)
    for y in range(100, 100 + 40 * lines, 40):
        for x in [*range(100, 400, 14), *range(700, 780, 14), *range(1000, 1080, 14)]:
            image[y : y + 16, x : x + 9] = 0
    turn = np.array([[1, -slope, 450 * slope], [slope, 1, -600 * slope]], np.float64)
    return np.asarray(cv2.warpAffine(image, turn, (1200, 900), borderValue=255), dtype=np.uint8)


@pytest.mark.parametrize("slope", [-0.04, -0.01, 0.0, 0.006, 0.03])
def test_the_slope_of_lines_is_found(slope: float) -> None:
    assert (found := text_leaning(printed(slope))) is not None
    assert found == pytest.approx((slope, 0.0), abs=0.0006)


def test_a_page_without_lines_has_none() -> None:
    assert text_leaning(np.full((900, 1200), 255, np.uint8)) is None
    noise = np.random.default_rng(1).integers(0, 256, (900, 1200)).astype(np.uint8)
    assert text_leaning(noise) is None


def test_a_page_that_leans_further_than_scans_do_is_left_as_it_is() -> None:
    assert text_leaning(printed(0.1)) is None


def test_keystone_is_what_the_lines_change_from_the_top_to_the_foot() -> None:
    seen = np.array([(0, 0), (1200, 18), (1200, 900), (0, 900)], np.float32)
    page = np.array([(0, 0), (1200, 0), (1200, 900), (0, 900)], np.float32)
    leaning = cv2.warpPerspective(printed(), cv2.getPerspectiveTransform(page, seen), (1200, 900), borderValue=255)
    found = text_leaning(np.asarray(leaning, dtype=np.uint8))
    assert found is not None
    assert found.change == pytest.approx(-0.015, abs=0.004)
    assert found.slope == pytest.approx(0.0075, abs=0.002)


def test_lines_become_level_where_no_rule_tells_how_the_page_leans() -> None:
    page = printed(0.012)
    rows = (straightened(page, straightening(page)) < 128).any(axis=1)
    assert 18 * 15 < rows.sum() < 18 * 20
    assert (page < 128).any(axis=1).sum() > 18 * 24
