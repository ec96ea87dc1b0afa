"""Whose amounts they are: the row's, the table's, the publisher's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.parts import Parts
from pipeline.interpretation.units import UnitRegister
from pipeline.model.records import DocumentResult
from pipeline.model.table import Table
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import IDENTITY, interpreted

PUBLISHER = IDENTITY.publisher
LEDGER = "科目编码|科目名称|合计\n201|一般公共服务支出|5.00"


def names(result: DocumentResult) -> list[str]:
    """The unit of each budget line, by name."""
    named = {unit.unit_id: unit.unit_name for unit in result.units}
    return [named[str(line.unit_id)] for line in result.budget_lines]


def of(organisation: str, text: str = LEDGER, title: str = "部门支出总表") -> Table:
    """A table whose caption names an organisation."""
    made = table(text, 1, title, unit="单位:元")
    return replace(made, caption=replace(made.caption, organisation=organisation))


@pytest.mark.parametrize(
    ("organisation", "unit"),
    [
        ("", PUBLISHER),
        (PUBLISHER, PUBLISHER),
        ("示例市第一中学", "示例市第一中学"),
        ("示例市审计局(本级)", "示例市审计局(本级)"),
        ("示例市审计局机关", "示例市审计局机关"),
        ("示例市申计局", PUBLISHER),
        ("2024年", PUBLISHER),
    ],
    ids=[
        "none",
        "the publisher",
        "a unit below it",
        "the publisher itself",
        "its office",
        "misread",
        "no organisation",
    ],
)
def test_a_tables_amounts_are_those_of_the_unit_it_names(rules: Rules, organisation: str, unit: str) -> None:
    assert names(interpreted(rules, of(organisation))) == [unit]


def test_numbers_tell_units_apart_that_else_have_one_name(rules: Rules) -> None:
    identity = replace(IDENTITY, publisher="示例市第一中学")
    register = UnitRegister(identity, Parts((), rules), rules)
    assert register.unit_of(of("示例市第二中学")) != register.publisher_unit_id()
    assert register.unit_of(of("示例市第一中字")) == register.publisher_unit_id()


def test_a_unit_named_above_a_table_is_below_the_publisher(rules: Rules) -> None:
    result = interpreted(rules, of("示例市第一中学"))
    parents = {unit.unit_name: unit.parent_unit_id for unit in result.units}
    assert parents == {PUBLISHER: None, "示例市第一中学": result.document.unit_id}


def test_a_row_that_names_a_unit_without_code_and_those_below_it_are_of_that_unit(rules: Rules) -> None:
    text = (
        "单位名称|科目名称|合计\n|合计|9.00\n示例市第一中学|高中教育|4.00\n|住房公积金|2.00\n"
        "示例市第二小学|小学教育|3.00\n合计||9.00"
    )
    units = names(interpreted(rules, table(text, 1, "部门支出总表", unit="单位:元")))
    assert units == [PUBLISHER, "示例市第一中学", "示例市第一中学", "示例市第二小学", PUBLISHER]


def test_words_in_a_column_of_units_that_name_none_leave_the_publisher(rules: Rules) -> None:
    text = "单位名称|科目名称|合计\n其他|高中教育|4.00"
    assert names(interpreted(rules, table(text, 1, "部门支出总表", unit="单位:元"))) == [PUBLISHER]


@pytest.mark.parametrize(("second", "publisher"), [("117002|示例市审计中心|2.00", PUBLISHER), ("", "示例市审计局本级")])
def test_a_department_of_several_units_is_not_its_own_office(rules: Rules, second: str, publisher: str) -> None:
    rows = "\n".join(filter(None, ("117001|示例市审计局本级|3.00", second)))
    by_unit = table(f"单位编码|单位名称|合计\n{rows}", 1, "部门收入总表", unit="单位:元")
    assert names(interpreted(rules, by_unit, replace(of(""), seq=1)))[-1] == publisher
