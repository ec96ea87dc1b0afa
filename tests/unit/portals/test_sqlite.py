"""The SQLite database: types, keys, what a second publish touches, what Datasette makes of it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.emission.schema import RESOURCES
from pipeline.errors import DataNotValid, OutputProblem
from pipeline.portals.publish import publish_release


def query(out: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(out / "portal" / "yusuan.sqlite")) as database:
        return database.execute(statement).fetchall()


def test_every_resource_is_a_table_with_its_rows_and_keys(release: Path, rows: Any, published: Any) -> None:
    counts = published(release, "sqlite")
    for resource in RESOURCES:
        wanted = len(rows.get(resource.name, ()))
        assert query(release, f"SELECT count(*) FROM {resource.name}") == [(wanted,)]
        assert counts.get(resource.name, (0, 0))[:2] == (wanted, wanted)
        columns = query(release, f"SELECT name, pk, \"notnull\" FROM pragma_table_info('{resource.name}')")
        assert [(n, bool(pk), bool(needed)) for n, pk, needed in columns] == [
            (f.name, f.name == resource.primary_key, f.required) for f in resource.fields
        ]
        keys = query(release, f'SELECT "from", "table", "to" FROM pragma_foreign_key_list(\'{resource.name}\')')
        assert sorted(keys) == sorted((k.field, k.resource or resource.name, k.target) for k in resource.foreign_keys)
    assert query(release, "PRAGMA foreign_key_check") == []
    assert query(release, "PRAGMA integrity_check") == [("ok",)]


def test_values_have_their_types(release: Path, published: Any) -> None:
    published(release, "sqlite")
    found = query(
        release,
        "SELECT amount_cny, typeof(amount_cny), func_code, typeof(func_code), typeof(is_additive), typeof(row_no),"
        " label_raw FROM budget_lines WHERE row_no = 1",
    )
    assert found == [(1234567.8, "real", "20101", "text", "integer", "integer", "第一行\n第二行")]
    assert query(release, "SELECT sum(amount_cny) FROM budget_lines") == [(1234555.8,)]
    assert query(release, "SELECT amount_cny FROM budget_lines WHERE row_no = 3") == [(None,)]


def test_a_second_publish_touches_changed_rows_only(write: Any, changed: Any, published: Any) -> None:
    out = write()
    published(out, "sqlite")
    assert published(out, "sqlite") == {}
    with closing(sqlite3.connect(out / "portal" / "yusuan.sqlite")) as database:
        database.execute("CREATE TABLE touched (what, id)")
        for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
            database.execute(
                f"CREATE TRIGGER on_{event} AFTER {event} ON budget_lines"
                f" BEGIN INSERT INTO touched VALUES ('{event}', {row}.row_no); END"
            )
        database.commit()
    write(changed)
    assert published(out, "sqlite") == {"budget_lines": (3, 1, 1, 1)}
    assert sorted(query(out, "SELECT * FROM touched")) == [("DELETE", 2), ("INSERT", 4), ("UPDATE", 1)]
    assert query(out, "SELECT amount_cny FROM budget_lines ORDER BY row_no") == [(1234567.81,), (None,), (5.0,)]


def test_rows_may_exchange_what_is_unique(write: Any, rows: Any, published: Any) -> None:
    out = write(rows)
    published(out, "sqlite")
    first, second = rows["cells"][3], rows["cells"][4]
    first["col_no"], second["col_no"] = second["col_no"], first["col_no"]
    write(rows)
    assert published(out, "sqlite") == {"cells": (5, 0, 2, 0)}


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [("budget_lines", "unit_id", "999901-999"), ("cells", "col_no", 0)],
    ids=["foreign key", "unique key"],
)
def test_a_broken_key_changes_nothing(
    write: Any, rows: Any, published: Any, name: str, field: str, value: object
) -> None:
    out = write(rows)
    published(out, "sqlite")
    before = query(out, f"SELECT * FROM {name}")
    rows[name][1][field] = value
    rows[name][2]["flags"] = "rounding"
    write(rows)
    with pytest.raises(DataNotValid, match=r"yusuan validate"):
        published(out, "sqlite")
    assert query(out, f"SELECT * FROM {name}") == before


def test_a_table_of_an_older_schema_is_made_anew(release: Path, published: Any) -> None:
    (release / "portal").mkdir()
    with closing(sqlite3.connect(release / "portal" / "yusuan.sqlite")) as database:
        database.execute("CREATE TABLE units (unit_id TEXT)")
        database.execute("CREATE TABLE mine (x)")
        database.commit()
    assert published(release, "sqlite")["units"] == (1, 1, 0, 0)
    assert query(release, "SELECT count(*) FROM mine") == [(0,)]


def test_a_publish_that_stops_after_a_change_of_schema_leaves_the_rows_there_were(
    release: Path, published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(release, "sqlite")
    with closing(sqlite3.connect(release / "portal" / "yusuan.sqlite")) as database:
        database.execute("ALTER TABLE units ADD COLUMN of_another_schema TEXT")
        database.commit()
    before = query(release, "SELECT * FROM units")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("pipeline.portals.sqlite._merge", full)
    with pytest.raises(OutputProblem, match="disk is full"):
        published(release, "sqlite")
    assert before
    assert query(release, "SELECT * FROM units") == before


def test_a_file_that_is_no_database(release: Path) -> None:
    (release / "portal").mkdir()
    (release / "portal" / "yusuan.sqlite").write_bytes(b"my thesis " * 100)
    with pytest.raises(OutputProblem, match=r"yusuan\.sqlite.*publish again"):
        list(publish_release(release, ["sqlite"]))


def test_datasette_serves_it(release: Path, published: Any) -> None:
    pytest.importorskip("datasette")
    published(release, "sqlite")
    portal = release / "portal"

    def get(path: str) -> str:
        command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(portal / "yusuan.sqlite")]
        command += ["-m", str(portal / "datasette.json"), "--get", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    page = get("/yusuan/budget_lines")
    assert "预算事实（长表）" in page
    assert "金额（元） · Amount (CNY)" in page
    assert '<a href="/yusuan/documents/doc_0123456789abcdef">' in page, "foreign keys are links"
    found = json.loads(get("/yusuan/budget_lines/bl_0000000000000001.json?_shape=objects"))
    assert found["rows"][0]["amount_cny"] == 1234567.8
