"""The words the published schema is written in: fields, foreign keys, resources, all frozen.

Only what both ends of the supported frictionless range understand is used: ``required``, ``enum``, ``pattern``
(required fields only: a pattern on a nullable field breaks publishing to SQLite, so those carry the custom
``expectedPattern``), ``minimum``, ``maximum``, single-column keys, and a reference to the own resource written "".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime"]
Format = Literal["csv", "parquet"]

CENTS = "decimal128(20,2)"
"""Parquet type of amounts in yuan."""
MICROS = "decimal128(20,6)"
"""Parquet type of quanta and tolerances: 万元 printed with more than six decimals has a quantum below a cent."""


@cache
def _scale(parquet: str) -> int:
    return int(parquet.rstrip(")").rpartition(",")[2])


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``number`` without ``parquet`` is a share between 0 and 1, stored as double."""

    name: str
    type: FieldType
    title_zh: str
    title_en: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    description: str | None = None
    unit: str | None = None
    column_type: str | None = None
    parquet: str | None = None
    code_list: str | None = None
    """Resource whose key lists the allowed values; the value may join several by ``|``."""

    @property
    def scale(self) -> int | None:
        """Decimal places of a decimal field, ``None`` for any other."""
        return _scale(self.parquet) if self.parquet else None

    @property
    def constraints(self) -> dict[str, object]:
        """The Table Schema constraints."""
        found: dict[str, object] = {}
        if self.required:
            found["required"] = True
        if self.enum:
            found["enum"] = list(self.enum)
        if self.pattern and self.required:
            found["pattern"] = self.pattern
        if self.minimum is not None:
            found["minimum"] = self.minimum
        if self.maximum is not None:
            found["maximum"] = self.maximum
        return found


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values are keys of another resource ("" is the own one)."""

    field: str
    resource: str
    target: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of the release: its columns in order, its key, what it refers to, the files it lies in."""

    name: str
    title_zh: str
    title_en: str
    primary_key: str
    fields: tuple[Field, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    """Further columns that are unique together; frictionless ignores them, our validator does not."""
    formats: tuple[Format, ...] = ("csv", "parquet")

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The column of that name."""
        return self.fields[self.field_names.index(name)]

    def path(self, format: Format) -> str:
        """Where the file of that format lies inside a release."""
        return f"data/{self.name}.{format}"
