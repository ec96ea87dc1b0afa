"""A script for ``psql`` that makes and fills a PostgreSQL schema, or updates it: exact decimals, all keys enforced."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pipeline.emission.csvfile import plain_decimal
from pipeline.emission.model import Resource
from pipeline.emission.read import Release
from pipeline.emission.rows import Value
from pipeline.emission.schema import RESOURCES
from pipeline.portals import sql
from pipeline.portals.target import Published, Site, batches, replacing

FILE = "postgresql.sql"
SCHEMA = "yusuan"
DIALECT = sql.Dialect(
    {
        "string": "text",
        "integer": "bigint",
        "number": "double precision",
        "boolean": "boolean",
        "date": "date",
        "datetime": "timestamptz",
    },
    "numeric(20,{})",
    "IS DISTINCT FROM",
    foreign_keys=False,  # added when all tables are there
)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The release as ``postgresql.sql``, the rows in it; a second run of a newer script updates what is there.

    Raises ``OutputProblem`` when it cannot be written.
    """
    path = folder / FILE
    with replacing(path) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in script(release))
    return Published((path,), advice=f"psql -X -q -d DATABASE -f {path}")


def script(release: Release) -> Iterator[str]:
    """The lines of the script: one transaction that makes the schema where it is not, stages the rows, merges them.

    A database whose schema is of another version is left as it is, with an error that says what to do.
    """
    structure = list(_structure())
    digest = hashlib.sha256("\n".join(structure).encode()).hexdigest()
    yield "\\set ON_ERROR_STOP on"
    yield "SET client_encoding = 'UTF8';"
    yield "SET client_min_messages = warning;"
    yield "BEGIN;"
    yield f"SELECT to_regnamespace('{SCHEMA}') IS NULL AS fresh \\gset"
    yield "\\if :fresh"
    yield f"CREATE SCHEMA {SCHEMA};"
    yield f"COMMENT ON SCHEMA {SCHEMA} IS '{digest}';"
    yield f"SET LOCAL search_path TO {SCHEMA};"
    yield from structure
    yield "\\endif"
    made_for = f"obj_description('{SCHEMA}'::regnamespace, 'pg_namespace')"
    yield "DO $$ BEGIN"
    yield f"IF {made_for} IS DISTINCT FROM '{digest}' THEN RAISE EXCEPTION"
    yield f"'the schema {SCHEMA} was made for another version of the data; rename or drop it, then run this again';"
    yield "END IF; END $$;"
    yield f"SET LOCAL search_path TO {SCHEMA};"
    for resource in RESOURCES:
        yield from _filled(release, resource)
    yield "COMMIT;"


def _structure() -> Iterator[str]:
    for resource in RESOURCES:
        title = sql.text(f"{resource.title_zh} · {resource.title_en}")
        yield sql.create_table(resource, DIALECT) + ";"
        yield f"COMMENT ON TABLE {sql.quoted(resource.name)} IS {title};"
        for field in resource.fields:
            column = f"{sql.quoted(resource.name)}.{sql.quoted(field.name)}"
            yield f"COMMENT ON COLUMN {column} IS {sql.text(f'{field.title_zh} · {field.title_en}')};"
    for resource in RESOURCES:
        table = sql.quoted(resource.name)
        yield from (f"ALTER TABLE {table} ADD {clause};" for clause in sql.foreign_keys(resource))
        yield from (f"{statement};" for _, statement in sql.create_indices(resource))
        for key in resource.unique_keys:
            columns = ", ".join(sql.quoted(name) for name in key)
            yield f"ALTER TABLE {table} ADD UNIQUE ({columns}) DEFERRABLE INITIALLY DEFERRED;"


def _filled(release: Release, resource: Resource) -> Iterator[str]:
    stage = f"new_{resource.name}"
    columns = ", ".join(f"{sql.quoted(f.name)} {sql.column_type(f, DIALECT)}" for f in resource.fields)
    yield f"CREATE TEMP TABLE {sql.quoted(stage)} ({columns}) ON COMMIT DROP;"
    yield f"COPY {sql.quoted(stage)} FROM stdin;"
    for rows in batches(release, resource):
        yield from ("\t".join(map(_copied, row)) for row in rows)
    yield "\\."
    yield f"ALTER TABLE {sql.quoted(stage)} ADD PRIMARY KEY ({sql.quoted(resource.primary_key)});"
    yield from (f"{statement};" for statement in sql.merge(resource, stage, DIALECT))


def _copied(value: Value) -> str:
    """A value in the text format of COPY."""
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case Decimal():
            return plain_decimal(value)
        case datetime():
            return value.isoformat()
        case date():
            return value.isoformat()
        case float() | int():
            return repr(value)
        case str():
            return value.translate(_ESCAPES)
