"""Performance forms and lists: goals, tasks, amounts, indicators; spans, lost spans, slipped rows, several values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.config.rules import Rules
from pipeline.model.forms import PerformanceIndicator
from pipeline.model.records import DocumentResult
from pipeline.model.table import Table
from tests.unit.assembly.sheets import table
from tests.unit.interpretation.reading import interpreted

PROJECT = "部门专项业务经费绩效目标表"
FORM = """项目名称|←|←|审计培训|←|←
主管部门|←|←|示例市审计局|←|←
资金金额（万元）|←|←|实施期资金总额:|15.00|
↑|←|←|其中:财政拨款|12.00|
↑|←|←|其他资金|3.00|
总体目标|提高干部素质|←|←|←|←
年度绩效指标|一级指标|二级指标|指标内容|指标值|备注
↑|产出指标|数量指标|培训场次|≥4次|
↑|↑|↑|培训人次|265人次|
↑|↑|质量指标|出勤率|98%以上|重点
↑|成本指标|经济成本指标|课时费（万元）|≤11.2|
↑|满意度指标|服务对象满意度指标|学员满意|满意|"""


def read(rules: Rules, *tables: Table) -> DocumentResult:
    return interpreted(rules, *tables)


def told(indicators: tuple[PerformanceIndicator, ...]) -> list[tuple[object, ...]]:
    return [(i.level1, i.level2, i.level3_raw, i.target_op, i.target_value, i.target_unit_raw) for i in indicators]


def test_a_form_gives_its_goal_and_indicators(rules: Rules) -> None:
    result = read(rules, table(FORM, 0, PROJECT))
    (goal,) = result.performance_goals
    assert (goal.goal_scope, goal.name_raw, goal.department_raw) == ("project", "审计培训", "示例市审计局")
    assert goal.goal_text_raw == "提高干部素质"
    assert (goal.amount_total_cny, goal.amount_fiscal_cny, goal.amount_other_cny) == (150000, 120000, 30000)
    assert told(result.performance_indicators) == [
        ("output", "quantity", "培训场次", "ge", Decimal(4), "次"),
        ("output", "quantity", "培训人次", "eq", Decimal(265), "人次"),
        ("output", "quality", "出勤率", "ge", Decimal(98), "%"),
        ("cost", "cost", "课时费(万元)", "le", Decimal("11.2"), "万元"),
        ("satisfaction", "service_satisfaction", "学员满意", "qualitative", None, None),
    ]
    assert [i.seq for i in result.performance_indicators] == [0, 1, 2, 3, 4]
    assert {i.goal_id for i in result.performance_indicators} == {goal.goal_id}
    assert result.performance_indicators[2].remark_raw == "重点"


def test_levels_are_carried_down_where_spans_are_lost(rules: Rules) -> None:
    lost = FORM.replace("↑", "").replace("←", "")
    with_spans = read(rules, table(FORM, 0, PROJECT)).performance_indicators
    assert told(read(rules, table(lost, 0, PROJECT)).performance_indicators) == told(with_spans)


def test_an_indicator_points_to_the_cell_of_its_target(rules: Rules) -> None:
    result = read(rules, table(FORM, 0, PROJECT))
    first = result.performance_indicators[0]
    (cell,) = (c for c in result.cells if c.cell_id == first.source_cell_id)
    assert (cell.text_norm, cell.page_no, cell.bbox) == ("≥4次", first.page_no, first.bbox)


def test_a_form_without_a_unit_of_its_own_has_no_yuan(rules: Rules) -> None:
    other = table("科目编码|科目名称|合计\n301|工资福利支出|3.00", 1, "一般公共预算基本支出表", unit="单位:元")
    result = read(rules, other, table(FORM.replace("（万元）", "", 1).replace("（万元）", ""), 0, PROJECT))
    (goal,) = result.performance_goals
    assert (goal.amount_total_raw, goal.amount_total_cny, goal.amount_unit) == ("15.00", None, None)


def test_a_goal_knows_its_project_by_name_and_of_two_by_the_amount(rules: Rules) -> None:
    listed = "项目名称|合计\n合计|35.00\n审计培训|15.00\n审计培训|20.00"
    result = read(rules, table(listed, 1, "项目支出预算表", unit="单位:万元"), table(FORM, 0, PROJECT))
    (goal,) = result.performance_goals
    assert goal.project_id == result.projects[0].project_id
    assert len(result.projects) == 2


def test_without_a_list_of_projects_the_form_is_the_project(rules: Rules) -> None:
    result = read(rules, table(FORM, 0, PROJECT))
    (project,) = result.projects
    assert (project.project_name_raw, project.amount_cny) == ("审计培训", Decimal(150000))
    assert result.performance_goals[0].project_id == project.project_id
    named = "绩效目标|←|保障用车|←\n一级指标|三级指标|指标值|指标值确定依据\n产出指标|车辆|2辆|合同"
    result = read(rules, table(named, 0, "3、公务用车租赁费绩效目标表"))
    (project,) = result.projects
    assert (project.project_name_raw, project.amount_cny, project.value_status) == ("公务用车租赁费", None, "blank")
    assert result.performance_indicators[0].basis_raw == "合同"


def test_two_forms_of_one_name_are_two_projects_where_none_are_listed(rules: Rules) -> None:
    named = "绩效目标|←|保障用车|←\n一级指标|三级指标|指标值|指标值确定依据\n产出指标|车辆|2辆|合同"
    forms = [table(named, 0, f"{n}、公务用车租赁费绩效目标表", seq=n) for n in (3, 17)]
    result = read(rules, *forms)
    assert len({project.project_id for project in result.projects}) == 2
    assert [goal.project_id for goal in result.performance_goals] == [p.project_id for p in result.projects]


def test_several_values_of_a_cell_are_dealt_to_as_many_names(rules: Rules) -> None:
    text = FORM.replace("培训场次|≥4次", "会议；评选|≥4次；10篇").replace("出勤率|98%以上", "会议、宣讲|≥2次；一次；≥")
    found = read(rules, table(text, 0, PROJECT)).performance_indicators
    split = [(i.level3_raw, i.target_raw, i.target_op, i.split_index) for i in found if i.split_index is not None]
    assert split == [
        ("会议", "≥4次", "ge", 0),
        ("评选", "10篇", "eq", 1),
        ("会议、宣讲", "≥2次", "ge", 0),
        ("会议、宣讲", "一次", "none", 1),
        ("会议、宣讲", "≥", "none", 2),
    ]
    assert {i.flags for i in found if i.split_index is not None} == {"multi_value_split"}


def test_a_slipped_row_is_read_in_order_and_flagged(rules: Rules) -> None:
    lost = (
        FORM.replace("↑", "").replace("←", "").replace("||质量指标|出勤率|98%以上|重点", "|质量指标||出勤率|98%以上|")
    )
    found = read(rules, table(lost, 0, PROJECT)).performance_indicators
    slipped = [(i.level2, i.level3_raw, i.target_value) for i in found if i.flags == "row_shift_suspected"]
    assert slipped == [("quality", "出勤率", Decimal(98))]


UNIT = """部门(单位)名称|←|示例市审计局|←|←|←
年度主要任务|任务名称|主要内容|预算金额（万元）|←|←
↑|↑|↑|总额|财政拨款|其他资金
↑|任务1|人员经费|100|100|
↑|审计培训|办培训班|15|12|3
↑|金额合计|←|115|112|3
年度总体目标|目标1：保障运转|←|←|←|←
年度绩效指标|一级指标|二级指标|指标内容|←|指标值
↑|产出指标|数量指标|指标1：报告|←|≥4份
↑|↑|↑|指标2：.....|←|"""


def test_a_units_form_has_tasks_below_its_goal(rules: Rules) -> None:
    result = read(rules, table(FORM, 0, PROJECT), table(UNIT, 0, "部门整体支出绩效目标表"))
    form, whole, first, second = result.performance_goals
    assert (whole.goal_scope, whole.amount_total_cny, whole.goal_text_raw) == (
        "unit_overall",
        1150000,
        "目标1:保障运转",
    )
    assert whole.unit_id == result.document.unit_id
    assert [(t.goal_scope, t.name_raw, t.amount_total_cny, t.parent_goal_id) for t in (first, second)] == [
        ("unit_task", "人员经费", 1000000, whole.goal_id),
        ("unit_task", "审计培训", 150000, whole.goal_id),
    ]
    assert (first.project_id, second.project_id) == (None, form.project_id)
    assert [i.level3_raw for i in result.performance_indicators if i.goal_id == whole.goal_id] == ["指标1:报告"]


def test_tasks_whose_amounts_lost_their_headers_are_tasks_all_the_same(rules: Rules) -> None:
    lost = UNIT.replace("↑|↑|↑|总额|财政拨款|其他资金", "↑|↑|↑|急额|则政|共他")
    whole, *tasks = read(rules, table(lost, 0, "部门整体支出绩效目标表")).performance_goals
    assert (whole.amount_total_raw, [(t.name_raw, t.amount_total_raw) for t in tasks]) == (
        None,
        [("人员经费", None), ("审计培训", None)],
    )


LANES = """单位编码(项目编码)|项目单位(项目名称)|项目金额（万元）|←|绩效目标|←|←|←
↑|↑|资金总额|单位资金|成本指标|←|产出指标|←
↑|↑|↑|↑|三级指标|指标值|三级指标|指标值
117001|示例市审计局|30.00||||
P1|培训|10.00||课时费|≤5万元|场次|4次
|||||6次||
||||||人次|90人
P2|办公|20.00||耗材|8万|采购|3次""".replace("|||||6次||", "||||||场所|2处")


def test_lanes_side_by_side_are_indicators_of_their_level(rules: Rules) -> None:
    text = LANES.replace("117001|示例市审计局|30.00||||", "117001|示例市审计局|30.00|||||")
    result = read(rules, table(text, 3, "部门预算项目绩效目标表"))
    assert [(g.name_raw, g.amount_total_cny) for g in result.performance_goals] == [("培训", 100000), ("办公", 200000)]
    goal = result.performance_goals[0].goal_id
    found = [i for i in result.performance_indicators if i.goal_id == goal]
    assert [(i.level1, i.level3_raw, i.target_value) for i in found] == [
        ("cost", "课时费", 5),
        ("output", "场次", 4),
        ("output", "场所", 2),
        ("output", "人次", 90),
    ]


def test_a_further_value_in_a_lane_belongs_to_the_indicator_above(rules: Rules) -> None:
    text = LANES.replace("117001|示例市审计局|30.00||||", "117001|示例市审计局|30.00|||||").replace("场所|2处", "|2处")
    found = read(rules, table(text, 3, "部门预算项目绩效目标表")).performance_indicators
    assert [(i.level3_raw, i.split_index) for i in found[:3]] == [("课时费", None), ("场次", None), ("场次", 1)]


def test_indicators_in_columns_with_operator_and_unit(rules: Rules) -> None:
    text = """项目名称|资金总额|绩效目标|一级指标|三级指标|指标值|度量单位|指标值类型
