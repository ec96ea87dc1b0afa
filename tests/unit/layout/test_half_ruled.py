"""Tables of which rules draw the header alone, or the body alone."""

from __future__ import annotations

from pathlib import Path

from tests.unit.layout.sheet import BODY, HEADER, LEFT, RIGHT, Sheet, rows

EDGES = (LEFT, 125, 250, 340, 430, RIGHT)


def ruled(sheet: Sheet, *heights: float) -> None:
    """Draws the rules of rows between these heights, with all columns."""
    for y in heights:
        sheet.rule(y)
    for x in EDGES:
        sheet.page.draw_line((x, heights[0]), (x, heights[-1]), width=0.7)


def sides(sheet: Sheet, top: float, bottom: float) -> None:
    """Draws the outer rules alone."""
    for x in (LEFT, RIGHT):
        sheet.page.draw_line((x, top), (x, bottom), width=0.7)


def test_a_ruled_header_over_a_body_without_rules_is_its_header(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 118)
    sheet.row(HEADER, 112)
    sheet.body(132, 14)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), *map(list, BODY)]


def test_one_line_below_a_ruled_header_is_its_body(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 118)
    sheet.row(HEADER, 112)
    sheet.row(BODY[0], 132)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), list(BODY[0])]


def test_a_form_left_blank_is_no_header_of_what_follows(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 118, 136)
    sheet.row(HEADER, 112)
    sheet.body(152, 14)
    form, *_ = sheet.grids(tmp_path)
    assert rows(form) == [list(HEADER), [""] * 5]


def test_a_header_far_above_is_not_the_bodys(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 118)
    sheet.row(HEADER, 112)
    sheet.body(172, 14)
    assert [grid.n_rows for grid in sheet.grids(tmp_path)] == [1, len(BODY)]


def test_lines_above_a_ruled_body_are_its_header(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("单位：万元", 480, 80)
    sheet.row(HEADER, 112)
    ruled(sheet, *(118 + 16 * k for k in range(len(BODY) + 1)))
    sheet.body(130, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), *map(list, BODY)]


def test_a_unit_line_or_a_title_above_a_ruled_table_is_no_header(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write("部门：示例市审计局", 60, 112)
    sheet.write("单位：万元", 480, 112)
    ruled(sheet, *(118 + 16 * k for k in range(len(BODY) + 1)))
    sheet.body(130, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(row) for row in BODY]


def test_a_ruled_table_with_its_own_header_takes_no_line_above(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.row(("一", "二", "三", "四", "五"), 112)
    ruled(sheet, *(118 + 16 * k for k in range(len(BODY) + 2)))
    sheet.row(HEADER, 130)
    sheet.body(146, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid)[0] == list(HEADER)


def test_a_band_without_column_rules_is_cut_where_the_others_are(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 118)
    sheet.row(HEADER, 112)
    sides(sheet, 118, 190)
    sheet.rule(190)
    sheet.body(132, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), *map(list, BODY)]


def test_a_sentence_with_amounts_across_a_table_stays_one_cell(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 118, 134)
    sheet.row(HEADER, 112)
    sheet.row(BODY[0], 128)
    sides(sheet, 134, 152)
    sheet.rule(152)
    sheet.write("其中本年支出 1,196.98 万元，上年结转 46.92 万元，均为财政拨款收入安排", 60, 146)
    (grid,) = sheet.grids(tmp_path)
    assert len(rows(grid)[2]) == 1


def test_columns_without_a_rule_across_have_header_and_rows(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, 100, 190)
    sheet.row(HEADER, 112)
    sheet.body(132, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), *map(list, BODY)]


def test_headers_without_rules_between_them_are_cut_where_the_bodys_columns_are(tmp_path: Path) -> None:
    sheet = Sheet()
    ruled(sheet, *(118 + 16 * k for k in range(len(BODY) + 1)))
    sheet.rule(100)
    sides(sheet, 100, 118)
    sheet.row(HEADER, 112)
    sheet.body(130, 16)
    (grid,) = sheet.grids(tmp_path)
    assert rows(grid) == [list(HEADER), *map(list, BODY)]
