"""Characters to cells: each to the one cell its centre lies in, numbers whole."""

from __future__ import annotations

import pytest

from pipeline.extraction.ruled import CROSSES_RULE, fill
from pipeline.geometry import Box
from pipeline.model.page import Char
from pipeline.model.table import Cell, Region, Slot
from tests.unit.extraction.characters import written


def region(n_rows: int = 2, n_cols: int = 2, width: float = 100, height: float = 20) -> Region:
    """A grid of equal cells from the page's corner on."""
    xs = tuple(width * col for col in range(n_cols + 1))
    ys = tuple(height * row for row in range(n_rows + 1))
    slots = tuple(
        Slot(row, col, 1, 1, Box(xs[col], ys[row], xs[col + 1], ys[row + 1]))
        for row in range(n_rows)
        for col in range(n_cols)
    )
    return Region(1, Box(0, 0, xs[-1], ys[-1]), xs, ys, slots)


def texts(chars: list[Char], where: Region | None = None) -> list[str]:
    return [cell.text for cell in fill(where or region(), chars)[0].cells]


def cell(chars: list[Char], position: int) -> Cell:
    return fill(region(), chars)[0].cells[position]


def test_a_text_run_drawn_across_two_cells_is_split_at_the_rule() -> None:
    assert texts(written("基本工资项目支出", 60, 14)) == ["基本工资", "项目支出", "", ""]


def test_the_characters_taken_are_told() -> None:
    chars = [*written("合计", 10, 14), *written("注", 10, 60)]
    assert fill(region(), chars)[1] == {0, 1}


def test_characters_outside_the_table_stay_outside() -> None:
    assert texts([*written("上", 10, -5), *written("右", 205, 14), *written("下", 10, 55)]) == ["", "", "", ""]


def test_lines_of_a_cell_are_kept_apart() -> None:
    tall = region(1, 2, height=40)
    assert texts([*written("一般公共", 10, 14), *written("预算", 10, 30)], tall) == ["一般公共\n预算", ""]


@pytest.mark.parametrize(
    ("upper", "lower", "width", "text"),
    [
        ("1,234,5", "67.00", 40, "1,234,567.00"),
        ("1234", "567.00", 30, "1234567.00"),
        ("12,34", "5,67\n8.00", 30, "12,345,678.00"),
        ("180", "350", 100, "180\n350"),  # room enough for one number on one line
        ("180.5", "0", 100, "180.5\n0"),
        ("180", "350", 18, "180\n350"),  # without point and comma either is possible
        ("180.00", "350.00", 35, "180.00\n350.00"),
    ],
)
def test_a_number_broken_for_want_of_room_is_one_again(upper: str, lower: str, width: float, text: str) -> None:
    lines = [upper, *lower.split("\n")]
    chars = [char for at, line in enumerate(lines) for char in written(line, 1, 14 + 16 * at)]
    assert texts(chars, region(1, 2, width, 60)) == [text, ""]


@pytest.mark.parametrize(("width", "text"), [(37, "18.00"), (60, "18.0\n0")])
def test_what_is_kept_free_beside_a_text_is_no_room(width: float, text: str) -> None:
    """A text processor keeps half a character free on either side of a cell."""
    right = width - 6
    chars = [*written("18.0", right - 20, 14), *written("0", right - 5, 30)]
    assert texts(chars, region(1, 2, width, 60)) == [text, ""]


def test_spaces_between_words_are_kept_and_blank_glyphs_are_not() -> None:
    assert texts(written("合 计", 10, 14, step=20)) == ["合 计", "", "", ""]
    assert texts(written("   ", 10, 14)) == ["", "", "", ""]


def test_a_merged_cell_takes_the_characters_of_all_its_places() -> None:
    xs, ys = (0.0, 100.0, 200.0), (0.0, 20.0, 40.0)
    slots = (
        Slot(0, 0, 1, 2, Box(0, 0, 200, 20)),
        Slot(1, 0, 1, 1, Box(0, 20, 100, 40)),
        Slot(1, 1, 1, 1, Box(100, 20, 200, 40)),
    )
    merged = Region(1, Box(0, 0, 200, 40), xs, ys, slots)
    assert texts([*written("支出预算合计数", 70, 14), *written("1", 150, 34)], merged) == ["支出预算合计数", "", "1"]


@pytest.mark.parametrize(
    ("text", "start", "owner"),
    [("12345678901.12345678", 3, 0), ("12345678901.1234567", 96, 1), ("12345.67", 70, 0), ("12345.67", 96, 1)],
    ids=["to the left", "to the right", "nearer to the left", "nearer to the right"],
)
def test_a_number_that_crosses_a_rule_stays_whole_in_the_cell_against_whose_wall_it_is_set(
    text: str, start: float, owner: int
) -> None:
    found = fill(region(), written(text, start, 14))[0].cells
    assert [c.text for c in found] == [text if k == owner else "" for k in range(4)]
    assert found[owner].flags == (CROSSES_RULE,)


def test_a_number_that_runs_on_beyond_the_table_is_in_the_cell_it_begins_in() -> None:
    found = fill(region(), written("12345678.00", 185, 14))[0].cells
    assert [(c.text, c.flags) for c in found][1] == ("12345678.00", (CROSSES_RULE,))


