"""Titles as they are printed all over the country, and the kinds they are."""

from __future__ import annotations

import pytest

from pipeline.config.load import Configs
from pipeline.config.rules import Rules
from pipeline.interpretation.kind import kind_of, kind_of_title
from tests.unit.assembly.sheets import table

TITLES = {
    "部门综合预算收支总表": "rev_exp_summary",
    "一般预算支出表": "gpb_exp_func",
    "一般公开预算财政拨款基本支出决算情况表": "gpb_basic_econ",
    "非税收入征缴情况表": "other",
    "部门决算公开相关信息统计表": "three_public",
    "机构运行信息表": "three_public",
    "机构运行经费支出、国有资产占用情况及政府采购支出信息表": "other",
    "行政事业类项目收入支出决算表": "project_exp",
    "2022年单位收支预算表": "rev_exp_summary",
    "收支预算总表": "rev_exp_summary",
    "部门收支总体情况表": "rev_exp_summary",
    "收入支出决算总表": "rev_exp_summary",
    "部门预算收入总表": "rev_summary",
    "2022年单位收入预算表": "rev_summary",
    "收入决算表": "rev_summary",
    "部门收入总体情况表": "rev_summary",
    "部门预算支出总表": "exp_summary",
    "2022年单位支出预算表": "exp_summary",
    "支出决算表": "exp_summary",
    "财政拨款收支总表": "fiscal_rev_exp",
    "单位综合预算财政拨款收支总表": "fiscal_rev_exp",
    "2022年财政拨款收支预算表": "fiscal_rev_exp",
    "财政拨款收入支出决算总表": "fiscal_rev_exp",
    "财政拨款支出预算表": "fiscal_exp_func",
    "财政拨款支出明细表（政府预算支出经济分类）": "fiscal_exp_econ",
    "一般公共预算和政府性基金预算支出表": "other",
    "一般公共预算、政府性基金预算财政拨款收支总表": "fiscal_rev_exp",
    "社会保险基金预算支出表": "other",
    "非税收入征收计划表": "other",
    "财政专户管理资金支出表": "fiscal_account_exp",
    "一般公共预算项目支出表": "gpb_project",
    "财政拨款基本支出预算表": "fiscal_basic_econ",
    "一般公共预算支出表": "gpb_exp_func",
    "单位综合预算一般公共预算支出明细表（按支出功能分类科目）": "gpb_exp_func",
    "部门预算一般公共预算财政拨款支出表": "gpb_exp_func",
    "单位综合预算一般公共预算支出明细表（按支出经济分类科目）": "gpb_exp_econ",
    "一般公共预算基本支出明细表（按支出功能分类科目-不含上年结转）": "gpb_basic_func",
    "一般公共预算基本支出表": "gpb_basic_econ",
    "部门预算一般公共预算财政拨款基本支出表": "gpb_basic_econ",
    "部门基本支出预算表": "basic_exp",
    "政府性基金预算支出表": "gov_fund",
    "部门预算政府基金预算财政拨款支出表": "gov_fund",
    "2022年政府性基金收支表（不含上年结转）": "gov_fund",
    "国有资本经营预算支出表": "state_capital",
    "财政拨款国有资本经营预算支出决算表": "state_capital",
    "部门综合预算专项业务经费支出表": "project_exp",
    "2022年项目支出预算表": "project_exp",
    "单位综合预算财政拨款结转资金支出表": "carryover_exp",
    "部门综合预算财政拨款上年结转资金支出表": "carryover_exp",
    "2022年支出经济分类汇总表": "econ_summary",
    "一般公共预算机关运行经费支出表": "operating_exp",
    "单位综合预算政府采购（资产配置、购买服务）预算表": "procurement",
    "部门政府采购预算": "procurement",
    "财政拨款“三公”经费支出表": "three_public",
    "一般公共预算拨款“三公”经费及会议费、培训费支出预算表": "three_public",
    "单位专项业务经费绩效目标表": "perf_project",
    "2022年部门预算项目绩效目标表": "perf_project",
    "单位整体支出绩效目标表": "perf_unit",
    "专项资金总体绩效目标表": "perf_special_fund",
    "部门固定资产占用情况表": "fixed_assets",
    "部门预算单位构成": "unit_list",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_names_the_kind(rules: Rules, title: str) -> None:
    found = kind_of_title(title, rules)
    assert found is not None
    assert found.kind == TITLES[title]


@pytest.mark.parametrize("title", ["", "人员情况", "附件一"])
def test_other_words_name_no_kind(rules: Rules, title: str) -> None:
    assert kind_of_title(title, rules) is None


def kind(text: str, rules: Rules, title: str = "", printed_no: str = "", header_rows: int = 1) -> str:
    return kind_of(table(text, header_rows, title, printed_no), rules).kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("部门经济科目编码|合计\n30101|1.00", "gpb_exp_econ"),
        ("功能科目编码|合计\n2010301|1.00", "gpb_exp_func"),
        ("科目|合计\n30101|1.00\n30102|1.00", "gpb_exp_econ"),
        ("科目|合计\n[2010301]|1.00", "gpb_exp_func"),
        ("科目|合计\n工资|1.00", "gpb_exp_func"),
    ],
)
def test_a_title_that_leaves_the_classification_open_is_settled_by_header_or_codes(
    rules: Rules, text: str, found: str
) -> None:
    assert kind(text, rules, "一般公共预算支出表") == found


def test_the_contents_are_known_by_their_header_or_dotted_leaders(rules: Rules) -> None:
    assert kind("报表|报表名称|是否空表|公开空表理由\n表1|收支总表|否|", rules) == "toc"
    assert kind("收支总表......|1\n收入总表......|3\n支出总表......|5", rules, header_rows=0) == "toc"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("序号|单位名称|变动情况\n1|医疗保障局|无", "unit_list"),
        ("项目名称|业务经费\n主管部门|医疗保障局", "perf_project"),
        ("采购项目|采购目录|数量\n电脑|A02|5", "procurement"),
        ("甲|乙\n1|2", "other"),
    ],
)
def test_a_table_without_a_title_is_known_by_its_header(rules: Rules, text: str, found: str) -> None:
    assert kind(text, rules) == found


def test_a_prescribed_number_names_the_kind_of_a_table_without_a_title(configs: Configs) -> None:
    template = next(t for t in configs.templates.values() if t.forms)
    locality = next(entry for entry in configs.localities.values() if entry.extends == template.id)
    number, wanted = next(iter(template.forms.items()))
    assert kind("甲|乙\n1|2", Rules(configs, locality), printed_no=number) == wanted
