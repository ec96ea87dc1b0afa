"""Numbers in red without a sign, and numbers with digits struck out, are flagged."""

from __future__ import annotations

import pytest

from pipeline.extraction.print_marks import marks_told
from pipeline.geometry import Box
from pipeline.model.flags import PRINTED_RED, STRUCK_OUT
from pipeline.model.table import Cell, Grid, PageContent

PLACE = Box(0, 0, 50, 20)
DIGIT, BESIDE = Box(10, 5, 15, 15), Box(60, 5, 65, 15)


def told(text: str, *red: Box, box: Box | None = PLACE) -> tuple[str, ...]:
    grid = Grid(3, Box(0, 0, 100, 20), 1, 1, (0.0, 100.0), (Cell(0, 0, 1, 1, text, 3, box),), "ruled")
    return marks_told(PageContent(3, (), (grid,)), {3: red}, {}).grids[0].cells[0].flags


def test_a_red_number_without_a_sign_is_told() -> None:
    assert told("12.50", DIGIT) == (PRINTED_RED,)


@pytest.mark.parametrize("text", ["-12.50", "(12.50)", "0", "第3项", ""])
def test_a_sign_says_it_and_words_and_nothing_need_none(text: str) -> None:
    assert told(text, DIGIT) == ()


def test_red_in_another_cell_is_not_this_ones() -> None:
    assert told("12.50", BESIDE) == told("12.50") == told("12.50", DIGIT, box=None) == ()


@pytest.mark.parametrize(("place", "flags"), [(DIGIT, (STRUCK_OUT,)), (BESIDE, ())])
def test_a_number_with_a_digit_struck_out_is_told(place: Box, flags: tuple[str, ...]) -> None:
    grid = Grid(3, Box(0, 0, 100, 20), 1, 1, (0.0, 100.0), (Cell(0, 0, 1, 1, "198.20", 3, PLACE),), "ruled")
    assert marks_told(PageContent(3, (), (grid,)), {}, {3: (place,)}).grids[0].cells[0].flags == flags
