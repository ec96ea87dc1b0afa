"""What titles say: whose table it is, of which fund, of which side; and what they leave open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.config.rules import Rules
from pipeline.interpretation.kind import kind_of, kind_of_title
from pipeline.interpretation.titles import as_titled, without_organisation
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

CENTRE = "青岭市政府采购中心"


@pytest.mark.parametrize(
    ("title", "publisher", "kind"),
    [
        (f"{CENTRE}2024年部门收支总表", "", "rev_exp_summary"),
        (f"2024年{CENTRE}一般公共预算支出表", CENTRE, "gpb_exp_func"),
        ("青岭县预算绩效评价中心2024年度支出总表", "", "exp_summary"),
        ("青岭县社会保险基金管理中心收入总表", "青岭县社会保险基金管理中心", "rev_summary"),
        (f"2024年{CENTRE}政府采购预算表", CENTRE, "procurement"),
        # an office nobody told of is still taken for the table's subject, and a fund before the year is no office
        (f"2024年{CENTRE}收支总表", "", "procurement"),
        ("政府性基金2024年支出表", "", "gov_fund"),
        (CENTRE, CENTRE, "procurement"),
    ],
)
def test_an_office_in_a_title_is_not_what_the_table_is_about(
    rules: Rules, title: str, publisher: str, kind: str
) -> None:
    found = kind_of_title(title, rules, publisher)
    assert found is not None
    assert found.kind == kind


def test_the_barest_title_comes_first_and_the_whole_one_last(rules: Rules) -> None:
    title = f"{CENTRE}2024年部门收支总表"
    assert list(without_organisation(title, CENTRE, rules)) == ["部门收支总表", title]
    assert list(without_organisation("部门收支总表", CENTRE, rules)) == ["部门收支总表"]


@pytest.mark.parametrize(
    ("kind", "title", "head", "fund"),
    [
        ("project_exp", "财政拨款项目支出预算表", "科目编码|金额", "fiscal_total"),
        ("exp_summary", "单位资金支出预算表", "科目编码|合计", "unit_funds"),
        ("basic_exp", "基本支出预算表(财政拨款)", "科目编码|合计", "fiscal_total"),
        ("rev_summary", "一般公共预算收入预算表", "科目编码|合计", "general_public"),
        ("exp_summary", "部门支出总表(含上年结转)", "科目编码|合计", "all"),
        ("exp_summary", "部门支出总表(不包括单位资金)", "科目编码|合计", "all"),
        ("exp_summary", "部门支出总表", "科目编码|合计", "all"),
        ("exp_summary", "国有资本经营预算、单位资金支出表", "科目编码|合计", "all"),
        ("fiscal_rev_exp", "一般公共预算财政拨款收入支出决算表", "科目编码|本年收入", "general_public"),
        ("fiscal_rev_exp", "一般公共预算财政拨款收支总表", "合计|政府性基金预算", "fiscal_total"),
        ("fiscal_rev_exp", "财政拨款收支总表", "项目|合计", "fiscal_total"),
        ("gov_fund", "财政拨款政府性基金支出表", "科目编码|合计", "government_fund"),
        ("perf_project", "财政拨款项目绩效目标表", "项目名称|金额", "all"),
    ],
)
def test_a_title_names_the_fund_that_its_kind_leaves_open(
    rules: Rules, kind: str, title: str, head: str, fund: str
) -> None:
    printed = table(f"{head}\n205|1.00", 1, title)
    assert as_titled(rules.kind(kind), printed, "", rules).fund_source == fund


@pytest.mark.parametrize(
    ("heading", "unit", "kind"),
    [
        ("2024年部门支出总体情况", "单位:元", "exp_summary"),
        ("部门支出预算总表-1", "单位:元", "exp_summary"),
        ("2024年部门支出总体情况", "", "other"),
        ("人员情况", "单位:元", "other"),
    ],
)
def test_the_line_above_a_table_with_a_unit_is_its_title(rules: Rules, heading: str, unit: str, kind: str) -> None:
    made = table("科目编码|合计\n205|5.00", 1, unit=unit)
    assert kind_of(replace(made, caption=replace(made.caption, heading=heading)), rules).kind == kind


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("政府性基金预算收入表", "revenue"),
        ("国有资本经营预算收入预算表", "revenue"),
        ("政府性基金预算收入支出决算表", "expenditure"),
        ("政府性基金预算支出表", "expenditure"),
    ],
)
def test_a_title_of_revenue_alone_has_no_expenditure(rules: Rules, title: str, side: str) -> None:
    text = "科目编码|科目名称|合计\n212|城乡社区|5.00"
    (line,) = interpreted(rules, table(text, 1, title, unit="单位:元")).budget_lines
    assert (line.side, line.measure_id) == (side, f"{line.fund_source}.all")


def test_the_title_of_the_publishers_own_table_is_read_without_its_name(rules: Rules) -> None:
    text = "科目编码|科目名称|合计\n205|教育支出|5.00"
    audit = replace(table(text, 1, "示例市审计局财政拨款支出明细表（政府预算支出经济分类）", unit="单位:元"), seq=1)
    (line,) = interpreted(rules, audit).budget_lines
    assert (line.table_kind, line.fund_source) == ("fiscal_exp_econ", "fiscal_total")
