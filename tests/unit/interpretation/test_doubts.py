"""What a reviewer is told of amounts that no record has."""

from __future__ import annotations

import pytest

from pipeline.config.rules import Rules
from pipeline.model.table import Table
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted


def told(rules: Rules, printed: Table) -> list[tuple[str, str]]:
    """Code and sentence of the findings on tables and columns not bound."""
    codes = ("table-not-bound", "column-not-bound")
    return [(f.code, f.message) for f in interpreted(rules, printed).findings if f.code in codes]


@pytest.mark.parametrize(
    ("title", "text", "what"),
    [
        (
            "一般公共预算和政府性基金预算支出表",
            "科目编码|科目名称|合计\n205|教育支出|5.00\n208|社会保障|1.00",
            "no known",
        ),
        ("政府采购预算表", "单位名称|经手人|余额\n甲单位|张某|5.00\n乙单位|李某|1,000", "taken for procurement"),
    ],
)
def test_a_table_of_amounts_without_a_record_is_told(rules: Rules, title: str, text: str, what: str) -> None:
    ((code, message),) = told(rules, table(text, 1, title, unit="单位:元"))
    assert code == "table-not-bound"
    assert what in message
    assert "2 amounts" in message


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("会议计划", "会议名称|人数|金额\n年会|20|5.00\n例会|30|6.00"),
        ("政府采购预算表", "采购项目|采购目录|数量|金额\n电脑|A02|5|5.00\n纸张|A05|9|6.00"),
        ("人员情况", "科室|人数\n办公室|5\n财务科|4"),
        ("其他事项", "事项|金额\n甲|5.00\n乙|无"),
    ],
)
def test_a_table_with_records_or_without_amounts_is_not(rules: Rules, title: str, text: str) -> None:
    assert not told(rules, table(text, 1, title, unit="单位:元"))


HEAD = "科目编码|科目名称|合计|{}\n"


@pytest.mark.parametrize(
    ("head", "cells"), [("其他", ("1.00", "2.00")), ("非财政拨款", ("1.00", "2.00")), ("其他", ("1,000", "2,000"))]
)
def test_a_column_of_amounts_without_a_meaning_is_told(rules: Rules, head: str, cells: tuple[str, str]) -> None:
    text = HEAD.format(head) + f"205|教育支出|5.00|{cells[0]}\n208|社会保障和就业支出|6.00|{cells[1]}"
    ((code, message),) = told(rules, table(text, 1, "部门支出总表", unit="单位:元"))
    assert (code, f"column 3 ({head})" in message) == ("column-not-bound", True)


def test_a_list_without_labels_beside_another_is_told(rules: Rules) -> None:
    text = "来历|金额|支出项目|预算数\n一、拨款|7.00|一、教育支出|5.00\n二、其他|2.00|二、其他支出|4.00"
    ((code, message),) = told(rules, table(text, 1, "收支总表", unit="单位:元"))
    assert (code, message.endswith("its list has no labels")) == ("column-not-bound", True)


@pytest.mark.parametrize("head", ["增减额", "单位资金", "人数"])
def test_a_column_that_compares_is_bound_or_counts_is_not(rules: Rules, head: str) -> None:
    values = ("12", "15") if head == "人数" else ("1.00", "2.00")
    text = HEAD.format(head) + f"205|教育支出|5.00|{values[0]}\n208|社会保障和就业支出|6.00|{values[1]}"
    assert not told(rules, table(text, 1, "部门支出总表", unit="单位:元"))
