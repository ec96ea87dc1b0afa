"""A SQLite database with types, keys and indices, and the metadata with which Datasette shows titles.

SQLite has no decimals: amounts lie as numbers of 15 exact digits, which cents below ten trillion yuan are; the Parquet
files stay authoritative.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.emission.csvfile import plain_decimal
from pipeline.emission.model import Resource
from pipeline.emission.package import json_text, package_descriptor
from pipeline.emission.read import Release
from pipeline.emission.rows import Value
from pipeline.emission.schema import RESOURCES
from pipeline.errors import DataNotValid, OutputProblem
from pipeline.portals import sql
from pipeline.portals.target import Published, RowCounts, Site, batches, replacing

FILE = "yusuan.sqlite"
METADATA = "datasette.json"
DIALECT = sql.Dialect(
    {
        "string": "TEXT",
        "integer": "INTEGER",
        "number": "REAL",
        "boolean": "BOOLEAN",
        "date": "TEXT",
        "datetime": "TEXT",
    },
    "DECIMAL(20,{})",
    "IS NOT",
)


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The release as ``yusuan.sqlite``; rows that are there already are updated, in one transaction.

    Raises ``DataNotValid`` when a key is broken, ``OutputProblem`` when the file cannot be written or is no database.
    """
    path = folder / FILE
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            counts = _merged(database, release)
    except sqlite3.IntegrityError as error:
        raise DataNotValid(f"{path}: not published: {error}; see `yusuan validate {release.folder}`") from error
    except sqlite3.Error as error:
        raise OutputProblem(
            f"{path}: cannot be written: {error}; free or remove the file, then publish again"
        ) from error
    metadata = folder / METADATA
    with replacing(metadata) as partial:
        partial.write_text(json_text(datasette_metadata()), encoding="utf-8")
    return Published((path, metadata), counts, f"datasette serve {path} -m {metadata}")


def _merged(database: sqlite3.Connection, release: Release) -> tuple[RowCounts, ...]:
    # A table of an older schema goes before those that refer to it; at the end all keys are looked at together.
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("BEGIN IMMEDIATE")
    try:
        for resource in RESOURCES:
            _demand_table(database, resource)
        counts = tuple(_merge(database, release, resource) for resource in RESOURCES)
        for table, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
            raise sqlite3.IntegrityError(
                f"FOREIGN KEY constraint failed: row {row} of {table} names no row of {parent}"
            )
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # a full disk has ended it already
            database.execute("ROLLBACK")
        raise
    database.execute("PRAGMA optimize")
    return counts


def _demand_table(database: sqlite3.Connection, resource: Resource) -> None:
    """The table as this schema wants it; one of another schema is made anew."""
    wanted = sql.create_table(resource, DIALECT)
    found = database.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", [resource.name])
    there = found.fetchone()
    if there is None or there[0] != wanted:
        database.execute(f"DROP TABLE IF EXISTS {sql.quoted(resource.name)}")
        database.execute(wanted)
    for name, statement in sql.create_indices(resource):
        known = database.execute("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?", [name])
        if known.fetchone() is None:
            database.execute(statement)


def _merge(database: sqlite3.Connection, release: Release, resource: Resource) -> RowCounts:
    stage = f"new_{resource.name}"
    columns = ", ".join(
        f"{sql.quoted(f.name)} {sql.column_type(f, DIALECT)}" + (" PRIMARY KEY" * (f.name == resource.primary_key))
        for f in resource.fields
    )
    database.execute(f"CREATE TEMP TABLE {sql.quoted(stage)} ({columns})")
    insert = f"INSERT INTO {sql.quoted(stage)} VALUES ({', '.join('?' * len(resource.fields))})"
    for rows in batches(release, resource):
        database.executemany(insert, ([_bound(value) for value in row] for row in rows))
    # Two rows may exchange what is unique about them; only the end counts.
    for name, _ in sql.create_unique(resource):
        database.execute(f"DROP INDEX IF EXISTS {sql.quoted(name)}")
    removed, updated, inserted = (database.execute(s).rowcount for s in sql.merge(resource, stage, DIALECT))
    for _, statement in sql.create_unique(resource):
        database.execute(statement)
    database.execute(f"DROP TABLE {sql.quoted(stage)}")
    (total,) = database.execute(f"SELECT count(*) FROM {sql.quoted(resource.name)}").fetchone()
    return RowCounts(resource.name, inserted, updated, removed, total)


def _bound(value: Value) -> str | int | float | None:
    match value:
        case bool():
            return int(value)
        case Decimal():
            return plain_decimal(value)  # the column's affinity makes a number of it
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case _:
            return value


def datasette_metadata() -> dict[str, Any]:
    """What Datasette shows: titles in both languages, descriptions and units of the columns, licence."""
    package = package_descriptor()
    licence = package["licenses"][0]
    return {
        "title": f"{package['title']} · {package['title_en']}",
        "license": licence["name"],
        "license_url": licence["path"],
        "databases": {Path(FILE).stem: {"tables": {r.name: _table_metadata(r) for r in RESOURCES}}},
    }


def _table_metadata(resource: Resource) -> dict[str, Any]:
    columns = {}
    for field in resource.fields:
        title = f"{field.title_zh} · {field.title_en}"
        title += f" [{field.unit}]" if field.unit and field.unit not in field.title_en else ""
        columns[field.name] = f"{title}: {field.description}" if field.description else title
    return {"title": resource.title_zh, "description": f"{resource.title_zh} · {resource.title_en}", "columns": columns}
