"""Headers and labels of several lines in tables that have no rules at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.table import Grid
from tests.unit.layout.sheet import Sheet, rows

NAME, ENDS = 60, (240, 320, 400, 480)
ROWS = (
    ("行政运行", "6.00", "4.00", "2.00", "1.00"),
    ("事业运行", "3.00", "2.00", "1.00", "0.00"),
    ("住房公积金", "9.00", "6.00", "3.00", "1.00"),
)


def body(sheet: Sheet, top: float) -> None:
    for k, (name, *amounts) in enumerate(ROWS):
        sheet.write(name, NAME, top + 16 * k)
        for amount, end in zip(amounts, ENDS, strict=True):
            sheet.write_ending(amount, end, top + 16 * k)


def centred(sheet: Sheet, text: str, column: int, y: float) -> None:
    sheet.write(text, ENDS[column] - 22 - 4.5 * len(text), y)


def wide_header(sheet: Sheet) -> None:
    """基本支出 over 小计 and 人员, of the two others one wraps, its lines wider apart than a line is high."""
    sheet.write("科目名称", NAME + 10, 108)
    sheet.write("基本支出", 282, 100)
    centred(sheet, "合计", 0, 108)
    centred(sheet, "小计", 1, 117)
    centred(sheet, "人员", 2, 117)
    centred(sheet, "对附属", 3, 101)
    centred(sheet, "单位补助", 3, 115)


def spans(grid: Grid) -> dict[str, tuple[int, int]]:
    return {cell.compact: (cell.col, cell.col_span) for cell in grid.cells if cell.compact and cell.row < 3}


def test_a_header_whose_lines_are_set_wide_is_one_cell_beside_a_parent_and_its_children(tmp_path: Path) -> None:
    sheet = Sheet()
    wide_header(sheet)
    body(sheet, 136)
    (grid,) = sheet.grids(tmp_path)
    found = spans(grid)
    assert found["基本支出"] == (2, 2)
    assert found["对附属单位补助"] == (4, 1)
    assert rows(grid)[-3:] == [list(row) for row in ROWS]


def test_the_numbers_of_columns_are_nobodys_children(tmp_path: Path) -> None:
    sheet = Sheet()
    wide_header(sheet)
    for text, x in zip(("**", "1", "2", "3", "4"), (NAME + 20, 216, 296, 376, 456), strict=True):
        sheet.write(text, x, 132)
    body(sheet, 148)
    (grid,) = sheet.grids(tmp_path)
    found = spans(grid)
    assert (found["基本支出"], found["科目名称"], found["合计"]) == ((2, 2), (0, 1), (1, 1))


@pytest.mark.parametrize(
    ("texts", "held"),
    [(("科目名称", "合计", "基本支出", "项目支出", "其他"), True), (("某单位", "2024"), False)],
    ids=["of all columns", "a line with two texts"],
)
def test_a_header_of_several_columns_stands_higher_above_the_body(
    tmp_path: Path, texts: tuple[str, ...], held: bool
) -> None:
    sheet = Sheet()
    for text, x in zip(texts, (NAME, 210, 280, 360, 455), strict=False):
        sheet.write(text, x, 100)
    body(sheet, 134)
    (grid,) = sheet.grids(tmp_path)
    assert (rows(grid)[0] == list(texts)) is held


def test_lines_of_cells_beside_one_another_are_one_header_though_some_stand_alone(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("科目名称", NAME, 100)
    for column, lines in enumerate(
        (("合计",), ("一般公", "共预算"), ("政府性", "基金"), ("对附属", "单位补", "助支出"))
    ):
        for k, text in enumerate(lines):
            centred(sheet, text, column, 100 + 11 * (k - (len(lines) - 1) / 2))
    body(sheet, 130)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[0] == ["科目名称", "合计", "一般公共预算", "政府性基金", "对附属单位补助支出"]


def test_a_lone_character_is_no_word_with_one_past_another_header(tmp_path: Path) -> None:
    """类, 款 and 项 stand in the line of 小 计; 科目名称 between 项 and 小 is centred on two rows."""
    sheet = Sheet()
    for text, x in zip("类款项", (60, 98, 136), strict=True):
        sheet.write(text, x, 112)
    sheet.write("科目编码", 84, 100)
    sheet.write("科目名称", 178, 106)
    sheet.write("基本支出", 320, 100)
    sheet.write("小", 285, 112)
    sheet.write("计", 303, 112)
    sheet.write("人员", 380, 112)
    for k, code in enumerate((("201", "03", "01"), ("205", "08", "03"), ("208", "05", "05"))):
        for text, x in zip(code, (55, 93, 132), strict=True):
            sheet.write(text, x, 132 + 16 * k)
        sheet.write("行政运行支出", 172, 132 + 16 * k)
        sheet.write_ending("1,200.00", 325, 132 + 16 * k)
        sheet.write_ending("1,200.00", 410, 132 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    found = spans(grid)
    assert {text: found[text] for text in ("项", "小计", "科目编码", "基本支出")} == {
        "项": (2, 1),
        "小计": (4, 1),
        "科目编码": (0, 3),
        "基本支出": (4, 2),
    }


def labels(sheet: Sheet, tmp_path: Path) -> list[str]:
    grid = sheet.grids(tmp_path)[0]
    amounts = {cell.row for cell in grid.cells if cell.col and "." in cell.compact}
    return [
        next(c.compact for c in grid.cells if not c.col and c.row <= row < c.row + c.row_span)
        for row in sorted(amounts)
    ]


@pytest.mark.parametrize("pitch", [11.0, 14.0], ids=["closely", "wide"])
def test_three_lines_about_their_amounts_are_one_label_at_the_end_too(tmp_path: Path, pitch: float) -> None:
    sheet = Sheet()
    for text, x in zip(("项目", "合计", "基本", "项目", "其他"), (NAME, 210, 290, 370, 455), strict=True):
        sheet.write(text, x, 100)
    body(sheet, 116)
    for k, text in enumerate(("中央转移支付", "医疗服务能力", "补助资金")):
        sheet.write(text, NAME, 170 + pitch * k)
    for amount, end in zip(("3.00", "2.00", "1.00", "0.00"), ENDS, strict=True):
        sheet.write_ending(amount, end, 170 + pitch)
    assert labels(sheet, tmp_path)[-1] == "中央转移支付医疗服务能力补助资金"


def test_rows_without_amounts_set_as_all_rows_are_no_lines_of_a_label(tmp_path: Path) -> None:
    sheet = Sheet()
    for text, x in zip(("项目", "合计", "基本", "项目", "其他"), (NAME, 210, 290, 370, 455), strict=True):
        sheet.write(text, x, 100)
    body(sheet, 116)
    for k, text in enumerate(("其他支出", "教育支出", "科技支出", "文化支出")):
        sheet.write(text, NAME, 164 + 16 * k)
    for row in (165, 197):
        for amount, end in zip(("3.00", "2.00", "1.00", "0.00"), ENDS, strict=True):
            sheet.write_ending(amount, end, row + 15)
    assert labels(sheet, tmp_path)[-2:] == ["教育支出", "文化支出"]


def test_a_label_keeps_its_lines_beside_a_text_of_more(tmp_path: Path) -> None:
    """The lines of a purpose stand between those of the label; the amount beside both their middles is of one row."""
    sheet = Sheet()
    for text, x in zip(("项目", "合计", "绩效目标"), (NAME, 210, 330), strict=True):
        sheet.write(text, x, 100)
    for k in range(3):
        top = 130 + 60 * k
        sheet.write(f"信息化建设{'甲乙丙'[k]}", NAME, top - 6.5)
        sheet.write("运维项目", NAME, top + 6.5)
        sheet.write_ending(f"{k + 1}1.00", 240, top)
        for line in range(-1, 2):
            sheet.write("保障系统正常运行及时更新设备", 310, top + 13 * line)
    assert labels(sheet, tmp_path) == ["信息化建设甲运维项目", "信息化建设乙运维项目", "信息化建设丙运维项目"]


def test_headers_left_of_their_amounts_are_theirs_though_codes_stand_hardly_left_of_their_own(tmp_path: Path) -> None:
    sheet = Sheet()
    for text, x in zip(("类", "科目名称", "总计", "基本", "项目"), (66.5, 130, 232, 322, 412), strict=True):
        sheet.write(text, x, 100)
    for k in range(3):
        sheet.write(("205", "206", "208")[k], 57, 118 + 16 * k)
        sheet.write("教育支出", 120, 118 + 16 * k)
        for end in (310, 400, 490):
            sheet.write_ending("656.73", end, 118 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[:2] == [["类", "科目名称", "总计", "基本", "项目"], ["205", "教育支出", *["656.73"] * 3]]
