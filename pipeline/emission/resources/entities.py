"""What units are and have: staff, vehicles, equipment, houses, fixed assets."""

from __future__ import annotations

from pipeline.emission.model import MICROS, Field, Resource
from pipeline.emission.resources.blocks import AMOUNT, DOCUMENT_ID, ORIGIN, ROW_FLAGS, ROW_ID, TABLE_ID, UNIT_ID
from pipeline.emission.resources.forms import SOURCES

ENTITY_FACTS = Resource(
    "entity_facts",
    "单位概况（人员/资产）",
    "Facts about units: staff and assets",
    "fact_id",
    (
        Field("fact_id", "string", "ID", "Fact", required=True, pattern=ROW_ID),
        DOCUMENT_ID,
        TABLE_ID,
        UNIT_ID,
        Field("as_of", "date", "时点", "As of"),
        Field(
            "metric",
            "string",
            "指标",
            "Metric",
            required=True,
            description="as in configs/default.yaml, entity_facts; purchase_ in front: to be bought; a price at the"
            " end: pieces of at least that price in yuan",
        ),
        Field("metric_raw", "string", "指标（原样）", "Metric as printed"),
        Field("value_raw", "string", "值（原样）", "Value as printed"),
        Field("value_number", "number", "数值", "Value", parquet=MICROS),
        Field("value_unit_raw", "string", "计量单位", "Unit of the value as printed"),
        *AMOUNT,
        *ORIGIN,
        ROW_FLAGS,
    ),
    SOURCES,
)
