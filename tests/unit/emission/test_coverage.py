"""What became of every table: what it feeds, or the reason why it feeds nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import run_command
from pipeline.emission.coverage import NO_NUMBERS, UNEXPLAINED, UNKNOWN_KIND, coverage, coverage_lines
from pipeline.emission.read import open_release

Write = Callable[..., Path]


def fates(release: Path) -> dict[str, Any]:
    return {table.table_id: table for document in coverage(open_release(release)) for table in document.tables}


def test_a_table_feeds_a_resource_or_says_why_not(release: Path) -> None:
    read, illegible = fates(release).values()
    assert dict(read.feeds) == {"budget_lines": 3}
    assert not read.reason
    assert not illegible.feeds
    assert illegible.reason == "nobody could read it"
    assert not illegible.is_exception


def test_rows_are_counted_by_document_and_resource(release: Path) -> None:
    counted = {document.document_id: dict(document.rows) for document in coverage(open_release(release))}
    assert counted["doc_0123456789abcdef"]["budget_lines"] == 3
    assert counted["doc_fedcba9876543210"] == {}


@pytest.mark.parametrize(
    ("kind", "text", "reason", "mark"),
    [
        ("other", "12.50", UNKNOWN_KIND, "!"),
        ("exp_summary", "12.50", UNEXPLAINED, "!"),
        ("exp_summary", "无", NO_NUMBERS, " "),
        ("toc", "12", "its rows are told by listed_in_toc and declared_empty of tables", " "),
    ],
)
def test_figures_that_became_nothing_are_an_exception(
    write: Write, rows: dict[str, list[dict[str, Any]]], kind: str, text: str, reason: str, mark: str
) -> None:
    table = rows["tables"][0]["table_id"]
    rows["tables"][0]["table_kind"] = kind
    rows["budget_lines"] = []
    for cell in rows["cells"]:
        cell["text_raw"] = "项目" if cell["is_header"] else text
    opened = open_release(write(rows))
    fate = next(t for document in coverage(opened) for t in document.tables if t.table_id == table)
    assert fate.reason == reason
    assert next(line for line in coverage_lines(coverage(opened)) if f" {kind} " in line)[0] == mark


def test_figures_of_a_measured_column_without_a_line_are_counted(
    write: Write, rows: dict[str, list[dict[str, Any]]]
) -> None:
    measured = [c for c in rows["cells"] if c["col_no"] == 1 and not c["is_header"] and c["text_raw"]]
    for line, cell in zip(rows["budget_lines"], measured, strict=False):
        line["source_cell_id"] = cell["cell_id"]
    table = rows["tables"][0]["table_id"]
    assert fates(write(rows))[table].unread == 0
    rows["budget_lines"][0]["source_cell_id"] = None
    assert fates(write(rows))[table].unread == 1


def test_the_command_prints_lines_or_json(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["coverage", str(release)]) == 0
    assert "2 tables: 1 feed a resource, 1 do not" in capsys.readouterr().out
    assert run_command(["coverage", str(release), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["tables"][0]["feeds"] == {"budget_lines": 3}
