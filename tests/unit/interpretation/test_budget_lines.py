"""Amounts to budget lines: measure, unit, what adds up, and where each figure stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.identification import Identity
from pipeline.model.records import BudgetLine
from pipeline.model.table import Table
from tests.unit.assembly.sheets import line as text_line
from tests.unit.assembly.sheets import page, table
from tests.unit.interpretation.reading import IDENTITY, interpreted

BASIC = "一般公共预算基本支出表"


def lines(rules: Rules, text: str, title: str, header_rows: int = 1, unit: str = "单位:元") -> list[BudgetLine]:
    return list(interpreted(rules, table(text, header_rows, title, unit=unit)).budget_lines)


def test_every_printed_amount_is_one_line_and_blanks_give_none(rules: Rules) -> None:
    text = "科目编码|科目名称|合计|人员经费|公用经费\n301|工资福利支出|3.00|3.00|\n302|商品和服务支出|1.00||1.00"
    found = lines(rules, text, BASIC)
    assert [(line.econ_dept_code, line.measure_id, line.amount_raw) for line in found] == [
        ("301", "general_public.basic", "3.00"),
        ("301", "general_public.basic_personnel", "3.00"),
        ("302", "general_public.basic", "1.00"),
        ("302", "general_public.basic_public", "1.00"),
    ]


def test_a_line_points_to_its_cell(rules: Rules) -> None:
    result = interpreted(rules, table("科目编码|科目名称|合计\n301|工资福利支出|3.00", 1, BASIC, unit="单位:元"))
    (line,) = result.budget_lines
    (cell,) = (cell for cell in result.cells if cell.cell_id == line.source_cell_id)
    assert (cell.row_no, cell.col_no, cell.text_raw) == (1, 2, "3.00")
    assert (line.page_no, line.bbox) == (cell.page_no, cell.bbox) == (1, "383.3,120.0,550.0,140.0")


def test_the_parts_of_a_total_are_not_added_to_it(rules: Rules) -> None:
    text = "科目编码|科目名称|合计|人员经费\n|合计|4.00|3.00\n301|工资福利支出|3.00|3.00\n302|商品和服务支出|1.00|"
    added = [(line.label_raw, line.measure_id) for line in lines(rules, text, BASIC) if line.is_additive]
    assert added == [("工资福利支出", "general_public.basic"), ("商品和服务支出", "general_public.basic")]


INCOME = "项目|预算数\n一、一般公共预算拨款收入|{}\n二、事业收入|2.00\n收入总计|3.00"


@pytest.mark.parametrize(("first", "additive"), [("1.00", [True, True, False]), ("1.50", [False, False, False])])
def test_rows_without_codes_add_up_only_when_they_make_the_total(
    rules: Rules, first: str, additive: list[bool]
) -> None:
    found = lines(rules, INCOME.format(first), "部门收入总表")
    assert [line.is_additive for line in found] == additive


def test_a_row_of_income_says_its_fund_source(rules: Rules) -> None:
    head = "收入|←|支出|←\n项目|预算数|项目|预算数"
    text = f"{head}\n一、政府性基金预算拨款|1.00|一、基本支出|1.00\n收入总计|1.00|支出总计|1.00"
    found = lines(rules, text, "部门收支总表", 2)
    assert [(line.side, line.measure_id, line.row_role) for line in found] == [
        ("revenue", "government_fund.all", "detail"),
        ("revenue", "all.all", "total"),
        ("expenditure", "all.basic", "detail"),
        ("expenditure", "all.all", "total"),
    ]


def test_what_comes_from_above_within_a_fund_is_that_funds(rules: Rules) -> None:
    text = "收入|←|支出|←\n项目|预算数|项目|预算数\n一、一般公共预算拨款|6.00|一、基本支出|8.00\n"
    text += "其中：本级安排|5.00||\n上级补助|1.00||\n二、上级补助收入|2.00||\n收入总计|8.00|支出总计|8.00"
    found = [line.fund_source for line in lines(rules, text, "部门收支总表", 2) if line.side == "revenue"]
    assert found == ["general_public", "general_public", "general_public", "superior_subsidy", "all"]


def test_a_subtotal_below_a_source_is_none_of_it(rules: Rules) -> None:
    text = "项目|预算数\n一、财政拨款|8.00\n二、其他资金|1.00\n当年收入小计|9.00\n上年结转|2.00\n收入合计|11.00"
    found = [(line.fund_source, line.row_role) for line in lines(rules, text, "部门收支总表")]
    assert found[2] == ("all", "total")
    assert found[3] == ("carryover", "detail")


def test_rows_of_a_table_of_revenue_are_sources_where_they_say_so(rules: Rules) -> None:
    text = "{}|预算数\n一、政府性基金预算拨款收入|1.00\n二、上年结转|2.00\n国有资产管理局|4.00\n收入总计|7.00"
    sources = [line.fund_source for line in lines(rules, text.format("项目"), "部门收入总表")]
    assert sources == ["government_fund", "carryover", "all", "all"]
    of_units = [line.fund_source for line in lines(rules, text.format("单位名称"), "部门收入总表")]
    assert of_units == ["all"] * 4


def test_parts_of_what_is_left_are_balance_too(rules: Rules) -> None:
    text = "收入|←|支出|←\n项目|决算数|项目|决算数\n年初结转和结余|9.00|年末结转和结余|3.00\n"
    text += "其中：项目支出结转和结余|9.00|其中：项目支出结转和结余|3.00"
    found = [(line.side, line.row_role) for line in lines(rules, text, "收入支出决算总表", 2)]
    assert found == [("revenue", "detail"), ("revenue", "of_which"), ("balance", "detail"), ("balance", "of_which")]


def test_what_is_carried_to_next_year_is_balance(rules: Rules) -> None:
    text = "收入|←|支出|←\n项目|预算数|项目|预算数\n财政拨款|1.00|结转下年|1.00"
    assert [line.side for line in lines(rules, text, "部门收支总表", 2)] == ["revenue", "balance"]


def test_an_of_which_column_has_its_own_measure_and_never_adds(rules: Rules) -> None:
    text = "科目编码|科目名称|合计|其中：项目支出\n201|一般公共服务支出|3.00|1.00"
    found = lines(rules, text, "部门支出总表")
    assert [(line.measure_id, line.row_role, line.is_additive) for line in found] == [
        ("all.all", "detail", True),
        ("all.project.of_which", "of_which", False),
    ]


def test_a_row_printed_twice_is_marked_and_counted_once(rules: Rules) -> None:
    text = "科目编码|科目名称|合计\n301|工资福利支出|3.00\n301|工资福利支出|3.00\n302|商品和服务支出|1.00"
    found = lines(rules, text, BASIC)
    assert [(line.flags, line.is_additive) for line in found] == [
        (None, True),
        ("duplicate_row", False),
        (None, True),
    ]
    assert len({line.line_id for line in found}) == 3


def test_equal_amounts_of_different_rows_are_no_doubles(rules: Rules) -> None:
    text = "科目编码|科目名称|合计\n30101|基本工资|3.00\n30102|津贴补贴|3.00"
    assert [line.flags for line in lines(rules, text, BASIC)] == [None, None]


def amount(line: BudgetLine) -> tuple[str | None, Decimal | None, str | None]:
    return line.amount_unit, line.amount_cny, line.flags


def one_line(head: str, unit: str) -> Table:
    return table(f"科目编码|科目名称|{head}\n301|工资福利支出|3.00", 1, BASIC, unit=unit)


def test_the_unit_of_the_header_goes_before_the_tables(rules: Rules) -> None:
    (line,) = interpreted(rules, one_line("合计（万元）", "单位:元")).budget_lines
    assert amount(line) == ("CNY_10K", Decimal("30000.00"), None)


def test_the_unit_of_the_table_is_taken(rules: Rules) -> None:
    (line,) = interpreted(rules, one_line("合计", "单位:万元")).budget_lines
    assert amount(line) == ("CNY_10K", Decimal("30000.00"), None)


def test_a_table_without_unit_takes_the_documents_and_says_so(rules: Rules) -> None:
    other = table("科目编码|科目名称|合计\n201|甲|9.00", 1, "部门支出总表", unit="单位:万元")
    first, _ = interpreted(rules, one_line("合计", ""), other).budget_lines
    assert amount(first) == ("CNY_10K", Decimal("30000.00"), "unit_missing")


def test_without_any_unit_there_is_no_amount_in_yuan(rules: Rules) -> None:
    result = interpreted(rules, one_line("合计", ""))
    assert [amount(line) for line in result.budget_lines] == [(None, None, "unit_missing")]
    assert [finding.code for finding in result.findings] == ["unit-unknown"]


def test_two_units_in_a_document_decide_nothing(rules: Rules) -> None:
    others = [
        table("科目编码|科目名称|合计\n201|甲|9.00", 1, "部门支出总表", unit="单位:万元"),
        table("科目编码|科目名称|合计\n201|甲|9.00", 1, "部门收入总表", unit="单位:元"),
    ]
    line = interpreted(rules, one_line("合计", ""), *others).budget_lines[0]
    assert amount(line) == (None, None, "unit_missing")


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("单位：百元", None),
        ("单位：人民币千万元", None),
        ("单位:万美元", None),
        ("单位：万元/元", None),
        ("金额单位：", None),
        ("部门：甲局 单位：", None),
        ("编制单位：", "CNY_10K"),
        ("编制单位：甲局", "CNY_10K"),
        ("", "CNY_10K"),
    ],
)
def test_a_unit_that_is_not_known_is_not_the_documents(rules: Rules, printed: str, unit: str | None) -> None:
    other = table("科目编码|科目名称|合计\n201|甲|9.00", 1, "部门支出总表", unit="单位:万元")
    first = one_line("合计", "")
    first = replace(first, caption=replace(first.caption, lines=(printed,)))
    assert amount(interpreted(rules, first, other).budget_lines[0])[::2] == (unit, "unit_missing")


@pytest.mark.parametrize(
    ("notes", "prose", "unit", "flags"),
    [
        (("注：本表金额单位为万元。",), "", "CNY_10K", None),
        (("注：本表金额单位为人民币元",), "以下各表金额单位均为万元。", "CNY", None),
        ((), "以下各表金额单位均为万元。", "CNY_10K", "unit_missing"),
        ((), "采购价格单位为万元。", None, "unit_missing"),
        (("注：单位为元。", "注：单位为万元。"), "", None, "needs_review|unit_missing"),
    ],
    ids=["a note", "a note before a sentence", "a sentence on tables", "a sentence on something else", "two units"],
)
def test_a_note_or_a_sentence_on_tables_says_the_unit(
    rules: Rules, notes: tuple[str, ...], prose: str, unit: str | None, flags: str | None
) -> None:
    noted = table("科目编码|科目名称|合计\n301|工资福利支出|3.00", 1, BASIC, notes=notes)
    (line,) = interpreted(rules, noted, pages=(page(text_line(prose, 40)),)).budget_lines
    assert (line.amount_unit, line.flags) == (unit, flags)


def test_a_sentence_and_a_label_of_two_units_decide_nothing(rules: Rules) -> None:
    labelled = table("科目编码|科目名称|合计\n201|甲|9.00", 1, "部门支出总表", unit="单位:元")
    prose = page(text_line("以下各表金额单位均为万元。", 40))
    assert interpreted(rules, one_line("合计", ""), labelled, pages=(prose,)).budget_lines[0].amount_unit is None


@pytest.mark.parametrize(
    ("above", "notes", "flags"),
    [
        (("一般公共预算基本支出表（单位：万元）", "单位：元"), (), "needs_review"),
        (("单位：元",), ("注：本表金额单位为万元。",), "needs_review"),
        (("单位：元",), ("注：本表以万元为单位。",), "needs_review"),
        (("单位：元", "单位：元"), ("注：本表以元为单位。",), None),
    ],
    ids=["in the title", "in a note", "in a note of other words", "the same twice"],
)
def test_units_that_differ_are_for_review(
    rules: Rules, above: tuple[str, ...], notes: tuple[str, ...], flags: str | None
) -> None:
    printed = one_line("合计", "单位:元")
    printed = replace(printed, caption=replace(printed.caption, lines=above), notes=notes)
    found = interpreted(rules, printed)
    assert [(line.amount_unit, line.flags) for line in found.budget_lines] == [("CNY", flags)]
    assert [f.code for f in found.findings] == (["unit-conflict"] if flags else [])


SIDES = "项目|预算数|项目|预算数\n一、事业收入|3.00|一、教育支出|3.00"


def test_totals_say_the_side_where_the_header_does_not(rules: Rules) -> None:
    found = lines(rules, f"{SIDES}\n收入总计|3.00|支出总计|3.00", "部门收支总表")
    assert [(line.side, line.flags) for line in found if "总计" in line.label_raw] == [
        ("revenue", None),
        ("expenditure", None),
    ]


def test_two_totals_say_the_side_against_a_header_that_reached_too_far(rules: Rules) -> None:
    text = "支出|←|备注\n项目|预算数|↑\n事业收入|3.00|\n本年收入合计|3.00|\n收入总计|3.00|"
    assert {line.side for line in lines(rules, text, "部门收支总表", 2)} == {"revenue"}
    one = text.replace("本年收入合计", "其他收入").replace("收入总计", "收入合计")
    assert {line.side for line in lines(rules, one, "部门收支总表", 2)} == {"expenditure"}


@pytest.mark.parametrize("over", ["科目编码|科目名称", "支出功能分类编码|支出功能分类"])
def test_items_named_expenditure_leave_each_header_its_own_side(rules: Rules, over: str) -> None:
    text = (
        f"{over}|年初结转和结余|本年收入|本年支出\n|合计|1.00|9.00|10.00\n201|一般公共服务支出|1.00|4.00|5.00\n"
        "210|卫生健康支出|0.00|3.00|3.00\n221|住房保障支出|0.00|2.00|2.00"
    )
    found = lines(rules, text, "一般公共预算财政拨款收入支出决算表")
    assert [(line.side, line.flags) for line in found[-3:]] == [
        ("revenue", None),
        ("revenue", None),
        ("expenditure", None),
    ]


FUND_ROWS = (
    "科目编码|科目名称|合计|基本支出|项目支出\n|总计|6.00|3.00|3.00\n|{}|4.00|3.00|1.00\n201|一般公共服务支出|4.00|3.00|1.00\n"
    "|{}|2.00|0.00|2.00\n212|城乡社区支出|2.00|0.00|2.00"
)


def test_rows_below_one_that_names_a_fund_of_its_own_are_for_review(rules: Rules) -> None:
    found = lines(rules, FUND_ROWS.format("一般公共预算", "政府性基金预算"), "财政拨款支出预算表")
    assert {line.fund_source for line in found} == {"fiscal_total"}
    assert [line.label_raw for line in found if not line.flags] == ["总计"] * 3


def test_a_row_that_names_the_tables_own_fund_or_none_leaves_those_below_it(rules: Rules) -> None:
    found = lines(rules, FUND_ROWS.format("一般公共预算", "其他"), "一般公共预算支出表")
    assert not any("needs_review" in (line.flags or "") for line in found)


def test_two_labels_say_the_side_where_neither_header_nor_total_does(rules: Rules) -> None:
    found = lines(rules, f"{SIDES}\n二、其他收入|1.00|二、卫生健康支出|1.00\n合计|4.00|合计|4.00", "部门收支总表")
    assert [(line.side, line.flags) for line in found] == [("revenue", None)] * 3 + [("expenditure", None)] * 3


def test_labels_of_both_sides_say_none(rules: Rules) -> None:
    text = "项目|预算数\n事业收入|3.00\n其他收入|3.00\n事业支出|3.00\n其他支出|3.00"
    assert all("needs_review" in (line.flags or "") for line in lines(rules, text, "部门收支总表"))


def test_a_side_that_nothing_says_is_for_review(rules: Rules) -> None:
    found = lines(rules, SIDES, "部门收支总表")
    assert all("needs_review" in (line.flags or "") for line in found)


@pytest.mark.parametrize(
    ("text", "status"), [("0.00", "zero"), ("—", "not_applicable"), ("¥ -", "not_applicable"), ("-3.00", "reported")]
)
def test_zero_dash_and_negative_are_told_apart(rules: Rules, text: str, status: str) -> None:
    table_text = f"科目编码|科目名称|合计\n301|工资福利支出|{text}\n302|商品和服务支出|1.00"
    assert lines(rules, table_text, BASIC)[0].value_status == status


@pytest.mark.parametrize("digits", ["12,34.5", "1.2.3", "120\n350", "12 34"])
def test_what_can_only_be_meant_as_a_number_is_a_line_that_nobody_can_read(rules: Rules, digits: str) -> None:
    rows = table("科目编码|科目名称|合计\n301|工资福利支出|x\n302|商品和服务支出|1.00", 1, BASIC, unit="单位:元")
    cells = tuple(c._replace(text=digits) if c.text == "x" else c for c in rows.cells)
    result = interpreted(rules, replace(rows, cells=cells))
    assert [(line.amount_raw, line.amount_cny, line.value_status) for line in result.budget_lines] == [
        (digits.replace("\n", " "), None, "illegible"),
        ("1.00", Decimal(1), "reported"),
    ]
    assert [finding.code for finding in result.findings] == ["number-not-read"]


@pytest.mark.parametrize("digits", ["第3项", "2024年", "①", "²"])
def test_digits_that_are_no_number_are_a_finding_and_no_line(rules: Rules, digits: str) -> None:
    text = f"科目编码|科目名称|合计\n301|工资福利支出|{digits}\n302|商品和服务支出|1.00"
    result = interpreted(rules, table(text, 1, BASIC, unit="单位:元"))
    assert [line.label_raw for line in result.budget_lines] == ["商品和服务支出"]
    assert [finding.code for finding in result.findings] == ["number-not-read"]


def test_a_red_amount_is_a_finding_and_its_line_flagged(rules: Rules) -> None:
    printed = table("科目编码|科目名称|合计\n301|工资福利支出|3.00\n302|商品和服务支出|1.00", 1, BASIC, unit="单位:元")
    cells = tuple(c._replace(flags=("printed_red",)) if c.text == "3.00" else c for c in printed.cells)
    result = interpreted(rules, replace(printed, cells=cells))
    assert [(line.amount_raw, line.flags) for line in result.budget_lines] == [("3.00", "printed_red"), ("1.00", None)]
    assert [finding.code for finding in result.findings] == ["printed-red"]


@pytest.mark.parametrize(
    "label",
    [
        "增长率", "增减（%）", "占总支出的比例", "上年数", "比上年增减", "人数", "其中：在职人数", "承前页", "本页小计",
        "上年收入总计", "附:年末在职人数", "年末学生人数（人）", "车辆数（辆）", "办公用房面积（平方米）", "项目个数",
        "另：非税收入征收计划", "（附：非税收入上缴财政）",
    ],
)  # fmt: skip
def test_a_row_beside_the_list_gives_no_line(rules: Rules, label: str) -> None:
    text = f"科目编码|科目名称|合计\n301|工资福利支出|3.00\n|{label}|5.20\n302|商品和服务支出|1.00"
    assert [line.label_raw for line in lines(rules, text, BASIC)] == ["工资福利支出", "商品和服务支出"]


@pytest.mark.parametrize("header", ["下年预算数", "明年预算", "1-9月执行数", "上半年执行数", "三季度决算数"])
def test_a_column_of_the_next_year_or_part_of_one_gives_no_line(rules: Rules, header: str) -> None:
    text = f"科目编码|科目名称|合计|{header}\n301|工资福利支出|3.00|4.00\n302|商品和服务支出|1.00|2.00"
    assert [line.amount_raw for line in lines(rules, text, BASIC)] == ["3.00", "1.00"]


@pytest.mark.parametrize("header", ["预算数（不含结转）", "预算数（不含上年结转）"])
def test_what_is_without_a_carry_over_is_none(rules: Rules, header: str) -> None:
    text = f"科目编码|科目名称|{header}\n301|工资福利支出|3.00\n302|商品和服务支出|1.00"
    assert all("carryover" not in (line.measure_id or "") for line in lines(rules, text, BASIC))


@pytest.mark.parametrize(
    "label", ["上年结转", "上年结余收入", "小计", "人数补助", "增长极建设", "行政运行(项)", "基础教育(个人部分)"]
)
def test_what_only_sounds_like_a_comparison_is_a_line(rules: Rules, label: str) -> None:
    text = f"科目编码|科目名称|合计\n301|工资福利支出|3.00\n|{label}|5.20\n302|商品和服务支出|1.00"
    assert label in [line.label_raw for line in lines(rules, text, BASIC)]


@pytest.mark.parametrize(
    ("label", "unit", "cny"),
    [("培训费（元）", "CNY", 5), ("培训费（万元）", "CNY_10K", 50_000), ("培训费", "CNY_10K", 50_000)],
)
def test_a_row_may_print_a_unit_of_its_own(rules: Rules, label: str, unit: str, cny: int) -> None:
    (found,) = lines(rules, f"科目编码|科目名称|合计\n30216|{label}|5", BASIC, unit="单位:万元")
    assert (found.amount_unit, found.amount_cny, found.flags) == (unit, Decimal(cny), None)


@pytest.mark.parametrize(
    ("header", "measures"),
    [
        ("预算数|预算数", set()),
        ("人员经费（不含奖金）|公用经费", {"general_public.basic_personnel", "general_public.basic_public"}),
        ("基本支出（不含人员经费）|公用经费", {"general_public.basic", "general_public.basic_public"}),
        ("人员经费|人员经费以外", {"general_public.basic_personnel"}),
    ],
    ids=["the same twice", "without a part", "without a part of the name", "the rest"],
)
def test_headers_that_nobody_can_tell_apart_have_no_measure(rules: Rules, header: str, measures: set[str]) -> None:
    found = lines(rules, f"科目编码|科目名称|{header}\n301|工资|5.00|2.00\n302|商品和服务支出|1.00|1.00", BASIC)
    assert {line.measure_id for line in found} == measures


@pytest.mark.parametrize(
    "years", ["二〇二三年预算数|二〇二四年预算数", "23年预算数|24年预算数", "2023年预算数|2024年预算数"]
)
def test_years_are_told_however_they_are_written(rules: Rules, years: str) -> None:
    found = lines(rules, f"科目编码|科目名称|{years}\n301|工资福利支出|5.00|2.00", BASIC)
    assert [(line.amount_raw, line.phase) for line in found] == [("5.00", "prior_year"), ("2.00", "approved_budget")]


def test_labels_and_a_total_of_one_side_say_it_against_a_header(rules: Rules) -> None:
    text = (
        "收入|←|←|备注\n项目|合计|一般公共预算|↑\n{}|3.00|3.00|\n教育支出|3.00|3.00|\n"
        "项目支出|3.00|3.00|\n支出总计|6.00|6.00|"
    )
    assert {line.side for line in lines(rules, text.format("基本支出"), "部门收支总表", 2)} == {"expenditure"}
    mixed = lines(rules, text.format("其他收入"), "部门收支总表", 2)
    assert {line.side for line in mixed} == {"revenue"}
    assert [line.label_raw for line in mixed if line.flags is None] == ["其他收入"] * 2


def test_an_amount_is_nobodys_label(rules: Rules) -> None:
    found = lines(rules, "科目编码|科目名称|合计\n301|216,600.00|216,600.00\n302|商品和服务支出|1.00", BASIC)
    assert [(line.econ_dept_code, line.label_raw, line.flags) for line in found] == [
        ("301", "", "label_missing"),
        ("302", "商品和服务支出", None),
    ]


@pytest.mark.parametrize("label", ["本年收入合计", "本年收入合计.", "-收入总计", "合计、"])
def test_a_speck_beside_a_total_does_not_hide_it(rules: Rules, label: str) -> None:
    (_, total) = lines(rules, f"项目|预算数\n四、其他收入|3.00\n{label}|3.00", "部门收入总表")
    assert (total.row_role, total.measure_id, total.label_raw) == ("total", "all.all", label)


def test_a_code_that_no_list_holds_is_flagged(rules: Rules) -> None:
    (line,) = lines(rules, "科目编码|科目名称|合计\n30188|未知|3.00", BASIC)
    assert (line.econ_dept_code, line.econ_dept_code_id, line.flags) == ("30188", None, "code_unlisted")


def test_both_economic_codes_of_a_row_are_kept(rules: Rules) -> None:
    head = "部门经济科目编码|部门经济科目名称|政府经济科目编码|政府经济科目名称|合计"
    (line,) = lines(rules, f"{head}\n30101|基本工资|50101|工资奖金津补贴|3.00", BASIC)
    assert (line.econ_dept_code, line.econ_gov_code, line.label_raw) == ("30101", "50101", "基本工资")


def test_rows_of_units_carry_their_unit(rules: Rules) -> None:
    text = "单位编码|单位名称|合计\n133|示例市审计局|3.00\n133002|经办中心|1.00"
    result = interpreted(rules, table(text, 1, "部门支出总表", unit="单位:元"))
    assert [line.unit_id for line in result.budget_lines] == ["610100-133", "610100-133002"]
    assert [(unit.local_code, unit.parent_unit_id) for unit in result.units] == [
        ("133", None),
        ("133002", "610100-133"),
    ]
    assert result.document.unit_id == "610100-133"


def test_a_remark_stays_with_its_row(rules: Rules) -> None:
    text = "科目编码|科目名称|合计|备注\n301|工资福利支出|3.00|含补发"
    assert [line.remark_raw for line in lines(rules, text, BASIC)] == ["含补发"]


def test_a_table_of_amounts_nothing_is_known_of_is_a_finding(rules: Rules) -> None:
    result = interpreted(rules, table("甲|乙\n丙|3.00", 1, "部门支出总表", unit="单位:元"))
    assert result.budget_lines == ()
    assert [finding.code for finding in result.findings] == ["table-not-bound"]


@pytest.mark.parametrize(
    ("unit", "name", "cny"),
    [("单位:千元", "CNY_1K", 1500), ("单位:百万元", "CNY_1M", 1500000), ("金额单位:亿元", "CNY_100M", 150000000)],
)
def test_amounts_in_other_units_than_yuan_and_ten_thousands(rules: Rules, unit: str, name: str, cny: int) -> None:
    (line,) = lines(rules, "科目编码|科目名称|合计\n301|工资福利支出|1.50", BASIC, unit=unit)
    assert (line.amount_unit, line.amount_cny, line.flags) == (name, Decimal(cny), None)


def test_the_unit_one_header_prints_holds_for_the_amounts_beside_it(rules: Rules) -> None:
    text = "科目编码|科目名称|合计（千元）|人员经费\n301|工资福利支出|2.00|1.50"
    found = lines(rules, text, BASIC, unit="")
    assert [(line.amount_cny, line.flags) for line in found] == [(Decimal(2000), None), (Decimal(1500), None)]


def test_units_that_differ_say_nothing_of_a_column_that_prints_none(rules: Rules) -> None:
    text = "科目编码|科目名称|合计（千元）|人员经费（元）|公用经费\n301|工资福利支出|2.00|1500.00|500.00"
    *_, last = lines(rules, text, BASIC, unit="")
    assert (last.amount_cny, last.flags) == (None, "unit_missing")


def test_two_numbers_in_one_cell_are_no_amount(rules: Rules) -> None:
    (found,) = lines(rules, "科目编码|科目名称|合计\n301|工资福利支出|12 34", BASIC)
    assert (found.value_status, found.amount_cny) == ("illegible", None)


@pytest.mark.parametrize(
    ("below", "flags"),
    [
        ("||500.25|00.00", ["needs_review"] * 2),
        ("||500.25|", ["needs_review"] * 2),
        ("302|商品和服务支出|500.25|", [None, None]),
    ],
    ids=["all", "some", "a row with a name"],
)
def test_a_row_with_amounts_of_no_name_below_is_for_review(rules: Rules, below: str, flags: list[str | None]) -> None:
    """They may be the rest of its numbers, or the year before above this one."""
    text = f"科目编码|科目名称|合计|人员经费\n301|工资福利支出|280005|280005\n{below}\n合计|←|9.00|9.00"
    assert [line.flags for line in lines(rules, text, BASIC) if line.label_raw == "工资福利支出"] == flags


@pytest.mark.parametrize(
    ("section", "flags"),
    [
        ("2023年预算数|←|←", "needs_review"),
        ("二、政府性基金预算|←|←", "needs_review"),
        ("支出|支出|预算数", "needs_review"),
        ("（一）人员经费|←|←", None),
        ("302|商品和服务支出|", None),
    ],
    ids=["a year", "a fund", "headers of a side", "a part", "a row without an amount"],
)
def test_what_stands_below_a_section_of_its_own_is_for_review(rules: Rules, section: str, flags: str | None) -> None:
    found = lines(
        rules, f"科目编码|科目名称|合计\n301|工资福利支出|3.00\n{section}\n303|对个人和家庭的补助|1.00", BASIC
    )
    assert [(line.econ_dept_code, line.flags) for line in found] == [("301", None), ("303", flags)]


def test_a_measure_whose_side_is_not_that_of_its_labels_is_for_review(rules: Rules) -> None:
    text = "收入|支出|←|←\n项目|金额|项目|金额\n一、财政拨款|3.00|一、教育支出|2.00"
    found = lines(rules, text, "部门收支总表", 2)
    assert [(line.label_raw, line.flags) for line in found] == [
        ("一、财政拨款", "needs_review"),
        ("一、教育支出", "code_from_name"),
    ]


@pytest.mark.parametrize(
    ("header", "flags"),
    [
        ("科目编码|科目名称||\n↑|↑|合计|其中：奖金", {"needs_review"}),
        ("科目编码|科目名称|本年预算|\n↑|↑|合计|人员经费", {None}),
        ("科目编码|科目名称|本年预算|←\n↑|↑|合计|人员经费", {None}),
        ("科目|←||\n科目编码|科目名称|合计|人员经费", {None}),
    ],
    ids=["above all", "above one", "none", "beside a box above the labels"],
)
def test_amounts_below_a_blank_box_and_their_header_are_for_review(
    rules: Rules, header: str, flags: set[str | None]
) -> None:
    found = interpreted(rules, table(f"{header}\n301|工资福利支出|3.00|3.00", 2, BASIC, unit="单位:元"))
    assert {line.flags for line in found.budget_lines} == flags
    assert ("header-blank" in [f.code for f in found.findings]) == (flags != {None})


def test_a_row_of_a_units_project_is_about_the_project(rules: Rules) -> None:
    text = "项目名称|项目单位|合计\n合计||3.00\n水库除险加固|示例市水库管理站|3.00"
    found = lines(rules, text, "项目支出表")
    assert [line.label_raw for line in found] == ["合计", "水库除险加固"]


def test_the_department_classification_names_a_row_of_both(rules: Rules) -> None:
    text = (
        "部门预算支出经济分类|←|政府预算支出经济分类|←|合计\n科目编码|科目名称|科目编码|科目名称|↑\n"
        "30101|基本工资|50101|工资奖金津补贴|3.00"
    )
    (line,) = lines(rules, text, "一般公共预算支出表（按经济分类）", 2)
    assert (line.label_raw, line.econ_dept_code, line.econ_gov_code) == ("基本工资", "30101", "50101")


def test_amounts_without_labels_are_no_lines_but_one_row_is(rules: Rules) -> None:
    """A sheet wider than the page is printed on two: the right half has amounts alone."""
    head = "合计|基本支出|项目支出\n"
    several = interpreted(rules, table(head + "3.00|1.00|2.00\n5.00|2.00|3.00", 1, "部门支出总表", unit="单位:元"))
    assert several.budget_lines == ()
    assert [f.code for f in several.findings if f.table_id] == ["table-not-bound"]
    assert any("no labels" in f.message for f in several.findings)
    one = interpreted(rules, table(head + "3.00|1.00|2.00", 1, "部门支出总表", unit="单位:元"))
    assert [line.amount_raw for line in one.budget_lines] == ["3.00", "1.00", "2.00"]


@pytest.mark.parametrize("printed", ["###", "#######", "[illegible]", "[无法辨认]", "？？", "□□□"])
def test_what_stands_for_a_number_that_nobody_can_read_is_illegible(rules: Rules, printed: str) -> None:
    result = interpreted(rules, table(f"科目编码|科目名称|合计\n301|工资福利支出|{printed}\n302|其他|1.00", 1, BASIC))
    line = result.budget_lines[0]
    assert (line.amount_raw, line.amount_cny, line.value_status) == (printed, None, "illegible")
    assert {cell.value_status for cell in result.cells if cell.text_raw == printed} == {"illegible"}
    assert [f.code for f in result.findings if "a sign for one" in f.message] == ["number-not-read"]


def test_amounts_with_their_unit_in_the_cell_are_amounts(rules: Rules) -> None:
    text = "科目编码|科目名称|合计\n|合计|4.00万元\n301|工资福利支出|3.00万元\n302|其他|1.00万元"
    result = interpreted(rules, table(text, 1, BASIC))
    assert [line.amount_cny for line in result.budget_lines] == [40_000, 30_000, 10_000]
    assert result.tables[0].table_status == "extracted"


LEFT_OUT = "科目编码|科目名称|合计|政采规模\n201|甲|3.00|{}\n205|乙|1.00|{}"


@pytest.mark.parametrize(("amounts", "found"), [(("2.00", "1.00"), 1), (("2.00", "见附件"), 0), (("1", "2"), 0)])
def test_a_column_of_amounts_with_an_unknown_header_is_a_finding(
    rules: Rules, amounts: tuple[str, str], found: int
) -> None:
    result = interpreted(rules, table(LEFT_OUT.format(*amounts), 1, "部门支出总表", unit="单位:元"))
    assert [f.code for f in result.findings].count("column-not-bound") == found


def test_a_column_that_compares_is_left_out_without_a_finding(rules: Rules) -> None:
    text = LEFT_OUT.replace("政采规模", "比上年增减").format("2.00", "1.00")
    assert not interpreted(rules, table(text, 1, "部门支出总表", unit="单位:元")).findings


@pytest.mark.parametrize(
    ("label", "doubtful"),
    [
        ("教育支山", True),
        ("住房公积金", True),
        ("教育支出", False),
        ("教育支出（", False),
        ("其他款项", False),
    ],
)
def test_a_label_read_from_pixels_that_is_nearly_that_of_its_code_or_anothers_is_doubtful(
    rules: Rules, label: str, doubtful: bool
) -> None:
    text = f"科目编码|科目名称|合计\n205|{label}|3.00\n201|一般公共服务支出|1.00"
    made = table(text, 1, "部门支出总表", unit="单位:元")
    scanned = interpreted(rules, replace(made, reader="ocr")).budget_lines[0]
    assert ("label_doubtful" in (scanned.flags or "")) is doubtful
    assert "label_doubtful" not in (interpreted(rules, made).budget_lines[0].flags or "")


@pytest.mark.parametrize(
    ("label", "doubtful"),
    [
        ("一、一般公共照务支出", True),
        ("一般公共服务出", True),
        ("一、一般公共服务支出", False),
        ("二、上缴下级支出", True),
        ("二、上缴上级支出", False),
        ("其他款项", False),
        ("合计", False),
    ],
)
def test_a_label_without_code_read_from_pixels_that_is_a_slip_away_from_a_name_is_doubtful(
    rules: Rules, label: str, doubtful: bool
) -> None:
    made = table(f"项目|预算数\n{label}|3.00\n其他款|1.00", 1, "部门支出总表", unit="单位:元")
    scanned = interpreted(rules, replace(made, reader="ocr")).budget_lines[0]
    assert ("label_doubtful" in (scanned.flags or "")) is doubtful
    assert "label_doubtful" not in (interpreted(rules, made).budget_lines[0].flags or "")


def test_rows_below_a_doubtful_label_have_it_in_their_path_and_are_doubtful(rules: Rules) -> None:
    text = "科目编码|科目名称|合计\n{}\n20501|教育管理事务|3.00\n201|一般公共服务支出|1.00"
    for label, doubtful in (("教育支山", [True, True, False]), ("教育支出", [False, False, False])):
        made = table(text.format(f"205|{label}|3.00"), 1, "部门支出总表", unit="单位:元")
        lines = interpreted(rules, replace(made, reader="ocr")).budget_lines
        assert ["label_doubtful" in (line.flags or "") for line in lines] == doubtful


@pytest.mark.parametrize(
    ("cell", "doubtful"), [((1, 0), True), ((1, 1), True), ((1, 2), False), ((2, 1), False), (None, False)]
)
def test_a_label_or_code_in_doubt_is_told_of_its_amounts(
    rules: Rules, cell: tuple[int, int] | None, doubtful: bool
) -> None:
    made = table(
        "科目编码|科目名称|合计\n205|教育支出|3.00\n201|一般公共服务支出|1.00", 1, "部门支出总表", unit="单位:元"
    )
    cells = tuple(c._replace(flags=("reading_doubtful",)) if (c.row, c.col) == cell else c for c in made.cells)
    found = interpreted(rules, replace(made, cells=cells, reader="ocr")).budget_lines[0]
    assert ("label_doubtful" in (found.flags or "")) is doubtful


@pytest.mark.parametrize(("span", "doubtful"), [(2, True), (1, False)])
def test_where_a_cell_in_doubt_reaches_over_the_labels_they_are_doubtful(
    rules: Rules, span: int, doubtful: bool
) -> None:
    """The wall between 项目类别 and 项目名称 was lost: what is left as a label is the unit."""
    made = table(
        "项目类别|项目名称|单位名称|合计\n甲类|乙|某局|3.00\n甲类|丙|某局|1.00", 1, "项目支出表", unit="单位:元"
    )
    gone = [c for c in made.cells if (c.row, c.col) != (1, 1) or span == 1]
    cells = tuple(
        c._replace(col_span=span, flags=("reading_doubtful",)) if (c.row, c.col) == (1, 0) else c for c in gone
    )
    found = interpreted(rules, replace(made, cells=cells, reader="ocr")).budget_lines[0]
    assert ("label_doubtful" in (found.flags or "")) is doubtful


def test_a_code_and_its_name_in_one_column_are_both_read(rules: Rules) -> None:
    text = "科目编码及名称|合计\n合计|3.00\n205-教育支出|2.00\n[208]社会保障和就业支出|1.00"
    assert [(line.func_code, line.label_raw) for line in lines(rules, text, "部门支出总表")] == [
        (None, "合计"),
        ("205", "教育支出"),
        ("208", "社会保障和就业支出"),
    ]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [("以下表格金额单位：人民币万元。", "CNY_10K"), ("以下各表单位：元", "CNY"), ("见下表。金额单位：万元", None)],
)
def test_a_sentence_on_all_tables_says_their_unit(rules: Rules, sentence: str, unit: str | None) -> None:
    made = table("科目编码|科目名称|合计\n301|工资福利支出|3.00", 1, BASIC)
    (found,) = interpreted(rules, made, pages=(page(text_line(sentence, 10)),)).budget_lines
    assert found.amount_unit == unit


def test_a_sentence_that_may_be_misread_says_none(rules: Rules) -> None:
    made = table("科目编码|科目名称|合计\n301|工资福利支出|3.00", 1, BASIC)
    sentence = text_line("以下各表单位：元", 10)
    doubted = sentence._replace(doubted=(sentence.text,))
    (found,) = interpreted(rules, made, pages=(page(doubted),)).budget_lines
    assert found.amount_unit is None


BOTH_YEARS = replace(IDENTITY, title="示例县2023年预算执行情况和2024年预算草案的报告")
BALANCE = "收入|{head}|支出|{head}\n总计|3.00|总计|3.00\n本级收入|2.00|本级支出|1.00\n上年结转|1.00|结转下年支出|2.00"


@pytest.mark.parametrize(
    ("identity", "title", "head", "phase", "flag", "conflict"),
    [
        (BOTH_YEARS, "2023年全县收支平衡表", "执行数", "prior_year", None, 0),
        (BOTH_YEARS, "2024年全县收支平衡表", "预算数", "approved_budget", None, 0),
        (BOTH_YEARS, "2023年全县收支平衡表", "2024年预算数", "approved_budget", None, 0),
        (IDENTITY, "2023年全县收支平衡表", "预算数", "approved_budget", "needs_review", 1),
        (IDENTITY, "2023年全县收支平衡表", "2024年预算数", "approved_budget", None, 0),
        (IDENTITY, "2023—2024年全县收支平衡表", "预算数", "approved_budget", None, 0),
        (IDENTITY, "截至2023年12月全县收支平衡表", "预算数", "approved_budget", None, 0),
    ],
)
def test_a_table_titled_with_another_year_is_that_years_or_in_doubt(
    rules: Rules, identity: Identity, title: str, head: str, phase: str, flag: str | None, conflict: int
) -> None:
    result = interpreted(rules, table(BALANCE.format(head=head), 1, title, unit="单位:元"), identity=identity)
    assert {(line.phase, line.flags) for line in result.budget_lines} == {(phase, flag)}
    assert len(result.budget_lines) == 6
    assert sum(f.code == "year-conflict" for f in result.findings) == conflict


@pytest.mark.parametrize(
    ("header", "doubtful"),
    [("政府性基金预算拨款收入", False), ("改府性基金预算拨款收入", True), ("本:年拨款", True), ("本年拨款", False)],
)
def test_amounts_of_a_scan_under_a_header_one_slip_from_a_known_one_are_doubtful(
    rules: Rules, header: str, doubtful: bool
) -> None:
    text = f"科目名称|合计|{header}\n↑|↑|一般公共预算\n农林水支出|5.00|5.00\n合计|5.00|5.00"
    made = replace(table(text, 2, "部门收入总表", unit="单位:元"), reader="ocr")
    for line in interpreted(rules, made).budget_lines:
        below = line.measure_id != "all.all"
        assert ("label_doubtful" in (line.flags or "")) is (doubtful and below), line
