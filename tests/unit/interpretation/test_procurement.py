"""Procurement lists: roles, codes, funds; slipped values are put back where a product proves it, else left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.interpret import interpret
from pipeline.model.records import DocumentResult
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import IDENTITY, SOURCE, interpreted, shown

TITLE = "政府采购预算表"
COARSE = (
    "科目编码|←|←|单位编码|采购项目|采购目录|数量|部门预算支出经济科目编码|←|政府预算支出经济科目编码|←|预算金额\n"
    "类|款|项|↑|↑|↑|↑|类|款|类|款|↑\n||||合计||3|||||60.00\n201|08|04|117001|示例市审计局||3|||||60.00\n"
    "201|08|04||购买服务|C23030000审计服务|3|302|27|502|05|60.00"
)
PRICED = "采购项目来源|采购物品名称|采购目录序号|计量单位|数量|单价|合计|一般公共预算拨款|单位资金\n"


def read(rules: Rules, text: str, header_rows: int = 1, unit: str = "单位:元") -> DocumentResult:
    return interpreted(rules, table(text, header_rows, TITLE, unit=unit))


def test_totals_units_and_lines_are_told_apart(rules: Rules) -> None:
    result = read(rules, COARSE, 2)
    lines = result.procurement
    assert [(x.row_role, x.unit_id, x.amount_cny) for x in lines] == [
        ("total", result.document.unit_id, Decimal(60)),
        ("subtotal", "610100-117001", Decimal(60)),
        ("detail", "610100-117001", Decimal(60)),
    ]
    bought = lines[2]
    assert (bought.func_code, bought.econ_dept_code, bought.econ_gov_code) == ("2010804", "30227", "50205")
    assert (bought.catalog_code, bought.catalog_name_raw, bought.item_raw) == ("C23030000", "审计服务", "审计服务")
    assert (bought.project_source_raw, bought.quantity) == ("购买服务", Decimal(3))


@pytest.mark.parametrize(
    ("headers", "amounts"),
    [
        ("2024年采购金额", ["6.00"]),
        ("2023年采购金额|采购预算", ["5.00"]),
        ("采购预算（万元）|下年采购预算", ["6.00"]),
        ("2023年采购金额|备注", []),
        ("上年预算数|备注", []),
    ],
)
def test_the_amount_is_one_of_the_documents_year(rules: Rules, headers: str, amounts: list[str]) -> None:
    values = "6.00|5.00" if "|" in headers else "6.00"
    found = read(rules, f"采购项目|{headers}\n空调|{values}").procurement
    assert [line.amount_raw for line in found] == amounts


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("采购品目编码|采购品目名称|采购类别|采购金额\nA02010105|台式计算机|货物|5.00", "台式计算机"),
        ("采购项目|采购类型|采购金额\n办公电脑|货物|5.00", "办公电脑"),
        ("采购项目名称|采购目录|采购金额\n会计档案柜|A05010500柜类|5.00", "会计档案柜"),
        ("采购类别|采购金额\n货物|5.00", "货物"),
        ("采购项目|采购类型|采购金额\n设备购置|便携式计算机|5.00", "便携式计算机"),
    ],
)
def test_goods_works_and_services_name_an_item_only_where_nothing_else_does(rules: Rules, text: str, item: str) -> None:
    assert [line.item_raw for line in read(rules, text).procurement] == [item]


def test_funds_and_price_are_read(rules: Rules) -> None:
    (line,) = read(rules, PRICED + "信息化|服务器|A02010103|台|5|18.00|90.00|60.00|30.00", unit="单位:万元").procurement
    assert (line.unit_price_cny, line.amount_cny) == (Decimal(180000), Decimal(900000))
    assert (line.amount_general_public_cny, line.amount_unit_funds_cny) == (Decimal(600000), Decimal(300000))
    assert line.flags is None


def test_slipped_values_are_put_back_where_the_product_proves_it(rules: Rules) -> None:
    text = PRICED + "信息化|100.00|服务器|A02010103|台|5|18.00|90.00|90.00"
    result = read(rules, text)
    (line,) = result.procurement
    assert (line.item_raw, line.catalog_code, line.measure_unit_raw) == ("服务器", "A02010103", "台")
    assert (line.quantity, line.unit_price_cny, line.amount_cny) == (Decimal(5), Decimal(18), Decimal(90))
    assert line.flags == "column_shift_repaired"
    assert line.amount_general_public_cny == Decimal(90)
    (repair,) = result.repairs
    assert (repair.record_id, repair.value_before, repair.value_after) == (line.procurement_id, "18.00", "90.00")


def test_funds_of_a_slipped_row_that_do_not_sum_to_the_amount_are_left_out(rules: Rules) -> None:
    (line,) = read(rules, PRICED + "信息化|100.00|服务器|A02010103|台|5|18.00|90.00|70.00").procurement
    assert (line.amount_cny, line.amount_general_public_cny) == (Decimal(90), None)


def test_slipped_values_without_proof_are_left_out(rules: Rules) -> None:
    result = read(rules, PRICED + "信息化|100.00|服务器|A02010103|台|5|18.00|91.00|91.00")
    (line,) = result.procurement
    assert (line.amount_raw, line.amount_cny, line.value_status) == (None, None, "illegible")
    assert (line.flags, line.item_raw, line.quantity) == ("column_shift_suspected", None, None)
    assert result.repairs == ()


def test_a_code_under_the_wrong_header_gives_the_slip_away(rules: Rules) -> None:
    head = "采购项目|采购目录|部门预算支出经济科目编码|政府预算支出经济科目编码|采购时间|预算金额|说明\n"
    (line,) = read(rules, head + "网络服务费|C1701电信服务|310|99|503|99|220,000.00").procurement
    assert (line.amount_cny, line.econ_dept_code, line.econ_gov_code) == (None, None, None)
    assert line.flags == "column_shift_suspected"
    (whole,) = read(rules, head + "网络服务费|C1701电信服务|31099|50399||220,000.00|").procurement
    assert (whole.amount_cny, whole.econ_dept_code, whole.flags) == (Decimal(220000), "31099", None)


def test_a_line_names_its_project_when_the_name_is_unique(rules: Rules) -> None:
    listed = table("项目名称|合计\n合计|7.00\n差旅费|3.00\n水电费|4.00", 1, "项目支出预算表", unit="单位:元")
    text = PRICED + "差旅费|服务|C0101|项|1|2.00|2.00||\n会务费|服务|C0101|项|1|2.00|2.00||"
    result = interpreted(rules, listed, table(text, 1, TITLE, unit="单位:元"))
    assert [x.project_id for x in result.procurement] == [result.projects[0].project_id, None]


def test_projects_stand_above_their_lines(rules: Rules) -> None:
    text = (
        "采购品目大类|专项名称|采购物品名称|总计\n合计|||50.00\n一、货物A|||50.00\n|设备购置费||50.00\n"
        "|←|台式计算机|20.00\n|←|家具|30.00"
    ).replace("|←|", "||")
    lines = read(rules, text).procurement
    assert [(x.row_role, x.project_source_raw, x.item_raw) for x in lines] == [
        ("total", None, None),
        ("subtotal", None, "一、货物A"),
        ("subtotal", "设备购置费", None),
        ("detail", "设备购置费", "台式计算机"),
        ("detail", "设备购置费", "家具"),
    ]


def test_the_word_of_a_total_may_reach_over_quantity_and_price(rules: Rules) -> None:
    text = (
        "采购目录|计量单位|数量|单价|预算金额\nA0201台式机|台|2|3.00|6.00\nA0202打印机|台|1|4.00|4.00\n合计|←|←|←|10.00"
    )
    *_, total = read(rules, text).procurement
    assert (total.row_role, total.amount_raw, total.unit_price_raw, total.flags) == ("total", "10.00", None, None)


PLANNED_AND_SPENT = (
    "采购目录|规格|采购计划金额|←|←|实际采购金额|←|←\n↑|↑|总计|一般公共预算|政府性基金|总计|一般公共预算|政府性基金\n"
    "台式机|甲|9.00|8.00|1.00|7.00|6.00|1.00"
)


@pytest.mark.parametrize(
    ("kind", "amounts"),
    [("department_budget", ("9.00", 8, 1)), ("department_final", ("7.00", 6, 1))],
)
def test_in_a_final_account_the_amount_is_what_was_spent(
    rules: Rules, kind: str, amounts: tuple[str, int, int]
) -> None:
    identity = replace(IDENTITY, document_type=kind)
    form = table(PLANNED_AND_SPENT, 2, "政府采购情况表", unit="单位:元")
    (line,) = interpret(SOURCE, identity, (), [form], shown, rules).procurement
    general, fund = line.amount_general_public_cny, line.amount_government_fund_cny
    assert (line.amount_raw, general, fund) == amounts
