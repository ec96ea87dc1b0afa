"""Asset tables whose header lists the assets: numbers of pieces and amounts, of one row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.model.forms import EntityFact
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

HEAD = "项目|行次|资产总额|固定资产|←|←|无形资产\n↑|↑|↑|小计|房屋构筑物|其他固定资产|↑\n栏次||1|2|3|4|5\n"
CARS = "项目|车辆（台、辆）|←|单价50万元以上通用设备（台、套）\n↑|合计|其他用车|↑\n数量|6|2|3"


def facts(rules: Rules, text: str, unit: str = "单位:万元", title: str = "国有资产使用情况表") -> list[EntityFact]:
    return list(interpreted(rules, table(text, 2, title, unit=unit)).entity_facts)


def values(found: list[EntityFact]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(fact.metric, fact.value_number, fact.amount_cny) for fact in found]


def test_headers_of_money_give_amounts(rules: Rules) -> None:
    assert values(facts(rules, HEAD + "合计|1|350.00|240.00|150.00|90.00|10.00")) == [
        ("assets", None, Decimal(3500000)),
        ("fixed_assets", None, Decimal(2400000)),
        ("houses", None, Decimal(1500000)),
        ("fixed_assets_other", None, Decimal(900000)),
    ]


@pytest.mark.parametrize("unit", ["单位:台、辆、套", ""])
def test_headers_of_pieces_give_numbers(rules: Rules, unit: str) -> None:
    found = facts(rules, CARS, unit)
    assert values(found) == [
        ("vehicles", Decimal(6), None),
        ("vehicles_other", Decimal(2), None),
        ("equipment_general_over_500000", Decimal(3), None),
    ]
    assert [fact.value_unit_raw for fact in found] == ["台、辆", "台、辆", "台、套"]


def test_the_units_of_the_caption_count_where_the_header_names_none(rules: Rules) -> None:
    text = "项目|车辆|←\n↑|合计|其他用车\n数量|6|2"
    assert values(facts(rules, text, "单位:台、辆")) == [
        ("vehicles", Decimal(6), None),
        ("vehicles_other", Decimal(2), None),
    ]
    assert facts(rules, text, "") == []


def test_of_several_rows_the_total_is_meant_and_without_one_none(rules: Rules) -> None:
    rows = "示例市审计局|1|200.00|140.00|100.00|40.00|5.00\n示例市审计中心|2|150.00|100.00|50.00|50.00|5.00"
    assert facts(rules, HEAD + rows) == []
    summed = facts(rules, HEAD + "合计|1|350.00|240.00|150.00|90.00|10.00\n" + rows)
    assert summed[0].amount_cny == Decimal(3500000)


def test_the_date_is_the_captions(rules: Rules) -> None:
    (first, *_) = facts(rules, CARS, title="截至2023年12月31日国有资产占用情况表")
    assert (first.as_of, first.metric_raw) == (date(2023, 12, 31), "车辆(台、辆)/合计")
