"""A seal beside a number may hide its first digit; one elsewhere does not."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.cells import LinePicture
from ocr_fallback.seals import hides_all, hides_characters
from ocr_fallback.values import Box, Slot

SLOT = Slot(0, 0, 1, 1, Box(0, 0, 200, 40))
LINE = LinePicture(0, Box(100, 10, 180, 30), np.full((20, 80), 255, np.uint8), ())


@pytest.mark.parametrize(
    ("stamped", "hides"),
    [
        (Box(78, 8, 98, 32), True),  # where the first digit would stand
        (Box(182, 8, 198, 32), True),  # where the last would
        (Box(0, 8, 60, 32), False),  # far from the number
        (Box(110, 8, 150, 32), False),  # on what was read: dark ink under a seal stays
        (Box(78, 32, 98, 40), False),  # below the line
    ],
)
def test_a_seal_hides_characters_only_beside_the_ink(stamped: Box, hides: bool) -> None:
    mask = np.zeros((40, 200), np.uint8)
    mask[int(stamped.y0) : int(stamped.y1), int(stamped.x0) : int(stamped.x1)] = 255
    assert hides_characters(mask, SLOT, LINE) is hides


def test_no_room_beside_the_ink_hides_nothing() -> None:
    full = Slot(0, 0, 1, 1, Box(98, 0, 182, 40))
    assert not hides_characters(np.full((40, 200), 255, np.uint8), full, LINE)


@pytest.mark.parametrize(("side", "hides"), [(20, True), (8, False), (0, False)])
def test_a_seal_on_a_blank_cell_may_hide_a_digit_when_it_covers_room_for_one(side: int, hides: bool) -> None:
    mask = np.zeros((40, 200), np.uint8)
    mask[10 : 10 + side, 100 : 100 + side] = 255
    assert hides_all(mask, SLOT, 20.0, 200.0) is hides


def test_a_seal_on_a_cells_rules_hides_nothing_in_it() -> None:
    mask = np.full((40, 200), 255, np.uint8)
    mask[3:37, 3:197] = 0
    assert not hides_all(mask, SLOT, 20.0, 200.0)
