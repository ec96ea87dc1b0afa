"""Rules on a page of pixels, and what stands close beside them."""

from __future__ import annotations

import numpy as np
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
