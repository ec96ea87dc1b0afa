"""Performance: goals of projects, units, tasks and funds, and the values their indicators demand."""

from __future__ import annotations

from typing import get_args

from pipeline.config.performance_words import Level, Sublevel
from pipeline.emission.model import CENTS, MICROS, Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import AMOUNT_UNITS, DOCUMENT_ID, ORIGIN, ROW_FLAGS, ROW_ID, TABLE_ID, UNIT_ID
from pipeline.emission.resources.forms import SOURCES


def _money(name: str, title_zh: str, title_en: str) -> tuple[Field, Field]:
    return (
        Field(f"amount_{name}_raw", "string", f"{title_zh}（原样）", f"{title_en} as printed"),
        Field(f"amount_{name}_cny", "number", f"{title_zh}（元）", f"{title_en} (CNY)", parquet=CENTS),
    )


PERFORMANCE_GOALS = Resource(
    "performance_goals",
    "绩效目标",
    "Performance goals",
    "goal_id",
    (
        Field("goal_id", "string", "目标ID", "Goal", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        UNIT_ID,
        Field("parent_goal_id", "string", "上级目标", "Goal it is part of"),
        Field("project_id", "string", "项目ID", "Project"),
        Field(
            "goal_scope",
            "string",
            "范围",
            "Scope",
            required=True,
            enum=("project", "unit_overall", "unit_task", "special_fund", "narrative"),
        ),
        Field("name_raw", "string", "名称", "Name as printed"),
        Field("department_raw", "string", "主管部门", "Department in charge, as printed"),
        Field("period_raw", "string", "实施期", "Period as printed"),
        Field("goal_text_raw", "string", "总体目标", "Goal as printed"),
        Field("amount_unit", "string", "单位", "Unit of amounts", enum=AMOUNT_UNITS),
        *_money("total", "资金总额", "Total funds"),
        *_money("fiscal", "财政拨款", "Fiscal appropriation"),
        *_money("other", "其他资金", "Other funds"),
        *ORIGIN,
        ROW_FLAGS,
    ),
    (
        *SOURCES,
        ForeignKey("project_id", "projects", "project_id"),
        ForeignKey("parent_goal_id", "", "goal_id"),
    ),
)

PERFORMANCE_INDICATORS = Resource(
    "performance_indicators",
    "绩效指标",
    "Performance indicators",
    "indicator_id",
    (
        Field("indicator_id", "string", "指标ID", "Indicator", required=True, pattern=ROW_ID),
        Field("goal_id", "string", "目标ID", "Goal", required=True),
        DOCUMENT_ID,
        TABLE_ID,
        Field("seq", "integer", "序", "Order within the goal", required=True),
        Field("level1", "string", "一级", "First level", enum=get_args(Level)),
        Field("level1_raw", "string", "一级指标（原样）", "First level as printed"),
        Field("level2", "string", "二级", "Second level", enum=get_args(Sublevel)),
        Field("level2_raw", "string", "二级指标（原样）", "Second level as printed"),
        Field("level3_raw", "string", "三级指标/指标内容", "Indicator as printed"),
        Field("description_raw", "string", "指标描述", "Description as printed"),
        Field("target_raw", "string", "指标值（原样）", "Target as printed"),
        Field(
            "target_op",
            "string",
            "算子",
            "Comparison",
            enum=("ge", "le", "gt", "lt", "eq", "range", "qualitative", "none"),
        ),
        Field("target_value", "number", "数值", "Value", parquet=MICROS),
        Field("target_value_max", "number", "上界", "Upper bound of a range", parquet=MICROS),
        Field("target_unit_raw", "string", "计量单位", "Unit of the value as printed"),
        Field("split_index", "integer", "拆分序号（多值单元格）", "Number of the value in a cell that holds several"),
        Field("basis_raw", "string", "指标值确定依据", "Basis of the target as printed"),
        Field("remark_raw", "string", "备注", "Remark as printed"),
        *ORIGIN,
        ROW_FLAGS,
    ),
    (
        ForeignKey("document_id", "documents", "document_id"),
        ForeignKey("table_id", "tables", "table_id"),
        ForeignKey("goal_id", "performance_goals", "goal_id"),
    ),
)