运转经费|270.00|保障运转|成本指标|水费|120|万元|=
↑|↑|↑|↑|电费|140|万元|≤
↑|↑|↑|满意度指标|满意|90|%|≥
"""
    result = read(rules, table(text.strip(), 1, "项目支出绩效目标表", unit="单位:万元"))
    (goal,) = result.performance_goals
    assert (goal.name_raw, goal.goal_text_raw, goal.amount_total_cny) == ("运转经费", "保障运转", 2700000)
    assert [(i.level1, i.target_op, i.target_value, i.target_unit_raw) for i in result.performance_indicators] == [
        ("cost", "eq", 120, "万元"),
        ("cost", "le", 140, "万元"),
        ("satisfaction", "ge", 90, "%"),
    ]


def test_an_empty_form_gives_nothing(rules: Rules) -> None:
    empty = "项目名称|←|\n主管部门|←|\n一级指标|指标内容|指标值\n产出指标|指标1:|\n↑|.....|"
    result = read(rules, table(empty, 0, "专项资金绩效目标表"))
    assert (result.performance_goals, result.performance_indicators) == ((), ())


EVALUATED = """项目名称|←|审计培训|←|←|←|←
主管部门|←|示例市审计局|←|实施单位|审计中心|←
项目资金（万元）|←||年初预算数|全年预算数|全年执行数|分值
↑|←|年度资金总额：|15.00|16.00|14.00|10
↑|←|其中：本年财政拨款|12.00|13.00|11.00|—
↑|←|上年结转资金||||
↑|←|其他资金|3.00|3.00|3.00|—
年度总体目标|预期目标|←|←|实际完成情况|←|←
↑|提高干部素质|←|←|已完成|←|←
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值
↑|产出指标|数量指标|培训场次|≥4次|5次|60
↑|效益指标|社会效益指标|素质|提高|达成|40
总分|←|←|←|←|←|100
评价结论|完成较好|←|←|←|←|←"""


def test_an_evaluation_gives_what_was_set_and_no_row_below_the_indicators(
    rules: Rules,
) -> None:
    result = read(rules, table(EVALUATED, 0, "项目支出绩效自评表"))
    (goal,) = result.performance_goals
    assert (goal.name_raw, goal.goal_text_raw) == ("审计培训", "提高干部素质")
    assert (goal.amount_total_raw, goal.amount_fiscal_raw, goal.amount_other_raw) == ("15.00", "12.00", "3.00")
    assert told(result.performance_indicators) == [
        ("output", "quantity", "培训场次", "ge", Decimal(4), "次"),
        ("benefit", "social", "素质", "qualitative", None, None),
    ]


def test_an_indicator_named_like_a_judgement_is_one(rules: Rules) -> None:
    named = EVALUATED.replace("素质|提高|达成", "存在问题整改|完成|达成").replace("↑|效益指标|社会效益指标", "↑|↑|↑")
    found = read(rules, table(named, 0, "项目支出绩效自评表")).performance_indicators
    assert [i.level3_raw for i in found] == ["培训场次", "存在问题整改"]


def test_an_evaluation_without_the_budget_first_set_has_no_amount(rules: Rules) -> None:
    later = EVALUATED.replace("15.00|", "|").replace("12.00|", "|").replace("3.00|3.00|3.00", "||")
    result = read(rules, table(later, 0, "项目支出绩效自评表"))
    (goal,) = result.performance_goals
    assert (goal.amount_total_raw, goal.amount_fiscal_raw, goal.amount_other_raw) == (None, None, None)
    assert [(p.amount_cny, p.value_status) for p in result.projects] == [(None, "blank")]


def test_other_funds_are_not_told_where_a_further_source_has_an_amount(rules: Rules) -> None:
    further = EVALUATED.replace("上年结转资金||", "上年结转资金|2.00|")
    (goal,) = read(rules, table(further, 0, "项目支出绩效自评表")).performance_goals
    assert (goal.amount_total_raw, goal.amount_fiscal_raw, goal.amount_other_raw) == ("15.00", "12.00", None)


@pytest.mark.parametrize("label", ["上年结转", "其中:政府性基金", "县级配套", "事业收入"])
def test_any_further_source_with_an_amount_leaves_other_funds_untold(rules: Rules, label: str) -> None:
    further = FORM.replace("↑|←|←|其他资金|3.00|", f"↑|←|←|{label}|2.00|\n↑|←|←|其他资金|1.00|")
    assert further != FORM
    (goal,) = read(rules, table(further, 0, PROJECT)).performance_goals
    assert (goal.amount_total_raw, goal.amount_fiscal_raw, goal.amount_other_raw) == ("15.00", "12.00", None)
    (goal,) = read(rules, table(further.replace("2.00", ""), 0, PROJECT)).performance_goals
    assert goal.amount_other_raw == "1.00"


PARTED = """项目名称|资金总额|绩效目标|三级指标|指标值|←|←
↑|↑|↑|↑|符号|值|单位
运转经费|270.00|保障运转|水费|≤|120|万元
↑|↑|↑|满意度|≥|90|%"""


def test_what_stands_below_a_target_header_says_what_is_the_target(rules: Rules) -> None:
    result = read(rules, table(PARTED, 2, "项目支出绩效目标表", unit="单位:万元"))
    assert [(i.level3_raw, i.target_op, i.target_value, i.target_unit_raw) for i in result.performance_indicators] == [
        ("水费", "le", 120, "万元"),
        ("满意度", "ge", 90, "%"),
    ]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [("2022年|2023年|2024年", ["万元"]), ("前年|上年|预计当年实现", ["万元"]), ("甲|乙|丙", [])],
)
def test_of_several_years_the_target_is_the_documents(rules: Rules, heads: str, expected: list[str]) -> None:
    years = PARTED.replace("符号|值|单位", heads).replace("↑|↑|↑|满意度|≥|90|%", "")
    found = read(rules, table(years.strip(), 2, "项目支出绩效目标表", unit="单位:万元")).performance_indicators
    assert [i.target_raw for i in found] == expected


def test_the_goal_of_a_year_is_not_that_of_half_of_it(rules: Rules) -> None:
    text = """部门(单位)名称|示例市审计局|←|←|←
