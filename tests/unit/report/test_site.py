"""The site as files: whole or not at all, twice the same, nothing of a document becomes markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import run_command
from pipeline.emission.read import open_release
from pipeline.emission.release import check_target as check_release_target
from pipeline.emission.release import write_release
from pipeline.errors import InputUnreadable, OutputProblem, UsageProblem
from pipeline.report import reading, site
from pipeline.report.site import write_report
from tests.unit.emission.conftest import DOCUMENT, Row, cell, document, example_rows, line

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a release of rows (the small one of the emission tests) with manifest entries; returns its folder."""

    def do(rows: dict[str, list[Row]] | None = None, inputs: list[dict[str, Any]] | None = None) -> Path:
        out = tmp_path / "OUT"
        write_release(rows or linked_rows(), out, manifest={"inputs": inputs or []}, log_lines=[])
        return out

    return do


def linked_rows() -> dict[str, list[Row]]:
    """The small release with its amounts read from its cells, a failed check and a repair."""
    rows = example_rows()
    rows["cells"].append(cell(2, 1, "1,234,567.80"))
    rows["budget_lines"] = [
        line(2, "-12.00", "-12.00") | {"source_cell_id": cell(1, 1, "")["cell_id"], "reconciliation": "contradicted"},
        line(1, "1,234,567.80", "1234567.80", "repaired") | {"source_cell_id": cell(2, 1, "")["cell_id"]},
    ]
    rows["checks"] = [
        {
            "check_id": "chk_0123456789abcdef",
            "document_id": DOCUMENT,
            "rule_id": "C-XTAB",
            "description": "两表不符",
            "expected_cny": Decimal("-12.00"),
            "actual_cny": Decimal("1234567.80"),
            "difference_cny": Decimal("1234579.80"),
            "tolerance_cny": Decimal("0.01"),
            "status": "fail",
            "independent": True,
            "severity": "error",
            "cause": "unknown",
            "record_ids": f"bl_{2:016x}|bl_{1:016x}",
            "reasoning": "they differ",
        }
    ]
    rows["repairs"] = [
        {
            "repair_id": "rep_0123456789abcdef",
            "document_id": DOCUMENT,
            "resource": "budget_lines",
            "record_id": f"bl_{1:016x}",
            "field": "amount_cny",
            "value_before": "1,234,567.8O",
            "value_after": "1234567.80",
            "repair_type": "ocr_substitution",
            "rationale": "two sums demand it",
            "actor": "rule",
            "review_state": "unreviewed",
            "method": "identity",
            "proof": "no other value fits",
        }
    ]
    return rows


def page_of(out: Path, document_id: str = DOCUMENT) -> str:
    return (out / "report" / document_id / "index.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """The elements of a page with their attributes, as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.found if "id" in attributes]


def test_every_line_has_an_address_and_no_address_is_given_twice(write: Callable[..., Path]) -> None:
    out = write()
    assert run_command(["report", str(out)]) == 0
    ids = Elements(page_of(out)).ids
    assert {f"bl_{n:016x}" for n in (1, 2)} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_line_without_a_cell_has_an_address_too(write: Callable[..., Path]) -> None:
    rows = linked_rows()
    rows["budget_lines"][0]["source_cell_id"] = None
    out = write(rows)
    write_report(out)
    assert f"bl_{2:016x}" in Elements(page_of(out)).ids


def test_a_resource_without_a_view_is_shown_as_a_table_and_leads_to_its_cell(write: Callable[..., Path]) -> None:
    out = write()
    blank = dict.fromkeys(reading.field_titles(open_release(out), "triage"))
    late = blank | {"message": "看", "amount_cny": Decimal("1234.500000"), "record_id": "bl_1", "page_no": 2}
    early = blank | {"message": "先", "page_no": 1, "source_cell_id": "cel_1"}
    table = reading.plain_table(open_release(out), "triage", [late, early])
    assert table.title_en
    assert table.rows == (("cel_1", ("先", "", "1")), ("bl_1", ("看", "1,234.50", "2")))
    assert len(table.heads) == 3


def test_links_within_the_report_lead_somewhere(write: Callable[..., Path]) -> None:
    out = write()
    write_report(out)
    for page in (out / "report").rglob("*.html"):
        elements = Elements(page.read_text(encoding="utf-8"))
        for _, attributes in elements.found:
            href = attributes.get("href") or attributes.get("src") or ""
            path, _, fragment = href.partition("#")
            if path.startswith("data:"):
                continue
            assert not path or (page.parent / path).resolve().is_file(), href
            assert not fragment or path or fragment in elements.ids, href


def test_a_failed_check_is_written_out_as_a_sum(write: Callable[..., Path]) -> None:
    out = write()
    write_report(out)
    text = page_of(out)
    failed = text[text.index('id="failed"') : text.index('id="repairs"')]
    for part in ("1,234,579.80", "-12.00", "1,234,567.80", "they differ", "两表不符", "C-XTAB"):
        assert part in failed
    assert "two sums demand it" in text
    assert "1,234,567.8O" in text
    quiet = page_of(out, "doc_fedcba9876543210")
    assert "they differ" not in quiet


