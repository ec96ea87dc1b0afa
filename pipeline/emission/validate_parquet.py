"""Checks of Parquet files: the schema's types and version, and the same rows as the CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.emission.csvfile import csv_row, csv_rows
from pipeline.emission.findings import Finding, finding
from pipeline.emission.model import Resource
from pipeline.emission.parquetfile import VERSION_KEY, arrow_schema
from pipeline.emission.schema import SCHEMA_VERSION
from pipeline.emission.validate_columns import parquet_rows, row_count

if TYPE_CHECKING:
    import pyarrow as pa


def _schema(path: Path) -> pa.Schema | None:
    """The schema of the file with its metadata, or ``None`` when it is no Parquet."""
    import pyarrow as pa  # noqa: PLC0415 - on first use
    import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

    try:
        return pq.read_schema(path)
    except (OSError, pa.ArrowInvalid):
        return None


def parquet_findings(out: Path, resource: Resource) -> Iterator[Finding]:
    """Where the Parquet file differs from the schema or from the CSV. A missing file gives nothing here."""
    path = resource.path("parquet")
    if not (out / path).is_file():
        return
    schema = _schema(out / path)
    if schema is None:
        yield finding("parquet-schema", resource.name, path=path, note="is no Parquet file")
        return
    faults = list(_schema_faults(schema, arrow_schema(resource, SCHEMA_VERSION)))
    for fault in faults:
        yield finding("parquet-schema", resource.name, path=path, note=fault)
    if not faults and "csv" in resource.formats:
        yield from _twin_findings(out, resource)


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


def _twin_findings(out: Path, resource: Resource) -> Iterator[Finding]:
    """The first difference of each row between CSV and Parquet; some thousand rows are in memory at once."""
    csv_path, parquet_path = (out / resource.path(format) for format in ("csv", "parquet"))
    try:
        count = sum(1 for _ in csv_rows(csv_path)) - 1
    except (OSError, ValueError, csv.Error):
        return  # reported by the checks of files
    there = row_count(parquet_path)
    if count != there:
        note = f"the CSV has {count} rows, the Parquet file {there}"
        yield finding("csv-parquet-differ", resource.name, note=note)
        return
    for line, row in zip(islice(csv_rows(csv_path), 1, None), parquet_rows(parquet_path), strict=True):
        twin = csv_row(resource, row)
        if line != twin:
            pairs = zip_longest(resource.field_names, line, twin, fillvalue="")
            name, csv_value, value = next(p for p in pairs if p[1] != p[2])
            note = f"the CSV has {csv_value!r}, the Parquet file {value!r}"
            yield finding("csv-parquet-differ", resource.name, line[0] if line else "", name, note=note)
