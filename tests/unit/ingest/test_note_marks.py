"""Raised digits behind an amount are the mark of a note, and none of its digits."""

from __future__ import annotations

import pytest

from pipeline.ingest.note_marks import marks_raised
from pipeline.model.page import Char
from pipeline.money import parse_number
from tests.unit.ingest.drawing import read_page, text

AMOUNT = "180.00"


def printed(text: str, x: float, baseline: float, size: float) -> list[Char]:
    """Characters half as wide as high, set from left to right."""
    width = size / 2
    return [
        Char(char, x + at * width, baseline - 0.8 * size, x + (at + 1) * width, baseline + 0.2 * size, baseline, size)
        for at, char in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("mark", "size", "raised", "read"),
    [
        ("1", 6, 4, "180.00¹"),
        ("12", 8, 3, "180.00¹²"),
        ("1", 6, 0, "180.001"),  # small, on the line
        ("1", 10, 4, "180.001"),  # raised, not small
        ("1", 6, 9, "180.001"),  # the line above
        ("123", 6, 4, "180.00123"),
        ("1.5", 6, 4, "180.001.5"),
    ],
)
def test_small_raised_digits_right_behind_larger_print_are_a_mark(
    mark: str, size: float, raised: float, read: str
) -> None:
    chars = printed(AMOUNT, 40, 100, 10)
    told = marks_raised(chars + printed(mark, chars[-1].x1, 100 - raised, size))
    assert "".join(char.text for char in told) == read


def test_a_digit_apart_from_the_larger_print_is_no_mark() -> None:
    chars = printed(AMOUNT, 40, 100, 10) + printed("1", 80, 96, 6)
    assert list(marks_raised(chars)) == chars


def test_a_mark_stands_on_the_line_of_what_it_marks() -> None:
    chars = printed(AMOUNT, 40, 100, 10)
    mark = marks_raised(chars + printed("1", chars[-1].x1, 94, 4))[-1]
    assert (mark.baseline, mark.size) == (chars[-1].baseline, chars[-1].size)


def test_the_amount_of_a_page_is_read_without_its_mark() -> None:
    before = read_page(text(AMOUNT, 40, 100)).chars
    page = read_page(text(AMOUNT, 40, 100), text("1", before[-1].x1, 96, size=6))
    read = "".join(char.text for char in page.chars)
    assert read == "180.00¹"
    assert parse_number(read) == parse_number(AMOUNT)
