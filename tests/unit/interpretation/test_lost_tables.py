"""Tables that no record tells of are findings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.interpretation.lost_tables import tables_not_found
from pipeline.model.table import Grid
from tests.unit.assembly.sheets import grid, line, page, table

ROW = "一般公共服务支出 2,570.71"


def found(*texts: str) -> list[str]:
    return [f.message for f in tables_not_found([page(*(line(text, 20 * k) for k, text in enumerate(texts, 1)))], ())]


def test_rows_of_amounts_outside_tables_are_a_finding() -> None:
    (message,) = found("收支总表", ROW, "教育支出 1,200.00 300.00", "3.50 17.20")
    assert message.startswith("page 1: 3 rows with amounts stand in no table, the first '一般公共服务支出 2,570.71'")


def test_one_row_of_many_amounts_is_one() -> None:
    assert found("三公经费", "10.00 8.00 2.00")[0].startswith("page 1: a row of amounts stands in no table")
    assert found("三公经费", "8.00 2.00") == []


@pytest.mark.parametrize(
    "texts",
    [
        (ROW, ROW),
        ("收支总表 3", "收入总表 4", "支出总表 5"),
        ("2024年 2080505", "2023年 2080506", "2022年 2080507"),
        ("收入 2,570.71万元", "支出 2,570.71万元", "结余 0.00万元"),
        ("收入2,570.71, 支出 2,570.71", "教育支出300.00, 农林水 20.50", "卫生支出 3.50, 住房 17.20"),
        ("0.00", "500.00", "1,000.00"),
        ("占 12.50 %", "占 30.00 %", "占 57.50 %"),
    ],
    ids=["two rows", "contents", "years and codes", "with units", "sentences", "the axis of a chart", "shares"],
)
def test_other_lines_are_none(texts: tuple[str, ...]) -> None:
    assert found(*texts) == []


def test_rows_in_a_table_are_none() -> None:
    assert list(tables_not_found([page(grid("项目|金额\n甲|1.00\n乙|2.00\n丙|3.00"))], ())) == []


def unread(*texts: str) -> Grid:
    """A grid of one row; what has no text could not be read."""
    drawn = grid("|".join("甲" for _ in texts))
    cells = zip(drawn.cells, texts, strict=True)
    return replace(drawn, cells=tuple(c._replace(text=t, flags=() if t else ("illegible",)) for c, t in cells))


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("", "", ""), ["nobody could read any of the 3 cells"]),
        (("收入", "", ""), ["nobody could read more than 1 of the 3 cells"]),
        (("收入", "支出", ""), []),
        (("收入", ""), []),
    ],
)
def test_a_grid_nobody_could_read_is_a_finding(texts: tuple[str, ...], said: list[str]) -> None:
    lost = [f.message for f in tables_not_found([page(unread(*texts))], ())]
    assert lost == [f"page 1: {what} of a table; it gives no records: look at the page" for what in said]


def test_a_grid_that_is_part_of_a_table_is_none() -> None:
    lost = unread("收入", "", "")
    whole = replace(table("甲|乙|丙", 1), cells=lost.cells)
    assert list(tables_not_found([page(lost)], [whole])) == []


def test_a_blank_form_is_none() -> None:
    drawn = grid("甲|乙")
    assert (
        list(tables_not_found([page(replace(drawn, cells=tuple(c._replace(text="") for c in drawn.cells)))], ())) == []
    )
