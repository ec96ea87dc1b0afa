"""Who publishes: budget units and the administrative divisions they belong to."""

from __future__ import annotations

from pipeline.emission.model import Field, ForeignKey, Resource
from pipeline.emission.resources.blocks import LOCALITY_CODE

UNITS = Resource(
    "units",
    "预算单位",
    "Budget units",
    "unit_id",
    (
        Field("unit_id", "string", "单位ID", "Unit", required=True, pattern=r"^\d{6}-[0-9A-Za-z]+$"),
        LOCALITY_CODE,
        Field("local_code", "string", "本地单位编码", "Code within the locality"),
        Field("unit_name", "string", "单位名称", "Name", required=True),
        Field("aliases_raw", "string", "异名（|分隔）", "Other names, joined by |"),
        Field("parent_unit_id", "string", "上级单位", "Parent unit"),
        Field("nature_raw", "string", "单位性质", "Nature as printed"),
        Field("rank_raw", "string", "规格", "Rank as printed"),
        Field("funding_raw", "string", "经费保障形式", "Funding as printed"),
    ),
    (ForeignKey("locality_code", "localities", "locality_code"),),
)

LOCALITIES = Resource(
    "localities",
    "行政区划",
    "Administrative divisions",
    "locality_code",
    (
        Field("locality_code", "string", "代码", "Code", required=True, pattern=r"^\d{6}$"),
        Field("name", "string", "名称", "Name", required=True),
        Field(
            "level",
            "string",
            "级别",
            "Level",
            required=True,
            enum=("province", "prefecture", "county", "unknown"),
            description="unknown: the document names no division that could be identified",
        ),
        Field("parent_code", "string", "上级代码", "Parent division"),
        Field("valid_from", "integer", "起", "Valid from (year)"),
        Field("valid_to", "integer", "止", "Valid to (year)"),
    ),
)
