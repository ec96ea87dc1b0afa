"""Rows brought into the schema's shape: every column, right types, unique keys, sorted. Nothing is guessed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from pipeline.emission.model import Field, Resource
from pipeline.errors import DataNotValid

Value = str | int | float | bool | Decimal | date | datetime | None
Row = tuple[Value, ...]
"""Values in the order of the resource's fields."""


def shaped_rows(resource: Resource, rows: Iterable[Mapping[str, object]]) -> list[Row]:
    """The rows as tuples in column order, sorted by primary key; a missing column is null.

    Raises ``DataNotValid`` naming resource, key and column for an unknown column, a wrong type, a required
    value that is null, text that cannot be written, or two rows with one key.
    """
    names = frozenset(resource.field_names)
    key_at = resource.field_names.index(resource.primary_key)
    shaped: dict[str, Row] = {}
    for row in rows:
        label = f"{resource.name} {row.get(resource.primary_key)}"
        if unknown := sorted(row.keys() - names):
            raise DataNotValid(f"{label}: no column {', '.join(unknown)} in the schema; correct the row or the schema")
        values = tuple(_checked(field, row.get(field.name), label, resource) for field in resource.fields)
        key = str(values[key_at])
        if key in shaped:
            raise DataNotValid(_twice(resource, key, shaped[key], values))
        shaped[key] = values
    return [shaped[key] for key in sorted(shaped)]


def _twice(resource: Resource, key: str, first: Row, second: Row) -> str:
    """The message for two rows with one key: both, reduced to the columns in which they differ."""
    differing = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    parts = [
        ", ".join(f"{resource.field_names[i]}={row[i]!r}" for i in differing[:4]) or "equal in every column"
        for row in (first, second)
    ]
    return f"{resource.name} {key}: two rows have this {resource.primary_key}: ({parts[0]}) and ({parts[1]})"


def _checked(field: Field, value: object, label: str, resource: Resource) -> Value:
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        # CSV cannot tell an empty text from none, so where there is a CSV both formats say null.
        value = text if text or "csv" not in resource.formats else None
    if value is None:
        if field.required:
            raise DataNotValid(f"{label}: {field.name} is required but empty")
        return None
    fault, kept = _TYPES[field.type](field, value)
    if fault:
        raise DataNotValid(f"{label}: {field.name} is {value!r}, but {fault}")
    return kept


def _string(_field: Field, value: object) -> tuple[str, Value]:
    if not isinstance(value, str):
        return "text is needed", None
    try:
        value.encode()
    except UnicodeEncodeError:
        return "half a surrogate pair is not a character", None
    return ("a NUL cannot be written to CSV", None) if "\0" in value else ("", value)


def _integer(_field: Field, value: object) -> tuple[str, Value]:
    if isinstance(value, bool) or not isinstance(value, int):
        return "a whole number is needed", None
    return "", value


def _number(field: Field, value: object) -> tuple[str, Value]:
    if field.scale is None:
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not math.isfinite(value):
            return "a finite number is needed", None
        return "", float(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        return "an exact decimal (decimal.Decimal) is needed", None
    step = Decimal(1).scaleb(-field.scale)
    if abs(value) >= Decimal(10) ** (20 - field.scale) or value != value.quantize(step):
        return f"{field.parquet} cannot hold it exactly", None
    exact = value.quantize(step)
    return "", exact or abs(exact)  # zero has no sign in Parquet


def _boolean(_field: Field, value: object) -> tuple[str, Value]:
    return ("", value) if isinstance(value, bool) else ("true or false is needed", None)


def _date(_field: Field, value: object) -> tuple[str, Value]:
    if isinstance(value, datetime) or not isinstance(value, date):
        return "a date is needed", None
    return "", value


def _datetime(_field: Field, value: object) -> tuple[str, Value]:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return "a time with its zone is needed", None
    return "", value.astimezone(UTC)


_TYPES = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}
