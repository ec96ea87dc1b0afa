"""Page fragments to logical tables, and breaks mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.assembly.break_rows import WRAPPED
from pipeline.assembly.flow import assemble
from pipeline.config.rules import Rules
from pipeline.geometry import Box
from pipeline.model.table import Grid, Table, TextLine
from tests.unit.assembly.sheets import body, grid, line, page

HEADER = "科目编码|科目名称|合计"
FIRST = f"{HEADER}\n301|工资福利支出|1,196.00\n30101|基本工资|378.00"


def joined(rules: Rules, *pages: tuple[Grid | TextLine, ...]) -> list[Table]:
    """The logical tables of pages 1, 2, …"""
    return assemble([page(*items, page_no=k) for k, items in enumerate(pages, 1)], True, rules)


def first(text: str = FIRST, full: tuple[tuple[int, int], ...] = ()) -> tuple[Grid | TextLine, ...]:
    return (line("表8", 70), line("一般公共预算基本支出表", 84), grid(text, 1, full=full))


def test_a_continuation_without_header_goes_on_the_table(rules: Rules) -> None:
    (found,) = joined(rules, first(), (grid("30102|津贴补贴|818.00", 2, top=50),))
    assert body(found)[-1] == ["30102", "津贴补贴", "818.00"]
    assert (found.n_rows, found.n_fragments, found.page_start, found.page_end) == (4, 2, 1, 2)


@pytest.mark.parametrize(
    ("below", "between", "tables"),
    [
        ("30102|津贴补贴|818.00", (), 1),
        (f"{HEADER}\n30102|津贴补贴|818.00", (), 1),
        ("30102|津贴补贴|818.00", (line("- 5 -", 250),), 1),
        ("30102|津贴补贴|818.00", (line("其他事项", 250),), 2),
        ("科目编码|科目名称|项目支出\n30102|津贴补贴|818.00", (), 2),
        ("30102|津贴补贴|818.00|1.00", (), 2),
    ],
    ids=["no header", "its header again", "a page number", "a line between", "another header", "other columns"],
)
def test_a_table_goes_on_below_itself_where_pages_are_one_long_one(
    rules: Rules, below: str, between: tuple[TextLine, ...], tables: int
) -> None:
    assert len(joined(rules, (*first(), *between, grid(below, 1, top=300)))) == tables


def test_a_table_goes_on_from_one_half_of_a_sheet_to_the_other(rules: Rules) -> None:
    halves = [page(*first()), page(grid("30102|津贴补贴|818.00", 1, top=50))]
    (found,) = assemble(halves, True, rules)
    assert (found.n_rows, found.page_start, found.page_end) == (4, 1, 1)


def test_a_table_beside_the_columns_of_the_one_above_is_another(rules: Rules) -> None:
    beside = grid("30102|津贴补贴|818.00", 1, top=300, shares=(1, 1.05, 1))
    assert len(joined(rules, (*first(), beside))) == 2


@pytest.mark.parametrize(
    ("above", "below", "tables"),
    [
        ((), "科目编码|科目名称|合计\n302|办公费|818.00", 1),
        ((), "302|办公费|818.00", 1),
        ((), "科目编码|科目名称|项目支出\n302|办公费|818.00", 2),
        ((), "科目编码|科目名称|合计（元）\n302|办公费|818.00", 2),
        ((), "科目编码|合计|科目名称\n302|818.00|办公费", 2),
        ((), "科目编码|科目|合计\n↑|名称|↑\n302|办公费|818.00", 1),
        (("政府性基金预算支出情况",), "科目编码|科目名称|合计\n302|办公费|818.00", 2),
        (("某某局2026年预算",), "302|办公费|818.00", 1),
    ],
    ids=[
        "its header again",
        "none",
        "another column",
        "another unit",
        "columns changed round",
        "its header in two lines",
        "another heading over its header",
        "a running header",
    ],
)
def test_another_header_on_the_next_page_begins_another_table(
    rules: Rules, above: tuple[str, ...], below: str, tables: int
) -> None:
    lines = [line(text, 30) for text in above]
    assert len(joined(rules, first(), (*lines, grid(below, 2, top=50)))) == tables


def test_a_repeated_header_is_dropped(rules: Rules) -> None:
    (found,) = joined(rules, first(), (grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50),))
    assert [row[0] for row in body(found)] == ["科目编码", "301", "30101", "30102"]


@pytest.mark.parametrize(("flag", "rows"), [("reading_doubtful", 4), ("illegible", 4), (None, 5)])
def test_a_repeated_header_is_dropped_where_it_was_misread_in_doubt(rules: Rules, flag: str | None, rows: int) -> None:
    below = grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50)
    misread = tuple(
        c._replace(text="" if flag == "illegible" else "科自名称", flags=(flag,) if flag else ())
        if c.text == "科目名称"
        else c
        for c in below.cells
    )
    (found,) = joined(rules, first(), (replace(below, cells=misread),))
    assert found.n_rows == rows


def test_a_repeated_header_over_columns_cut_elsewhere_continues(rules: Rules) -> None:
    below = grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50, shares=(1, 3, 2))
    (found,) = joined(rules, first(), (below,))
    assert [row[0] for row in body(found)] == ["科目编码", "301", "30101", "30102"]


def test_another_header_over_columns_cut_elsewhere_starts_a_table(rules: Rules) -> None:
    below = grid("项目编码|项目名称|合计\n1|展览|818.00", 2, top=50, shares=(1, 3, 2))
    assert len(joined(rules, first(), (below,))) == 2


def test_a_caption_at_the_foot_of_a_page_opens_the_table_on_the_next_though_its_first_row_stands_there(
    rules: Rules,
) -> None:
    foot = [line("项目支出预算表", 300), line("单位：元", 315), line(HEADER.replace("|", " "), 330)]
    foot += [line("合计 2,014.00", 345), line("301 工资福利支出 1,196.00", 360)]
    found = joined(rules, (*first(), *foot), (grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50),))
    assert [table.caption.title for table in found] == ["一般公共预算基本支出表", "项目支出预算表"]


def test_prose_after_a_title_at_the_foot_of_a_page_opens_nothing(rules: Rules) -> None:
    foot = [line("项目支出预算表", 300), line("单位：元", 315)]
    foot += [line(text, 330 + 15 * k) for k, text in enumerate("甲乙丙")]
    foot.append(line("本部门没有其他项目。", 400))
    (found,) = joined(rules, (*first(), *foot), (grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50),))
    assert found.n_rows == 4


def test_column_numbers_that_count_on_are_a_repeated_header(rules: Rules) -> None:
    above = "序号|项目|预算数\n栏次|1|2\n1|财政拨款|6.00"
    below = "序号|项目|预算数\n栏次|1|2\n2|事业收入|7.00"
    (found,) = joined(rules, first(above), (grid(below, 2, top=50),))
    assert body(found)[2:] == [["1", "财政拨款", "6.00"], ["2", "事业收入", "7.00"]]


def test_a_repeated_caption_with_its_header_continues(rules: Rules) -> None:
    below = (
        line("表8", 20, 2),
        line("一般公共预算基本支出表", 34, 2),
        grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50),
    )
    assert len(joined(rules, first(), below)) == 1


@pytest.mark.parametrize(("unit", "tables"), [("单位：万元", 2), ("金额单位：元", 1), ("", 1)])
def test_another_unit_starts_a_table(rules: Rules, unit: str, tables: int) -> None:
    above = (line("单位：元", 80), grid(f"{HEADER}\n30101|基本工资|500.00"))
    below = (*([line(unit, 30, 2)] if unit else []), grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50))
    assert len(joined(rules, above, below)) == tables


@pytest.mark.parametrize(("unit", "tables"), [("第一中学", 1), ("第二中学", 2)])
def test_the_same_caption_with_another_units_name_starts_a_table(rules: Rules, unit: str, tables: int) -> None:
    title = line("支出总表", 60), line("单位名称：第一中学", 80)
    below = (
        line("支出总表", 20, 2),
        line(f"单位名称：{unit}", 34, 2),
        grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50),
    )
    assert len(joined(rules, (*title, grid(f"{HEADER}\n30101|基本工资|500.00")), below)) == tables


@pytest.mark.parametrize(
    ("below", "tables"),
    [
        ("|合计|7.00\n301|工资福利支出|7.00", 2),
        ("|合计|9.00\n301|工资福利支出|9.00", 1),
        ("303|补助|4.00\n|合计|9.00", 1),
    ],
    ids=["another total", "the same again", "at the foot"],
)
def test_a_total_of_its_own_starts_a_table(rules: Rules, below: str, tables: int) -> None:
    above = first(f"{HEADER}\n|合计|9.00\n301|工资福利支出|5.00")
    assert len(joined(rules, above, (grid(f"{HEADER}\n{below}", 2, top=50),))) == tables


def test_a_new_title_starts_a_table(rules: Rules) -> None:
    below = (line("项目支出预算表", 30, 2), grid(f"{HEADER}\n30102|津贴补贴|818.00", 2, top=50))
    found = joined(rules, first(), below)
    assert [table.caption.title for table in found] == ["一般公共预算基本支出表", "项目支出预算表"]


def test_other_columns_start_a_table(rules: Rules) -> None:
    below = grid("甲|1.00|2.00|3.00\n乙|2.00|3.00|4.00", 2, top=50, shares=(4, 1, 1, 1))
    assert len(joined(rules, first(), (below,))) == 2


def test_two_columns_as_wide_as_three_start_a_table(rules: Rules) -> None:
    below = grid("甲|1.00\n乙|2.00", 2, top=50, shares=(1, 5))
    assert len(joined(rules, first(), (below,))) == 2


def test_a_page_in_between_ends_the_table(rules: Rules) -> None:
    assert len(joined(rules, first(), (line("说明", 50, 2),), (grid("30102|津贴补贴|818.00", 3, top=50),))) == 2


def test_the_second_table_of_the_next_page_is_no_continuation(rules: Rules) -> None:
    below = (grid("30102|津贴补贴|818.00", 2, top=50), line("说明", 250, 2), grid("30103|奖金|1.00", 2, top=300))
    assert [table.n_rows for table in joined(rules, first(), below)] == [4, 1]


def test_a_form_with_its_title_inside_begins_anew_on_the_next_page(rules: Rules) -> None:
    form = "绩效自评表（2023年度）|←\n项目名称|甲项目\n主管部门|医保局\n金额|1.00"
    found = joined(rules, (grid(form, 1),), (grid(form.replace("甲", "乙"), 2, top=50),))
    assert [table.n_fragments for table in found] == [1, 1]


def test_a_form_begins_anew_on_the_next_page(rules: Rules) -> None:
    form = "项目名称|甲项目\n主管部门|医保局\n金额|1.00"
    found = joined(rules, (grid(form, 1),), (grid(form.replace("甲", "乙"), 2, top=50),))
    assert len(found) == 2


def test_a_row_cut_by_the_break_is_mended(rules: Rules) -> None:
    above = f"{FIRST}\n30108|机关事业单位基本养老|277.00"
    (found,) = joined(rules, first(above, full=((3, 1),)), (grid("|保险缴费|\n30109|职业年金缴费|138.00", 2, top=50),))
    assert body(found)[3:] == [["30108", "机关事业单位基本养老保险缴费", "277.00"], ["30109", "职业年金缴费", "138.00"]]
    assert found.flags == (WRAPPED,)


def test_a_merged_cell_cut_by_the_break_is_mended(rules: Rules) -> None:
    above = "一级指标|二级指标|指标值\n产出指标|数量指标|10人\n↑|质量指标|100%"
    below = "|时效指标|12月\n↑|成本指标|5万元"
    (found,) = joined(rules, (grid(above, 1),), (grid(below, 2, top=50),))
    (label,) = (cell for cell in found.cells if cell.text == "产出指标")
    assert (label.row, label.row_span) == (1, 4)


def test_a_row_without_number_of_its_own_is_not_swallowed(rules: Rules) -> None:
    above = "项目|预算数|备注\n一、财政拨款|10.00|\n其中：一般公共预算|10.00|"
    (found,) = joined(rules, first(above), (grid("上年结转|2.00|\n合计|12.00|", 2, top=50),))
    assert body(found)[3:] == [["上年结转", "2.00", ""], ["合计", "12.00", ""]]
    assert found.flags == ()


@pytest.mark.parametrize("last", ["30102|津贴补贴|818.00", "30102|津贴补贴|"])
def test_a_row_of_amounts_alone_is_a_row(rules: Rules, last: str) -> None:
    (found,) = joined(rules, first(f"{FIRST}\n{last}"), (grid("||1,574.00", 2, top=50),))
    assert body(found)[3:] == [last.split("|"), ["", "", "1,574.00"]]


def test_an_enumerated_row_after_a_full_line_is_a_row(rules: Rules) -> None:
    above = "项目|预算数\n二、上级补助收入及其他各项收入|1.00"
    (found,) = joined(rules, first(above, full=((1, 0), (1, 1))), (grid("三、事业收入|", 2, top=50),))
    assert body(found)[-1] == ["三、事业收入", ""]


def test_a_frame_with_one_text_is_no_table(rules: Rules) -> None:
    assert joined(rules, (grid("部门组织结构图|←\n|", 1),)) == []


def test_tables_are_numbered_in_reading_order(rules: Rules) -> None:
    found = joined(rules, (grid(FIRST, 1, top=400), grid("甲|1.00\n乙|2.00", 1, top=100)))
    assert [(table.seq, table.n_cols) for table in found] == [(0, 2), (1, 3)]


def test_a_table_lost_in_a_transcript_keeps_its_place_and_caption(rules: Rules) -> None:
    lost = page(line("表2", 10), line("收入总表", 24), line("表3", 60), line("支出总表", 74), grid(FIRST, top=100))
    (found, other) = assemble(
        [type(lost)(1, lost.lines, lost.grids, lost=(line("[illegible]", 40),))], located=False, rules=rules
    )
    assert (found.caption.title, found.status, found.page_start) == ("收入总表", "illegible", None)
    assert other.caption.title == "支出总表"


def test_a_number_cut_by_the_break_is_one_number(rules: Rules) -> None:
    above, below = f"{HEADER}\n301|工资福利支出|1,196.00\n30101|基本工资及津|1,378,90", "||0.00"
    (found,) = joined(rules, first(above, full=((2, 1),)), (grid(below, 2, top=50),))
    assert body(found)[-1] == ["30101", "基本工资及津", "1,378,900.00"]


def test_a_whole_number_above_the_break_takes_no_other(rules: Rules) -> None:
    (found,) = joined(rules, first(), (grid("||0.00", 2, top=50),))
    assert body(found)[-1] == ["", "", "0.00"]


def test_a_caption_at_the_foot_of_a_page_is_that_of_the_next_table(rules: Rules) -> None:
    foot = (*first(), line("项目支出预算表", 740), line("单位：千元", 756), line("- 3 -", 790))
    other = grid("甲乙|丙|1.00|3.00\n乙|丁|2.00|4.00", 2, top=50, shares=(4, 1, 1, 1))
    _, found = joined(rules, foot, (other,))
    assert (found.caption.title, found.caption.unit_label) == ("项目支出预算表", "单位:千元")


def test_prose_at_the_foot_of_a_page_is_no_caption(rules: Rules) -> None:
    prose = [
        line(text, 700 + 14 * k) for k, text in enumerate(["支出总表", "说明", "第一项", "第二项", "第三项", "第四项"])
    ]
    other = grid("甲乙|丙|1.00|3.00\n乙|丁|2.00|4.00", 2, top=50, shares=(4, 1, 1, 1))
    _, found = joined(rules, (*first(), *prose), (other,))
    assert found.caption.title == ""


NARROW = "科目编码|科目名称|合计|基本支出\n201|一般公共服务|1,804.73|1,518.23\n205|教育支出|12.80|12.80"


@pytest.mark.parametrize(
    ("above", "below", "row"),
    [
        ("20103|一般|286.5|286.5", "02|行政管理事务|0|0", ["2010302", "一般行政管理事务", "286.50", "286.50"]),
        ("208|行|88.|88.", "0501|政单位离退休|12|12", ["2080501", "行政单位离退休", "88.12", "88.12"]),
        ("2101101|行政单位|619,000.0|", "|医疗|0|", ["2101101", "行政单位医疗", "619,000.00", ""]),
        ("20103|办公厅|2,844|", "01|事务|.07|", ["2010301", "办公厅事务", "2,844.07", ""]),
    ],
    ids=["decimals, code and label", "a point at the end", "a whole code", "before the point"],
)
def test_a_row_whose_number_the_break_cuts_is_one_row(rules: Rules, above: str, below: str, row: list[str]) -> None:
    (found,) = joined(rules, (grid(f"{NARROW}\n{above}", 1),), (grid(f"{below}\n221|住房|9.00|9.00", 2, top=50),))
    assert body(found)[3:] == [row, ["221", "住房", "9.00", "9.00"]]
    assert found.flags == (WRAPPED,)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("208|社会保障|88.12|88.12", "210|卫生健康|12|12"),
        ("208|社会保障|88.1|88.1", "210|卫生健康|2|2"),
        ("208|社会保障|88|88", "05|养老|0.12|0.12"),
        ("208|社会保障|88.1|", "05|一、养老|2|"),
        ("208|社会保障|88.1|30.00", "05|养老|2|1.00"),
    ],
    ids=["whole above", "two codes", "whole below", "an enumerated row", "another amount that is whole"],
)
def test_a_row_with_something_of_its_own_below_the_break_is_a_row(rules: Rules, above: str, below: str) -> None:
    (found,) = joined(rules, (grid(f"{NARROW}\n{above}", 1),), (grid(below, 2, top=50),))
    assert body(found)[3:] == [above.split("|"), below.split("|")]


def test_columns_that_mix_decimals_tell_of_no_number_cut(rules: Rules) -> None:
    mixed = NARROW.replace("12.80|12.80", "12.8|12.8")
    (found,) = joined(rules, (grid(f"{mixed}\n208|社会|88.1|88.1", 1),), (grid("05|保障|2|2", 2, top=50),))
    assert len(body(found)) == 5


def test_a_unit_above_the_lower_side_of_a_table_askew_is_above_it(rules: Rules) -> None:
    """A scan lies askew: the box around the table reaches higher than its right side, where the unit stands."""
    straight = grid(FIRST)
    cells = tuple(cell._replace(box=askew(cell.box, 25 * cell.col)) for cell in straight.cells if cell.box)
    lying = replace(straight, cells=cells, box=straight.box._replace(y1=straight.box.y1 + 50))
    unit = line("单位：万元", 112)
    above = unit._replace(box=unit.box._replace(x0=470, x1=540))
    beside = unit._replace(box=unit.box._replace(x0=60, x1=130))
    note = line("注：本表金额单位为元", straight.box.y1 + 5)
    (found,) = joined(rules, (line("支出总表", 70), above, note, lying))
    assert (found.caption.unit_label, found.notes) == ("单位:万元", ("注：本表金额单位为元",))
    (found,) = joined(rules, (line("支出总表", 70), beside, lying))
    assert found.caption.unit_label == ""


def askew(box: Box, by: float) -> Box:
    return box._replace(y0=box.y0 + by, y1=box.y1 + by)
