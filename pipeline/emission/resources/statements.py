"""What the running text says: one row for each amount it asserts."""

from __future__ import annotations

from pipeline.emission.model import CENTS, MICROS, Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import AMOUNT, DOCUMENT_ID, FISCAL_YEAR, ORIGIN, ROW_FLAGS, ROW_ID

STATEMENTS = Resource(
    "statements",
    "文字说明中的金额",
    "Amounts asserted in the running text",
    "statement_id",
    (
        Field("statement_id", "string", "ID", "Statement", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        FISCAL_YEAR,
        Field(
            "unit_id",
            "string",
            "预算单位ID",
            "Budget unit",
            column_type="administrative-classification:generic:code",
        ),
        Field("section_raw", "string", "章节", "Heading above"),
        Field("sentence_raw", "string", "原句", "Sentence as printed", required=True),
        Field("subject", "string", "主题", "What the amount is of", required=True),
        Field("func_code", "string", "功能编码", "Functional classification, code"),
        Field("econ_code", "string", "经济编码", "Economic classification, code"),
        *AMOUNT,
        Field("yoy_direction", "string", "增减", "Change against last year", enum=("up", "down", "flat")),
        Field("yoy_amount_raw", "string", "增减额（原样）", "Amount of the change as printed"),
        Field("yoy_amount_cny", "number", "增减额（元）", "Amount of the change (CNY)", parquet=CENTS),
        Field("yoy_pct", "number", "增减%", "Change in per cent as printed", parquet=MICROS),
        Field("reason_raw", "string", "原因", "Reason as printed"),
        *ORIGIN,
        ROW_FLAGS,
    ),
    (
        ForeignKey("document_id", "documents", "document_id"),
        ForeignKey("unit_id", "units", "unit_id"),
    ),
)
