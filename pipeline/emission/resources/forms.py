"""Projects, procurement and “三公”: one row for each project, line or item a table lists."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from pipeline.config.form_words import ThreePublicItem
from pipeline.emission.model import CENTS, MICROS, Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import (
    AMOUNT,
    DOCUMENT_ID,
    ECON_DEPT_CODE,
    ECON_GOV_CODE,
    FISCAL_YEAR,
    FUNC_CODE,
    FUNC_CODE_ID,
    FUND_SOURCE,
    ORIGIN,
    PROJECT_ID,
    ROW_FLAGS,
    ROW_ID,
    TABLE_ID,
    UNIT_ID,
)

_TO_DOCUMENT = ForeignKey("document_id", "documents", "document_id")
_TO_TABLE = ForeignKey("table_id", "tables", "table_id")
_TO_UNIT = ForeignKey("unit_id", "units", "unit_id")
SOURCES = (_TO_DOCUMENT, _TO_TABLE, _TO_UNIT)


def _cny(name: str, title_zh: str, title_en: str) -> Field:
    return Field(name, "number", title_zh, title_en, parquet=CENTS)


PROJECTS = Resource(
    "projects",
    "项目",
    "Projects",
    "project_id",
    (
        Field("project_id", "string", "项目ID", "Project", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        FISCAL_YEAR,
        UNIT_ID,
        Field("project_code_raw", "string", "项目编码（原样）", "Project code as printed"),
        Field("project_name_raw", "string", "项目名称（原样）", "Project name as printed", required=True),
        Field("project_name_norm", "string", "项目名称（规范化）", "Project name, normalised"),
        Field("project_class_raw", "string", "项目类别（原样）", "Class of project as printed"),
        Field("description_raw", "string", "项目简介", "Description as printed"),
        *AMOUNT,
        *ORIGIN,
        ROW_FLAGS,
    ),
    SOURCES,
)

PROCUREMENT = Resource(
    "procurement",
    "政府采购",
    "Government procurement",
    "procurement_id",
    (
        Field("procurement_id", "string", "采购ID", "Procurement line", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        FISCAL_YEAR,
        UNIT_ID,
        Field("row_role", "string", "行角色", "Role of the row", required=True, enum=("total", "subtotal", "detail")),
        PROJECT_ID,
        Field("project_source_raw", "string", "项目来源", "Project as printed"),
        replace(FUNC_CODE, pattern=None),
        FUNC_CODE_ID,
        replace(ECON_DEPT_CODE, pattern=None),
        replace(ECON_GOV_CODE, pattern=None),
        Field("item_raw", "string", "采购项目/物品", "What is bought, as printed"),
        Field("catalog_code", "string", "采购目录编码", "Procurement catalogue, code"),
        Field("catalog_name_raw", "string", "采购目录名称", "Procurement catalogue, name as printed"),
        Field("service_content_raw", "string", "购买服务内容", "Content of the service"),
        Field("specification_raw", "string", "规格型号", "Specification"),
        Field("measure_unit_raw", "string", "计量单位", "Unit of quantity"),
        Field("quantity", "number", "数量", "Quantity", parquet=MICROS),
        Field("unit_price_raw", "string", "单价（原样）", "Unit price as printed"),
        _cny("unit_price_cny", "单价（元）", "Unit price (CNY)"),
        Field("project_budget_raw", "string", "预算资金（原样）", "Budget of the project as printed"),
        _cny("project_budget_cny", "预算资金（元）", "Budget of the project (CNY)"),
        *AMOUNT,
        _cny("amount_general_public_cny", "一般公共预算", "Of general public budget (CNY)"),
        _cny("amount_government_fund_cny", "政府性基金", "Of government-managed funds (CNY)"),
        _cny("amount_state_capital_cny", "国有资本", "Of state capital operations (CNY)"),
        _cny("amount_fiscal_account_cny", "财政专户", "Of special fiscal account (CNY)"),
        _cny("amount_unit_funds_cny", "单位资金", "Of unit funds (CNY)"),
        _cny("amount_carryover_cny", "结转", "Of carry-over (CNY)"),
        _cny("amount_sme_reserved_cny", "预留中小微", "Reserved for small enterprises (CNY)"),
        Field("purchase_time_raw", "string", "实施采购时间", "Time of purchase as printed"),
        Field("note_raw", "string", "说明", "Note as printed"),
        *ORIGIN,
        ROW_FLAGS,
    ),
    (
        *SOURCES,
        ForeignKey("func_code_id", "cl_functional", "code_id"),
        ForeignKey("project_id", "projects", "project_id"),
    ),
)

THREE_PUBLIC = Resource(
    "three_public",
    "三公及会议培训费",
    "Official travel, vehicles, receptions, meetings, training",
    "three_public_id",
    (
        Field("three_public_id", "string", "ID", "Item", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        FISCAL_YEAR,
        UNIT_ID,
        Field("unit_name_raw", "string", "行名称（原样）", "Unit of the row as printed"),
        Field(
            "row_role",
            "string",
            "行角色",
            "Role of the row",
            required=True,
            enum=("total", "subtotal", "detail"),
            description="total: the whole document's; rows of units add up to it",
        ),
        Field("item", "string", "项目", "Item", required=True, enum=get_args(ThreePublicItem)),
        Field("item_raw", "string", "项目（原样）", "Item as printed"),
        FUND_SOURCE,
        Field(
            "phase",
            "string",
            "预算阶段",
            "Budget phase",
            required=True,
            enum=("approved_budget", "adjusted_budget", "final_account"),
        ),
        Field("source_kind", "string", "来源", "Source", required=True, enum=("table", "narrative")),
        *AMOUNT,
        _cny("prior_year_cny", "上年（元）", "Year before (CNY)"),
        _cny("change_cny", "增减（元）", "Change (CNY)"),
        *ORIGIN,
        ROW_FLAGS,
    ),
    SOURCES,
)
