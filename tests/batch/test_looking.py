"""What is known of the last run is told without a trace left."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.batch.ledger import Ledger
from pipeline.batch.looking import last_rows, status_lines
from pipeline.batch.workplace import LEDGER
from pipeline.cli import run_command
from pipeline.emission.release import WORK
from pipeline.errors import InputUnreadable


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The ledger of a run without inputs."""
    path = tmp_path / WORK / LEDGER
    path.parent.mkdir()
    with closing(Ledger(path)) as made:
        made.begin("2026-01-01T00:00:00Z")
        made.finish("2026-01-01T00:00:01Z")
    return path


def test_a_ledger_is_read_where_nothing_may_be_written(ledger: Path, tmp_path: Path) -> None:
    before = ledger.read_bytes()
    ledger.parent.chmod(0o500)
    try:
        assert len(list(status_lines(last_rows(tmp_path)))) == 1
    finally:
        ledger.parent.chmod(0o700)
    assert ledger.read_bytes() == before
    assert [path.name for path in ledger.parent.iterdir()] == [LEDGER]


def test_a_spoilt_ledger_is_told_and_left_as_it_is(ledger: Path, tmp_path: Path) -> None:
    ledger.write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    before = ledger.read_bytes()
    with pytest.raises(InputUnreadable, match="no ledger that can be read"):
        last_rows(tmp_path)
    assert run_command(["status", str(tmp_path)]) == 3
    assert ledger.read_bytes() == before


def test_a_ledger_of_another_version_is_told(ledger: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(ledger)) as base:
        base.execute("PRAGMA user_version=99")
    with pytest.raises(InputUnreadable, match="version 99"):
        last_rows(tmp_path)


def test_an_engine_there_is_not_is_refused_though_nothing_is_to_do(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("示例市审计局2024年部门预算", encoding="utf-8")
    command = ["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    assert run_command([*command, "--engine", "serial"]) == 0
    assert run_command([*command, "--engine", "x"]) == 2
