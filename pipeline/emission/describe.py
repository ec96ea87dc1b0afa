"""The schema for readers: a descriptor without data (JSON), a page in Chinese and English (Markdown), a list of
fields (CSV).

``python -m pipeline.emission.describe configs/schema`` writes all three to that folder.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.emission.model import Field, Resource
from pipeline.emission.package import json_text, package_descriptor
from pipeline.emission.schema import RESOURCES, SCHEMA_VERSION

_INTRODUCTION = """\
Generated from `pipeline/emission/schema.py`; do not edit.

- 每个资源是一个 CSV 文件（`data/名称.csv`）和一个行、列、值相同的 Parquet 文件；`cells` 只有 Parquet。
  Each resource is a CSV file (`data/NAME.csv`) and a Parquet file with the same rows; `cells` is Parquet only.
- CSV：逗号分隔，CRLF，UTF-8 无 BOM，空值为空，无千分位，真值写作 `true`/`false`。金额以 Parquet 中的定点数为准。
  CSV: commas, CRLF, UTF-8 without BOM, null is empty, no grouping, `true`/`false`. For amounts the Parquet decimals
  are authoritative.
- CSV 中以 `=` `+` `-` `@` 或制表符开头且不是数字的文字前加 `'`（原已以 `'` 开头者亦同）；Parquet 中为原文。
  In CSV a text that begins with `=` `+` `-` `@` or a tab and is no number gets a leading `'` (as does one that has
  such apostrophes already); Parquet has the text itself.
- `!` 必填 required · 主键 primary key · → 外键 foreign key · ∈ 代码表，多值以 `|` 分隔 code list, joined by `|`
"""


def schema_json() -> str:
    """The data package descriptor of the schema, as JSON."""
    return json_text(package_descriptor())


def schema_markdown() -> str:
    """The schema as a page: one section a resource, one line a column."""
    parts = [f"# 数据结构 Schema {SCHEMA_VERSION}", _INTRODUCTION.rstrip()]
    parts += ["\n".join(_section(resource)) for resource in RESOURCES]
    return "\n\n".join(parts) + "\n"


def _section(resource: Resource) -> Iterator[str]:
    yield f"## {resource.name}"
    yield ""
    yield f"{resource.title_zh} · {resource.title_en} ({', '.join(resource.formats)})"
    yield ""
    yield "| 字段 field | 类型 type | 标题 title | 说明 notes |"
    yield "|---|---|---|---|"
    for field in resource.fields:
        mark = "!" if field.required else ""
        kind = f"{field.type} ({field.parquet})" if field.parquet else field.type
        notes = "; ".join(_notes(resource, field)).replace("|", "\\|")
        title = f"{field.title_zh} · {field.title_en}".replace("|", "\\|")
        yield f"| `{field.name}`{mark} | {kind} | {title} | {notes} |"
    for key in resource.unique_keys:
        yield ""
        yield f"唯一 unique: {', '.join(f'`{name}`' for name in key)}"


def _notes(resource: Resource, field: Field) -> Iterator[str]:
    if field.name == resource.primary_key:
        yield "主键 primary key"
    for key in resource.foreign_keys:
        if key.field == field.name:
            yield f"→ `{key.resource or resource.name}.{key.target}`"
    if field.code_list:
        yield f"∈ `{field.code_list}`"
    if field.enum:
        yield " · ".join(f"`{value}`" for value in field.enum)
    if field.pattern:
        yield f"`{field.pattern}`"
    if field.minimum is not None:
        yield f"≥ {field.minimum}"
    if field.maximum is not None:
        yield f"≤ {field.maximum}"
    if field.unit:
        yield field.unit
    if field.column_type:
        yield f"columnType `{field.column_type}`"
    if field.description:
        yield field.description


_LIST_COLUMNS = (
    "resource", "field", "type", "parquet_type", "required", "unit", "title_zh", "title_en", "primary_key",
    "foreign_key", "unique_with", "code_list", "enum", "pattern", "minimum", "maximum", "column_type", "description",
)  # fmt: skip


def schema_csv() -> str:
    """The list of fields as CSV: one line a column of a resource, in the order of the files."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, _LIST_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for resource in RESOURCES:
        writer.writerows(_listed(resource, field) for field in resource.fields)
    return buffer.getvalue()


def _listed(resource: Resource, field: Field) -> dict[str, object]:
    targets = [f"{k.resource or resource.name}.{k.target}" for k in resource.foreign_keys if k.field == field.name]
    together = ["|".join(key) for key in resource.unique_keys if field.name in key]
    return {
        "resource": resource.name,
        "field": field.name,
        "type": field.type,
        "parquet_type": field.parquet,
        "required": "true" if field.required else "false",
        "unit": field.unit,
        "title_zh": field.title_zh,
        "title_en": field.title_en,
        "primary_key": "true" if field.name == resource.primary_key else "false",
        "foreign_key": " ".join(targets),
        "unique_with": " ".join(together),
        "code_list": field.code_list,
        "enum": "|".join(field.enum),
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "column_type": field.column_type,
        "description": field.description,
    }


SCHEMA_FORMATS: dict[str, Callable[[], str]] = {"json": schema_json, "md": schema_markdown, "csv": schema_csv}
"""The ways the schema can be printed."""
PUBLISHED_AS = {"schema.json": "json", "schema.md": "md", "fields.csv": "csv"}
"""The files in ``configs/schema`` and the format of each."""


def write_descriptions(folder: Path) -> None:
    """Writes ``schema.json``, ``schema.md`` and ``fields.csv`` to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, format in PUBLISHED_AS.items():
        (folder / name).write_text(SCHEMA_FORMATS[format](), encoding="utf-8")


if __name__ == "__main__":
    write_descriptions(Path(sys.argv[1]))
