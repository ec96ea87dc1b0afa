"""Columns that several resources share."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from pipeline.config.schema import FundSource
from pipeline.emission.model import CENTS, MICROS, Field
from pipeline.money import SCALE

ROW_ID = r"^[a-z]{2,3}_[0-9a-z]{8,32}$"
TABLE_ID_PATTERN = r"^tab_[0-9a-f]{16}$"
BOX = r"^\d+(\.\d+)?(,\d+(\.\d+)?){3}$"
FLAG_LIST = r"^[a-z_]+(\|[a-z_]+)*$"

AMOUNT_UNITS = tuple(SCALE)
METHODS = ("text_layer", "ocr", "vlm", "template", "manual", "derived")
VALUE_STATUSES = (
    "reported",
    "zero",
    "blank",
    "illegible",
    "repaired",
    "corrected",
    "derived",
    "not_applicable",
)

DOCUMENT_ID = Field("document_id", "string", "文件ID", "Document", required=True, pattern=r"^doc_[0-9a-f]{16}$")
TABLE_ID = Field("table_id", "string", "逻辑表ID", "Logical table", pattern=TABLE_ID_PATTERN)
LOCALITY_CODE = Field(
    "locality_code",
    "string",
    "行政区划代码(GB/T 2260)",
    "Administrative division (GB/T 2260)",
    required=True,
    pattern=r"^\d{6}$",
    column_type="geo:source:code",
)
FISCAL_YEAR = Field(
    "fiscal_year",
    "integer",
    "预算年度",
    "Fiscal year",
    required=True,
    minimum=2010,
    maximum=2100,
    column_type="date:fiscal-year",
)
AMOUNT_UNIT = Field("amount_unit", "string", "金额单位", "Unit of amounts", enum=AMOUNT_UNITS)
CONFIDENCE = Field("confidence", "number", "置信度", "Confidence", minimum=0, maximum=1)
METHOD = Field("extraction_method", "string", "抽取方法", "Extraction method", enum=METHODS)
FLAGS = Field("flags", "string", "标记", "Flags", code_list="cl_flag")

AMOUNT: tuple[Field, ...] = (
    Field("amount_raw", "string", "金额（原样字符串）", "Amount as printed"),
    AMOUNT_UNIT,
    Field(
        "amount_quantum_cny",
        "number",
        "金额末位精度（元）",
        "Value of the last printed digit (CNY)",
        minimum=0,
        parquet=MICROS,
    ),
    Field(
        "amount_cny",
        "number",
        "金额（元）",
        "Amount (CNY)",
        unit="CNY",
        column_type="value",
        parquet=CENTS,
    ),
)

PAGE_NO = Field("page_no", "integer", "页码（1起）", "Page, from 1", minimum=1)
BBOX = Field(
    "bbox",
    "string",
    "版面框 x0,y0,x1,y1（pt，左上原点）",
    "Box on the page (pt, origin top left)",
    pattern=BOX,
)
VALUE_STATUS = Field("value_status", "string", "值状态", "Value status", required=True, enum=VALUE_STATUSES)
ROW_FLAGS = Field(
    "flags",
    "string",
    "标记（|分隔，见 cl_flag）",
    "Flags, joined by |",
    pattern=FLAG_LIST,
    code_list="cl_flag",
)
ORIGIN: tuple[Field, ...] = (
    PAGE_NO,
    BBOX,
    Field("source_cell_id", "string", "来源单元格", "Source cell"),
    replace(METHOD, required=True),
    CONFIDENCE,
    VALUE_STATUS,
)
"""Where a value was printed and how it was read; ``ROW_FLAGS`` closes the row."""

UNIT_ID = Field(
    "unit_id", "string", "预算单位ID", "Budget unit", column_type="administrative-classification:generic:code"
)
FUND_SOURCE = Field(
    "fund_source",
    "string",
    "资金来源",
    "Source of funds",
    required=True,
    enum=get_args(FundSource),
    column_type="fin-source:generic:code",
)
FUNC_CODE = Field(
    "func_code",
    "string",
    "功能分类编码（整码）",
    "Functional classification, full code",
    pattern=r"^\d{3}(\d{2}){0,2}$",
    column_type="functional-classification:generic:code",
)
ECON_DEPT_CODE = Field(
    "econ_dept_code",
    "string",
    "部门经济分类编码",
    "Economic classification (department), code",
    pattern=r"^3\d{2}(\d{2})?$",
    column_type="economic-classification:generic:code",
)
ECON_GOV_CODE = Field(
    "econ_gov_code",
    "string",
    "政府经济分类编码",
    "Economic classification (government), code",
    pattern=r"^5\d{2}(\d{2})?$",
    column_type="economic-classification:generic:code:government",
)
FUNC_CODE_ID = Field("func_code_id", "string", "功能分类键", "Functional classification, key")
PROJECT_ID = Field("project_id", "string", "项目ID", "Project", column_type="activity:generic:project:code")
