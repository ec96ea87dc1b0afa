"""Rows brought into the schema's shape: every column, right types, unique keys, sorted. Nothing is guessed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

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
    given = rows if isinstance(rows, Sequence) else list(rows)
    shaped = _by_column(resource, given)
    return _by_row(resource, given) if shaped is None else shaped


def _by_column(resource: Resource, rows: Sequence[Mapping[str, object]]) -> list[Row] | None:
    """The shaped rows; ``None`` where a value is not plainly right, which ``_by_row`` then weighs and names.

    A column of one type is checked as a whole: a release has millions of values, and nearly all are as they should be.
    """
    if not frozenset().union(*rows) <= frozenset(resource.field_names):
        return None
    columns: list[Sequence[Value]] = []
    for field in resource.fields:
        try:
            values = list(map(itemgetter(field.name), rows))
        except KeyError:
            values = [row.get(field.name) for row in rows]
        column = _column(field, values, "csv" in resource.formats)
        if column is None or (field.required and None in column):
            return None
        columns.append(column)
    keys = list(map(str, columns[resource.field_names.index(resource.primary_key)]))
    if len(frozenset(keys)) < len(keys):
        return None
    ordered = list(zip(*columns, strict=True))
    return [ordered[i] for i in sorted(range(len(keys)), key=keys.__getitem__)]


def _column(field: Field, values: Sequence[Any], empty_is_null: bool) -> Sequence[Value] | None:
    kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return values
    match field.type:
        case "string" if kinds <= {str}:
            if not _writable("".join([text for text in values if text])):
                return None
            return [text or None for text in values] if empty_is_null and "" in values else values
        case "integer" if kinds <= {int}:
            return values
        case "boolean" if kinds <= {bool}:
            return values
        case "number" if kinds <= {Decimal} and field.scale is not None:
            exact = [value if value is None else _number(field, value) for value in values]
            return None if any(e and e[0] for e in exact) else [e and e[1] for e in exact]
        case "number" if kinds <= {float} and field.scale is None:
            return values if all(value is None or math.isfinite(value) for value in values) else None
    return None


def _writable(text: str) -> bool:
    """Whether the text stands in a file as it is: no carriage return, no NUL, no half of a surrogate pair."""
    if "\r" in text or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _by_row(resource: Resource, rows: Iterable[Mapping[str, object]]) -> list[Row]:
    """The shaped rows, value by value, with every fault named."""
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
    exact = _exact(value, field.scale)
    return (f"{field.parquet} cannot hold it exactly", None) if exact is None else ("", exact)


@lru_cache(maxsize=1 << 14)
def _exact(value: Decimal, scale: int) -> Decimal | None:
    """The finite value with ``scale`` decimals; ``None`` where 20 digits do not hold it. Zero has no sign."""
    if abs(value) >= Decimal(10) ** (20 - scale):
        return None
    exact = value.quantize(Decimal(1).scaleb(-scale))
    return None if value != exact else exact or abs(exact)


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
