"""The contents table against the tables found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.contents import Judged, contents_entries, judge
from pipeline.interpretation.kind import kind_of
from pipeline.model.table import ContentsEntry, PageContent, Table
from tests.unit.assembly.sheets import line, page, table

CONTENTS = """报表|报表名称|是否空表|公开空表理由
表1|部门综合预算收支总表|否|
表2|部门综合预算收入总表|否|
表9|部门综合预算政府性基金收支表|是|不涉及"""
INCOME = table("项目|预算数\n一、财政拨款|3.00", 1, "部门综合预算收支总表", "表1", "单位:元")
BLANK = "科目编码|科目名称|合计\n||\n||"


def judged(rules: Rules, *tables: Table, pages: tuple[PageContent, ...] = ()) -> list[Judged]:
    with_kind = [(found, kind_of(found, rules).kind) for found in tables]
    return judge(with_kind, contents_entries(with_kind, pages, rules), rules)


def told(items: list[Judged]) -> list[tuple[str, str, bool | None, bool, str]]:
    return [(item.kind, item.status, item.listed, item.declared_empty, item.reason) for item in items]


def contents(text: str = CONTENTS) -> Table:
    return table(text, 1, "目录")


def test_entries_of_a_contents_table(rules: Rules) -> None:
    entries = contents_entries([(contents(), "toc")], (), rules)
    assert entries == [
        ContentsEntry("表1", "部门综合预算收支总表", False),
        ContentsEntry("表2", "部门综合预算收入总表", False),
        ContentsEntry("表9", "部门综合预算政府性基金收支表", True, "不涉及"),
    ]


def test_a_listed_table_that_is_not_there_is_not_found_or_declared_empty(rules: Rules) -> None:
    assert told(judged(rules, contents(), INCOME)) == [
        ("toc", "extracted", False, False, ""),
        ("rev_exp_summary", "extracted", True, False, ""),
        ("rev_summary", "not_found", True, False, ""),
        ("gov_fund", "declared_empty", True, True, "不涉及"),
    ]


def test_tables_keep_their_order_and_get_new_numbers(rules: Rules) -> None:
    assert [item.table.seq for item in judged(rules, contents(), INCOME)] == [0, 1, 2, 3]


def test_a_blank_table_the_contents_declare_empty(rules: Rules) -> None:
    empty = table(BLANK, 1, "部门综合预算政府性基金收支表", "表9", "单位:元")
    assert told(judged(rules, contents(), INCOME, empty))[2] == ("gov_fund", "declared_empty", True, True, "不涉及")


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("本部门无政府性基金预算支出，本表无数据||", "declared_empty"),
        ("本部门无政府性基金预算支出|←|←", "declared_empty"),
        ("|无数据|无数据", "blank_template"),
        ("合计||", "blank_template"),
        ("无其他支出|甲|9.00", "extracted"),
    ],
)
def test_a_sentence_in_the_table_declares_it_empty(rules: Rules, row: str, status: str) -> None:
    (found,) = judged(rules, table(f"科目编码|科目名称|合计\n||\n{row}", 1, "政府性基金预算支出表"))
    assert (found.status, found.declared_empty) == (status, status == "declared_empty")


def test_a_form_whose_cells_hold_several_amounts_is_not_blank(rules: Rules) -> None:
    written = table("科目编码|科目名称|合计\n201|甲|", 1, "政府性基金预算支出表")
    *others, last = written.cells
    several = replace(written, cells=(*others, last._replace(text="9.00\n8.00")))
    labels = replace(written, cells=(*others, last._replace(text="甲\n乙")))
    assert [item.status for item in judged(rules, several)] == ["extracted"]
    assert [item.status for item in judged(rules, labels)] == ["blank_template"]


def test_a_note_that_says_why_declares_a_blank_table_empty(rules: Rules) -> None:
    note = "注：本部门无政府性基金预算拨款安排的支出。"
    empty = table(BLANK, 1, "政府性基金预算支出表", notes=(note,))
    assert told(judged(rules, empty)) == [("gov_fund", "declared_empty", None, True, note)]


def test_a_declared_empty_table_with_amounts_is_a_conflict(rules: Rules) -> None:
    full = table("科目编码|科目名称|合计\n212|甲|3.00", 1, "部门综合预算政府性基金收支表", "表9")
    found = judged(rules, contents(), INCOME, full)[2]
    assert (found.status, found.declared_empty, found.flags) == ("extracted", True, ("toc_conflict",))


def test_a_blank_table_nobody_speaks_of_is_a_blank_template(rules: Rules) -> None:
    assert told(judged(rules, table(BLANK, 1, "政府性基金预算支出表"))) == [
        ("gov_fund", "blank_template", None, False, "")
    ]


@pytest.mark.parametrize("unread", ["3.00-", "[illegible]", "####"])
def test_amounts_that_nobody_can_read_leave_no_form_blank(rules: Rules, unread: str) -> None:
    printed = table(BLANK.replace("\n||", f"\n|工资|{unread}", 1), 1, "政府性基金预算支出表")
    assert told(judged(rules, printed)) == [("gov_fund", "extracted", None, False, "")]


FORM = "项目名称|←|{}\n主管部门|←|{}\n绩效指标|一级指标|指标值\n↑|产出指标|"


def test_a_form_without_entries_is_a_blank_template(rules: Rules) -> None:
    form = table(FORM.format("", ""), 0, "专项资金总体绩效目标表")
    assert told(judged(rules, form)) == [("perf_special_fund", "blank_template", None, False, "")]


def test_a_blank_form_the_contents_say_is_filled_is_a_conflict(rules: Rules) -> None:
    listed = contents(CONTENTS + "\n表15|专项资金总体绩效目标表|否|")
    form = table(FORM.format("", ""), 0, "专项资金总体绩效目标表")
    found = judged(rules, listed, INCOME, form)[2]
    assert (found.status, found.flags) == ("blank_template", ("toc_conflict",))


@pytest.mark.parametrize("value", ["12.00", "≥90%", "2024年"])
def test_a_form_with_a_value_is_extracted(rules: Rules, value: str) -> None:
    form = table(FORM.format("业务经费", value), 0, "单位专项业务经费绩效目标表")
    assert judged(rules, form)[0].status == "extracted"


def test_many_forms_answer_one_entry(rules: Rules) -> None:
    listed = contents(CONTENTS + "\n表14|单位专项业务经费绩效目标表|否|")
    forms = [table(FORM.format(f"项目{k}", "12"), 0, "单位专项业务经费绩效目标表") for k in "甲乙"]
    found = judged(rules, listed, INCOME, *forms)
    assert [item.listed for item in found if item.kind == "perf_project"] == [True, True]


def test_a_contents_page_lists_tables_line_by_line(rules: Rules) -> None:
    texts = ("目录", "一、收支总表......3", "二、收入总表......4", "三、支出总表......5", "表4 财政拨款收支总表")
    listed = page(*(line(text, 20 * k) for k, text in enumerate(texts, 1)))
    entries = contents_entries([], (listed,), rules)
    assert [entry.title for entry in entries] == ["收支总表", "收入总表", "支出总表", "财政拨款收支总表"]


def test_prose_after_the_contents_lists_nothing(rules: Rules) -> None:
    texts = ("目录", "一、收支总表", "二、收入总表", "三、支出总表", "本部门收支如下。", "四、项目支出表")
    listed = page(*(line(text, 20 * k) for k, text in enumerate(texts, 1)))
    assert len(contents_entries([], (listed,), rules)) == 3


def test_without_contents_nothing_is_listed_or_missing(rules: Rules) -> None:
    assert told(judged(rules, INCOME)) == [("rev_exp_summary", "extracted", None, False, "")]


def test_amounts_that_ran_into_the_header_are_no_blank_form(rules: Rules) -> None:
    made = table("科目编码|科目名称|合计", 1, "部门支出总表")
    grown = replace(made, cells=tuple(c._replace(text=f"{c.text}\n30.70") if c.col else c for c in made.cells))
    assert [item.status for item in judged(rules, made, grown)] == ["blank_template", "extracted"]
