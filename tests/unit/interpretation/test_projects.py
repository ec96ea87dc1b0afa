"""Project lists: projects told from units, classes and totals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.model.forms import Project
from pipeline.model.records import DocumentResult
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

TITLE = "部门综合预算专项业务经费支出表"
HEAD = "单位编码|单位（项目）名称|项目金额|项目简介\n"
NESTED = (
    HEAD + "|合计|90.00|\n117|示例市审计局|90.00|\n117001|示例市审计局|70.00|\n|通用项目|50.00|\n|购买服务|50.00|\n"
    "|法律顾问|30.00|聘请顾问\n|绩效评价|20.00|\n|专用项目|20.00|\n|审计业务经费|20.00|\n"
    "117002|示例市审计中心|20.00|\n|培训|20.00|"
)


def read(rules: Rules, text: str, title: str = TITLE) -> DocumentResult:
    return interpreted(rules, table(text, 1, title, unit="单位:万元"))


def named(result: DocumentResult) -> list[tuple[str | None, str, Decimal | None, str | None]]:
    return [(p.unit_id, p.project_name_raw, p.amount_cny, p.project_class_raw) for p in result.projects]


def test_only_the_rows_that_head_no_others_are_projects(rules: Rules) -> None:
    assert named(read(rules, NESTED)) == [
        ("610100-117001", "法律顾问", Decimal(300000), "通用项目/购买服务"),
        ("610100-117001", "绩效评价", Decimal(200000), "通用项目/购买服务"),
        ("610100-117001", "审计业务经费", Decimal(200000), "专用项目"),
        ("610100-117002", "培训", Decimal(200000), None),
    ]


def test_a_project_points_to_its_cell_and_its_budget_line_to_the_project(rules: Rules) -> None:
    result = read(rules, NESTED)
    first: Project = result.projects[0]
    (line,) = (line for line in result.budget_lines if line.label_raw == "法律顾问")
    assert (line.project_id, line.source_cell_id) == (first.project_id, first.source_cell_id)
    assert first.description_raw == "聘请顾问"
    unlinked = {line.label_raw for line in result.budget_lines if line.project_id is None}
    assert unlinked == {"合计", "示例市审计局", "通用项目", "购买服务", "专用项目", "示例市审计中心"}


def test_a_list_whose_sums_do_not_hold_asks_for_review(rules: Rules) -> None:
    found = read(rules, HEAD + "|合计|91.00|\n117001|示例市审计局|70.00|\n|法律顾问|30.00|\n|评价|20.00|").projects
    assert [p.flags for p in found] == ["needs_review", "needs_review"]
    below = read(rules, HEAD + "|法律顾问|30.00|\n|评价|20.00|\n|合计|50.00|").projects
    assert [p.flags for p in below] == [None, None]
    held = read(rules, HEAD + "|合计|50.00|\n117001|示例市审计局|50.00|\n|法律顾问|30.00|\n|评价|20.00|").projects
    assert [p.flags for p in held] == [None, None]


def test_a_row_with_a_units_code_and_no_units_name_is_a_project(rules: Rules) -> None:
    assert named(read(rules, HEAD + "353002|业务经费|45.00|")) == [("610100-353002", "业务经费", Decimal(450000), None)]


def test_units_and_classes_may_stand_in_columns_of_their_own(rules: Rules) -> None:
    text = (
        "项目类别|项目名称|项目单位|合计|一般公共预算|单位资金\n|||7.00|5.00|2.00\n"
        "其他运转类|差旅费|示例市审计局|3.00|3.00|\n特定目标类|人员经费补助|示例市审计中心|4.00|2.00|2.00"
    )
    result = read(rules, text, "项目支出预算表")
    ids = {unit.unit_name: unit.unit_id for unit in result.units}
    assert named(result) == [
        (ids["示例市审计局"], "差旅费", Decimal(30000), "其他运转类"),
        (ids["示例市审计中心"], "人员经费补助", Decimal(40000), "特定目标类"),
    ]


def test_a_total_may_stand_in_the_column_of_classes(rules: Rules) -> None:
    text = "项目类别|项目名称|项目单位|合计\n合计|||7.00\n其他运转类|差旅费|示例市审计局|7.00"
    (total, _) = read(rules, text, "项目支出预算表").budget_lines
    assert (total.label_raw, total.row_role, total.flags) == ("合计", "total", None)


BY_ITEMS = "项目名称|项目单位|功能科目编码|功能科目名称|经济科目编码|经济科目名称|合计\n"


def test_a_project_among_items_has_its_own_name_and_their_codes(rules: Rules) -> None:
    rows = "防控经费|示例市审计局|2130108|病虫害控制|30218|专用材料费|3.00\n合计||||||3.00"
    result = read(rules, BY_ITEMS + rows, "项目支出预算表")
    assert [(p.project_name_raw, p.flags) for p in result.projects] == [("防控经费", None)]
    line = result.budget_lines[0]
    assert (line.label_raw, line.func_code, line.econ_dept_code) == ("防控经费", "2130108", "30218")


def test_a_project_told_item_by_item_asks_for_review(rules: Rules) -> None:
    rows = "防控经费||2130108|病虫害控制|30218|专用材料费|3.00\n防控经费||2130108|病虫害控制|30226|劳务费|4.00\n"
    rows += "检疫经费||2130108|病虫害控制|30226|劳务费|1.00\n合计||||||8.00"
    found = read(rules, BY_ITEMS + rows, "项目支出预算表").projects
    assert [p.flags for p in found] == ["needs_review", "needs_review", None]


@pytest.mark.parametrize(("names", "different"), [(("差旅费", "差旅费"), 2), (("差旅费", "水电费"), 2)])
def test_projects_of_one_name_have_identifiers_of_their_own(
    rules: Rules, names: tuple[str, str], different: int
) -> None:
    text = f"项目名称|合计\n合计|7.00\n{names[0]}|3.00\n{names[1]}|4.00"
    assert len({p.project_id for p in read(rules, text, "项目支出预算表").projects}) == different
