"""Rules printed in dashes: drawn through where they make a table, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.dashed_rules import dashes_drawn
from ocr_fallback.rules import Rules, find_rules, ink_mask
from ocr_fallback.values import Gray

DPI = 200.0
YS, XS = tuple(range(100, 581, 60)), (80, 400, 700)
NONE = Rules((), ())


def paper() -> Gray:
    return np.full((640, 800), 255, np.uint8)


def drawn(page: Gray, rules: Rules | None = None) -> Gray:
    return dashes_drawn(page, ink_mask(page, DPI), find_rules(page, DPI) if rules is None else rules, DPI)


def dash(page: Gray, at: int, start: int, end: int, on: int = 8, off: int = 7, *, cell: int = 1000) -> None:
    """A lying rule in dashes that begin anew in every cell."""
    for left in range(start, end, cell):
        for x in range(left, min(left + cell, end), on + off):
            page[at : at + 2, x : min(x + on, left + cell, end)] = 30


def table(on: int = 8, off: int = 7) -> Gray:
    page = paper()
    for y in YS:
        dash(page, y, XS[0], XS[-1], on, off)
    for x in XS:
        dash(page.T, x, YS[0], YS[-1], on, off, cell=60)
    return page


@pytest.mark.parametrize(("on", "off"), [(8, 7), (3, 4), (17, 8), (12, 5)])
def test_a_table_in_dashes_has_its_rules(on: int, off: int) -> None:
    page = table(on, off)
    found = find_rules(drawn(page), DPI)
    assert [round(rule.at) for rule in found.lying] == pytest.approx([y + 0.5 for y in YS], abs=1)
    assert [round(rule.at) for rule in found.standing] == pytest.approx([x + 0.5 for x in XS], abs=1)


def test_a_rule_that_drifts_is_followed() -> None:
    page = table()
    for y in YS:
        page[y : y + 2] = 255
        for k, x in enumerate(range(XS[0], XS[-1], 15)):
            page[y + k // 8 : y + k // 8 + 2, x : x + 8] = 30
    assert len(find_rules(drawn(page, NONE), DPI).lying) == len(YS)


def test_a_page_with_enough_whole_rules_is_left_as_it_is() -> None:
    page = table()
    whole = find_rules(drawn(page, NONE), DPI)
    rules = Rules(whole.lying, whole.standing)
    assert drawn(page, rules) is page


def leaders() -> Gray:
    page = paper()
    for y in YS:
        dash(page, y, 100, 700, 3, 9)
    return page


def ellipses() -> Gray:
    page = table()
    for x in XS:
        page.T[x : x + 2] = 255
    for y in YS:
        page[y : y + 2] = 255
        dash(page, y, 100, 190, 3, 9)
    return page


def ones(width: int, *, beside: bool) -> Gray:
    """A column of 1, alone or as the first digit of 10, 11, …, under the rule of a header."""
    page = paper()
    page[40:42, 80:700] = 30
    for k in range(11):
        page[60 + 30 * k : 75 + 30 * k, 300 : 300 + width] = 30
        if beside:
            page[60 + 30 * k : 75 + 30 * k, 303 + width : 312 + width] = 30
    return page


def points(pitch: int, *, framed: bool) -> Gray:
    """A column of numbers whose points stand below one another, maybe in a frame."""
    page = paper()
    page[40:42, 80:700] = 30
    rows = range(60, 560, pitch)
    for y in rows:
        for x in (270, 285, 306, 321):
            page[y : y + 15, x : x + 9] = 30
        page[y + 12 : y + 15, 299:302] = 30
    if framed:
        page[rows[-1] + 20 : rows[-1] + 22, 80:700] = 30
    return page


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("pitch", [18, 22, 28, 42])
def test_the_points_of_a_column_are_no_rule(pitch: int, framed: bool) -> None:
    page = points(pitch, framed=framed)
    assert drawn(page) is page


@pytest.mark.parametrize(
    "page",
    [leaders(), ellipses(), ones(4, beside=True), ones(4, beside=False), ones(8, beside=False), paper()],
    ids=["leaders", "ellipses", "10 11 12", "1 1 1", "1 1 1 in large print", "nothing"],
)
def test_what_is_no_table_in_dashes_is_left_as_it_is(page: Gray) -> None:
    assert drawn(page) is page