中长期目标|推进审计全覆盖|←|←|←
年度目标|完成项目|←|←|←
一级指标|二级指标|三级指标|半年（程）指标值|全年（程）指标值
决策|计划制定|计划健全性|健全|健全
过程|预算执行|执行率|≥50%|≥98%
↑|预算管理|变动率|≤0%|≤1%"""
    result = read(rules, table(text, 0, "部门整体支出绩效目标表"))
    assert result.performance_goals[0].goal_text_raw == "中长期目标:推进审计全覆盖\n年度目标:完成项目"
    assert [(i.level1_raw, i.level3_raw, i.target_raw) for i in result.performance_indicators] == [
        ("决策", "计划健全性", "健全"),
        ("过程", "执行率", "≥98%"),
        ("过程", "变动率", "≤1%"),
    ]


def test_second_levels_side_by_side_are_headers_of_indicators(rules: Rules) -> None:
    text = """项目名称|绩效目标|产出指标|←|满意度指标
↑|↑|数量指标|时效指标|满意度指标
水政执法|查处案件|查处案件≥10件|2024年底前|满意度≥90%
河湖管护|管护河湖|管护河湖15条||满意度≥95%"""
    result = read(rules, table(text, 2, "项目支出绩效目标表"))
    assert [g.name_raw for g in result.performance_goals] == ["水政执法", "河湖管护"]
    assert [(i.level1, i.level2, i.level3_raw, i.target_op, i.target_value) for i in result.performance_indicators] == [
        ("output", "quantity", "查处案件≥10件", "ge", 10),
        ("output", "timeliness", "2024年底前", "none", None),
        ("satisfaction", "service_satisfaction", "满意度≥90%", "ge", 90),
        ("output", "quantity", "管护河湖15条", "none", None),
        ("satisfaction", "service_satisfaction", "满意度≥95%", "ge", 95),
    ]


def test_forms_below_one_another_in_one_grid_are_told_apart(rules: Rules) -> None:
    second = FORM.replace("审计培训", "审计信息化").replace("15.00", "16.00").replace("12.00", "13.00")
    result = read(rules, table(f"{FORM}\n{second}", 0, PROJECT))
    assert [(g.name_raw, g.amount_total_raw) for g in result.performance_goals] == [
        ("审计培训", "15.00"),
        ("审计信息化", "16.00"),
    ]
    of_first = [i for i in result.performance_indicators if i.goal_id == result.performance_goals[0].goal_id]
    assert len(of_first) == 5
    assert told(result.performance_indicators) == told(tuple(of_first)) * 2


def test_two_numbers_in_one_cell_are_no_target(rules: Rules) -> None:
    sheet = table(FORM, 0, PROJECT)
    both = replace(sheet, cells=tuple(c._replace(text="30\n50") if c.text == "265人次" else c for c in sheet.cells))
    found = read(rules, both).performance_indicators
    assert (found[1].target_raw, found[1].target_op, found[1].target_value) == ("30 50", "none", None)


def test_a_project_is_not_called_what_its_unit_is(rules: Rules) -> None:
    nameless = FORM.replace("项目名称|←|←|审计培训", "单位名称|←|←|示例市审计局")
    (goal,) = read(rules, table(nameless, 0, PROJECT)).performance_goals
    assert (goal.name_raw, goal.project_id) == (None, None)
    listed = "单位名称|资金名称|资金总额|绩效目标|三级指标|指标值\n示例市审计局|审计专项|20.00|审计全覆盖|项目数|≥4个"
    result = read(rules, table(listed, 1, "项目支出绩效目标表", unit="单位:万元"))
    assert [p.project_name_raw for p in result.projects] == ["审计专项"]


PERIOD_AND_YEAR = """项目名称|免费开放|←|←|←|←|←
总体目标|实施期目标（2023年—2025年）|←|←|←|年度目标|←
↑|三年九十场|←|←|←|一年三十场|←
绩效指标|一级指标|二级指标|三级指标|指标值|三级指标|指标值
↑|产出指标|数量指标|场次|90场|场次|30场"""
SECOND_LEVELS_TWICE = """项目名称|免费开放|←|←|←|←|←
总体目标|实施期目标（2023年—2025年）|←|←|年度目标|←|←
↑|三年九十场|←|←|一年三十场|←|←
绩效指标|一级指标|三级指标|指标值|二级指标|三级指标|指标值
↑|产出指标|场次|90场|数量指标|场次|30场"""


@pytest.mark.parametrize("text", [PERIOD_AND_YEAR, SECOND_LEVELS_TWICE], ids=["levels once", "second levels twice"])
def test_targets_of_the_whole_period_are_not_the_years(rules: Rules, text: str) -> None:
    result = read(rules, table(text, 0, PROJECT))
    assert result.performance_goals[0].goal_text_raw == ("实施期目标(2023年—2025年):三年九十场\n年度目标:一年三十场")
    assert told(result.performance_indicators) == [("output", "quantity", "场次", "eq", 30, "场")]


def test_the_amount_of_a_form_may_carry_its_unit_and_is_the_years(rules: Rules) -> None:
    text = """项目名称|送戏下乡|←|←
项目总金额|36.5万元|当年预算金额|20.5万元
年度绩效目标|一百场|←|←
一级指标|二级指标|三级指标|指标值
满意度指标（10分）|服务对象满意度（10分）|群众满意度|≥95%"""
    result = read(rules, table(text, 0, "项目支出绩效目标表"))
    (project,) = result.projects
    assert (project.amount_raw, project.amount_unit, project.amount_cny) == ("20.5万元", "CNY_10K", 205000)
    assert [(i.level1, i.level2) for i in result.performance_indicators] == [("satisfaction", "service_satisfaction")]
