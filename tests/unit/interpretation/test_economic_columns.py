"""Tables of functions by economic items: each column's amounts have the item's code beside the row's."""

from __future__ import annotations

import pytest

from pipeline.config.rules import Rules
from pipeline.model.records import DocumentResult
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

CLASSES = (
    "科目编码|科目名称|合计|工资福利支出|←|←|商品和服务支出|←\n↑|↑|↑|小计|基本工资|津贴补贴|小计|办公费\n"
    "2010601|行政运行|9.00|6.00|4.00|2.00|3.00|3.00\n合计|←|9.00|6.00|4.00|2.00|3.00|3.00"
)
"""Classes over items, a sum in front of each."""
NO_CLASSES = "科目编码|科目名称|合计|基本工资|办公费|奖励金\n2010601|行政运行|9.00|4.00|3.00|2.00"


def read(rules: Rules, text: str, header_rows: int, title: str = "财政拨款支出决算明细表") -> DocumentResult:
    return interpreted(rules, table(text, header_rows, title, unit="单位：万元"))


def codes(result: DocumentResult) -> list[str | None]:
    return [line.econ_dept_code for line in result.budget_lines if line.row_role != "total" and line.func_code]


def test_items_stand_below_their_class_and_its_sum_is_the_class(rules: Rules) -> None:
    result = read(rules, CLASSES, 2)
    assert codes(result) == [None, "301", "30101", "30102", "302", "30201"]
    parts = [line for line in result.budget_lines if line.econ_dept_code]
    assert {(line.measure_id, line.is_additive) for line in parts} == {("fiscal_total.all.of_which", False)}
    assert all("code_from_name" in (line.flags or "") for line in parts)
    assert not any(finding.code == "column-not-bound" for finding in result.findings)


@pytest.mark.parametrize(
    ("text", "header_rows", "expected"),
    [
        (NO_CLASSES, 1, [None, "30101", "30201", "30309"]),
        (NO_CLASSES.replace("基本工资", "30101基本工资"), 1, [None, "30101", "30201", "30309"]),
        (NO_CLASSES.replace("奖励金", "示例费"), 1, [None]),
        (NO_CLASSES.replace("奖励金", "办公费"), 1, [None, "30101"]),
        (CLASSES.replace("办公费", "奖励金"), 2, [None, "301", "30101", "30102", "302"]),
    ],
    ids=["unique-names", "printed-code", "too-few", "twice", "of-another-class"],
)
def test_what_is_no_item_of_the_list_stays_without_a_code(
    rules: Rules, text: str, header_rows: int, expected: list[str | None]
) -> None:
    assert codes(read(rules, text, header_rows)) == expected


def test_a_printed_code_is_not_derived_from_its_name(rules: Rules) -> None:
    result = read(rules, NO_CLASSES.replace("基本工资", "30101基本工资"), 1)
    (printed,) = (line for line in result.budget_lines if line.econ_dept_code == "30101")
    assert "code_from_name" not in (printed.flags or "")


def test_columns_of_basic_expenditure_keep_their_measures(rules: Rules) -> None:
    basic = "科目编码|科目名称|合计|人员经费|←|公用经费\n↑|↑|↑|工资福利支出|对个人和家庭的补助|商品和服务支出\n"
    result = read(rules, basic + "2010601|行政运行|9.00|4.00|2.00|3.00", 2)
    assert codes(result) == [None] * 4
