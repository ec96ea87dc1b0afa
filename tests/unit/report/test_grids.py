"""A table as published: spans, gaps, and marks that tell where an amount comes from."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.report.grids import grid, restored
from pipeline.report.marks import SHAPES, origin
from tests.unit.report.lines import line


def cell(row: int, column: int, text: str | None, rows: int = 1, columns: int = 1, **known: Any) -> dict[str, Any]:
    return {
        "cell_id": f"cel_{row}{column}",
        "row_no": row,
        "col_no": column,
        "row_span": rows,
        "col_span": columns,
        "is_header": row == 0,
        "text_raw": text,
        "value_status": "reported",
        "flags": None,
    } | known


def test_merged_cells_span_and_missing_ones_leave_a_gap() -> None:
    found = grid([cell(0, 0, "科目", rows=2), cell(0, 1, "支出", columns=2), cell(1, 2, "小计")], {})
    assert [[c and (c.text, c.rows, c.columns) for c in row] for row in found] == [
        [("科目", 2, 1), ("支出", 1, 2)],
        [None, ("小计", 1, 1)],
    ]


def test_no_cells_no_grid() -> None:
    assert grid([], {}) == ()


@pytest.mark.parametrize(
    ("status", "flags", "expected"),
    [
        ("reported", None, "reported"),
        ("zero", None, "reported"),
        ("reported", "rounding|reading_doubtful", "doubtful"),
        ("reported", "readers_disagree", "doubtful"),
        ("derived", "readers_disagree", "derived"),
        ("repaired", None, "repaired"),
        ("corrected", "reviewed", "corrected"),
        ("illegible", None, "illegible"),
    ],
)
def test_origin(status: str, flags: str | None, expected: str) -> None:
    row = line("1.00", value_status=status, flags=flags)
    assert origin(row) == expected
    ((shown,),) = grid([cell(1, 0, "1.00")], {"cel_10": [row]})[1:]
    assert shown is not None
    assert (shown.origin, shown.shape) == (expected, SHAPES[expected])


def test_a_cell_a_check_speaks_of_has_an_address_of_its_own() -> None:
    row = line("1.00")
    cells = [cell(0, 0, "1.00"), cell(0, 1, "3"), cell(0, 2, "4")]
    ((first, second, third),) = grid(cells, {"cel_00": [row]}, {"cel_00", "cel_01"})
    assert [c and c.anchors for c in (first, second, third)] == [(row["line_id"], "cel_00"), ("cel_01",), ()]


def test_shapes_differ() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_a_restored_amount_is_shown_in_the_unit_of_the_table_and_a_read_one_as_printed() -> None:
    repaired = line("120000.00", value_status="repaired", amount_raw="12,0O", amount_unit="CNY_10K")
    assert restored(repaired) == "12.00"
    ((shown,),) = grid([cell(0, 0, "12,0O")], {"cel_00": [repaired]})
    assert shown is not None
    assert shown.text == "12.00"
    ((shown,),) = grid([cell(0, 0, "1,2 00")], {"cel_00": [line("1200.00")]})
    assert shown is not None
    assert shown.text == "1,2 00"


def test_ten_thousands_keep_their_decimals() -> None:
    assert restored(line("12345.60", amount_unit="CNY_10K")) == "1.23456"
    assert restored(line(None)) == ""
    assert restored(line("1", amount_unit=None)) == ""
