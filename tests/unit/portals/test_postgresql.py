"""The script for PostgreSQL, run on a server of its own: types, keys enforced, what a second run touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.emission.schema import RESOURCES
from tests.prove.postgres import Psql, binaries, postgres

TYPES = {
    "string": "text",
    "integer": "bigint",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp with time zone",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Psql]:
    """A server on a socket in a folder of its own; runs ``psql`` with the arguments given."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (tests/browser/apt-packages.txt names it)")
    with postgres() as (_, psql):
        yield psql


@pytest.fixture
def psql(server: Psql) -> Iterator[Psql]:
    """The server without the schema of another test."""
    yield server
    assert server("-q", "-c", "SET client_min_messages = error; DROP SCHEMA IF EXISTS yusuan CASCADE").returncode == 0


def load(psql: Psql, out: Path) -> list[str]:
    """What psql said of the changes: one tag a statement."""
    done = psql("-f", str(out / "portal" / "postgresql.sql"))
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith(("DELETE", "UPDATE", "INSERT"))]


def query(psql: Psql, statement: str) -> list[list[str]]:
    done = psql("-A", "-t", "-F", "\t", "-c", statement)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_every_resource_is_a_table_with_its_rows_types_and_keys(
    psql: Psql, release: Path, rows: Any, published: Any
) -> None:
    published(release, "postgresql")
    load(psql, release)
    for resource in RESOURCES:
        assert query(psql, f'SELECT count(*) FROM yusuan."{resource.name}"') == [
            [str(len(rows.get(resource.name, ())))]
        ]
        columns = query(
            psql,
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
            f" WHERE attrelid = 'yusuan.{resource.name}'::regclass AND attnum > 0 ORDER BY attnum",
        )
        assert columns == [
            [
                f.name,
                TYPES.get(f.type) or ("double precision" if f.scale is None else f"numeric(20,{f.scale})"),
                "t" if f.required else "f",
            ]
            for f in resource.fields
        ]
        keys = query(
            psql,
            "SELECT contype, count(*) FROM pg_constraint WHERE contype IN ('p', 'f', 'u')"
            f" AND conrelid = 'yusuan.{resource.name}'::regclass GROUP BY 1 ORDER BY 1",
        )
        wanted = {"f": len(resource.foreign_keys), "p": 1, "u": len(resource.unique_keys)}
        assert keys == [[kind, str(number)] for kind, number in wanted.items() if number]
    found = query(psql, "SELECT amount_cny, label_raw = E'第一行\\n第二行' FROM yusuan.budget_lines WHERE row_no = 1")
    assert found == [["1234567.80", "t"]]


def test_texts_come_back_whatever_they_hold(psql: Psql, write: Any, rows: Any, published: Any) -> None:
    texts = ["\\", "\\N", "\\.", "a\tb", "x\ny", "'; DROP TABLE units; --", "=1+1", '"', "$$", "\\n"]
    template = rows["budget_lines"][0]
    rows["budget_lines"] = [template | {"line_id": f"bl_{i:016x}", "remark_raw": t} for i, t in enumerate(texts)]
    out = write(rows)
    published(out, "postgresql")
    load(psql, out)
    found = query(
        psql, "SELECT encode(convert_to(remark_raw, 'UTF8'), 'hex') FROM yusuan.budget_lines ORDER BY line_id"
    )
    assert [bytes.fromhex(row[0]).decode() for row in found] == texts


def test_a_second_run_touches_changed_rows_only(psql: Psql, write: Any, changed: Any, published: Any) -> None:
    out = write()
    published(out, "postgresql")
    load(psql, out)
    first = dict(query(psql, "SELECT row_no, xmin FROM yusuan.budget_lines"))
    tags = load(psql, out)
    assert set(tags) == {"DELETE 0", "UPDATE 0", "INSERT 0 0"}
    assert dict(query(psql, "SELECT row_no, xmin FROM yusuan.budget_lines")) == first
    write(changed)
    published(out, "postgresql")
    assert [tag for tag in load(psql, out) if tag not in ("DELETE 0", "UPDATE 0", "INSERT 0 0")] == [
        "DELETE 1",
        "UPDATE 1",
        "INSERT 0 1",
    ]
    second = dict(query(psql, "SELECT row_no, xmin FROM yusuan.budget_lines"))
    assert second.keys() == {"1", "3", "4"}
    assert second["3"] == first["3"], "the row that did not change was not written"
    assert second["1"] != first["1"]
    amounts = query(psql, "SELECT amount_cny FROM yusuan.budget_lines ORDER BY row_no")
    assert amounts == [["1234567.81"], [""], ["5.00"]]


@pytest.mark.parametrize(
    ("name", "field", "value", "fault"),
    [
        ("budget_lines", "unit_id", "999901-999", "foreign key constraint"),
        ("cells", "col_no", 0, "unique constraint"),
    ],
)
def test_a_broken_key_changes_nothing(
    psql: Psql, write: Any, rows: Any, published: Any, name: str, field: str, value: object, fault: str
) -> None:
    out = write(rows)
    published(out, "postgresql")
    load(psql, out)
    before = query(psql, f"SELECT * FROM yusuan.{name} ORDER BY 1")
    rows[name][1][field] = value
    write(rows)
    published(out, "postgresql")
    done = psql("-f", str(out / "portal" / "postgresql.sql"))
    assert done.returncode == 3
    assert fault in done.stderr
    assert query(psql, f"SELECT * FROM yusuan.{name} ORDER BY 1") == before


def test_a_schema_of_another_version_is_left_as_it_is(psql: Psql, release: Path, published: Any) -> None:
    published(release, "postgresql")
    load(psql, release)
    query(psql, "COMMENT ON SCHEMA yusuan IS 'older'")
    done = psql("-f", str(release / "portal" / "postgresql.sql"))
    assert done.returncode == 3
    assert "rename or drop it, then run this again" in done.stderr
