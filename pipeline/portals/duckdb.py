"""A DuckDB database: exact decimals, primary keys, titles as comments.

Without foreign keys: DuckDB checks them row by row, also within a transaction, and refuses an update of a row that
another refers to. The other databases and `yusuan validate` enforce them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from pipeline.emission.model import Resource
from pipeline.emission.read import Release
from pipeline.emission.schema import RESOURCES
from pipeline.errors import DataNotValid, OutputProblem
from pipeline.portals import sql
from pipeline.portals.target import Published, RowCounts, Site

FILE = "yusuan.duckdb"
DIALECT = sql.Dialect(
    {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "datetime": "TIMESTAMPTZ",
    },
    "DECIMAL(20,{})",
    "IS DISTINCT FROM",
    foreign_keys=False,
)


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The release as ``yusuan.duckdb``; rows that are there already are updated, in one transaction.

    Raises ``DataNotValid`` when a key is broken, ``OutputProblem`` when the file cannot be written or is no database.
    """
    path = folder / FILE
    try:
        with closing(duckdb.connect(str(path))) as database:
            database.execute("BEGIN")
            counts = tuple(_merge(database, release, resource) for resource in RESOURCES)
            database.execute("COMMIT")
    except duckdb.ConstraintException as error:
        raise DataNotValid(f"{path}: not published: {error}; see `yusuan validate {release.folder}`") from error
    except duckdb.Error as error:
        raise OutputProblem(
            f"{path}: cannot be written: {error}; free or remove the file, then publish again"
        ) from error
    return Published((path,), counts)


def _merge(database: duckdb.DuckDBPyConnection, release: Release, resource: Resource) -> RowCounts:
    _demand_table(database, resource)
    stage = f"new_{resource.name}"
    columns = ", ".join(sql.quoted(name) for name in resource.field_names)
    parquet = sql.text(str(release.folder / resource.path("parquet")))
    # The path may hold what a glob would take for a pattern, and a folder year=2024 that would become a column.
    source = f"read_parquet([{_literal(parquet)}], hive_partitioning = false)"
    database.execute(f"CREATE OR REPLACE TEMP TABLE {sql.quoted(stage)} AS SELECT {columns} FROM {source}")
    removed, updated, inserted = (_changed(database, s) for s in sql.merge(resource, stage, DIALECT))
    database.execute(f"DROP TABLE {sql.quoted(stage)}")
    total = _number(database, f"SELECT count(*) FROM {sql.quoted(resource.name)}")
    return RowCounts(resource.name, inserted, updated, removed, total)


def _literal(quoted_path: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in quoted_path)


def _demand_table(database: duckdb.DuckDBPyConnection, resource: Resource) -> None:
    """The table as this schema wants it; one of another schema, which its comment tells, is made anew."""
    wanted = sql.create_table(resource, DIALECT)
    comment = f"{resource.title_zh} · {resource.title_en}"
    stamp = f"{comment}\n{wanted}"
    found = database.execute(
        "SELECT comment FROM duckdb_tables() WHERE table_name = ? AND NOT temporary", [resource.name]
    )
    there = found.fetchone()
    if there is not None and there[0] == stamp:
        return
    table = sql.quoted(resource.name)
    database.execute(f"DROP TABLE IF EXISTS {table}")
    database.execute(wanted)
    database.execute(f"COMMENT ON TABLE {table} IS {sql.text(stamp)}")
    for field in resource.fields:
        title = sql.text(f"{field.title_zh} · {field.title_en}")
        database.execute(f"COMMENT ON COLUMN {table}.{sql.quoted(field.name)} IS {title}")


def _changed(database: duckdb.DuckDBPyConnection, statement: str) -> int:
    return _number(database, statement)  # DuckDB answers a change with the number of rows


def _number(database: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = database.execute(statement).fetchone()
    return int(row[0]) if row else 0
