"""Tables without vertical rules: columns through white, rows from their own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.layout import column_cuts
from tests.unit.layout.sheet import BODY, COLUMNS, HEADER, RIGHT, Sheet, rows


def three_line_table(header_top: float = 100) -> Sheet:
    sheet = Sheet()
    sheet.write("一般公共预算基本支出表", 220, 80)
    sheet.rule(header_top)
    sheet.row(HEADER, 114)
    sheet.rule(120)
    sheet.body(134, 16)
    return sheet


def test_a_three_line_table_has_its_columns_and_rows(tmp_path: Path) -> None:
    sheet = three_line_table()
    sheet.rule(190)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(row) for row in (HEADER, *BODY)]


def test_a_label_wrapped_over_two_lines_is_one_cell(tmp_path: Path) -> None:
    sheet = three_line_table()
    sheet.write("对个人和家庭的补助支出及其他", COLUMNS[1], 198)
    sheet.write("补助", COLUMNS[1], 209)
    sheet.write_ending("3.91", COLUMNS[2], 198)
    sheet.write_ending("3.91", COLUMNS[3], 198)
    sheet.rule(216)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[-1] == ["", "对个人和家庭的补助支出及其他补助", "3.91", "3.91", ""]
    assert grid.n_rows == 6


@pytest.mark.parametrize(
    ("left", "last"), [(50, ["办公费", "3.00", "3.00"]), (200, None)], ids=["below it", "beside it"]
)
def test_no_label_goes_on_below_a_rule(tmp_path: Path, left: float, last: list[str] | None) -> None:
    sheet = Sheet()
    for text, x in (("名称", 60), ("合计", 250), ("人员经费", 350)):
        sheet.write(text, x, 100)
    for k, (name, y) in enumerate((("工资福利支出", 116), ("商品和服务支出", 132), ("办公费", 144))):
        sheet.write(name, 60, y)
        for x in (300, 420):
            sheet.write_ending(f"{k + 1}.00", x, 149 if k == 2 else y)
    for y in (88, 104, 120, 135, 154):
        sheet.page.draw_line((left if y == 135 else 50, y), (450, y), width=0.7)
    (grid,) = sheet.grids(tmp_path)
    assert (rows(grid)[-1] == last) == (last is not None)


def test_an_indented_label_goes_on_at_the_left(tmp_path: Path) -> None:
    sheet = three_line_table()
    sheet.write("对个人和家庭的补助支出及其他", COLUMNS[1], 198)
    sheet.write("离休退休和退职费", COLUMNS[1] + 54, 214)
    sheet.write("补助", COLUMNS[1], 225)
    for y in (198, 214):
        sheet.write_ending("3.91", COLUMNS[2], y)
        sheet.write_ending("3.91", COLUMNS[3], y)
    sheet.rule(236)
    (grid,) = sheet.grids(tmp_path)
    assert [row[1] for row in rows(grid)[-2:]] == ["对个人和家庭的补助支出及其他", "离休退休和退职费补助"]


@pytest.mark.parametrize(
    ("lower", "labels"),
    [("支出及补助", ["个人和家庭支出及补助"]), ("二、补助支出", ["个人和家庭", "二、补助支出"])],
    ids=["goes on", "numbered"],
)
def test_two_lines_around_their_amounts_are_one_label(tmp_path: Path, lower: str, labels: list[str]) -> None:
    sheet = three_line_table()
    sheet.write("个人和家庭", COLUMNS[1], 200)
    sheet.write(lower, COLUMNS[1], 216)
    sheet.write_ending("3.91", COLUMNS[2], 208)
    sheet.write_ending("3.91", COLUMNS[3], 208)
    sheet.rule(226)
    (grid,) = sheet.grids(tmp_path)
    assert [cell.compact for cell in grid.cells if cell.col == 1 and cell.compact][5:] == labels


def test_a_spanning_header_lies_over_its_columns(tmp_path: Path) -> None:
    sheet = three_line_table(header_top=82)
    sheet.write("本年支出", 385, 97)
    sheet.rule(190)
    (grid,) = sheet.grids(tmp_path)
    (spanning,) = (cell for cell in grid.cells if cell.compact == "本年支出")
    assert spanning.row == 0
    assert spanning.col_span > 1
    assert (spanning.col + spanning.col_span - 1) in (3, 4)


def test_a_rule_right_above_the_body_closes_the_header_above_it(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("单位：万元", 480, 96)
    sheet.row(HEADER, 114)
    sheet.rule(120)
    sheet.body(134, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[0] == list(HEADER)


def test_a_narrow_rule_under_a_spanning_header_tops_no_table(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("单位：万元", 480, 82)
    sheet.write("2025年预算数", 390, 97)
    sheet.page.draw_line((300, 101), (RIGHT, 101), width=0.7)
    for text, x in zip(HEADER[:2], COLUMNS, strict=False):
        sheet.write(text, x, 106)  # beside both rows of the header
    sheet.row(("", "", *HEADER[2:]), 114)
    sheet.rule(120)
    sheet.body(134, 16)
    (grid,) = sheet.grids(tmp_path)
    (spanning,) = (cell for cell in grid.cells if cell.compact == "2025年预算数")
    assert (spanning.row, spanning.col, spanning.col_span) == (0, 2, 3)


def test_a_header_without_a_lower_one_is_nobodys_parent(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("单位：万元", 480, 82)
    for text, x in zip(HEADER[:2], COLUMNS, strict=False):
        sheet.write(text, x, 106)
    sheet.write_ending(HEADER[2], COLUMNS[2], 106)
    sheet.write("本年支出", 425, 97)
    sheet.row(("", "", "", *HEADER[3:]), 115)
    sheet.body(134, 16)
    (grid,) = sheet.grids(tmp_path)
    spans = {cell.compact: (cell.col, cell.col_span) for cell in grid.cells if cell.compact in ("合计", "本年支出")}
    assert spans == {"合计": (2, 1), "本年支出": (3, 2)}


def test_a_header_between_two_lower_ones_is_no_column_of_its_own(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("单位：万元", 480, 82)
    for left in (55, 310):
        sheet.write("收入" if left < 100 else "支出", left + 120, 97)
        sheet.write("项目", left + 30, 114)
        sheet.write("预算数", left + 190, 114)
        for k, (label, amount) in enumerate((("财政拨款", "12.00"), ("事业收入", "3.00"), ("本年合计", "15.00"))):
            sheet.write(label, left, 134 + 16 * k)
            sheet.write_ending(amount, left + 225, 134 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert grid.n_cols == 4
    assert [(c.compact, c.col, c.col_span) for c in grid.cells if c.compact in ("收入", "支出")] == [
        ("收入", 0, 2),
        ("支出", 2, 2),
    ]


@pytest.mark.parametrize("ruled", [False, True], ids=["white", "three lines"])
def test_tables_below_one_another_are_parted_where_a_caption_stands(tmp_path: Path, ruled: bool) -> None:
    sheet = Sheet()
    for top, title in ((30, "部门支出总表"), (170, "一般公共预算支出表")):
        sheet.write(title, 250, top)
        sheet.write("单位：万元", 480, top + 12)
        sheet.row(HEADER, top + 28)
        sheet.body(top + 48, 16)
        for at in (top + 17, top + 34, top + 104) if ruled else ():
            sheet.rule(at)
    assert [grid.n_rows for grid in sheet.grids(tmp_path)] == [len(BODY) + 1] * 2


def test_a_label_that_goes_on_with_the_word_for_a_table_parts_nothing(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.row(HEADER, 60)
    for top in (80, 180):
        sheet.body(top, 16)
    sheet.row(("303", "编制财务会计报", "3.91", "3.91", ""), 144)
    sheet.write("表", COLUMNS[1], 155)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[-1] == list(BODY[-1])


def test_one_row_below_a_header_and_its_unit_is_a_table(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("单位：万元", 480, 96)
    sheet.row(HEADER, 114)
    sheet.row(BODY[0], 134)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), list(BODY[0])]


def test_one_row_without_a_unit_above_it_is_none(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.row(HEADER, 114)
    sheet.row(BODY[0], 134)
    assert sheet.grids(tmp_path) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["本部门2024年收入预算为313.17万元，其中一般公共预算拨款收入313.17万元。"] * 8,
        ["一、部门职责", "二、机构设置", "三、收支总体情况", "四、名词解释"],
        ["第一部分概况.......1", "第二部分预算表.......12", "第三部分说明.......1204"],
        [],
    ],
    ids=["prose with amounts", "headings", "contents", "blank"],
)
def test_a_page_of_prose_has_no_table(tmp_path: Path, lines: list[str]) -> None:
    sheet = Sheet()
    for k, line in enumerate(lines):
        sheet.write(line, 60, 60 + 18 * k)
    assert sheet.grids(tmp_path) == []


@pytest.mark.parametrize(("label_x", "asked"), [(None, 0), (100, 1)], ids=["white is white", "a label stands in it"])
def test_camelot_is_asked_where_a_text_stands_in_the_white(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label_x: float | None, asked: int
) -> None:
    areas = []
    monkeypatch.setattr(column_cuts, "_camelot_cuts", lambda path, page, area: areas.append(area) or [])
    sheet = three_line_table()
    sheet.row(("30201", "办公费", "46.92", "", "46.92"), 198)
    if label_x:
        sheet.write("合计", label_x, 214)
        sheet.write_ending("1,243.90", COLUMNS[2], 214)
    sheet.rule(222)
    (grid,) = sheet.grids(tmp_path)
    assert grid.n_cols == len(COLUMNS)
    assert len(areas) == asked


def test_camelot_says_where_white_is_cut_that_a_label_stands_in(tmp_path: Path) -> None:
    sheet = three_line_table()
    sheet.write("合计", 100, 198)
    sheet.write_ending("1,243.90", COLUMNS[2], 198)
    sheet.rule(206)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[-1][2:] == ["1,243.90", "", ""]
    assert "".join(rows(grid)[-1][:2]) == "合计"


NARROW = (("上年结转", 60), ("一般公共预算", 99), ("政府性基金", 156), ("国有资本", 204), ("其他收入", 243))
"""Headers of narrow columns, hardly apart from each other, and where they start."""


def narrow(sheet: Sheet, *values: str) -> Sheet:
    for text, x in NARROW:
        sheet.write(text, x, 66)
    for row in range(4):
        for (_, x), value in zip(NARROW, values, strict=True):
            if value:
                sheet.write(value, x + 5, 80 + 15 * row)
    return sheet


def test_headers_of_narrow_columns_are_told_apart_where_the_columns_are(tmp_path: Path) -> None:
    (grid,) = narrow(Sheet(), "1.00", "2.00", "3.00", "4.00", "5.00").grids(tmp_path)
    assert rows(grid)[0] == [text for text, _ in NARROW]


def test_an_amount_ends_where_the_label_of_the_list_beside_it_begins(tmp_path: Path) -> None:
    sheet = Sheet()
    for row, (left, right) in enumerate(
        [("财政拨款收入", "教育支出"), ("事业收入", "卫生支出"), ("其他收入", "住房支出")]
    ):
        y = 80 + 15 * row
        sheet.write(left, 60, y)
        sheet.write_ending("100.00", 200, y)
        sheet.write(f"{'一二三'[row]}、{right}", 203, y)
        sheet.write_ending("70.00", 400, y)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[0] == ["财政拨款收入", "100.00", "一、教育支出", "70.00"]


def test_a_dash_for_none_is_no_minus_of_the_amount_beside_it(tmp_path: Path) -> None:
    sheet = Sheet()
    for row in range(4):
        sheet.write("教育支出", 60, 80 + 15 * row)
        sheet.write_ending("-", 200, 80 + 15 * row)
        sheet.write("10.02", 203, 80 + 15 * row)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[0] == ["教育支出", "-", "10.02"]


def test_lines_with_amounts_of_their_own_are_rows_of_their_own(tmp_path: Path) -> None:
    sheet = Sheet()
    for row, label in enumerate(["行政事业单位养老支出", "行政单位离退休费用项", "机关事业单位养老缴费"]):
        sheet.write(label, 60, 80 + 12 * row)
        sheet.write_ending("10.02", 300, 80 + 12 * row)
    (grid,) = sheet.grids(tmp_path)
    assert grid.n_rows == 3


def test_a_word_spelled_out_over_two_columns_is_one_header(tmp_path: Path) -> None:
    sheet = Sheet()
    for x in (130, 380):
        sheet.write("收" if x < 200 else "支", x, 100)
        sheet.write("入" if x < 200 else "出", x + 60, 100)
    for label, amount in ((60, 250), (310, 500)):
        sheet.write("项目", label, 114)
        sheet.write_ending("预算数", amount, 114)
    for k, name in enumerate(("一般公共预算拨款收入", "政府性基金预算拨款", "事业收入")):
        sheet.write(name, 60, 130 + 16 * k)
        sheet.write_ending(f"{k + 1}1.00", 250, 130 + 16 * k)
        sheet.write(name.replace("收入", "支出"), 310, 130 + 16 * k)
        sheet.write_ending(f"{k + 1}1.00", 500, 130 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[0] == ["收入", "支出"]


@pytest.mark.parametrize(
    ("heads", "codes", "name", "end"),
    [((60, 110, 150), (58, 110, 150), 190, 400), ((68, 122, 163), (58, 108, 150), 230, 420)],
    ids=["over their codes", "centred, the codes of a spreadsheet to the left"],
)
def test_characters_over_a_column_each_are_headers_each(
    tmp_path: Path, heads: tuple[int, ...], codes: tuple[int, ...], name: int, end: int
) -> None:
    sheet = Sheet()
    for text, x in zip("类款项", heads, strict=True):
        sheet.write(text, x, 100)
    sheet.write("科目名称", name, 100)
    sheet.write_ending("合计", end, 100)
    for k, code in enumerate((("201", "03", "01"), ("205", "08", "03"), ("208", "05", "05"))):
        for text, x in zip(code, codes, strict=True):
            sheet.write(text, x, 116 + 16 * k)
        sheet.write("行政运行", 190, 116 + 16 * k)
        sheet.write_ending("1,200.00", end, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[:2] == [["类", "款", "项", "科目名称", "合计"], ["201", "03", "01", "行政运行", "1,200.00"]]


def test_a_currency_sign_at_the_left_of_its_cell_is_no_column(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("项目", 60, 100)
    sheet.write_ending("预算数", 400, 100)
    for k, (name, amount) in enumerate(
        (("行政运行", "1,200.00"), ("事业运行", "80.00"), ("其他", "-"), ("合计", "1,280.00"))
    ):
        sheet.write(name, 60, 116 + 16 * k)
        sheet.write("¥", 300, 116 + 16 * k)
        sheet.write_ending(amount, 400, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert [len(row) for row in rows(grid)] == [2] * 5
    assert rows(grid)[1][1].replace(" ", "") == "¥1,200.00"


def test_amounts_to_the_left_stand_under_the_header_on_their_right(tmp_path: Path) -> None:
    """That they stand to the left the last column tells, whose amounts reach under their header."""
    sheet = Sheet()
    for text, x in (("项目", 60), ("因公出国费", 180), ("公务用车费", 290), ("公务接待费", 480)):
        sheet.write(text, x, 100)
    amounts = (("甲", "4.00", "1.00"), ("乙", "5.00", "2.00"), ("丙", "6.00", "3.00"))
    for k, row in enumerate(amounts):
        for text, x in zip(row, (60, 232, 465), strict=True):
            sheet.write(text, x, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [["项目", "因公出国费", "公务用车费", "公务接待费"], *([a, "", b, c] for a, b, c in amounts)]


def test_amounts_of_different_width_that_end_below_one_another_stand_to_the_right(tmp_path: Path) -> None:
    """Codes to the left of their header say nothing of where amounts stand."""
    sheet = Sheet()
    for text, x in (("功能分类科目编码", 60), ("科目名称", 180), ("人员经费", 250), ("公用经费", 343), ("合计", 452)):
        sheet.write(text, x, 100)
    amounts = (("301", "基本工资", "4.52", ""), ("30101", "津贴补贴", "14.05", ""), ("302", "奖金", "2.00", "1.17"))
    for k, (code, name, staff, goods) in enumerate(amounts):
        sheet.write(code, 60, 116 + 16 * k)
        sheet.write(name, 170, 116 + 16 * k)
        for text, x in ((staff, 340), (goods, 430), (staff, 520)):
            sheet.write_ending(text, x, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    header = ["功能分类科目编码", "科目名称", "人员经费", "公用经费", "合计"]
    assert rows(grid) == [header, *([*row, row[2]] for row in amounts)]


def test_a_header_between_two_lower_ones_that_stands_over_amounts_heads_none_of_them(tmp_path: Path) -> None:
    sheet = Sheet()
    for text, x in (("一般预算", 212), ("基金预算", 432)):
        sheet.write(text, x, 88)
    for text, x in (("项目", 60), ("上年", 150), ("本年", 260), ("上年", 370), ("本年", 480)):
        sheet.write(text, x, 100)
    amounts = (
        ("甲", "14.05", "11.17", "2.00", "3.00"),
        ("乙", "5.00", "1.10", "2.00", "13.00"),
        ("丙", "5.00", "1.10", "2.00", "3.00"),
    )
    for k, (name, *row) in enumerate(amounts):
        sheet.write(name, 60, 116 + 16 * k)
        for text, x in zip(row, (230, 340, 450, 560), strict=True):
            sheet.write_ending(text, x, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert [row for row in rows(grid) if row[0] in ("甲", "乙", "丙")] == [list(row) for row in amounts]


def test_an_amount_between_blank_columns_stays_in_its_own(tmp_path: Path) -> None:
    sheet = Sheet()
    for text, x in (("项目", 60), ("购置费及其他", 141), ("小计", 241), ("运行", 341), ("接待", 441)):
        sheet.write(text, x, 100)
    for k, row in enumerate((("甲", 0, 4, 0, 5), ("乙", 1, 0, 2, 5), ("丙", 1, 0, 2, 5))):
        sheet.write(str(row[0]), 60, 116 + 16 * k)
        for value, x in zip(row[1:], (132, 232, 332, 432), strict=True):
            if value:
                sheet.write(f"{value}.00", x, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[1] == ["甲", "", "4.00", "", "5.00"]


def test_codes_that_go_on_below_are_whole(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.row(HEADER, 100)
    for k, (upper, lower) in enumerate((("2010", "3"), ("2010", "301"), ("2010", "302"))):
        sheet.write(upper, COLUMNS[0], 120 + 30 * k)
        sheet.write(lower, COLUMNS[0], 131 + 30 * k)
        sheet.write("行政管理", COLUMNS[1], 120 + 30 * k)
        sheet.write("运行", COLUMNS[1], 131 + 30 * k)
        for x in COLUMNS[2:4]:
            sheet.write_ending("1,200.00", x, 120 + 30 * k)
    (grid,) = sheet.grids(tmp_path)
    codes = ("20103", "2010301", "2010302")
    assert [row[:3] for row in rows(grid)[1:]] == [[code, "行政管理运行", "1,200.00"] for code in codes]


@pytest.mark.parametrize(
    ("codes", "whole"),
    [
        ((("201", ""), ("20103", ""), ("20103", "01")), ["201", "20103", "2010301"]),
        ((("201", ""), ("20103", ""), ("201030", "1")), ["201", "20103", "2010301"]),
        ((("801", ""), ("80103", ""), ("801030", "1")), None),
        ((("200", ""), ("20000", ""), ("200000", "5")), None),
        ((("200", ""), ("20000", ""), ("20000", "50")), None),
        ((("301", ""), ("30101", ""), ("201030", "1")), None),
    ],
    ids=["a group and its item", "cut among codes", "no codes", "amounts", "round amounts", "codes of others"],
)
def test_one_code_that_goes_on_below_is_whole_among_others(
    tmp_path: Path, codes: tuple[tuple[str, str], ...], whole: list[str] | None
) -> None:
    sheet = Sheet()
    sheet.row(HEADER, 100)
    for k, (upper, lower) in enumerate(codes):
        sheet.write(upper, COLUMNS[0], 120 + 30 * k)
        sheet.write("行政管理", COLUMNS[1], 120 + 30 * k)
        if lower:
            sheet.write(lower, COLUMNS[0], 131 + 30 * k)
            sheet.write("运行", COLUMNS[1], 131 + 30 * k)
        for x in COLUMNS[2:4]:
            sheet.write_ending("1,200.00", x, 120 + 30 * k)
    (grid,) = sheet.grids(tmp_path)
    assert ([row[0] for row in rows(grid)[1:]] == whole) is (whole is not None)
    assert whole is None or rows(grid)[-1][1] == "行政管理运行"


def test_rows_without_amounts_part_no_table(tmp_path: Path) -> None:
    """Labels of two lists side by side between rows with amounts are rows of one table, though ever so many."""
    sheet = Sheet()
    for text, x in (("收入项目", 60), ("支出项目", 330)):
        sheet.write(text, x, 100)
        sheet.write_ending("预算数", x + 200, 100)
    for k in range(12):
        sheet.write(f"收入科目{'甲乙丙丁戊己庚辛壬癸子丑'[k]}", 60, 116 + 16 * k)
        sheet.write(f"支出科目{'甲乙丙丁戊己庚辛壬癸子丑'[k]}", 330, 116 + 16 * k)
        if k in (0, 9, 10, 11):
            sheet.write_ending("1,200.00", 260, 116 + 16 * k)
            sheet.write_ending("1,200.00", 530, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path)
    assert (grid.n_rows, grid.n_cols) == (13, 4)


def test_a_header_that_wraps_to_a_lone_word_is_no_title(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.row(HEADER, 100)
    sheet.write("对附属单", 474, 89)
    sheet.write("位补助", 474, 111)
    sheet.body(134, 16)
    (grid,) = sheet.grids(tmp_path)
    assert any("科目编码" in row for row in rows(grid))


def broken_numbers(ends: tuple[str, ...]) -> Sheet:
    """Amounts with one decimal in their line, and what stands closely below each."""
    sheet = Sheet()
    sheet.row(HEADER, 100)
    for k, end in enumerate(ends):
        top = 120 + 30 * k
        sheet.write(f"3010{k}", COLUMNS[0], top)
        sheet.write("基本工资", COLUMNS[1], top)
        for x in COLUMNS[2:4]:
            sheet.write_ending("12.8", x, top)
            if end:
                sheet.write_ending(end, x, top + 11)
    return sheet


def test_numbers_that_lose_their_last_digit_to_the_next_line_are_whole(tmp_path: Path) -> None:
    (grid,) = broken_numbers(("0", "5", "7")).grids(tmp_path)
    assert [row[2] for row in rows(grid)[1:]] == ["12.80", "12.85", "12.87"]


@pytest.mark.parametrize(
    ("lower", "amounts"),
    [
        ((("500.25", "00.00"), (".10", "")), ["280005500.25", "31200000.00", "3102.10", ""]),
        ((("500.25", "18.00"), (".10", "")), ["280005500.25", "31200018.00", "3102.10", ""]),
        ((("500.25", "7"), ("10", "")), ["280005", "312000", "3102", ""]),
    ],
    ids=["none by itself", "another one is none", "all are numbers"],
)
def test_numbers_whose_rest_is_none_by_itself_are_whole(
    tmp_path: Path, lower: tuple[tuple[str, str], ...], amounts: list[str]
) -> None:
    sheet = Sheet()
    for text, x in (("项目", 60), ("合计", 250), ("项目支出", 350)):
        sheet.write(text, x, 100)
    for k, (name, upper) in enumerate((("小学教育", ("280005", "312000")), ("事业单位医疗", ("3102", "")))):
        sheet.write(name, 60, 120 + 40 * k)
        for x, text, rest in zip((300, 400), upper, lower[k], strict=True):
            sheet.write_ending(text, x, 120 + 40 * k)
            sheet.write_ending(rest, x, 136 + 40 * k)
    (grid,) = sheet.grids(tmp_path)
    named = [row for row in rows(grid)[1:] if row[0]]
    assert [text for row in named for text in row[1:]] == amounts


def test_numbers_with_one_decimal_that_not_all_go_on_are_numbers(tmp_path: Path) -> None:
    (grid,) = broken_numbers(("", "", "7")).grids(tmp_path)
    assert [row[2] for row in rows(grid)[1:4]] == ["12.8", "12.8", "12.8"]


def test_the_last_label_keeps_its_second_line(tmp_path: Path) -> None:
    sheet = three_line_table()
    sheet.write("对个人和家庭的补助支出及其他", COLUMNS[1], 198)
    sheet.write("补助", COLUMNS[1], 209)
    sheet.write_ending("3.91", COLUMNS[2], 198)
    sheet.write("注：金额含上年结转", 60, 240)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[-1][1:3] == ["对个人和家庭的补助支出及其他补助", "3.91"]


def test_full_labels_of_rows_with_an_amount_each_are_two(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.row(HEADER, 100)
    lines = (
        ("机关事业单位", "1.00"),
        ("基本养老保险", ""),
        ("机关事业单位", "2.00"),
        ("职业年金缴费", ""),
        ("医疗", "3.00"),
    )
    for k, (name, amount) in enumerate(lines):
        sheet.write(name, COLUMNS[1], 120 + 11 * k)
        for x in COLUMNS[2:4]:
            sheet.write_ending(amount, x, 120 + 11 * k)
    (grid,) = sheet.grids(tmp_path)
    assert [row[1:3] for row in rows(grid)[1:]] == [
        ["机关事业单位基本养老保险", "1.00"],
        ["机关事业单位职业年金缴费", "2.00"],
        ["医疗", "3.00"],
    ]


def test_a_row_whose_own_amount_is_blank_keeps_its_label(tmp_path: Path) -> None:
    """Two lists side by side: the rows of the one tell those of the other."""
    sheet = Sheet()
    for x, text in ((60, "收入项目"), (310, "支出项目")):
        sheet.write(text, x, 100)
    for x in (280, 500):
        sheet.write_ending("预算数", x, 100)
    left = (("事业收入", "7.00"), ("其他收入", "1.00"), ("国有资本经营预算拨款", ""), ("收入总计", "8.00"))
    right = (("一般公共服务", "7.00"), ("教育支出", "1.00"), ("年终结转", ""), ("支出总计", "8.00"))
    for k, ((one, first), (other, second)) in enumerate(zip(left, right, strict=True)):
        sheet.write(one, 60, 116 + 11 * k)
        sheet.write_ending(first, 280, 116 + 11 * k)
        sheet.write(other, 310, 116 + 11 * k)
        sheet.write_ending(second, 500, 116 + 11 * k)
    (grid,) = sheet.grids(tmp_path)
    assert [row[0] for row in rows(grid)[1:]] == [label for label, _ in left]


def test_the_one_amount_of_a_column_wider_than_its_header_is_not_cut(tmp_path: Path) -> None:
    """The total alone stands in 预算数, to the right of it; on a scan a cut between its digits parts them."""
    sheet = Sheet()
    for text, x in (("项目", 90), ("预算数", 230), ("项目", 350), ("预算数", 480)):
        sheet.write(text, x, 100)
    for k in range(4):
        sheet.write("事业收入", 60, 116 + 16 * k)
        sheet.write("教育支出", 320, 116 + 16 * k)
        sheet.write_ending("26.63", 510, 116 + 16 * k)
    sheet.write_ending("4,651,001.67", 306, 116)
    (grid,) = sheet.grids(tmp_path, seen=True)
    assert rows(grid)[1] == ["事业收入", "4,651,001.67", "教育支出", "26.63"]
    assert grid.xs[2] > 306


def test_a_header_over_two_columns_that_meets_one_of_them_leaves_the_white_between(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("本年财政拨款基本支出", 300, 86)
    for text, x in (("科目名称", 80), ("合计", 262), ("人员经费", 340)):
        sheet.write(text, x, 100)
    for k in range(4):
        sheet.write("工资福利支出", 60, 116 + 16 * k)
        sheet.write_ending("3,584.70", 300, 116 + 16 * k)
        sheet.write_ending("3,584.70", 390, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path, seen=True)
    assert rows(grid)[-1] == ["工资福利支出", "3,584.70", "3,584.70"]


def test_two_words_set_apart_on_one_line_are_two_headers(tmp_path: Path) -> None:
    """收 入 and 支 出, though nothing stands between them and their letters stand alone."""
    sheet = Sheet()
    for text, x in (("收", 120), ("入", 160), ("支", 330), ("出", 380)):
        sheet.write(text, x, 86)
    for text, x in (("项目", 112), ("预算数", 180), ("项目", 300), ("预算数", 430)):
        sheet.write(text, x, 100)
    for k in range(4):
        sheet.write("事业收入", 60, 116 + 16 * k)
        sheet.write_ending("10.00", 215, 116 + 16 * k)
        sheet.write("教育支出", 290, 116 + 16 * k)
        sheet.write_ending("10.00", 465, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path, seen=True)
    assert rows(grid)[0] == ["收入", "支出"]


def test_one_header_over_one_column_is_whole_though_other_lines_have_white_there(tmp_path: Path) -> None:
    """使用 非财政, parted as if they stood over two columns: above and below others end there."""
    sheet = Sheet()
    sheet.write("使用", 400, 84)
    sheet.write("非财政", 422, 84)
    sheet.write("拨款结余", 404, 95)
    for text, x in (("项目名称", 80), ("合计", 280), ("上年", 540)):
        sheet.write(text, x, 90)
    for k in range(4):
        sheet.write("审计业务经费", 60, 116 + 16 * k)
        for text, end in (("31.00", 310), ("4.50", 440), ("7.00", 570)):
            sheet.write_ending(text, end, 116 + 16 * k)
    (grid,) = sheet.grids(tmp_path, seen=True)
    assert rows(grid)[0] == ["项目名称", "合计", "使用非财政拨款结余", "上年"]


def header_read(folder: Path, ends: tuple[int, int], *texts: tuple[str, float, float]) -> list[str]:
    """The header of a page that is seen: 项目 over labels, and the texts over amounts that end at these two places."""
    sheet = Sheet()
    for text, x, y in (("项目", 60, 90), *texts):
        sheet.write(text, x, y)
    for k in range(4):
        sheet.write("审计业务经费", 60, 116 + 16 * k)
        for end in ends:
            sheet.write_ending("0.00", end, 116 + 16 * k)
    (grid,) = sheet.grids(folder, seen=True)
    return rows(grid)[0]


def test_the_last_character_of_a_header_is_no_header_of_a_column(tmp_path: Path) -> None:
    """出 stands to the left of the amounts, in the white that would be cut through 对附属单位补助支 above it."""
    texts = ("事业单位经营支出", 226, 90), ("对附属单位补助支", 302.4, 84), ("出", 336, 95)
    assert header_read(tmp_path, (303, 382), *texts) == ["项目", "事业单位经营支出", "对附属单位补助支出"]


def test_a_header_that_reaches_hardly_over_the_amounts_beside_it_is_not_over_them(tmp_path: Path) -> None:
    texts = ("基本支出", 250, 90), ("事业单位经营支出", 302.4, 90)
    assert header_read(tmp_path, (303, 382), *texts) == ["项目", "基本支出", "事业单位经营支出"]


def test_a_header_in_the_white_beside_another_column_is_not_parted_there(tmp_path: Path) -> None:
    """上缴 上级支出 stands over its own amounts, but also over the middle of the white to their left."""
    texts = ("基本支出", 240, 90), ("上缴", 304, 90), ("上级支出情况", 326, 90)
    assert header_read(tmp_path, (285, 392), *texts) == ["项目", "基本支出", "上缴上级支出情况"]
