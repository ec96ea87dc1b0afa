"""Dark fills: white characters on them become dark on white, rules stay; pale fills and type do not change."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.fills import without_fills
from ocr_fallback.paper import ink_on_paper

FILL = 70
SLANT = cv2.getRotationMatrix2D((700, 500), 0.8, 1.0)


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


def test_a_dark_spot_too_small_to_hold_characters_is_no_fill() -> None:
    image = page()
    image[100:116, 100:130] = FILL
    assert np.array_equal(without_fills(image), image)


def test_crowded_strokes_are_no_fill() -> None:
    image = page()
    strokes = np.random.default_rng(5).integers((140, 140), (460, 310), (60, 2))
    cv2.polylines(image, [strokes.astype(np.int32)], False, 0, 3, cv2.LINE_AA)
    assert np.array_equal(without_fills(image), image)


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


def below_each_other(ground: int, noise: int = 0) -> np.ndarray:
    """A filled header with two lines of white type, a rule, and type on paper close below it, slanted a little."""
    image = page()
    image[100:190, 100:1300] = ground
    for x in range(130, 1250, 210):
        cv2.putText(image, "ABMW", (x, 140), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 255, 2)
        cv2.putText(image, "ABMW", (x, 180), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 255, 2)
        cv2.putText(image, "7,654.32", (x, 226), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    image[188:192, 100:1300] = 0
    turned = cv2.warpAffine(image, SLANT, (1400, 1000), borderValue=255)
    grain = np.random.default_rng(1).normal(0, noise, turned.shape) if noise else 0
    return np.clip(turned + grain, 0, 255).astype(np.uint8)


def shares(shown: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """How much of the wanted ink is dark, and how much of the rest of the page is, a pixel around it apart."""
    ink = wanted < 128
    around = cv2.dilate(ink.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return float((shown[ink] < 160).mean()), float((shown[~around] < 160).mean())


@pytest.mark.parametrize(("ground", "noise"), [(70, 0), (70, 5), (130, 5), (150, 0)])
def test_type_below_a_fill_and_the_rule_between_stay_as_they_are(ground: int, noise: int) -> None:
    image = below_each_other(ground, noise)
    clean = below_each_other(ground)
    filled = page() * 0
    filled[100:188, 100:1300] = 255
    inside = cv2.warpAffine(filled, SLANT, (1400, 1000)) > 128
    wanted = clean.copy()
    wanted[inside] = np.where(clean[inside] > (ground + 255) // 2, 0, 255)
    dark, stray = shares(without_fills(image), wanted)
    assert dark > 0.9
    assert stray < 0.004
