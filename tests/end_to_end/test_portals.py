"""From PDFs to portals and to the next release: a document issued again, published twice, compared."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pymupdf
import pytest

from pipeline import open_release
from pipeline.cli import run_command
from pipeline.portals.publish import TARGETS
from tests.corpus.build import build


def issued(source: Path, target: Path, made: str) -> None:
    """The same document in other bytes, made at that date."""
    with pymupdf.open(source) as document:
        document.set_metadata({**document.metadata, "creationDate": f"D:{made}000000+08'00'"})
        document.save(target)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A release with the first issue of a document, and one with two issues of it, the names against the dates."""
    folder = tmp_path_factory.mktemp("issues")
    (built,) = build(folder, ["luoyang-2022"], ["ruled"])
    inputs = folder / "in"
    inputs.mkdir()
    issued(built.pdf, inputs / "b.pdf", "20220201")
    old, new = folder / "old", folder / "new"
    assert run_command(["run", str(inputs), "-o", str(old)]) == 0
    issued(built.pdf, inputs / "a.pdf", "20220301")
    assert run_command(["run", str(inputs), "-o", str(new)]) == 0
    return old, new


def test_a_document_issued_again_is_its_second_revision(releases: tuple[Path, Path]) -> None:
    documents = open_release(releases[1])["documents"].set_index("file_name")
    assert len(set(documents["disclosure_id"])) == 1
    first, second = documents.loc["b.pdf"], documents.loc["a.pdf"]
    assert (first["revision"], first["is_current"]) == (1, False)
    assert (second["revision"], second["is_current"]) == (2, True)
    assert second["supersedes_document_id"] == first["document_id"]
    assert first["file_created_at"].isoformat() == "2022-01-31T16:00:00+00:00"
    assert run_command(["validate", str(releases[1])]) == 0


def test_the_next_release_says_why_it_differs(
    releases: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = releases
    assert run_command(["diff", str(old), str(new), "--json", "--changelog", str(tmp_path / "notes.md")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {d["reason"] for d in found["differences"]} == {"source_revised"}
    assert found["counts"]["documents"] == {"added": 1, "changed": 1}
    lines = len(open_release(old)["budget_lines"])
    assert found["counts"]["budget_lines"] == {"added": lines}
    assert "变化 changed (source_revised)" in (tmp_path / "notes.md").read_text(encoding="utf-8")


def test_every_portal_takes_it_twice(releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, new = releases
    command = ["publish", str(new), *(part for target in TARGETS for part in ("--to", target))]
    assert run_command(command) == 0
    assert "budget_lines:" in capsys.readouterr().err
    files = {path.name for path in (new / "portal").iterdir()}
    assert run_command(command) == 0
    again = capsys.readouterr().err
    assert " inserted" not in again
    assert {path.name for path in (new / "portal").iterdir()} == files
    with closing(sqlite3.connect(new / "portal" / "yusuan.sqlite")) as database:
        (lines,) = database.execute("SELECT count(*) FROM budget_lines").fetchone()
        (current,) = database.execute(
            "SELECT count(*) FROM budget_lines JOIN documents USING (document_id) WHERE is_current"
        ).fetchone()
    assert lines == len(open_release(new)["budget_lines"]) == 2 * current
