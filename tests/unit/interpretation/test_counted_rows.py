"""Counts in the rows of “三公” and agency tables become facts."""

from __future__ import annotations

import pytest

from pipeline.config.rules import Rules
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

TWO_LISTS = (
    "项目|统计数|项目|统计数\n一、“三公”经费支出|—|二、机关运行经费|54.15\n（一）支出合计|6.18|（一）车辆数合计（辆）|2\n"
    "1．公务用车运行维护费|5.30|1．主要领导干部用车|\n2．公务接待费|0.88|2．机要通信用车|1\n"
    "（二）相关统计数|—|（二）单价100万元（含）以上设备（台，套）|3\n1．公务用车保有量（辆）|2|三、政府采购|20.50"
)
ORDINALS = (
    "项目|行次|预算数|决算统计数\n一、“三公”经费支出|1|7.00|6.18\n1．公务接待费|2|7.00|6.18\n"
    "2．国内公务接待批次（个）|3|—|12\n其中：外事接待批次（个）|4|—|0\n3．国内公务接待人次（人）|5|100|96\n"
    "4．国（境）外公务接待人次（人）|6|—|"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            TWO_LISTS,
            [
                ("vehicles", "2", "辆"),
                ("vehicles_confidential", "1", None),
                ("official_cars_kept", "2", "辆"),
                ("equipment_over_1000000", "3", "台,套"),
            ],
        ),
        (
            ORDINALS,
            [
                ("reception_batches", "12", "个"),
                ("foreign_reception_batches", "0", "个"),
                ("reception_people", "96", "人"),
            ],
        ),
        ("项目|金额\n公务接待费|1.00\n公务用车购置费|2.00\n主要领导干部用车|1\n公务接待批次|3", []),
    ],
    ids=["two-lists", "ordinals-and-two-phases", "nothing-counted"],
)
def test_a_label_tells_in_brackets_what_it_counts(
    rules: Rules, text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    found = interpreted(rules, table(text, 1, "机构运行信息表", unit="单位：万元")).entity_facts
    assert {(f.metric, f.value_raw, f.value_unit_raw) for f in found} == set(expected)


def test_what_is_counted_is_no_amount_and_what_it_costs_no_fact(rules: Rules) -> None:
    result = interpreted(rules, table(TWO_LISTS, 1, "机构运行信息表", unit="单位：万元"))
    assert [(i.item, i.amount_raw, i.unit_name_raw) for i in result.three_public] == [
        ("total", "6.18", None),
        ("vehicle_operation", "5.30", None),
        ("reception", "0.88", None),
    ]
    assert all(f.amount_cny is None and f.as_of is None for f in result.entity_facts)
