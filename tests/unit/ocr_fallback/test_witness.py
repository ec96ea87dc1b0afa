"""Numbers of a table without rules are sure where the lines found apart say the same."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback import page
from ocr_fallback.values import BaseGrid, Box, CellReading, GridReading, LineReading, Sheet, Slot
from ocr_fallback.witness import cut_at_sides, without_lost_columns, witnessed

WIDTH, HEIGHT = 200, 20


def doubts(cells: list[list[str]], lines: list[tuple[int, float, str]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """``lines``: row, left edge, text; Latin characters 10 pixels wide."""
    rows, cols = len(cells), len(cells[0])
    place = [(r, c, Box(c * WIDTH, r * 30, (c + 1) * WIDTH, r * 30 + 30)) for r in range(rows) for c in range(cols)]
    slots = tuple(Slot(r, c, 1, 1, box) for r, c, box in place)
    box = Box(0, 0, cols * WIDTH, rows * 30)
    xs, ys = tuple(float(c * WIDTH) for c in range(cols + 1)), tuple(float(r * 30) for r in range(rows + 1))
    read = tuple(
        CellReading(r, c, 1, 1, at, cells[r][c], "read" if cells[r][c] else "blank", 0.99, "tiny") for r, c, at in place
    )
    seen = [
        LineReading(
            Box(x, r * 30 + 5, x + sum(20 if ord(c) > 255 else 10 for c in text), r * 30 + 25), text, "read", 0.9
        )
        for r, x, text in lines
    ]
    found = without_lost_columns(witnessed(GridReading(box, xs, ys, read), BaseGrid(box, xs, ys, slots), seen))
    assert all((cell.status == "doubtful") == bool(cell.doubts) for cell in found.cells)
    return {(cell.row, cell.col): cell.doubts for cell in found.cells if cell.doubts}


@pytest.mark.parametrize(
    ("x", "row", "doubted"),
    [(-60, 0, [(0, 0)]), (-60, 1, [(1, 0)]), (-100, 0, []), (400, 1, [(1, 1)]), (430, 1, [])],
    ids=["left of the first row", "left of the second", "further left", "right of the last", "further right"],
)
def test_a_line_beside_a_grid_that_goes_on_in_it_makes_its_cell_doubtful(
    x: float, row: int, doubted: list[tuple[int, int]]
) -> None:
    box, xs, ys = Box(0, 0, 400, 60), (0.0, 200.0, 400.0), (0.0, 30.0, 60.0)
    place = [(r, c, Box(c * WIDTH, r * 30, (c + 1) * WIDTH, r * 30 + 30)) for r in range(2) for c in range(2)]
    read = tuple(CellReading(r, c, 1, 1, at, "缴费", "read", 0.99, "tiny") for r, c, at in place)
    outside = LineReading(Box(x, row * 30 + 5, x + 60, row * 30 + 25), "住房公", "read", 0.9)
    grid = BaseGrid(box, xs, ys, tuple(Slot(r, c, 1, 1, at) for r, c, at in place))
    found = cut_at_sides(GridReading(box, xs, ys, read), grid, [outside])
    assert [(c.row, c.col) for c in found.cells if c.doubts == ("cut",) and c.status == "doubtful"] == doubted


def test_numbers_that_the_lines_repeat_are_no_doubt() -> None:
    assert doubts([["结转", "7.06"]], [(0, 10, "结转"), (0, 250, "7.06")]) == {}


def test_a_number_read_otherwise_is_doubtful_and_a_word_is_not() -> None:
    assert doubts([["结转", "7.06"]], [(0, 10, "结砖"), (0, 250, "1.06")]) == {(0, 1): ("lines",)}


def test_a_number_that_a_cut_runs_through_is_doubtful_on_both_sides() -> None:
    assert doubts([["17", "06"]], [(0, 190, "1706")]) == {(0, 0): ("lines",), (0, 1): ("lines",)}


def test_a_number_in_a_blank_cell_is_doubtful() -> None:
    assert doubts([["结转", ""]], [(0, 10, "结转"), (0, 250, "7.06")]) == {(0, 1): ("lines",)}


def test_an_amount_and_words_in_one_cell_are_doubtful() -> None:
    merged = [["7.06结转", "1.00"], ["合计", "2.00"]]
    said = [(0, 10, "7.06结转"), (0, 250, "1.00"), (1, 10, "合计"), (1, 250, "2.00")]
    assert doubts(merged, said) == {(0, 0): ("several",)}


def test_two_such_cells_make_all_of_the_table_doubtful() -> None:
    merged = [["7.06结转", "1.00"], ["8.06合计", "2.00"]]
    said = [(0, 10, "7.06结转"), (0, 250, "1.00"), (1, 10, "8.06合计"), (1, 250, "2.00")]
    assert set(doubts(merged, said)) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize("unsure", [True, False])
def test_a_ruled_grid_is_read_a_second_time_where_its_walls_are_not_sure(
    unsure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box(0, 0, WIDTH, 30)
    grid = BaseGrid(box, (0.0, 200.0), (0.0, 30.0), (Slot(0, 0, 1, 1, box, unsure),))
    cell = CellReading(0, 0, 1, 1, box, "7.06", "read", 0.99, "tiny")
    monkeypatch.setattr(page, "_grid", lambda *_: (grid, GridReading(box, grid.xs, grid.ys, (cell,))))
    monkeypatch.setattr(page, "lines_outside", lambda *_: [LineReading(Box(10, 5, 50, 25), "1.06", "read", 0.9)])
    white = np.full((40, 220), 255, np.uint8)
    _, reading = page._ruled(Sheet(white, white, white), grid, np.eye(3), 200.0)
    (read,) = reading.cells
    assert read.doubts == (("lines",) if unsure else ())


def test_a_text_whose_line_begins_with_what_only_goes_on_is_doubtful() -> None:
    """The cell lost 一、 and the line its 一."""
    assert doubts([["部门预算", "7.06"]], [(0, 10, "、部门预算"), (0, 250, "7.06")]) == {(0, 0): ("lines",)}