def test_texts_of_documents_never_become_markup(write: Callable[..., Path]) -> None:
    rows = linked_rows()
    texts = 0
    for resource in rows.values():
        for row in resource:
            for field, value in row.items():
                if isinstance(value, str) and field.endswith(("_raw", "name", "title", "reasoning", "description")):
                    row[field] = HOSTILE + value
                    texts += 1
    assert texts > 10
    rows["tables"][0]["title_raw"] = HOSTILE
    out = write(rows, [{"file_name": HOSTILE, "outcome": "failed", "reason": HOSTILE}])
    write_report(out)
    for page in (out / "report").rglob("*.html"):
        elements = Elements(page.read_text(encoding="utf-8"))
        scripts = [attributes for tag, attributes in elements.found if tag == "script"]
        assert all("src" in script or script.get("type") == "application/json" for script in scripts)
        assert not [a for _, attributes in elements.found for a in attributes if a.startswith("on")]
        assert not [1 for tag, attributes in elements.found if tag == "img" and attributes.get("src") == "x"]
        assert HOSTILE not in page.read_text(encoding="utf-8")


def test_the_data_of_the_window_survives_hostile_text(write: Callable[..., Path]) -> None:
    rows = linked_rows()
    rows["budget_lines"][0]["label_raw"] = HOSTILE
    out = write(rows)
    write_report(out)
    found = re.search(r'<script type="application/json" id="evidence">(.*?)</script>', page_of(out), re.S)
    assert found
    assert HOSTILE in json.loads(found[1])["lines"][f"bl_{2:016x}"]["l"]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_twice_the_same_bytes_and_a_new_report_takes_the_place_of_the_old(write: Callable[..., Path]) -> None:
    out = write()
    write_report(out)
    first = files(out / "report")
    (out / "report" / "left-over.html").write_text("old")
    write_report(out)
    assert files(out / "report") == first
    assert {p.name for p in out.iterdir()} == {"data", "datapackage.json", "logs", "manifest.json", "report"}


def test_a_run_into_a_release_with_a_report_is_no_problem(write: Callable[..., Path]) -> None:
    out = write()
    write_report(out)
    check_release_target(out)
    before = files(out / "report")
    write()
    assert files(out / "report") == before


def test_however_the_documents_are_chunked(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = linked_rows()
    rows["documents"] += [document(f"doc_{n:016x}", "c") for n in range(5)]
    out = write(rows)
    write_report(out)
    together = files(out / "report")
    for limit, value in (("CHUNK", 2), ("CHUNK_CELLS", 1)):
        monkeypatch.setattr(reading, limit, value)
        write_report(out)
        assert files(out / "report") == together


def test_documents_without_pictures_say_why(write: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = linked_rows()
    rows["documents"][0]["text_layer"] = "transcript"
    out = write(rows)
    assert run_command(["report", str(out)]) == 0
    assert "没有页面图" in page_of(out, "doc_fedcba9876543210")
    assert "--pdfs" in page_of(out)
    said = capsys.readouterr().err
    assert "the document is a transcript" in said
    assert "name its folder with --pdfs" in said


def test_inputs_that_failed_are_on_the_index_without_their_paths(write: Callable[..., Path]) -> None:
    out = write(inputs=[{"file_name": "a.pdf", "path": "/secret/a.pdf", "outcome": "failed", "reason": "is empty"}])
    write_report(out)
    index = (out / "report" / "index.html").read_text(encoding="utf-8")
    assert "a.pdf" in index
    assert "is empty" in index
    assert "/secret" not in index


def test_other_folders_are_left_alone(write: Callable[..., Path], tmp_path: Path) -> None:
    out = write()
    other = tmp_path / "other"
    other.mkdir()
    write_report(out, to=other)  # an empty one is taken
    write_report(out, to=other)  # a report is replaced
    for name in ("index.html", "letter.txt"):
        taken = tmp_path / f"taken-{name}"
        taken.mkdir()
        (taken / name).write_text("mine")
        with pytest.raises(UsageProblem, match="no report"):
            write_report(out, to=taken)
        assert (taken / name).read_text() == "mine"
    with pytest.raises(UsageProblem, match="is a file"):
        write_report(out, to=other / "index.html")


def test_wrong_folders_end_with_their_exit_codes(write: Callable[..., Path], tmp_path: Path) -> None:
    assert run_command(["report", str(tmp_path)]) == InputUnreadable.exit_code
    out = write()
    assert run_command(["report", str(out), "--pdfs", str(tmp_path / "nowhere")]) == InputUnreadable.exit_code
    assert run_command(["report", str(out), "--to", str(out / "manifest.json")]) == UsageProblem.exit_code
    assert not (out / "report").exists()


def test_a_full_disk_leaves_the_old_report(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    out = write()
    write_report(out)
    before = files(out / "report")

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(site, "_write", full)
    with pytest.raises(OutputProblem, match="No space left"):
        write_report(out)
    assert files(out / "report") == before
    assert {p.name for p in out.iterdir()} == {"data", "datapackage.json", "logs", "manifest.json", "report"}
