"""The scorer can fail a reader: every count falls where it must, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.bench.scoring import Score, compared, score
from tests.bench.tables import ReadTable, TrueTable, from_json, grid, to_json

ROWS = grid(
    [["科目", "金额", "备注"], ["合计", "30.00", ""], ["一、基本支出", "10.00", "甲"], ["二、项目支出", "20.00", "乙"]]
)
TRUTH = TrueTable("a", 2, ROWS, header_rows=1)
PERFECT = Score(tables=1, tables_found=1, grids_right=1, cells=11, cells_right=11, numbers=3, numbers_right=3)


def read(rows: Sequence[Sequence[str]], **more: object) -> ReadTable:
    return replace(ReadTable("a", 2, grid(rows)), **more)  # type: ignore[arg-type]  # the fields of the case


def changed(row: int, col: int, text: str) -> list[list[str]]:
    rows = [list(r) for r in ROWS]
    rows[row][col] = text
    return rows


def test_the_truth_itself_is_perfect() -> None:
    assert score([TRUTH], [read(ROWS)]) == PERFECT


@pytest.mark.parametrize("text", ["１０．００", "10 .00", "10.0\n0"])
def test_white_space_and_full_width_forms_do_not_count(text: str) -> None:
    assert score([TRUTH], [read(changed(2, 1, text))]) == PERFECT


def test_a_wrong_number_is_a_silent_error_unless_it_is_doubted() -> None:
    wrong = replace(PERFECT, cells_right=10, numbers_right=2, silent_errors=1)
    assert score([TRUTH], [read(changed(2, 1, "18.00"))]) == wrong
    assert score([TRUTH], [read(changed(2, 1, "18.00"), doubted=frozenset({(2, 1)}))]) == replace(
        wrong, silent_errors=0
    )
    assert score([TRUTH], [read(changed(2, 1, "18.00"), doubted=frozenset({(3, 1)}))]) == wrong


def test_a_number_where_none_stands_is_a_silent_error() -> None:
    assert score([TRUTH], [read(changed(1, 2, "5.00"))]) == replace(PERFECT, silent_errors=1)


@pytest.mark.parametrize("text", ["", "l0.00", "10,00"])
def test_a_number_lost_or_no_number_is_no_silent_error(text: str) -> None:
    assert score([TRUTH], [read(changed(2, 1, text))]) == replace(PERFECT, cells_right=10, numbers_right=2)


def test_a_wrong_text_is_no_wrong_number() -> None:
    assert score([TRUTH], [read(changed(2, 2, "申"))]) == replace(PERFECT, cells_right=10)


def test_numbers_in_each_others_rows_are_two_silent_errors() -> None:
    rows = [list(r) for r in ROWS]
    rows[2][1], rows[3][1] = rows[3][1], rows[2][1]
    assert score([TRUTH], [read(rows)]) == replace(PERFECT, cells_right=9, numbers_right=1, silent_errors=2)


def test_nothing_read_is_nothing_right() -> None:
    assert score([TRUTH], []) == Score(tables=1, cells=11, numbers=3)
    assert score([TRUTH], [replace(read(ROWS), page=3)]) == Score(tables=1, cells=11, numbers=3)
    assert score([TRUTH], [replace(read(ROWS), file="b")]) == Score(tables=1, cells=11, numbers=3)


def test_another_table_is_not_found() -> None:
    other = score([TRUTH], [read([["甲", "乙"], ["合计", "7.00"]])])
    assert (other.tables_found, other.grids_right) == (0, 0)


def test_a_row_too_many_costs_the_grid_and_nothing_else() -> None:
    rows = [*map(list, ROWS[:2]), ["页眉", "x", "y"], *map(list, ROWS[2:])]
    assert score([TRUTH], [read(rows)]) == replace(PERFECT, grids_right=0)


def test_a_column_lost_costs_its_cells() -> None:
    rows = [[row[0], row[2]] for row in ROWS]
    found = score([TRUTH], [read(rows)])
    assert (found.grids_right, found.numbers_right, found.cells_right, found.silent_errors) == (0, 0, 7, 0)


def test_blank_rows_and_columns_do_not_count_and_marks_keep_their_place() -> None:
    rows = [["", "", "", ""], *([row[0], "", *row[1:]] for row in changed(2, 1, "18.00"))]
    found = score([TRUTH], [read(rows, doubted=frozenset({(3, 2)}))])
    assert found == replace(PERFECT, cells_right=10, numbers_right=2)


def test_what_is_proved_is_counted_right_or_wrong() -> None:
    marks = frozenset({(1, 1), (2, 1), (2, 0)})
    assert score([TRUTH], [read(ROWS, proved=marks)]) == replace(PERFECT, proved=2)
    wrong = score([TRUTH], [read(changed(2, 1, "18.00"), proved=marks)])
    assert (wrong.proved, wrong.proved_wrong) == (1, 1)


def test_a_table_answers_once() -> None:
    twin = replace(TRUTH, rows=ROWS)
    assert score([TRUTH, twin], [read(ROWS)]) == PERFECT + Score(tables=1, cells=11, numbers=3)
    assert score([TRUTH, twin], [read(ROWS), read(ROWS)]) == PERFECT + PERFECT


def test_the_most_alike_answers() -> None:
    poorer = read(ROWS[:2])
    assert score([TRUTH], [poorer, read(ROWS)]) == PERFECT


def test_a_header_left_out_on_a_later_page_is_given_back() -> None:
    assert score([TRUTH], [read(ROWS[1:], header=ROWS[:1], doubted=frozenset({(1, 1)}))]) == PERFECT
    lost = score([TRUTH], [read(ROWS[1:])])
    assert (lost.grids_right, lost.cells_right, lost.numbers_right) == (0, 8, 3)


JOINED = TrueTable("a", 0, ROWS, header_rows=1)


def test_parts_on_several_pages_are_one_table_and_a_repeated_header_is_dropped() -> None:
    parts = [read(ROWS[:2]), replace(read([*ROWS[:1], *ROWS[2:]]), page=3)]
    assert score([JOINED], parts) == PERFECT
    assert score([JOINED], parts[::-1]) == PERFECT
    marked = [parts[0], replace(parts[1], rows=grid([ROWS[0], changed(2, 1, "9.00")[2], ROWS[3]]))]
    wrong = replace(PERFECT, cells_right=10, numbers_right=2, silent_errors=1)
    assert score([JOINED], marked) == wrong
    doubted = [marked[0], replace(marked[1], doubted=frozenset({(1, 1)}))]
    assert score([JOINED], doubted) == replace(wrong, silent_errors=0)


def test_a_part_lost_is_lost() -> None:
    found = score([JOINED], [read(ROWS[:2])])
    assert (found.tables_found, found.grids_right, found.numbers_right, found.silent_errors) == (0, 0, 1, 0)


def test_blank_forms_that_are_alike_are_taken_in_order() -> None:
    form = grid([["项目", "金额"], ["甲", "1.00"]])
    truths = [TrueTable("a", 0, form, 1), TrueTable("a", 0, form, 1)]
    both = [replace(read(form), page=page) for page in (1, 2)]
    assert score(truths, both).grids_right == 2


def test_groups_stay_together() -> None:
    other = TrueTable("a", 0, grid([["乙", "20.00"], ["二、项目支出", "20.00"]]))
    parts = [read(ROWS[:3], group="t"), replace(read(ROWS[3:], group="t"), page=3)]
    assert score([other, JOINED], parts).numbers_right == 3


def test_tables_survive_the_way_between_processes() -> None:
    table = read(ROWS, doubted=frozenset({(1, 1)}), proved=frozenset({(2, 1)}), header=ROWS[:1], group="t")
    assert from_json(to_json(table)) == table


def test_counts_of_no_table_are_none() -> None:
    assert compared(TrueTable("a", 1, ()), None) == Score(tables=1)
