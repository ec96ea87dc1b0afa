"""Staff, vehicles, equipment and assets from sentences and from the table of fixed assets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.entity_facts import EntityFactReader
from pipeline.interpretation.prose import paragraphs
from pipeline.model.forms import EntityFact
from pipeline.model.page import Page
from pipeline.model.table import PageContent, TextLine
from tests.unit.assembly.sheets import line, page, table
from tests.unit.interpretation.reading import SOURCE, interpreted, shown


def facts(
    rules: Rules, *sentences: str, heading: str = "十一、国有资产占有使用情况说明", doubted: tuple[str, ...] = ()
) -> list[EntityFact]:
    lines: list[TextLine] = [line(heading, 80)]
    lines += [line(text, 100 + 20 * k, width=450)._replace(doubted=doubted) for k, text in enumerate(sentences)]
    content: PageContent = page(*lines)
    source = replace(SOURCE, pages=(Page(1, 600, 800, ()),))
    return list(
        EntityFactReader(source, 2024, "610100-117", shown, rules).read(
            paragraphs([content], True, rules.vocabulary.statements)
        )
    )


def told(found: list[EntityFact]) -> list[tuple[str, Decimal | None, date | None]]:
    return [(fact.metric, fact.value_number, fact.as_of) for fact in found]


def test_staff_and_their_parts(rules: Rules) -> None:
    text = "截至上年底，本部门人员编制125人，其中行政编制111人，事业编制14人；实有人员119人，其中行政108人，事业11人。"
    end = date(2023, 12, 31)
    assert told(facts(rules, text, heading="四、人员情况说明")) == [
        ("staff_establishment", 125, end),
        ("staff_establishment_administrative", 111, end),
        ("staff_establishment_public_institution", 14, end),
        ("staff_actual", 119, end),
        ("staff_actual_administrative", 108, end),
        ("staff_actual_public_institution", 11, end),
    ]


def test_vehicles_by_kind_and_equipment_above_a_price(rules: Rules) -> None:
    text = (
        "截至2023年8月31日，共有车辆2辆，其中：机要通信用车0辆、其他用车2辆；"
        "单价100万元（含）以上设备（不含车辆）3台（套）。"
    )
    found = facts(rules, text)
    day = date(2023, 8, 31)
    assert told(found) == [
        ("vehicles", 2, day),
        ("vehicles_confidential", 0, day),
        ("vehicles_other", 2, day),
        ("equipment_over_1000000", 3, day),
    ]
    assert [fact.value_status for fact in found] == ["reported", "zero", "reported", "reported"]
    assert (found[-1].value_raw, found[-1].value_unit_raw) == ("3", "台(套)")
    assert found[0].bbox is not None
    assert found[0].page_no == 1


def test_what_is_to_be_bought_is_told_apart_and_has_no_date(rules: Rules) -> None:
    text = "截至上年底，共有车辆4辆。当年部门预算安排购置车辆1辆；安排购置单价20万元以上的设备0台（套）。"
    assert told(facts(rules, text)) == [
        ("vehicles", 4, date(2023, 12, 31)),
        ("purchase_vehicles", 1, None),
        ("purchase_equipment_over_200000", 0, None),
    ]


def test_a_value_in_money_is_an_amount(rules: Rules) -> None:
    (fact,) = facts(rules, "上年末固定资产金额为2,669.56万元。")
    assert (fact.metric, fact.amount_cny, fact.value_number) == ("fixed_assets", Decimal("26695600"), None)


@pytest.mark.parametrize(
    "text", ["实有车位5个。", "购买设备169件。", "行政108人。", "公务用车运行维护费2万元。", "车辆保有量超过两辆。"]
)
def test_other_numbers_are_no_facts(rules: Rules, text: str) -> None:
    assert facts(rules, text) == []


@pytest.mark.parametrize(("doubted", "in_doubt"), [("61人", ["staff"]), ("车辆3辆", ["vehicles"]), ("办公楼", [])])
def test_what_may_be_misread_makes_its_own_fact_doubtful(rules: Rules, doubted: str, in_doubt: list[str]) -> None:
    found = facts(rules, "年末实有在职人员61人。共有车辆3辆。办公楼已老旧。", doubted=(doubted,))
    assert len(found) == 2
    names = [f.metric for f in found if (f.flags, f.confidence) == ("reading_doubtful", 0.5)]
    assert [name.split("_")[0] for name in names] == in_doubt
    assert all((f.flags, f.confidence) == (None, 0.9) for f in found if f.metric not in names)


def test_a_date_ends_with_its_section(rules: Rules) -> None:
    lines = [
        line("截至2023年底，共有车辆4辆。", 100, width=450),
        line("十二、其他说明", 130),
        line("共有车辆5辆。", 160, width=450),
    ]
    source = replace(SOURCE, pages=(Page(1, 600, 800, ()),))
    found = list(
        EntityFactReader(source, 2024, "610100-117", shown, rules).read(
            paragraphs([page(*lines)], True, rules.vocabulary.statements)
        )
    )
    assert [fact.as_of for fact in found] == [date(2023, 12, 31), None]


def test_the_table_of_fixed_assets(rules: Rules) -> None:
    text = (
        "项目|数量|价值（金额单位：万元）\n资产总额||2669.56\n1、房屋（平方米）|5608|1279.89\n2、车辆（台、辆）|5|71.09\n"
        "3、单价在20万元以上的设备||\n备用|1|2"
    )
    found = interpreted(rules, table(text, 1, "部门固定资产占用情况表（截至2023年底）", unit="单位:万元")).entity_facts
    assert [(f.metric, f.value_number, f.value_unit_raw, f.amount_cny, f.value_status) for f in found] == [
        ("fixed_assets", None, None, Decimal("26695600"), "reported"),
        ("houses", 5608, "平方米", Decimal("12798900"), "reported"),
        ("vehicles", 5, "台、辆", Decimal("710900"), "reported"),
        ("equipment_over_200000", None, None, None, "blank"),
    ]
    assert {f.as_of for f in found} == {date(2023, 12, 31)}
    assert all(f.source_cell_id and f.table_id for f in found)


def test_all_assets_are_more_than_the_fixed_ones(rules: Rules) -> None:
    text = "项目|数量|价值（万元）\n资产总额|—|1850.60\n3、单价50万元以上的通用设备（台、套）|1|62.10"
    found = interpreted(rules, table(text, 1, "国有资产占有使用情况表", unit="单位:万元")).entity_facts
    assert [(f.metric, f.value_raw, f.value_number, f.amount_raw, f.value_status) for f in found] == [
        ("assets", "—", None, "1850.60", "reported"),
        ("equipment_general_over_500000", "1", 1, "62.10", "reported"),
    ]
    sentence = "本部门资产总额2,356.80万元，其中流动资产总额856.30万元，无形资产总额3万元，固定资产总额1,500万元。"
    assert [(f.metric, f.value_raw) for f in facts(rules, sentence)] == [
        ("assets", "2,356.80"),
        ("fixed_assets", "1,500"),
    ]
    (under,) = facts(rules, "上年末资产总额为2,669.56万元。", heading="十、固定资产占用情况")
    assert under.metric == "fixed_assets"


THREE_PUBLIC = "七、财政拨款“三公”经费支出决算情况说明"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全年安排因公出国（境）团组 1 个、累计 3 人次。",
            [("overseas_groups", 1, None), ("overseas_people", 3, None)],
        ),
        (
            "因公出国（境）共计0个团组，2人；公务用车购置1辆，公务车保有量为6辆；国内公务接待32批次191人。",
            [
                ("overseas_groups", 0, None),
                ("overseas_people", 2, None),
                ("official_cars_bought", 1, None),
                ("official_cars_kept", 6, None),
                ("reception_batches", 32, None),
                ("reception_people", 191, None),
            ],
        ),
        (
            "公务接待 2 批次、24 人次，其中：接待外宾 1 批次、4 人次。国（境）外公务接待批次0个。",
            [
                ("reception_batches", 2, None),
                ("reception_people", 24, None),
                ("foreign_reception_batches", 1, None),
                ("foreign_reception_people", 4, None),
                ("overseas_reception_batches", 0, None),
            ],
        ),
        (
            "安排国内公务接待20批次（其中：外事接待1批次），接待人次200人（其中：外事接待人次5人）。",
            [
                ("reception_batches", 20, None),
                ("foreign_reception_batches", 1, None),
                ("reception_people", 200, None),
                ("foreign_reception_people", 5, None),
            ],
        ),
        (
            "国内公务接待共30批次（其中外事接待6批次），500人次（其中外事接待40人次）；国（境）外接待2批次，9人次。",
            [
                ("reception_batches", 30, None),
                ("foreign_reception_batches", 6, None),
                ("reception_people", 500, None),
                ("foreign_reception_people", 40, None),
                ("overseas_reception_batches", 2, None),
                ("overseas_reception_people", 9, None),
            ],
        ),
        (
            "国内公务接待75批次，国内公务接待700人次，国（境）外公务接待30人次。",
            [
                ("reception_batches", 75, None),
                ("reception_people", 700, None),
                ("overseas_reception_people", 30, None),
            ],
        ),
        (
            "国内公务接待批次8个，接待人次90人；国（境）外公务接待批次3个，接待人次14人。",
            [
                ("reception_batches", 8, None),
                ("reception_people", 90, None),
                ("overseas_reception_batches", 3, None),
                ("overseas_reception_people", 14, None),
            ],
        ),
        ("截至2024年12月31日，公务用车保有量5辆。", [("official_cars_kept", 5, date(2024, 12, 31))]),
        ("人均接待费52.36元，接待费1.00万元。", []),
    ],
)
def test_what_three_public_expenditure_was_for(
    rules: Rules, text: str, expected: list[tuple[str, int, date | None]]
) -> None:
    assert told(facts(rules, text, heading=THREE_PUBLIC)) == expected


def test_guests_of_a_museum_are_no_official_ones(rules: Rules) -> None:
    text = "全年接待批次30批次，接待人次2000人。"
    assert told(facts(rules, text, heading="三、主要工作完成情况")) == []
    assert len(facts(rules, text, heading=THREE_PUBLIC)) == 2