def test_amounts_that_touch_one_another_are_whole_each_though_a_rule_cuts_one() -> None:
    """92,818,932.22 is set to the right, in the third column, and reaches over the blank second one."""
    three = region(1, 3, 40)
    found = fill(three, [*written("818.22", 8, 14), *written("92,818,932.22", 38.5, 14, step=6)])[0].cells
    assert [(c.text, c.flags) for c in found] == [("818.22", ()), ("", ()), ("92,818,932.22", (CROSSES_RULE,))]


def test_numbers_printed_over_one_another_are_doubtful_in_both_cells() -> None:
    chars = [*written("583,653.45", 48, 14), *written("42,643.68", 92, 14)]
    assert [c.flags for c in fill(region(), chars)[0].cells[:2]] == [(CROSSES_RULE,), (CROSSES_RULE,)]


def test_digits_that_touch_across_a_rule_and_are_no_number_are_doubtful_in_both_cells() -> None:
    found = fill(region(), written("12,34,567.8", 80, 14))[0].cells
    assert [(c.text, c.flags) for c in found[:2]] == [("12,3", (CROSSES_RULE,)), ("4,567.8", (CROSSES_RULE,))]


def test_a_number_that_starts_left_of_the_table_stays_whole() -> None:
    assert texts(written("1234", -4, 14)) == ["1234", "", "", ""]


def test_a_number_mostly_outside_the_table_leaves_no_digits_in_it() -> None:
    assert texts(written("1234", -13, 14)) == ["", "", "", ""]


def test_two_numbers_that_touch_are_parted_at_the_rule() -> None:
    assert texts([*written("12.34", 74, 14), *written("56.78", 101, 14)]) == ["12.34", "56.78", "", ""]


def test_two_numbers_with_a_wider_gap_at_the_rule_are_two() -> None:
    assert texts([*written("12", 89, 14), *written("34", 101.5, 14)]) == ["12", "34", "", ""]


def test_the_decimal_point_of_another_baseline_stays_in_its_number() -> None:
    chars = [*written("12", 10, 14), *written(".", 20, 15.5), *written("50", 25, 14)]
    assert texts(chars) == ["12.50", "", "", ""]


def test_numbers_of_two_rows_do_not_run_together() -> None:
    assert texts([*written("12", 10, 17), *written("34", 20, 37)]) == ["12", "", "34", ""]


@pytest.mark.parametrize(("x", "full"), [(60, True), (40, False)])
def test_a_line_without_room_for_another_character_runs_full(x: float, full: bool) -> None:
    assert cell(written("其他支出", x, 14), 0).runs_full is full


def test_a_cell_without_text_does_not_run_full() -> None:
    assert cell([], 0).runs_full is False


def test_a_label_that_runs_on_over_the_amount_beside_it_stays_whole() -> None:
    chars = [*written("基本养老保险缴费支出", 25, 14), *written("34.29", 160, 14)]
    assert texts(chars)[:2] == ["基本养老保险缴费支出", "34.29"]


def test_words_of_the_cell_beside_stay_there() -> None:
    chars = [*written("基本工资", 60, 14), *written("项目", 101, 14), *written("1.00", 160, 14)]
    assert texts(chars)[:2] == ["基本工资", "项目 1.00"]


TALL = [*written("机关养老", 10, 14), *written("保险缴费", 10, 32)]
"""A label of two lines whose second stands in the row below, upon the label there."""
BELOW = written("职业年金", 10, 34)


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ([*TALL, *BELOW], ["机关养老\n保险缴费", "", "职业年金", ""]),
        ([*TALL[:4], *BELOW, *TALL[4:]], ["机关养老", "", "保职险业缴年费金", ""]),
        (
            [*written("机关养老", 10, 14), *written("保险", 10, 32), *written("年金", 60, 34)],
            ["机关养老", "", "保险 年金", ""],
        ),
        ([*TALL, *written("职业年金", 10, 39)], ["机关养老\n保险缴费", "", "职业年金", ""]),
        (
            [*written("机关养老", 10, 14), *written("保险缴费", 10, 31), *written("职业年金", 10, 39.5)],
            ["机关养老", "", "保险缴费\n职业年金", ""],
        ),
    ],
    ids=["right-behind", "drawn-later", "side-by-side", "half-a-line-higher", "lines-of-one-cell"],
)
def test_a_line_printed_over_the_label_below_goes_to_the_label_it_goes_on(
    chars: list[Char], expected: list[str]
) -> None:
    assert texts(chars) == expected


def test_such_a_line_is_taken_whole_where_it_reaches_into_the_next_cell() -> None:
    head = [*written("一般公共预算", 10, 14), *written("拨款支出决算数", 60, 32)]
    xs, ys = (0.0, 100.0, 200.0), (0.0, 20.0, 40.0)
    slots = (Slot(0, 0, 1, 2, Box(0, 0, 200, 20)), *region().slots[2:])
    wide = Region(1, Box(0, 0, 200, 40), xs, ys, slots)
    assert texts([*head, *written("合计", 60, 34)], wide) == ["一般公共预算\n拨款支出决算数", "合计", ""]
