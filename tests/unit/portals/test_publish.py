"""What is refused before anything is written, and what is told."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import run_command
from pipeline.errors import DataNotValid, DependencyMissing, InputUnreadable, OutputProblem, UsageProblem
from pipeline.portals import publish
from pipeline.portals.publish import TARGETS, publish_release
from pipeline.portals.target import replacing, stable_uuid


def test_an_unknown_target_is_named(release: Path) -> None:
    with pytest.raises(UsageProblem, match=r"--to access.*sqlite, duckdb"):
        publish_release(release, ["sqlite", "access"])
    assert not (release / "portal").exists()


def test_a_missing_package_ends_with_the_command_that_installs_it(
    release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(publish, "find_spec", lambda name: None if name == "duckdb" else real(name))
    with pytest.raises(DependencyMissing):
        publish_release(release, ["duckdb"])
    assert run_command(["publish", str(release), "--to", "sqlite", "--to", "duckdb"]) == 4
    assert "pip install 'yusuan[portals]'" in capsys.readouterr().err
    assert not (release / "portal").exists()


def test_every_target_says_what_it_imports() -> None:
    """A package that is imported but not declared would end in exit 15 instead of 4."""
    base = {"pyarrow", "pipeline"}
    folder = Path(publish.__file__).parent
    for target in TARGETS.values():
        source = (folder / f"{target.module}.py").read_text(encoding="utf-8")
        imported = set(re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE))
        assert imported - set(target.packages) - base <= sys.stdlib_module_names, target.module


def test_a_changed_file_is_not_published(release: Path) -> None:
    path = release / "data" / "units.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(DataNotValid, match=r"units.*yusuan validate"):
        publish_release(release, ["sqlite"])


def test_a_release_of_another_schema_is_not_published(release: Path) -> None:
    path = release / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"version": "0.0.1"}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"schema 0\.0\.1"):
        publish_release(release, ["sqlite"])


def test_a_folder_without_a_release(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable):
        publish_release(tmp_path, ["sqlite"])


def test_the_folder_of_portals_survives_the_next_release(write: Any, rows: Any) -> None:
    out = write(rows)
    list(publish_release(out, ["sqlite", "croissant"]))
    rows["budget_lines"].pop()
    write(rows)
    assert {path.name for path in (out / "portal").iterdir()} == {"yusuan.sqlite", "datasette.json", "croissant.json"}


def test_a_file_where_the_folder_should_be(release: Path) -> None:
    (release / "portal").touch()
    with pytest.raises(OutputProblem, match="portal"):
        publish_release(release, ["sqlite"])


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("old")

    def half() -> None:
        with replacing(path) as partial:
            partial.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert path.read_text() == "old"
    with replacing(path) as partial:
        partial.write_text("new")
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["x.txt"]
    with pytest.raises(OutputProblem, match="cannot be written"), replacing(tmp_path / "none" / "x") as partial:
        partial.write_text("")


def test_identifiers_never_change() -> None:
    """A portal that has this dataset already would otherwise get a second one."""
    assert stable_uuid("ckan") == "4acb722c-3f62-5e46-a2d4-b46162cac218"
    assert stable_uuid("ckan", "documents", "csv") != stable_uuid("ckan", "documents", "parquet")
