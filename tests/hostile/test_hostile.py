"""A hundred bad files beside good ones: each bad one is named with its reason, each good one is as if alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.run import run
from pipeline.cli import run_command
from pipeline.emission.read import open_release
from pipeline.ingest.discover import published
from tests.batch.documents import write_documents
from tests.hostile.build import Hostile, build

GOOD = 12


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Hostile], int]:
    folder = tmp_path_factory.mktemp("hostile")
    bad = build(folder / "in" / "bad")
    write_documents(folder / "in" / "good", GOOD)
    code = run_command(["run", str(folder / "in"), "-o", str(folder / "out")])
    run([str(folder / "in" / "good")], folder / "alone")
    return folder, bad, code


@pytest.fixture(scope="module")
def entries(ran: tuple[Path, list[Hostile], int]) -> dict[str, Any]:
    manifest = json.loads((ran[0] / "out" / "manifest.json").read_text(encoding="utf-8"))
    return {entry["file_name"]: entry for entry in manifest["inputs"]}


def test_there_are_enough_of_them(ran: tuple[Path, list[Hostile], int]) -> None:
    assert len(ran[1]) >= 60
    assert ran[2] == 6


def test_every_bad_file_is_named_with_its_reason(ran: tuple[Path, list[Hostile], int], entries: dict[str, Any]) -> None:
    folder, bad, _ = ran
    said: dict[str, list[str]] = {}
    for line in (folder / "out" / "logs" / "run.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        said.setdefault(event["file"], []).append(
            " ".join(str(event.get(k, "")) for k in ("code", "reason", "message"))
        )
    wrong = []
    for item in bad:
        entry = entries.get(published(item.name))
        if entry is None:
            wrong.append(f"{item.name}: not in the manifest")
        elif entry["outcome"] == "done" and not item.done:
            wrong.append(f"{item.name}: gave a document")
        elif entry["outcome"] != "done" and not (entry["reason"] and entry["code"]):
            wrong.append(f"{item.name}: no reason")
        elif entry["outcome"] != "done" or "active" in item.says:
            told = "\n".join(said[published(item.name)])
            if not re.search(item.says, told):
                wrong.append(f"{item.name}: {told!r} does not say {item.says!r}")
    assert wrong == []


def test_nothing_crashed_that_could_have_been_foreseen(entries: dict[str, Any]) -> None:
    """A crash is survived, but each one here has a cap or a message of its own."""
    assert {
        n: e["reason"] for n, e in entries.items() if e["outcome"] == "quarantined" and e["code"] == "exception"
    } == {}


def test_every_good_document_is_as_if_alone(ran: tuple[Path, list[Hostile], int]) -> None:
    mixed, alone = open_release(ran[0] / "out"), open_release(ran[0] / "alone")
    for name in ("documents", "tables", "cells", "budget_lines", "checks"):
        key = mixed.descriptor["resources"][[r["name"] for r in mixed.descriptor["resources"]].index(name)]["schema"][
            "primaryKey"
        ][0]
        found = mixed[name]
        wanted = alone[name]
        kept = found[found[key].isin(wanted[key])].reset_index(drop=True)
        assert kept.equals(wanted), name


def test_no_name_became_a_path_and_the_release_is_valid(
    ran: tuple[Path, list[Hostile], int], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _, _ = ran
    assert {path.name for path in folder.iterdir()} == {"in", "out", "alone"}
    inside = {p.relative_to(folder / "out").parts[0] for p in (folder / "out").rglob("*")}
    assert inside == {"data", "logs", "datapackage.json", "manifest.json", ".work"}
    assert run_command(["validate", str(folder / "out")]) == 0, capsys.readouterr().out
