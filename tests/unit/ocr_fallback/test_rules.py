"""Rules on a page of pixels, and what stands close beside them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ocr_fallback.rules import find_rules

DPI, TOP, PITCH, ROWS = 200.0, 100, 20, 25


def page(rule: bool, *, gap: int = 2, high: int = 14) -> NDArray[np.uint8]:
    """Close rows of digits, each with a stroke that ends ``gap`` pixels left of x = 300, where a rule may stand."""
    sheet = np.full((800, 600), 255, np.uint8)
    for k in range(ROWS):
        y = TOP + PITCH * k
        for x in range(240, 300 - gap - 8, 12):
            sheet[y + 3 : y + 3 + high, x : x + 3] = 40
        sheet[y + 3 : y + 3 + high, 300 - gap - 4 : 300 - gap] = 40
    if rule:
        sheet[TOP : TOP + PITCH * ROWS, 300:302] = 40
    return sheet


def test_a_rule_with_digits_close_beside_it_in_every_row_is_found() -> None:
    (found,) = find_rules(page(rule=True), DPI).standing
    assert abs(found.at - 300.5) <= 1
    assert abs(found.start - TOP) <= 4
    assert abs(found.end - (TOP + PITCH * ROWS)) <= 4


def test_digits_alone_are_no_rule() -> None:
    assert find_rules(page(rule=False), DPI).standing == ()


def header(rows: int, *, stroke: tuple[int, int] = (0, 40)) -> NDArray[np.uint8]:
    """So many rows of 40 pixels (0.2 inches) between lying rules, and in the first a stroke from here to there."""
    sheet = np.full((800, 900), 255, np.uint8)
    for k in range(rows + 1):
        sheet[100 + 40 * k : 103 + 40 * k, 50:850] = 40
    sheet[100 + stroke[0] : 103 + stroke[1], 400:403] = 40
    return sheet


def test_a_short_rule_between_two_lying_ones_of_a_header_is_found() -> None:
    (found,) = find_rules(header(2), DPI).standing
    assert (round(found.at), round(found.start / 10), round(found.end / 10)) == (401, 10, 14)


@pytest.mark.parametrize("stroke", [(8, 34), (0, 30), (10, 40)], ids=["a character", "hanging", "standing"])
def test_a_stroke_that_does_not_join_them_is_none(stroke: tuple[int, int]) -> None:
    assert find_rules(header(2, stroke=stroke), DPI).standing == ()


def test_in_a_table_of_many_rows_short_strokes_are_none() -> None:
    assert find_rules(header(8), DPI).standing == ()


def test_part_of_a_longer_rule_is_not_found_again() -> None:
    sheet = header(2)
    sheet[100:183, 600:603] = 40
    assert [round(rule.at) for rule in find_rules(sheet, DPI).standing] == [401, 601]


def stamped(radius: float | None) -> NDArray[np.uint8]:
    """A sheet with a grey seal of so many inches, or a straight rule as short and as thick as what its rim shows."""
    sheet = np.full((800, 800), 255, np.uint8)
    if radius is None:
        cv2.line(sheet, (236, 350), (238, 450), 90, 6, cv2.LINE_AA)
    else:
        cv2.circle(sheet, (400, 400), int(radius * DPI), 90, 6, cv2.LINE_AA)
    return sheet


@pytest.mark.parametrize("radius", [0.6, 0.8, 1.0])
def test_the_rim_of_a_seal_without_colour_is_no_rule(radius: float) -> None:
    found = find_rules(stamped(radius), DPI)
    assert found.lying == found.standing == ()


def test_a_rule_as_short_that_drifts_is_one() -> None:
    assert len(find_rules(stamped(None), DPI).standing) == 1


@pytest.mark.parametrize("seed", range(12))
def test_noise_is_no_fault(seed: int) -> None:
    """Large squares of any grey, bars and specks: whatever is found, the pixels are looked at to the end."""
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, 256, (40, 40), np.uint8)
    coarse[generator.random((40, 40)) < seed / 12] = 255
    coarse[generator.integers(0, 40, 4)] = 0
    noise = cv2.resize(coarse, (1240, 1754), interpolation=cv2.INTER_NEAREST if seed % 2 else cv2.INTER_CUBIC)
    found = find_rules(noise, 150.0)
    assert all(rule.end > rule.start for rule in (*found.lying, *found.standing))
