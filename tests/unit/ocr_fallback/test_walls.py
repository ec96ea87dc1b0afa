"""Walls against characters: a rule is dark from crossing to crossing, characters leave white."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.walls import covered, darknesses

DPI = 200.0
ALONG = (40.0, 340.0, 640.0)


def strip(*, level: int = 90) -> np.ndarray:
    """Three standing rules; a lying rule of this darkness at y = 60 from the first to the second."""
    image = np.full((120, 700), 255, np.uint8)
    for x in ALONG:
        image[10:110, int(x) - 1 : int(x) + 2] = 40
    image[59:62, 40:341] = 255 - level
    return image


def shares(image: np.ndarray) -> list[float]:
    return [float(share) for share in covered(darknesses(image, DPI).lying, [60.0], ALONG, DPI)[0]]


def test_a_rule_covers_its_stretch_and_white_paper_none() -> None:
    wall, none = shares(strip())
    assert wall > 0.97
    assert none < 0.1


@pytest.mark.parametrize("level", [14, 40, 200])
def test_a_hairline_between_heavy_lines_of_characters_is_a_wall(level: int) -> None:
    image = strip(level=level)
    for y in (50, 88):
        cv2.putText(image, "EEEHHHEEEHHH", (50, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 3)
    assert shares(image)[0] > 0.9


def test_a_line_of_characters_on_the_cut_is_no_wall() -> None:
    image = strip()
    cv2.putText(image, "30215 EHHE 30216", (350, 68), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    wall, characters = shares(image)
    assert wall > 0.97
    assert characters < 0.75


def test_a_stroke_that_ends_before_the_rules_is_no_wall() -> None:
    """A character in a low row, standing on a standing cut: it leaves white above and below."""
    image = np.full((200, 300), 255, np.uint8)
    for y in (40, 60, 120):
        image[y - 1 : y + 2, 20:280] = 60
    image[60:121, 149:152] = 60
    image[45:56, 149:152] = 0
    found = covered(darknesses(image, DPI).standing, [150.0], (40.0, 60.0, 120.0), DPI)[0]
    assert found[0] < 0.75
    assert found[1] > 0.97


def test_a_cut_without_any_rule_has_no_walls() -> None:
    image = np.full((120, 700), 255, np.uint8)
    assert shares(image) == [0.0, 0.0]


def test_a_rule_that_drifts_is_followed() -> None:
    image = strip(level=0)
    cv2.line(image, (40, 57), (340, 63), 120, 2)
    assert shares(image)[0] > 0.95
