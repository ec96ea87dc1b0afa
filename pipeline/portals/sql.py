"""Tables, keys and merges in SQL, from the schema, for any of the databases.

A merge makes a table equal to a stage that holds the new rows: rows whose key is gone are deleted, rows that differ in
any column are updated, new ones inserted, all others not touched. Foreign keys are deferred to the end of the
transaction, so the order of the tables does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.emission.model import Field, Resource


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between databases: names of types, and the operator that tells values apart, null included."""

    types: Mapping[str, str]
    decimal: str
    """Type of an exact decimal with its scale, as a format string."""
    distinct: str
    foreign_keys: bool = True


def quoted(name: str) -> str:
    """The name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """The value as a text literal."""
    return "'" + value.replace("'", "''") + "'"


def column_type(field: Field, dialect: Dialect) -> str:
    """The database's type for a column."""
    return dialect.types[field.type] if field.scale is None else dialect.decimal.format(field.scale)


def create_table(resource: Resource, dialect: Dialect) -> str:
    """The statement that makes the table: types, NOT NULL, primary key, foreign keys."""
    lines = []
    for field in resource.fields:
        line = f"{quoted(field.name)} {column_type(field, dialect)}"
        line += " NOT NULL" if field.required else ""
        lines.append(line + (" PRIMARY KEY" if field.name == resource.primary_key else ""))
    if dialect.foreign_keys:
        lines += foreign_keys(resource)
    return f"CREATE TABLE {quoted(resource.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def foreign_keys(resource: Resource) -> Iterator[str]:
    """A clause for each foreign key, checked at the end of a transaction."""
    for key in resource.foreign_keys:
        target = f"{quoted(key.resource or resource.name)} ({quoted(key.target)})"
        yield f"FOREIGN KEY ({quoted(key.field)}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED"


def create_indices(resource: Resource) -> Iterator[tuple[str, str]]:
    """Name and statement of an index for each foreign key, through which a database finds who refers to a row."""
    for field in dict.fromkeys(key.field for key in resource.foreign_keys):
        name = f"{resource.name}_{field}"
        yield name, f"CREATE INDEX {quoted(name)} ON {quoted(resource.name)} ({quoted(field)})"


def create_unique(resource: Resource) -> Iterator[tuple[str, str]]:
    """Name and statement of a unique index for each further unique key."""
    for key in resource.unique_keys:
        name = f"{resource.name}_{'_'.join(key)}_unique"
        columns = ", ".join(quoted(column) for column in key)
        yield name, f"CREATE UNIQUE INDEX {quoted(name)} ON {quoted(resource.name)} ({columns})"


def merge(resource: Resource, stage: str, dialect: Dialect) -> tuple[str, str, str]:
    """The statements that delete, update and insert what differs between the table and its stage, in that order."""
    table, source, key = quoted(resource.name), quoted(stage), quoted(resource.primary_key)
    columns = [quoted(name) for name in resource.field_names]
    others = [column for column in columns if column != key]
    update = ", ".join(f"{column} = s.{column}" for column in others)
    differ = " OR ".join(f"{table}.{column} {dialect.distinct} s.{column}" for column in others)
    there = f"SELECT 1 FROM {source} AS s WHERE s.{key} = {table}.{key}"
    known = f"SELECT 1 FROM {table} WHERE {table}.{key} = s.{key}"
    names = ", ".join(columns)
    return (
        f"DELETE FROM {table} WHERE NOT EXISTS ({there})",
        f"UPDATE {table} SET {update} FROM {source} AS s WHERE {table}.{key} = s.{key} AND ({differ})",
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {source} AS s WHERE NOT EXISTS ({known})",
    )
