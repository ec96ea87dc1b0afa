"""The data package descriptor, with and without the facts of written files.

A resource is its CSV; the same rows in Parquet stand beside it in the custom property ``parquet``: frictionless
reads a null in a Parquet number as NaN (5.21 and 5.18), and without pandas and fastparquet not at all. For the same
reason ``cells``, which has only Parquet, is of type ``file``: both versions then check its size and hash and keep
its ``schema`` for readers; ``yusuan validate`` checks its rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.emission.model import Field, Format, Resource
from pipeline.emission.schema import RESOURCES, SCHEMA_ID, SCHEMA_VERSION

DESCRIPTOR = "datapackage.json"
MANIFEST = "manifest.json"
LOG = "logs/run.jsonl"
REPAIR_LOG = "logs/repairs.jsonl"

FileFacts = Mapping[str, Mapping[str, object]]
"""``bytes`` and ``hash`` of each written file, by its path in the release."""

_PROFILES = "https://datapackage.org/profiles/2.0/"
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def package_descriptor(facts: FileFacts | None = None) -> dict[str, Any]:
    """The descriptor of a release; without ``facts``, of the schema alone."""
    return {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": "cn-budget-disclosures",
        "id": SCHEMA_ID + SCHEMA_VERSION,
        "title": "中国地方部门预算公开数据",
        "title_en": "Budget disclosures of Chinese local government departments",
        "version": SCHEMA_VERSION,
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "columnTypes": ["https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"],
        "resources": [resource_descriptor(resource, facts or {}) for resource in RESOURCES],
    }


def resource_descriptor(resource: Resource, facts: FileFacts) -> dict[str, Any]:
    """One resource: titles, file, dialect, schema, and its Parquet twin."""
    tabular = "csv" in resource.formats
    described: dict[str, Any] = {
        "name": resource.name,
        "title": resource.title_zh,
        "title_en": resource.title_en,
        "type": "table" if tabular else "file",
        **_file(resource, "csv" if tabular else "parquet", facts),
    }
    if tabular:
        described |= {"encoding": "utf-8", "dialect": dict(_DIALECT)}
    described["schema"] = table_schema(resource)
    if tabular and "parquet" in resource.formats:
        described["parquet"] = _file(resource, "parquet", facts)
    return described


def _file(resource: Resource, format: Format, facts: FileFacts) -> dict[str, Any]:
    path = resource.path(format)
    return {
        "path": path,
        "scheme": "file",
        "format": format,
        "mediatype": _MEDIA[format],
        **facts.get(path, {}),
    }


def table_schema(resource: Resource) -> dict[str, Any]:
    """The Table Schema of a resource."""
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": [_field(field) for field in resource.fields],
        "missingValues": [""],
        "primaryKey": [resource.primary_key],
    }
    if resource.unique_keys:
        schema["uniqueKeys"] = [list(key) for key in resource.unique_keys]
    if resource.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [key.field], "reference": {"resource": key.resource, "fields": [key.target]}}
            for key in resource.foreign_keys
        ]
    return schema


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title_zh,
        "title_en": field.title_en,
    }
    optional = {
        "description": field.description,
        "unit": field.unit,
        "columnType": field.column_type,
        "parquetType": field.parquet,
        "codeList": field.code_list,
        "expectedPattern": None if field.required else field.pattern,
        "constraints": field.constraints,
    }
    return described | {name: value for name, value in optional.items() if value}


def json_text(value: object) -> str:
    """Indented JSON with Chinese left readable and a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
