"""The columns of a release as plain text, as far as a check looks at them, whether from CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.emission.csvfile import csv_rows, csv_text, unguarded
from pipeline.emission.model import Field, Resource
from pipeline.emission.schema import RESOURCES

AMOUNT = ("amount_raw", "amount_unit", "amount_quantum_cny", "amount_cny", "value_status")
PLACE = ("document_id", "extraction_method", "page_no", "bbox")
"""What the checks of facts look at."""
LAYER = "text_layer"
BATCH = 20_000

Columns = Mapping[str, list[str | None]]
"""Column name to its values as plain text, null for empty."""


def csv_columns(out: Path, resource: Resource) -> Columns:
    """The columns of a CSV file that a check looks at; empty when it cannot be read or has another header."""
    wanted = looked_at(resource)
    places = [(i, name) for i, name in enumerate(resource.field_names) if name in wanted]
    found: dict[str, list[str | None]] = {name: [] for _, name in places}
    told: dict[str, str] = {}
    try:
        rows = csv_rows(out / resource.path("csv"))
        if tuple(next(rows, ())) != resource.field_names:
            return {}
        for row in rows:
            if len(row) != len(resource.field_names):
                return {}
            for i, name in places:
                value = unguarded(row[i])
                # Most texts of a release stand there many times over: one object serves them all.
                found[name].append(told.setdefault(value, value) if value else None)
    except (OSError, ValueError, csv.Error):
        return {}
    return found


def looked_at(resource: Resource) -> frozenset[str]:
    """The fields a check of records, references or facts looks at; the others need not be held."""
    keys = {resource.primary_key, *(name for names in resource.unique_keys for name in names)}
    pointing = {reference.field for reference in resource.foreign_keys}
    fields = {field.name for field in resource.fields if field.pattern or field.code_list or _alone(resource, field)}
    pointed_at = {
        reference.target
        for other in RESOURCES
        for reference in other.foreign_keys
        if (reference.resource or other.name) == resource.name
    }
    return frozenset(keys | pointing | fields | pointed_at | {*AMOUNT, *PLACE, LAYER}) & frozenset(resource.field_names)


def _alone(resource: Resource, field: Field) -> bool:
    """Whether the field has limits that nobody else checks: frictionless reads no Parquet."""
    limits = field.required or field.enum or field.minimum is not None or field.maximum is not None
    return "csv" not in resource.formats and bool(limits)


def parquet_columns(out: Path, resource: Resource) -> Columns:
    """The columns of a Parquet file that a check looks at; empty when it cannot be read or lacks one."""
    import pyarrow as pa  # noqa: PLC0415 - on first use

    wanted = [field for field in resource.fields if field.name in looked_at(resource)]
    found: dict[str, list[str | None]] = {field.name: [] for field in wanted}
    told: dict[str, str] = {}
    try:
        for row in parquet_rows(out / resource.path("parquet"), [field.name for field in wanted]):
            for field, value in zip(wanted, row, strict=True):
                blank = value is None or (value == "" and field.required)
                text = None if blank else unguarded(csv_text(field, value))
                found[field.name].append(text if text is None else told.setdefault(text, text))
    except (OSError, KeyError, ValueError, pa.ArrowInvalid):
        return {}
    return found


def parquet_rows(path: Path, columns: Iterable[str] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a Parquet file, of some columns or all, typed; raises what pyarrow raises."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH, columns=list(columns) if columns is not None else None):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def row_count(path: Path) -> int:
    """How many rows the Parquet file has."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - on first use

    count: int = pq.read_metadata(path).num_rows
    return count
