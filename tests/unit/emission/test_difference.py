"""Two releases compared: what was added, removed, changed, and why."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import run_command
from pipeline.emission.difference import REASONS, Comparison, _paired, compare
from pipeline.emission.read import open_release
from pipeline.emission.release_notes import SHOWN, changelog, difference_json, summary
from pipeline.errors import DataNotValid
from tests.unit.emission.conftest import DOCUMENT, document, line

Found = dict[tuple[str, str], tuple[str, str, tuple[str, ...]]]


def compared(old: Path, new: Path) -> Comparison:
    return compare(open_release(old), open_release(new))


def found(comparison: Comparison) -> Found:
    return {(d.resource, d.record): (d.kind, d.reason, tuple(d.fields)) for d in comparison.differences}


def test_the_same_release_does_not_differ(write: Any) -> None:
    comparison = compared(write(name="old"), write(name="new"))
    assert comparison.differences == ()
    assert summary(comparison) == "no difference\n"
    assert "No difference" in changelog(comparison, "x")


def test_the_same_bytes_read_otherwise(write: Any, rows: Any) -> None:
    old = write(rows, "old")
    rows["budget_lines"][0]["amount_cny"] = Decimal("-13.00")
    rows["cells"][2]["text_norm"] = "教育"
    rows["budget_lines"].append(line(9, "1.00", "1.00"))
    rows["budget_lines"].pop(1)
    assert found(compared(old, write(rows, "new"))) == {
        ("budget_lines", "bl_0000000000000001"): ("removed", "extraction_changed", ()),
        ("budget_lines", "bl_0000000000000002"): ("changed", "extraction_changed", ("amount_cny",)),
        ("budget_lines", "bl_0000000000000009"): ("added", "extraction_changed", ()),
        ("cells", "cel_0000000100000000"): ("changed", "extraction_changed", ("text_norm",)),
    }


def repair(record: str, actor: str) -> dict[str, Any]:
    return {
        "repair_id": "rep_0000000000000001",
        "document_id": DOCUMENT,
        "resource": "budget_lines",
        "record_id": record,
        "field": "amount_cny",
        "repair_type": "manual",
        "rationale": "seen on paper",
        "actor": actor,
        "review_state": "accepted",
        "method": "decision",
        "proof": "a person looked",
    }


@pytest.mark.parametrize(("actor", "reason"), [("human", "decision"), ("rule", "extraction_changed")])
def test_a_decision_is_told_from_a_better_reading(write: Any, rows: Any, actor: str, reason: str) -> None:
    old = write(rows, "old")
    rows["budget_lines"][0] |= {"amount_cny": Decimal("-13.00")}
    rows["repairs"] = [repair("bl_0000000000000002", actor)]
    result = found(compared(old, write(rows, "new")))
    assert result["budget_lines", "bl_0000000000000002"] == ("changed", reason, ("amount_cny",))
    assert result["repairs", "rep_0000000000000001"][:2] == ("added", reason)


def test_a_corrected_value_is_a_decision(write: Any, rows: Any) -> None:
    old = write(rows, "old")
    rows["budget_lines"][0]["value_status"] = "corrected"
    assert found(compared(old, write(rows, "new"))) == {
        ("budget_lines", "bl_0000000000000002"): ("changed", "decision", ("value_status",)),
    }


def test_a_document_issued_again_is_a_revised_source(write: Any, rows: Any) -> None:
    for row in rows["documents"]:
        row["disclosure_id"] = f"999901-{row['document_id']}-2024-department_budget"
    old = write(rows, "old")
    first = next(row for row in rows["documents"] if row["document_id"] == DOCUMENT)
    again = document("doc_00000000000000aa", "c") | {"disclosure_id": first["disclosure_id"], "revision": 2}
    first["is_current"] = False
    rows["documents"].append(again | {"supersedes_document_id": DOCUMENT})
    rows["budget_lines"].append(line(7, "1.00", "1.00") | {"document_id": "doc_00000000000000aa", "table_id": None})
    assert found(compared(old, write(rows, "new"))) == {
        ("documents", DOCUMENT): ("changed", "source_revised", ("is_current",)),
        ("documents", "doc_00000000000000aa"): ("added", "source_revised", ()),
        ("budget_lines", "bl_0000000000000007"): ("added", "source_revised", ()),
    }


def test_documents_that_come_and_go(write: Any, rows: Any) -> None:
    for row in rows["documents"]:
        row["disclosure_id"] = f"999901-{row['document_id']}-2024-department_budget"
    old = write(rows, "old")
    rows["documents"] = [row for row in rows["documents"] if row["document_id"] == DOCUMENT]
    new = write(rows, "new")
    gone = "doc_fedcba9876543210"
    assert found(compared(old, new)) == {("documents", gone): ("removed", "document_removed", ())}
    assert found(compared(new, old)) == {("documents", gone): ("added", "document_added", ())}


def test_rows_of_no_document_are_reference_data(write: Any, rows: Any) -> None:
    old = write(rows, "old")
    rows["units"][0]["aliases_raw"] = "测试局"
    expected = {("units", "999901-101"): ("changed", "reference_data", ("aliases_raw",))}
    assert found(compared(old, write(rows, "new"))) == expected


def test_another_schema_is_noted_and_its_common_columns_compared(write: Any, rows: Any) -> None:
    old, new = write(rows, "old"), write(rows, "new")
    path = old / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["version"] = "0.0.1"
    descriptor["resources"] = [entry for entry in descriptor["resources"] if entry["name"] != "statements"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    comparison = compared(old, new)
    assert comparison.differences == ()
    assert any("0.0.1" in note for note in comparison.notes)
    assert any(note.startswith("statements: not in") for note in comparison.notes)


def test_an_older_release_without_a_column_is_compared_by_the_others(write: Any, rows: Any) -> None:
    old = write(rows, "old")
    path = old / "data" / "units.parquet"
    pq.write_table(pq.read_table(path).drop(["rank_raw"]), path)
    rows["units"][0] |= {"rank_raw": "正科", "nature_raw": "行政"}
    comparison = compared(old, write(rows, "new"))
    assert found(comparison) == {("units", "999901-101"): ("changed", "reference_data", ("nature_raw",))}


def test_rows_out_of_order_are_not_compared(write: Any, rows: Any) -> None:
    old, new = write(rows, "old"), write(rows, "new")
    path = new / "data" / "budget_lines.parquet"
    table = pq.read_table(path)
    pq.write_table(table.take(list(reversed(range(table.num_rows)))), path)
    with pytest.raises(DataNotValid, match=r"budget_lines is not in the order.*yusuan validate"):
        compared(old, new)


@given(st.sets(st.text()), st.sets(st.text()))
def test_rows_are_paired_by_their_keys(old: set[str], new: set[str]) -> None:
    pairs = list(_paired(iter([(key,) for key in sorted(old)]), iter([(key,) for key in sorted(new)]), 0))
    assert {was[0] for was, _ in pairs if was} == old
    assert {now[0] for _, now in pairs if now} == new
    assert {was[0] for was, now in pairs if was and now} == old & new
    assert all(was[0] == now[0] for was, now in pairs if was and now)


def test_the_command(write: Any, rows: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(rows, "old")
    rows["budget_lines"][0]["amount_cny"] = Decimal("-13.00")
    new = write(rows, "new")
    notes = tmp_path / "CHANGELOG.md"
    assert run_command(["diff", str(old), str(new), "--changelog", str(notes)]) == 0
    shown = capsys.readouterr().out
    assert [line.split() for line in shown.splitlines()[:2]] == [
        ["resource", "added", "removed", "changed"],
        ["budget_lines", "0", "0", "1"],
    ]
    assert REASONS["extraction_changed"] in shown
    text = notes.read_text(encoding="utf-8")
    assert "`bl_0000000000000002` -12.00 → -13.00 (extraction_changed)" in text
    assert "| `budget_lines` | 0 | 0 | 1 |" in text
    assert run_command(["diff", str(old), str(new), "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["differences"]
    assert entry["fields"] == {"amount_cny": ["-12.00", "-13.00"]}
    assert run_command(["diff", str(old), str(new), "--changelog", str(tmp_path / "none" / "x.md")]) == 5
    assert run_command(["diff", str(old), str(tmp_path)]) == 3


def test_a_long_changelog_counts_what_it_leaves_out(write: Any, rows: Any) -> None:
    rows["budget_lines"] = [line(i, "1.00", "1.00") for i in range(SHOWN + 5)]
    old = write(rows, "old")
    for row in rows["budget_lines"]:
        row["amount_cny"] = Decimal("2.00")
    comparison = compared(old, write(rows, "new"))
    text = changelog(comparison, "x")
    assert text.count("1.00 → 2.00") == SHOWN
    assert "5 more" in text
    counts = json.loads(difference_json(comparison))["counts"]
    assert counts == {"budget_lines": {"changed": SHOWN + 5}}
