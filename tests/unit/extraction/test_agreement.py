"""What a second reading makes of a cell."""

from __future__ import annotations

import pytest

from pipeline.extraction.agreement import READERS_DISAGREE, weighed
from pipeline.extraction.ruled import fill
from pipeline.geometry import Box
from pipeline.model.page import Char, Page
from pipeline.model.table import Cell, Region, Slot
from tests.unit.extraction.characters import written

REGION = Region(
    1,
    Box(0, 0, 200, 40),
    (0.0, 100.0, 200.0),
    (0.0, 40.0),
    (Slot(0, 0, 1, 1, Box(0, 0, 100, 40)), Slot(0, 1, 1, 1, Box(100, 0, 200, 40))),
)


def first(ours: list[Char], theirs: list[Char] | None) -> Cell:
    page = Page(1, 200, 40, tuple(ours), second_reading=None if theirs is None else tuple(theirs))
    return weighed(fill(REGION, page.chars)[0], REGION, page).cells[0]


def test_two_readers_that_agree_are_worth_1() -> None:
    cell = first(written("12.50", 10, 20), written("12.50", 10.4, 20.3))
    assert (cell.text, cell.confidence, cell.flags) == ("12.50", 1.0, ())


def test_the_same_characters_twice_are_worth_1_in_every_cell() -> None:
    chars = tuple(written("12.50", 10, 20))
    page = Page(1, 200, 40, chars, second_reading=chars)
    assert [cell.confidence for cell in weighed(fill(REGION, chars)[0], REGION, page).cells] == [1.0, 1.0]


def test_a_blank_both_see_is_worth_1() -> None:
    assert first([], []).confidence == 1.0


def test_one_reader_alone_is_worth_0_9() -> None:
    assert first(written("12.50", 10, 20), None).confidence == 0.9


@pytest.mark.parametrize("theirs", ["12.60", "", "12.5", "2.510"])
def test_readers_that_differ_are_worth_0_5_and_the_first_is_kept(theirs: str) -> None:
    cell = first(written("12.50", 10, 20), written(theirs, 10, 20))
    assert (cell.text, cell.confidence, cell.flags) == ("12.50", 0.5, (READERS_DISAGREE,))


def test_full_width_and_half_width_forms_agree() -> None:
    assert first(written("（一）", 10, 20), written("(一)", 10, 20)).confidence == 1.0


def test_a_number_over_two_lines_agrees_in_either_order_of_its_characters() -> None:
    lines = [*written("1,234,567,890,123,4", 1, 12), *written("56.00", 1, 30)]
    cell = first(lines, sorted(lines, key=lambda char: char.x0))
    assert (cell.text, cell.confidence) == ("1,234,567,890,123,456.00", 1.0)


def test_raised_digits_are_digits_to_the_second_reader() -> None:
    assert first(written("12.50¹", 10, 20), written("12.501", 10, 20)).confidence == 1.0


def test_wrapped_lines_in_another_order_agree() -> None:
    ours = [*written("一般", 10, 12), *written("公共", 10, 30)]
    theirs = [*written("公共", 10, 12), *written("一般", 10, 30)]
    assert first(ours, theirs).confidence == 1.0
