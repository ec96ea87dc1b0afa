"""Dark fills: white characters on them become dark on white, rules stay; pale fills and type do not change."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.fills import without_fills
from ocr_fallback.paper import ink_on_paper

FILL = 70


def page() -> np.ndarray:
    return np.full((1000, 1400), 255, np.uint8)


def header(ground: int, ink: int) -> np.ndarray:
    image = page()
    image[100:190, 100:1300] = ground
    cv2.putText(image, "TOTAL 1234", (200, 165), cv2.FONT_HERSHEY_SIMPLEX, 1.4, ink, 3)
    return image


def test_white_characters_on_a_dark_ground_become_dark_on_white() -> None:
    shown = without_fills(header(FILL, 255))
    assert shown[110:120, 110:1290].min() > 240
    characters = header(FILL, 255)[125:170, 195:470] == 255
    assert shown[125:170, 195:470][characters].max() < 15


def test_a_rule_on_a_fill_stays_dark() -> None:
    image = header(FILL, 255)
    image[100:190, 700:703] = 0
    shown = without_fills(image)
    assert shown[115:175, 701].max() < 40
    assert shown[115:175, 720].min() > 240


def test_a_fills_own_grain_is_no_ink() -> None:
    grain = np.random.default_rng(1).integers(-6, 7, (90, 1200))
    image = header(FILL, FILL)
    image[100:190, 100:1300] = FILL + grain
    assert without_fills(image)[110:180, 110:1290].min() > 235


def test_type_on_paper_and_on_a_pale_fill_is_left_as_it_is() -> None:
    for ground in (255, 225):
        image = header(ground, 0)
        assert np.array_equal(without_fills(image), image)


def test_a_high_fill_is_not_taken_for_a_shadow() -> None:
    image = page()
    image[100:270, 100:1300] = FILL
    cv2.putText(image, "TOTAL", (200, 240), cv2.FONT_HERSHEY_SIMPLEX, 3.0, 255, 8)
    gray = ink_on_paper(image).gray
    assert gray[110:150, 110:1290].min() > 230
    assert (gray[150:245, 195:600] < 60).any()
