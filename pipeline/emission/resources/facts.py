"""The amounts: one row for each amount a table prints."""

from __future__ import annotations

from typing import get_args

from pipeline.config.schema import ExpenditureType
from pipeline.emission.model import CENTS, Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import (
    AMOUNT,
    DOCUMENT_ID,
    ECON_DEPT_CODE,
    ECON_GOV_CODE,
    FISCAL_YEAR,
    FUNC_CODE,
    FUNC_CODE_ID,
    FUND_SOURCE,
    LOCALITY_CODE,
    ORIGIN,
    PROJECT_ID,
    ROW_FLAGS,
    ROW_ID,
    TABLE_ID,
    UNIT_ID,
)

_DIMENSIONS: tuple[Field, ...] = (
    Field(
        "row_role",
        "string",
        "行角色",
        "Role of the row",
        required=True,
        enum=("total", "subtotal", "detail", "of_which", "memo"),
    ),
    Field("line_level", "integer", "层级", "Level in the hierarchy", minimum=0, maximum=9),
    Field(
        "side",
        "string",
        "收支方向",
        "Revenue or expenditure",
        required=True,
        enum=("revenue", "expenditure", "balance"),
        column_type="direction",
    ),
    Field("measure_id", "string", "度量", "Measure", required=True),
    FUND_SOURCE,
    Field(
        "expenditure_type",
        "string",
        "支出性质",
        "Type of expenditure",
        required=True,
        enum=get_args(ExpenditureType),
        column_type="expenditure-type:code",
    ),
    Field(
        "phase",
        "string",
        "预算阶段",
        "Budget phase",
        required=True,
        enum=("approved_budget", "adjusted_budget", "final_account", "prior_year"),
        column_type="phase:id",
    ),
    FUNC_CODE,
    FUNC_CODE_ID,
    ECON_DEPT_CODE,
    Field("econ_dept_code_id", "string", "部门经济分类键", "Economic classification (department), key"),
    ECON_GOV_CODE,
    Field("econ_gov_code_id", "string", "政府经济分类键", "Economic classification (government), key"),
    PROJECT_ID,
    Field("is_additive", "boolean", "可加（叶子）", "May be summed (leaf)", required=True),
)

BUDGET_LINES = Resource(
    "budget_lines",
    "预算事实（长表）",
    "Budget lines, one amount a row",
    "line_id",
    (
        Field("line_id", "string", "行ID", "Line", required=True, pattern=ROW_ID, column_type="budget-line-id"),
        DOCUMENT_ID,
        TABLE_ID,
        Field("table_kind", "string", "表种", "Kind of table", required=True),
        FISCAL_YEAR,
        LOCALITY_CODE,
        UNIT_ID,
        Field("row_no", "integer", "行序", "Row number"),
        Field("label_raw", "string", "行标签（原样）", "Row label as printed"),
        Field("row_path_raw", "string", "行路径", "Row path"),
        *_DIMENSIONS,
        *AMOUNT,
        Field(
            "amount_low_cny",
            "number",
            "金额下界（元）",
            "Lower bound of the amount (CNY)",
            description="with amount_high_cny: what the identities allow where the amount itself is not"
            " determined; null otherwise",
            parquet=CENTS,
        ),
        Field("amount_high_cny", "number", "金额上界（元）", "Upper bound of the amount (CNY)", parquet=CENTS),
        Field("remark_raw", "string", "备注", "Remark as printed"),
        *ORIGIN,
        Field(
            "reconciliation",
            "string",
            "勾稽结论",
            "Reconciliation",
            required=True,
            enum=("confirmed", "unchecked", "contradicted"),
            description="confirmed: an independent accounting identity that contains this amount holds;"
            " contradicted: one that contains it fails; unchecked: none could be evaluated. An identity"
            " that was used to repair the amount does not count.",
        ),
        ROW_FLAGS,
    ),
    (
        ForeignKey("document_id", "documents", "document_id"),
        ForeignKey("table_id", "tables", "table_id"),
        ForeignKey("table_kind", "cl_table_kind", "table_kind"),
        ForeignKey("locality_code", "localities", "locality_code"),
        ForeignKey("unit_id", "units", "unit_id"),
        ForeignKey("measure_id", "cl_measure", "measure_id"),
        ForeignKey("func_code_id", "cl_functional", "code_id"),
        ForeignKey("econ_dept_code_id", "cl_economic_dept", "code_id"),
        ForeignKey("econ_gov_code_id", "cl_economic_gov", "code_id"),
        ForeignKey("project_id", "projects", "project_id"),
    ),
)
