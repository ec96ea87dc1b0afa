"""Checks of Parquet files: the schema's types and version, and the same rows as the CSV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.emission.csvfile import csv_row, csv_text, read_csv, unguarded
from pipeline.emission.findings import Finding, finding
from pipeline.emission.model import Resource
from pipeline.emission.parquetfile import VERSION_KEY, arrow_schema
from pipeline.emission.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa


def _table(out: Path, resource: Resource) -> pa.Table | None:
    """The table, or ``None`` when the file is missing or no Parquet."""
    import pyarrow as pa  # noqa: PLC0415 - on first use
    import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

    try:
        return pq.read_table(out / resource.path("parquet"), partitioning=None)
    except (OSError, pa.ArrowInvalid):
        return None


def parquet_findings(out: Path, resource: Resource) -> Iterator[Finding]:
    """Where the Parquet file differs from the schema or from the CSV. A missing file gives nothing here."""
    path = resource.path("parquet")
    if not (out / path).is_file():
        return
    table = _table(out, resource)
    if table is None:
        yield finding("parquet-schema", resource.name, path=path, note="is no Parquet file")
        return
    faults = list(_schema_faults(table.schema, arrow_schema(resource, SCHEMA_VERSION)))
    for fault in faults:
        yield finding("parquet-schema", resource.name, path=path, note=fault)
    if not faults and "csv" in resource.formats:
        yield from _twin_findings(out, resource, table)


def _schema_faults(found: pa.Schema, expected: pa.Schema) -> Iterator[str]:
    if found.names != expected.names:
        yield f"columns are {found.names}, not {expected.names}"
        return
    for have, want in zip(found, expected, strict=True):
        if have.type != want.type:
            yield f"{want.name} is {have.type}, not {want.type}"
        elif have.nullable != want.nullable:
            yield f"{want.name} is {'' if have.nullable else 'not '}nullable"
    if (found.metadata or {}).get(VERSION_KEY) != SCHEMA_VERSION.encode():
        yield f"its metadata does not give schema_version {SCHEMA_VERSION}"


def _twin_findings(out: Path, resource: Resource, table: pa.Table) -> Iterator[Finding]:
    """The first difference of each row between CSV and Parquet."""
    try:
        _, *lines = read_csv((out / resource.path("csv")).read_bytes())
    except (OSError, ValueError):
        return  # reported by the checks of files
    if len(lines) != table.num_rows:
        note = f"the CSV has {len(lines)} rows, the Parquet file {table.num_rows}"
        yield finding("csv-parquet-differ", resource.name, note=note)
        return
    columns = [column.to_pylist() for column in table.columns]
    for line, row in zip(lines, zip(*columns, strict=True), strict=True):
        twin = csv_row(resource, row)
        if line != twin:
            pairs = zip_longest(resource.field_names, line, twin, fillvalue="")
            name, csv_value, value = next(p for p in pairs if p[1] != p[2])
            note = f"the CSV has {csv_value!r}, the Parquet file {value!r}"
            yield finding("csv-parquet-differ", resource.name, line[0] if line else "", name, note=note)


def parquet_columns(out: Path, resource: Resource) -> dict[str, list[str | None]]:
    """The columns as plain text, null for a missing one; nothing when the file cannot be read."""
    table = _table(out, resource)
    if table is None:
        return {}
    return {
        field.name: [
            None if value is None or (value == "" and field.required) else unguarded(csv_text(field, value))
            for value in table.column(field.name).to_pylist()
        ]
        for field in resource.fields
        if field.name in table.column_names
    }
