"""Each kind of change has its level, and the gate demands the version and the changelog entry that go with it."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.emission.compatibility import Level, changes, level_of, lowest_version, parsed_version
from pipeline.emission.package import package_descriptor
from pipeline.emission.schema_gate import CHANGELOG, PUBLISHED, SNAPSHOT, gate, last_released, main
from pipeline.errors import InputUnreadable

ROOT = Path(__file__).parents[3]
Descriptor = dict[str, Any]


def schema(found: Descriptor, resource: str = "budget_lines") -> Any:
    return next(entry for entry in found["resources"] if entry["name"] == resource)["schema"]


def field(found: Descriptor, name: str, resource: str = "budget_lines") -> Any:
    return next(entry for entry in schema(found, resource)["fields"] if entry["name"] == name)


def constraints(name: str, **new: Any) -> Callable[[Descriptor], object]:
    return lambda d: field(d, name).setdefault("constraints", {}).update(new)


def without(name: str, constraint: str) -> Callable[[Descriptor], object]:
    return lambda d: field(d, name)["constraints"].pop(constraint)


CHANGES: list[tuple[Level, str, Callable[[Descriptor], object]]] = [
    (Level.NONE, "", lambda d: d.update(version="9.9.9", id="urn:cnbd:schema:9.9.9")),
    (Level.PATCH, "the package's title changed", lambda d: d.update(title="x")),
    (Level.PATCH, "documents: title changed", lambda d: d["resources"][0].update(title="x")),
    (Level.PATCH, "budget_lines.phase: title changed", lambda d: field(d, "phase").update(title="x")),
    (Level.PATCH, "budget_lines.phase: columnType changed", lambda d: field(d, "phase").pop("columnType")),
    (Level.MINOR, "resource x is new", lambda d: d["resources"].append({**d["resources"][0], "name": "x"})),
    (Level.MAJOR, "resource documents is gone", lambda d: d["resources"].pop(0)),
    (Level.MAJOR, "budget_lines.x is a new column", lambda d: schema(d)["fields"].append({"name": "x"})),
    (Level.MAJOR, "budget_lines.flags is gone", lambda d: schema(d)["fields"].pop()),
    (Level.MAJOR, "budget_lines: columns moved", lambda d: schema(d)["fields"].reverse()),
    (Level.MAJOR, "budget_lines.row_no: type", lambda d: field(d, "row_no").update(type="string")),
    (Level.MAJOR, "amount_cny: parquetType", lambda d: field(d, "amount_cny").update(parquetType="double")),
    (Level.MAJOR, "amount_cny: unit", lambda d: field(d, "amount_cny").update(unit="CNY_10K")),
    (Level.MAJOR, "row_no: required accepts less", constraints("row_no", required=True)),
    (Level.MINOR, "row_role: required accepts more", without("row_role", "required")),
    (Level.MINOR, "row_role: enum accepts more", lambda d: field(d, "row_role")["constraints"]["enum"].append("x")),
    (Level.MAJOR, "row_role: enum accepts less", lambda d: field(d, "row_role")["constraints"]["enum"].pop()),
    (Level.MINOR, "row_role: enum accepts more", without("row_role", "enum")),
    (Level.MAJOR, "label_raw: enum accepts less", constraints("label_raw", enum=["a"])),
    (Level.MINOR, "fiscal_year: minimum accepts more", constraints("fiscal_year", minimum=1990)),
    (Level.MAJOR, "fiscal_year: minimum accepts less", constraints("fiscal_year", minimum=2020)),
    (Level.MINOR, "fiscal_year: maximum accepts more", constraints("fiscal_year", maximum=2200)),
    (Level.MAJOR, "fiscal_year: maximum accepts less", constraints("fiscal_year", maximum=2030)),
    (Level.MAJOR, "func_code: pattern accepts less", lambda d: field(d, "func_code").update(expectedPattern="x")),
    (Level.MINOR, "func_code: pattern accepts more", lambda d: field(d, "func_code").pop("expectedPattern")),
    (Level.MINOR, "flags: codeList accepts more", lambda d: field(d, "flags").pop("codeList")),
    (Level.MAJOR, "remark_raw: codeList accepts less", lambda d: field(d, "remark_raw").update(codeList="cl_flag")),
    (Level.MAJOR, "budget_lines: another primary key", lambda d: schema(d).update(primaryKey=["row_no"])),
    (Level.MAJOR, "missing values", lambda d: schema(d).update(missingValues=["", "-"])),
    (Level.MINOR, "foreign key document_id is gone", lambda d: schema(d)["foreignKeys"].pop(0)),
    (
        Level.MAJOR,
        "foreign key row_no is new",
        lambda d: schema(d)["foreignKeys"].append(
            {"fields": ["row_no"], "reference": {"resource": "", "fields": ["line_id"]}}
        ),
    ),
    (Level.MAJOR, "unique key row_no is new", lambda d: schema(d).update(uniqueKeys=[["row_no"]])),
    (Level.MINOR, "unique key table_id, row_no, col_no", lambda d: schema(d, "cells").pop("uniqueKeys")),
    (Level.MAJOR, "documents: dialect", lambda d: d["resources"][0].update(dialect={})),
    (Level.MAJOR, "documents: path", lambda d: d["resources"][0].update(path="data/x.csv")),
    (Level.MAJOR, "documents: its Parquet file", lambda d: d["resources"][0].pop("parquet")),
]


@pytest.mark.parametrize(("level", "reason", "change"), CHANGES, ids=[f"{i}-{c[1]}" for i, c in enumerate(CHANGES)])
def test_the_level_of_a_change(level: Level, reason: str, change: Callable[[Descriptor], object]) -> None:
    old = package_descriptor()
    new = copy.deepcopy(old)
    change(new)
    found = changes(old, new)
    assert level_of(found) is level, found
    assert not reason or reason in found[0].reason


def test_what_a_change_reverses_is_seen_from_both_sides() -> None:
    old = package_descriptor()
    new = copy.deepcopy(old)
    new["resources"][0].pop("parquet")
    assert level_of(changes(new, old)) is Level.MINOR


@pytest.mark.parametrize(
    ("released", "level", "lowest"),
    [
        ("1.2.3", Level.NONE, "1.2.3"),
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.MAJOR, "2.0.0"),
        ("0.1.0", Level.MAJOR, "0.2.0"),
        ("0.1.0", Level.MINOR, "0.2.0"),
        ("0.1.9", Level.PATCH, "0.1.10"),
    ],
)
def test_the_lowest_version(released: str, level: Level, lowest: str) -> None:
    assert lowest_version(released, level) == lowest


def test_a_version_is_three_numbers() -> None:
    assert parsed_version("0.10.2") == (0, 10, 2)
    with pytest.raises(ValueError, match="three numbers"):
        parsed_version("1.2")


def described(version: str, *, column: bool = False) -> Descriptor:
    found = package_descriptor() | {"version": version}
    if column:
        schema(found)["fields"].append({"name": "new", "type": "string"})
    return found


def test_the_gate_demands_version_and_entry() -> None:
    released = described("1.0.0")
    assert gate(released, described("1.0.0"), "") == ()
    (fault,) = gate(released, described("1.0.0", column=True), "")
    assert "at least 2.0.0" in fault
    assert "budget_lines.new is a new column" in fault
    assert len(gate(released, described("1.1.0", column=True), "")) == 2
    (fault,) = gate(released, described("2.0.0", column=True), "Schema 12.0.0")
    assert "Schema 2.0.0" in fault
    assert gate(released, described("2.0.0", column=True), "- Schema 2.0.0: a column") == ()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose schema was tagged twice, the later version first."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")

    def run(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run([git, "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True)

    run("init", "-q")
    (tmp_path / PUBLISHED).parent.mkdir(parents=True)
    for version in ("0.10.0", "0.9.0"):
        (tmp_path / PUBLISHED).write_text(json.dumps(described(version)), encoding="utf-8")
        run("add", ".")
        run("commit", "-q", "-m", version)
        run("tag", f"schema-v{version}")
    return tmp_path


def test_the_highest_tag_counts_before_the_snapshot(repository: Path) -> None:
    (repository / SNAPSHOT).write_text(json.dumps(described("0.1.0")), encoding="utf-8")
    released, place = last_released(repository)
    assert (released["version"], place) == ("0.10.0", "git tag schema-v0.10.0")


def test_without_git_the_snapshot_counts(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match=r"released\.json"):
        last_released(tmp_path)
    (tmp_path / SNAPSHOT).parent.mkdir(parents=True)
    (tmp_path / SNAPSHOT).write_text("{", encoding="utf-8")
    with pytest.raises(InputUnreadable, match="no JSON"):
        last_released(tmp_path)
    (tmp_path / SNAPSHOT).write_text("{}", encoding="utf-8")
    with pytest.raises(InputUnreadable, match="no data package"):
        last_released(tmp_path)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / SNAPSHOT).parent.mkdir(parents=True)
    assert main(["--release"], tmp_path) == 0
    (tmp_path / CHANGELOG).write_text("", encoding="utf-8")
    assert main([], tmp_path) == 0
    assert "none change(s)" in capsys.readouterr().err
    (tmp_path / SNAPSHOT).write_text(json.dumps(described("9.0.0", column=True)), encoding="utf-8")
    assert main([], tmp_path) == 1
    assert "at least 10.0.0" in capsys.readouterr().err
    assert main(["--nonsense"], tmp_path) == 2


def test_the_schema_of_this_checkout_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], ROOT) == 0, capsys.readouterr().err
