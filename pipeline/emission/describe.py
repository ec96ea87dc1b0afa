"""The schema for readers: as a descriptor without data (JSON) and as a page in Chinese and English (Markdown).

``python -m pipeline.emission.describe configs/schema`` writes both to that folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
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


def write_descriptions(folder: Path) -> None:
    """Writes ``schema.json`` and ``schema.md`` to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema.json").write_text(schema_json(), encoding="utf-8")
    (folder / "schema.md").write_text(schema_markdown(), encoding="utf-8")


if __name__ == "__main__":
    write_descriptions(Path(sys.argv[1]))
