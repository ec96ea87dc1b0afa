"""Readings laid over the truth by content."""

from __future__ import annotations

from tests.bench.aligned import Counts, Shown, compared

TRUTH = [["项目", "2024", "2025"], ["甲", "1.50", "2.50"], ["乙", "3.50", ""], ["合计", "5.00", "2.50"]]


def placed(rows: list[list[str]], doubted: tuple[tuple[int, int], ...] = ()) -> dict[tuple[int, int, int, int], Shown]:
    return {(r, c, 1, 1): Shown(text, (r, c) in doubted) for r, row in enumerate(rows) for c, text in enumerate(row)}


def counted(rows: list[list[str]], doubted: tuple[tuple[int, int], ...] = ()) -> Counts:
    return compared(placed(rows, doubted), {place: cell.text for place, cell in placed(TRUTH).items()})


def test_the_truth_is_right() -> None:
    assert counted(TRUTH) == Counts(7, 7, 4, 4, 0, 0)


def test_a_false_row_above_is_no_error_below() -> None:
    assert counted([["", "", ""], *TRUTH]) == Counts(7, 7, 4, 4, 0, 0)


def test_a_false_column_is_no_error_beside_it() -> None:
    assert counted([[row[0], "", *row[1:]] for row in TRUTH]).silent == 0


def test_a_number_in_the_wrong_column_is_silent_unless_doubted() -> None:
    moved = [*TRUTH[:2], ["乙", "", "3.50"], TRUTH[3]]
    assert counted(moved).silent == 2
    assert counted(moved, ((2, 1), (2, 2))).silent == 0


def test_a_wrong_number_is_silent_unless_doubted() -> None:
    wrong = [*TRUTH[:2], ["乙", "8.50", ""], TRUTH[3]]
    assert counted(wrong).silent == 1
    assert counted(wrong, ((2, 1),)).silent == 0


def test_columns_run_together_are_silent_unless_the_row_is_doubted() -> None:
    merged = [[row[0], " ".join(row[1:]).strip()] for row in TRUTH]
    assert counted(merged).silent > 0
    assert counted(merged, tuple((r, 1) for r in range(4))).silent == 0


def test_a_right_number_doubted_is_counted() -> None:
    assert counted(TRUTH, ((1, 1),)).good_doubted == 1
