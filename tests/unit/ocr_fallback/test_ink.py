"""Which pieces of ink make the lines of a cell, and which are dust or what a rule left."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.cells import LinePicture
from ocr_fallback.ink import Blob, left_out, text_lines
from ocr_fallback.values import Box

CELL = Box(0, 0, 300, 60)
DPI, USUAL = 200.0, 24.0
DIGITS = [Blob(x, 20, x + 14, 44) for x in (100, 118, 146)]
POINT = Blob(136, 40, 140, 44)


def lines(*more: Blob) -> list[list[Blob]]:
    return [sorted(line) for line in text_lines([*DIGITS, *more], CELL, USUAL, DPI)]


@pytest.mark.parametrize(
    ("piece", "what"),
    [
        (POINT, "a decimal point"),
        (Blob(136, 40, 140, 49), "a comma that hangs"),
        (Blob(86, 30, 95, 33), "a minus sign"),
        (Blob(92, 30, 97, 33), "a short minus sign"),
    ],
)
def test_what_belongs_to_a_number_stays(piece: Blob, what: str) -> None:
    assert lines(piece) == [sorted([*DIGITS, piece])], what


@pytest.mark.parametrize(
    ("piece", "what"),
    [
        (Blob(85, 36, 90, 41), "dust before the number"),
        (Blob(170, 36, 175, 41), "dust behind it"),
        (Blob(200, 20, 206, 26), "dust alone"),
        (Blob(120, 8, 125, 13), "dust above it"),
        (Blob(1, 2, 298, 4, at_edge=True), "what the upper rule left"),
        (Blob(297, 10, 299, 50, at_edge=True), "what the right rule left"),
        (Blob(80, 56, 84, 58, at_edge=True), "where a rule below began"),
    ],
)
def test_dust_and_remnants_go(piece: Blob, what: str) -> None:
    assert lines(piece) == [sorted(DIGITS)], what


def test_a_point_at_the_edge_of_a_tight_cell_stays() -> None:
    tight = Blob(136, 40, 140, 44, at_edge=True)
    assert lines(tight) == [sorted([*DIGITS, tight])]


def test_a_lone_dash_is_a_line() -> None:
    dash = Blob(140, 30, 152, 32)
    assert text_lines([dash], CELL, USUAL, DPI) == [[dash]]


def test_dust_alone_makes_no_line() -> None:
    assert text_lines([Blob(140, 30, 149, 38), Blob(30, 10, 33, 13)], CELL, USUAL, DPI) == []


def test_lines_are_parted_by_white() -> None:
    upper, lower = Blob(10, 2, 40, 26), Blob(10, 32, 40, 56)
    assert text_lines([lower, upper], CELL, USUAL, DPI) == [[upper], [lower]]


def test_two_small_marks_side_by_side_are_asterisks() -> None:
    marks = (Blob(140, 25, 149, 34), Blob(152, 25, 161, 33))
    assert text_lines(marks, CELL, USUAL, DPI) == [list(marks)]
    picture = np.full((27, 34), 255, np.uint8)
    assert LinePicture(0, Box(140, 25, 161, 34), picture, marks).asterisks == 2
    assert LinePicture(0, Box(136, 20, 160, 44), picture, (DIGITS[2], POINT)).asterisks == 0


@pytest.mark.parametrize(
    ("last", "marked", "what"),
    [
        (Blob(161, 14, 169, 30), True, "a small digit, raised"),
        (Blob(164, 20, 178, 44), False, "one more digit"),
        (Blob(162, 30, 171, 33), False, "a dash"),
        (Blob(162, 20, 166, 27), False, "a quotation mark"),
        (Blob(150, 20, 162, 30), False, "a piece of a broken digit"),
    ],
)
def test_a_number_whose_last_digit_is_raised_has_a_mark(last: Blob, marked: bool, what: str) -> None:
    line = LinePicture(0, Box(100, 14, 178, 44), np.full((40, 90), 255, np.uint8), (*DIGITS, POINT, last))
    assert line.marked == marked, what


def test_one_digit_before_a_smaller_one_may_be_anything() -> None:
    line = LinePicture(0, Box(100, 14, 130, 44), np.full((40, 40), 255, np.uint8), (DIGITS[0], Blob(118, 14, 126, 30)))
    assert not line.marked


def test_a_faint_sign_belongs_to_its_number() -> None:
    sign = Blob(86, 30, 95, 33, faint=True)
    assert lines(sign) == [sorted([*DIGITS, sign])]


def test_faint_grain_beside_a_number_is_dust() -> None:
    assert lines(Blob(92, 30, 95, 33, faint=True)) == [DIGITS]


def test_faint_digits_are_a_line_only_where_nothing_else_is() -> None:
    faint = [b._replace(faint=True) for b in DIGITS]
    below = [b._replace(y0=80, y1=104) for b in DIGITS]
    assert text_lines(faint, CELL, USUAL, DPI) == [faint]
    assert text_lines([*faint, *below], CELL, USUAL, DPI) == [below]


def test_a_digit_along_the_edge_may_be_left_out_and_a_rule_is_not() -> None:
    line = [Blob(9, 20, 23, 44), Blob(27, 20, 41, 44)]
    assert left_out(line, [Blob(1, 20, 5, 44, at_edge=True)], USUAL)
    assert not left_out(line, [Blob(1, 2, 5, 58, at_edge=True)], USUAL)
    assert not left_out(line, [Blob(280, 20, 284, 44, at_edge=True)], USUAL)


def row(y0: int, count: int = 4, start: int = 20, height: float = 1.0) -> list[Blob]:
    """Characters side by side, so many usual heights high."""
    return [Blob(start + 28 * k, y0, start + 28 * k + 22, y0 + round(height * USUAL)) for k in range(count)]


def test_lines_that_reach_into_one_another_are_parted() -> None:
    upper, lower = row(10), row(32, count=2)
    assert text_lines([*upper, *lower], CELL, USUAL, DPI) == [upper, lower]


def test_characters_of_two_lines_that_touch_are_parted_with_them() -> None:
    upper, lower, touching = row(10)[1:], row(34)[1:], Blob(20, 10, 42, 58)
    first, second = text_lines([*upper, *lower, touching], CELL, USUAL, DPI)
    assert sorted(first) == [touching._replace(y1=34), *upper]
    assert sorted(second) == [touching._replace(y0=34), *lower]


@pytest.mark.parametrize(
    "large",
    [
        row(10, height=2),
        [*row(10, count=3, height=2), Blob(106, 10, 128, 34), Blob(106, 34, 128, 58)],
        [*row(10, count=3, height=2), Blob(106, 50, 111, 62)],
        [*row(10, count=2), Blob(76, 20, 98, 48), *row(34, count=2, start=104)],
    ],
    ids=["characters", "and one of two pieces", "and a comma", "askew"],
)
def test_what_cannot_be_parted_is_one_line(large: list[Blob]) -> None:
    (line,) = text_lines(large, CELL, USUAL, DPI)
    assert sorted(line) == sorted(large)


def test_two_characters_in_large_print_are_one_line() -> None:
    roof, mouth, dot, hook, ten = (
        (20, 10, 62, 34),
        (30, 36, 52, 56),
        (70, 12, 78, 20),
        (68, 30, 80, 56),
        (84, 10, 108, 58),
    )
    strokes = sorted(Blob(*box) for box in (roof, mouth, dot, hook, ten))
    (line,) = text_lines(strokes, CELL, USUAL, DPI)
    assert sorted(line) == strokes
