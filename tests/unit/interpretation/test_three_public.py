"""“三公” tables in their layouts, and sentences where no table tells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.ids import Occurrences
from pipeline.interpretation.classification_paths import ClassificationPaths
from pipeline.interpretation.interpret import interpret
from pipeline.interpretation.prose import paragraphs
from pipeline.interpretation.statements import statements
from pipeline.interpretation.three_public_prose import narrated_items
from pipeline.model.forms import ThreePublic
from pipeline.model.page import Page
from tests.unit.assembly.sheets import line, page, table
from tests.unit.interpretation.reading import IDENTITY, SOURCE, interpreted, shown

LONG = (
    "项目|资金性质|←|←\n↑|合计|一般公共预算财政拨款|政府性基金预算拨款\n“三公”经费小计|5.00|5.00|\n"
    "一、因公出国（境）费|||\n二、公务用车购置及运维费|4.00|4.00|\n其中：公务用车购置费|0|0|\n"
    "公务用车运行维护费|4.00|4.00|—\n三、公务接待费|1.00|1.00|"
)
WIDE = (
    "单位编码|单位名称|上年|←|←|←|当年|←|←|←|增减变化情况|←|←|←\n"
    "↑|↑|合计|“三公”经费|←|会议费|合计|“三公”经费|←|会议费|合计|“三公”经费|←|会议费\n"
    "↑|↑|↑|小计|公务接待费|↑|↑|小计|公务接待费|↑|↑|小计|公务接待费|↑\n"
    "|合计|9|5|5|4|8|6|6|2|-1|1|1|-2\n117001|示例市审计局|9|5|5|4|8|6|6|2|-1|1|1|-2"
)


def items(rules: Rules, text: str, header_rows: int, title: str, unit: str = "单位:万元") -> list[ThreePublic]:
    return list(interpreted(rules, table(text, header_rows, title, unit=unit)).three_public)


def test_items_down_the_rows_zero_blank_and_dash_stay_apart(rules: Rules) -> None:
    found = items(rules, LONG, 2, "财政拨款“三公”经费支出表")
    whole = [(i.item, i.amount_cny, i.value_status) for i in found if i.fund_source == "fiscal_total"]
    assert whole == [
        ("total", Decimal(50000), "reported"),
        ("overseas", None, "blank"),
        ("vehicles", Decimal(40000), "reported"),
        ("vehicle_purchase", Decimal(0), "zero"),
        ("vehicle_operation", Decimal(40000), "reported"),
        ("reception", Decimal(10000), "reported"),
    ]
    (dash,) = (i for i in found if i.fund_source == "government_fund" and i.item == "vehicle_operation")
    assert (dash.amount_raw, dash.amount_cny, dash.value_status) == ("—", None, "not_applicable")


def test_items_across_the_header_with_last_year_and_change_beside(rules: Rules) -> None:
    found = items(rules, WIDE, 3, "一般公共预算拨款“三公”经费及会议费预算表（不含上年结转）", "单位:元")
    assert [(i.row_role, i.unit_id, i.item, i.amount_cny, i.prior_year_cny, i.change_cny) for i in found] == [
        (role, unit, item, Decimal(now), Decimal(before), Decimal(change))
        for role, unit in (("total", "610100-117001"), ("detail", "610100-117001"))
        for item, before, now, change in (
            ("grand_total", 9, 8, -1),
            ("total", 5, 6, 1),
            ("reception", 5, 6, 1),
            ("meeting", 4, 2, -2),
        )
    ]
    assert {i.fund_source for i in found} == {"general_public"}
    assert found[0].item_raw == "当年/合计"


def test_years_may_stand_below_one_another(rules: Rules) -> None:
    text = (
        "预算单位|年度|总计|因公出国（境）费|公务接待费\n"
        "示例市审计局|2023年|5|3|2\n↑|2024年|6|3|3\n↑|增减变化金额|1|0|1"
    )
    found = items(rules, text, 1, "“三公”经费支出表")
    assert [(i.item, i.amount_raw, i.prior_year_cny, i.change_cny) for i in found] == [
        ("total", "6", Decimal(50000), Decimal(10000)),
        ("overseas", "3", Decimal(30000), Decimal(0)),
        ("reception", "3", Decimal(20000), Decimal(10000)),
    ]


def test_a_year_before_the_last_is_not_the_last(rules: Rules) -> None:
    across = "项目|2022年决算数|2023年预算数|2024年预算数|2025年预计数\n因公出国费|1|2|3|4\n公务接待费|5|6|7|8"
    found = items(rules, across, 1, "“三公”经费支出表")
    assert [(i.amount_raw, i.prior_year_cny) for i in found] == [("3", Decimal(20000)), ("7", Decimal(60000))]
    down = "年度|合计|因公出国费|公务接待费\n2022年|6|1|5\n2023年|8|2|6\n2024年|10|3|7"
    found = items(rules, down, 1, "“三公”经费支出表")
    assert [(i.amount_raw, i.prior_year_cny) for i in found][1:] == [("3", Decimal(20000)), ("7", Decimal(60000))]


def test_a_table_that_names_no_items_gives_none(rules: Rules) -> None:
    assert items(rules, "项目|金额\n办公费|1.00\n合计|1.00", 1, "“三公”经费支出表") == []


YEARS_DOWN = (
    "“三公”经费项目|合计|因公出国（境）费|公务接待费|←|←\n↑|↑|↑|小计|国内接待|外事接待\n行次|1|2|3|4|5\n"
    "2024年度预算数|5.00|1.00|4.00|3.00|1.00\n2024年度决算数|7.00|2.00|5.00|5.00|\n"
    "2023年度决算数|6.00|3.00|3.00|3.00|\n决算对比|1.00|-1.00|2.00|2.00|"
)


def test_years_and_phases_may_name_the_rows(rules: Rules) -> None:
    final = replace(IDENTITY, document_type="department_final")
    form = table(YEARS_DOWN, 3, "“三公”经费情况表", unit="单位:元")
    found = interpret(SOURCE, final, (), [form], shown, rules).three_public
    assert [(i.phase, i.item, i.amount_raw, i.prior_year_cny, i.change_cny, i.row_role) for i in found] == [
        ("approved_budget", "total", "5.00", None, None, "total"),
        ("approved_budget", "overseas", "1.00", None, None, "total"),
        ("approved_budget", "reception", "4.00", None, None, "total"),
        ("final_account", "total", "7.00", Decimal(6), Decimal(1), "total"),
        ("final_account", "overseas", "2.00", Decimal(3), Decimal(-1), "total"),
        ("final_account", "reception", "5.00", Decimal(3), Decimal(2), "total"),
    ]


def test_what_stands_below_an_item_may_be_a_part_or_a_number_of_something(rules: Rules) -> None:
    text = "合计|因公出国（境）费|公务接待费|←|←\n↑|↑|批次|人次|金额\n5.00|1.00|12|60|4.00"
    found = items(rules, text, 2, "“三公”经费支出表")
    assert [(i.item, i.amount_raw) for i in found] == [("total", "5.00"), ("overseas", "1.00"), ("reception", "4.00")]


def said(
    rules: Rules, heading: str, sentence: str, phase: str = "approved_budget", title: str = ""
) -> list[ThreePublic]:
    lines = page(line(heading, 100), line(sentence, 120, width=450))
    said = statements(
        replace(SOURCE, pages=(Page(1, 600, 800, ()),)),
        IDENTITY,
        paragraphs([lines], True, rules.vocabulary.statements),
        "610100-117",
        shown,
        ClassificationPaths((), rules.configs),
        rules,
    )
    return list(narrated_items(said, title, phase, Occurrences(), rules))


def test_a_sentence_gives_an_item_with_its_change(rules: Rules) -> None:
    heading = "六、“三公”经费预算情况说明"
    (item,) = said(rules, heading, "公务接待费预算2.50万元,比上年减少0.50万元。")
    assert (item.item, item.source_kind, item.amount_cny) == ("reception", "narrative", Decimal(25000))
    assert item.change_cny == Decimal(-5000)
    assert item.table_id is None


def test_sentences_elsewhere_or_about_more_give_none(rules: Rules) -> None:
    assert said(rules, "六、项目情况说明", "公务接待费预算2.50万元。") == []
    assert said(rules, "六、“三公”经费预算情况说明", "下属学校食堂公务接待费预算2.50万元。") == []


def test_below_no_heading_the_title_says_what_sentences_are_about(rules: Rules) -> None:
    sentence = "一、公务接待费预算2.50万元，与上年持平。"
    assert [i.item for i in said(rules, "经汇总如下。", sentence, title="2024年“三公”经费预算公开")] == ["reception"]
    assert said(rules, "经汇总如下。", sentence, title="2024年部门预算") == []


@pytest.mark.parametrize(
    ("subject", "item"),
    [
        ("一般公共预算中“三公”经费支出预算", "total"),
        ("一般公共预算财政拨款开支“三公”经费", "total"),
        ("公车运行及维护", "vehicle_operation"),
        ("公务接待及食堂经费", None),
    ],
)
def test_an_item_is_named_in_many_words_but_in_no_others(rules: Rules, subject: str, item: str | None) -> None:
    assert [i.item for i in said(rules, "六、“三公”经费情况说明", f"{subject}5万元。")] == [item] * bool(item)


def test_a_final_account_tells_budget_and_outturn(rules: Rules) -> None:
    sentence = "一般公共预算“三公”经费支出年初预算为18万元，全年预算为9万元，支出决算为6万元。"
    found = said(rules, "六、“三公”经费支出决算情况说明", sentence, "final_account")
    assert [(i.item, i.phase, i.fund_source, i.amount_raw) for i in found] == [
        ("total", "approved_budget", "general_public", "18"),
        ("total", "adjusted_budget", "general_public", "9"),
        ("total", "final_account", "general_public", "6"),
    ]


def test_a_sentence_that_names_three_public_needs_no_such_heading(rules: Rules) -> None:
    sentence = "“三公”经费预算5万元，其中公务接待费2万元，公车运行维护费3万元。"
    found = said(rules, "六、其他说明", sentence)
    assert [(i.item, i.amount_raw) for i in found] == [("total", "5"), ("reception", "2"), ("vehicle_operation", "3")]
    assert [i.item for i in said(rules, "二、公务接待费", "公务接待费预算2万元。")] == ["reception"]


@pytest.mark.parametrize(
    ("sentence", "flags"),
    [
        ("公务接待费2万元。公务接待费3万元。", {"needs_review"}),
        ("公务接待费2万元。公务接待费2万元。", {None}),
        ("公务接待费2万元。公车运行维护费3万元。", {None}),
        ("一般公共预算公务接待费2万元。公务接待费3万元。", {None}),
    ],
)
def test_two_amounts_of_one_item_are_to_be_looked_at(rules: Rules, sentence: str, flags: set[str | None]) -> None:
    assert {item.flags for item in said(rules, "六、“三公”经费预算情况说明", sentence)} == flags


FINAL = (
    "预算数|←|←|决算数|←|←\n合计|因公出国（境）费|公务接待费|合计|因公出国（境）费|公务接待费\n"
    "9.00|4.00|5.00|6.00|2.00|4.00"
)


def test_budget_and_final_account_beside_each_other(rules: Rules) -> None:
    final = replace(IDENTITY, document_type="department_final")
    form = table(FINAL, 2, "财政拨款“三公”经费支出决算表", unit="单位:元")
    found = interpret(SOURCE, final, (), [form], shown, rules).three_public
    assert [(i.item, i.phase, i.amount_raw) for i in found] == [
        ("total", "approved_budget", "9.00"),
        ("overseas", "approved_budget", "4.00"),
        ("reception", "approved_budget", "5.00"),
        ("total", "final_account", "6.00"),
        ("overseas", "final_account", "2.00"),
        ("reception", "final_account", "4.00"),
    ]


def test_a_bare_total_down_the_rows_sums_what_the_title_names(rules: Rules) -> None:
    text = "项目|2024年预算数\n合计|9.00\n1、因公出国（境）费用|4.00\n2、公务接待费|5.00"
    assert [i.item for i in items(rules, text, 1, "“三公”经费支出表")] == ["total", "overseas", "reception"]
    assert [i.item for i in items(rules, text, 1, "支出表")] == []


@pytest.mark.parametrize(("header", "found"), [("下年预算数", 0), ("1-9月执行数", 0), ("本年预算数", 2)])
def test_a_column_of_the_next_year_or_part_of_one_gives_no_item(rules: Rules, header: str, found: int) -> None:
    text = f"项目|{header}\n因公出国（境）费用|4.00\n公务接待费|5.00"
    assert len(items(rules, text, 1, "“三公”经费支出表")) == found


@pytest.mark.parametrize("number", ["（1）", "其中：", "①"])
def test_a_numbered_item_is_known_by_the_name_behind_its_number(rules: Rules, number: str) -> None:
    text = f"项目|2024年预算数\n公务接待费|5.00\n公务用车购置及运行费|4.00\n{number}购置费|1.00\n运行费|3.00"
    found = [i.item for i in items(rules, text, 1, "“三公”经费支出表")]
    assert found == ["reception", "vehicles", "vehicle_purchase", "vehicle_operation"]


def test_rows_left_blank_below_the_last_are_no_items(rules: Rules) -> None:
    head = "“三公”经费合计|因公出国费|公务接待费"
    found = items(rules, f"{head}\n3.00||3.00\n||\n||", 1, "“三公”经费支出表")
    expected = [("total", "3.00"), ("overseas", None), ("reception", "3.00")]
    assert [(item.item, item.amount_raw) for item in found] == expected


def test_the_unit_of_a_header_is_that_of_its_item(rules: Rules) -> None:
    text = "“三公”经费合计（万元）|因公出国费（万元）|公务接待费（万元）\n3.00|1.00|2.00"
    found = items(rules, text, 1, "“三公”经费支出表", unit="")
    assert [item.amount_cny for item in found] == [30_000, 10_000, 20_000]


COUNTED = (
    "项目|行次|年初预算数|决算统计数\n（一）支出合计|1|25.00|20.50\n1．因公出国（境）费|2|0.00|0.00\n"
    "2．公务接待费|3|10.00|6.00\n（二）相关统计数|4|—|—\n1．因公出国（境）团组数（个）|5|—|2\n"
    "2．公务用车保有量（辆）|6|—|5\n3．国内公务接待批次（个）|7|—|62\n公务接待人次|8|—|480"
)


def test_what_is_counted_is_no_amount(rules: Rules) -> None:
    final = replace(IDENTITY, document_type="department_final")
    form = table(COUNTED, 1, "“三公”经费、行政参公单位机关运行经费情况表", unit="单位:万元")
    found = interpret(SOURCE, final, (), [form], shown, rules).three_public
    assert [(i.item, i.phase, i.amount_raw) for i in found] == [
        ("total", "approved_budget", "25.00"),
        ("total", "final_account", "20.50"),
        ("overseas", "approved_budget", "0.00"),
        ("overseas", "final_account", "0.00"),
        ("reception", "approved_budget", "10.00"),
        ("reception", "final_account", "6.00"),
    ]
    across = "合计|因公出国费|公务接待费|公务用车购置数|国内公务接待批次|国内公务接待人次\n5.00|1.00|4.00|2|62|480"
    found = items(rules, across, 1, "“三公”经费支出表")
    assert [(i.item, i.item_raw) for i in found] == [
        ("total", "合计"),
        ("overseas", "因公出国费"),
        ("reception", "公务接待费"),
    ]


def test_a_table_of_another_year_is_told_as_that_years_and_to_be_looked_at(rules: Rules) -> None:
    identity = replace(IDENTITY, title="2023年预算执行情况和2024年预算草案")
    of_years = [table(LONG, 2, f"{year}年财政拨款“三公”经费支出表", unit="单位:万元") for year in (2023, 2024)]
    found = interpreted(rules, *of_years, identity=identity).three_public
    assert {(i.fiscal_year, i.flags) for i in found} == {(2023, "needs_review"), (2024, None)}


def test_a_row_may_print_a_unit_of_its_own(rules: Rules) -> None:
    found = items(rules, "项目|预算数\n一、因公出国（境）费|2\n二、公务接待费（元）|8600", 1, "“三公”经费支出表")
    assert [(i.item, i.amount_cny) for i in found] == [("overseas", Decimal(20000)), ("reception", Decimal(8600))]


@pytest.mark.parametrize("years", ["二〇二三年预算数|二〇二四年预算数", "23年预算数|24年预算数"])
def test_years_are_told_however_they_are_written(rules: Rules, years: str) -> None:
    text = f"项目|{years}\n合计|3|2\n一、因公出国（境）费|2|1\n二、公务接待费|1|1"
    found = items(rules, text, 1, "“三公”经费支出表")
    assert (found[0].amount_raw, found[0].prior_year_cny) == ("2", Decimal(30000))
