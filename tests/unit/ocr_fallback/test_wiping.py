"""Rules wiped off a drawn page: the rule goes, strokes that touch it stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.rules import Rule, Rules
from ocr_fallback.values import BaseGrid, Box, Gray, Slot
from ocr_fallback.wiping import wiped

DPI = 200.0
CUTS = (20.0, 320.0, 620.0), (20.0, 80.0, 140.0)


def grid() -> BaseGrid:
    xs, ys = CUTS
    slots = tuple(Slot(r, c, 1, 1, Box(xs[c], ys[r], xs[c + 1], ys[r + 1])) for r in (0, 1) for c in (0, 1))
    return BaseGrid(Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, slots)


def page(*, ruled: bool = True) -> Gray:
    image = np.full((160, 640), 255, np.uint8)
    if ruled:
        xs, ys = ((int(v) for v in cuts) for cuts in CUTS)
        xs, ys = tuple(xs), tuple(ys)
        for y in ys:
            image[y - 1 : y + 2, xs[0] : xs[-1] + 1] = 40
        for x in xs:
            image[ys[0] : ys[-1] + 1, x - 1 : x + 2] = 40
    return np.asarray(cv2.GaussianBlur(image, (3, 3), 0), dtype=np.uint8)


def test_rules_are_gone() -> None:
    inside = np.s_[24:137, 24:617]  # at the outer corners a crumb may stay: no cell is there
    assert page()[inside].min() < 100
    assert wiped(page(), grid(), DPI)[inside].min() > 225


def test_a_digit_that_stands_on_a_rule_keeps_its_foot() -> None:
    drawn = page()
    drawn[50:80, 100:106] = 0  # a 1 whose foot touches the rule at 80
    clean = wiped(drawn, grid(), DPI)
    assert clean[50:77, 101:105].max() < 30
    assert np.delete(clean[70:90], np.s_[98:108], axis=1).min() > 225


def test_without_rules_nothing_changes() -> None:
    drawn = page(ruled=False)
    cv2.putText(drawn, "1,204.56", (60, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    assert np.array_equal(wiped(drawn, grid(), DPI), drawn)


@pytest.mark.parametrize("row", [0, 1])
def test_no_wall_within_a_spanning_cell_is_wiped(row: int) -> None:
    """A stroke where another row has its wall is no rule here."""
    xs, ys = CUTS
    spanning = tuple(s for s in grid().slots if s.row != row)
    one = Slot(row, 0, 1, 2, Box(xs[0], ys[row], xs[-1], ys[row + 1]))
    merged = grid()._replace(slots=(*spanning, one))
    drawn = page(ruled=False)
    drawn[int(ys[row]) + 15 : int(ys[row]) + 45, 318:323] = 0
    assert np.array_equal(wiped(drawn, merged, DPI), drawn)


@pytest.mark.parametrize(("drawn", "gone"), [(None, True), (((80.0,), ()), True), (((), ()), False)])
def test_where_cuts_are_no_rules_a_dark_row_of_print_stays(
    drawn: tuple[tuple[float, ...], tuple[float, ...]] | None, gone: bool
) -> None:
    image = page(ruled=False)
    image[79:82, 40:600] = 0
    rules = None if drawn is None else Rules(*(tuple(Rule(at, 20, 620, 3) for at in cuts) for cuts in drawn))
    clean = wiped(image, grid(), DPI, rules)
    assert bool(clean[80, 100:500].min() > 225) is gone


@pytest.mark.parametrize(("known", "gone"), [(True, True), (False, False)])
def test_a_rule_within_a_cell_goes_where_the_rules_of_the_page_are_known(known: bool, gone: bool) -> None:
    """It parts two lines of a header that the layout took for one cell."""
    image = page(ruled=False)
    image[49:52, 20:320] = 60
    image[30:40, 100:106] = 0
    clean = wiped(image, grid(), DPI, Rules((Rule(50.0, 20, 320, 3),), ()) if known else None)
    assert bool(clean[50, 25:315].min() > 225) is gone
    assert clean[30:40, 101:105].max() == 0
