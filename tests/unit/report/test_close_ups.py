"""A picture of every place to look at, with an index that says why."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from pipeline.cli import run_command
from pipeline.emission.release import write_release
from pipeline.errors import DataNotValid, InputUnreadable, UsageProblem
from pipeline.report.close_ups import HEADER, write_close_ups
from tests.unit.emission.conftest import DOCUMENT, Row, cell, example_rows, line

LINE, BOX = f"bl_{1:016x}", "100.0,100.0,160.0,115.0"


@pytest.fixture
def release(tmp_path: Path) -> Callable[..., Path]:
    """Writes a release whose document is the PDF in ``tmp_path``/in, with these repairs and cells."""

    def do(*, bbox: str = BOX, record_id: str = LINE, status: str = "reported") -> Path:
        pdf = tmp_path / "in" / "budget.pdf"
        pdf.parent.mkdir(exist_ok=True)
        with pymupdf.open() as drawn:
            drawn.new_page().insert_text((102, 112), "1234.50", fontsize=10)
            pdf.write_bytes(drawn.tobytes(no_new_id=True))
        rows: dict[str, list[Row]] = example_rows()
        rows["cells"] = [cell(1, 1, "1234.50") | {"value_status": status, "page_no": 1, "bbox": BOX}]
        rows["budget_lines"] = [
            line(1, "1234.50", "1234.50", "repaired") | {"source_cell_id": rows["cells"][0]["cell_id"]}
        ]
        rows["repairs"] = [
            {
                "repair_id": "rep_0123456789abcdef",
                "document_id": DOCUMENT,
                "resource": "budget_lines",
                "record_id": record_id,
                "field": "amount_cny",
                "value_before": "",
                "value_after": "1234.50",
                "repair_type": "derived",
                "rationale": "a sum demands it",
                "actor": "rule",
                "review_state": "unreviewed",
                "method": "identity",
                "proof": "unique",
                "page_no": 1,
                "bbox": bbox,
            }
        ]
        sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
        entry = {"document_id": DOCUMENT, "sha256": sha256, "path": str(pdf), "file": pdf.name}
        out = tmp_path / "OUT"
        write_release(rows, out, manifest={"inputs": [entry]}, log_lines=[])
        return out

    return do


def index(folder: Path) -> list[dict[str, Any]]:
    with (folder / "crops.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_repair_and_an_illegible_cell_have_a_picture_each(release: Callable[..., Path], tmp_path: Path) -> None:
    out = release(status="illegible")
    assert run_command(["crops", str(out), "--pdfs", str(tmp_path / "in")]) == 0
    rows = index(out / "crops")
    assert [tuple(row) for row in rows] == [HEADER] * 2
    assert {row["record_id"]: row["reasons"] for row in rows} == {
        LINE: "repair:derived",
        cell(1, 1, "")["cell_id"]: "illegible",
    }
    for row in rows:
        png = (out / "crops" / row["file"]).read_bytes()
        assert hashlib.sha256(png).hexdigest() == row["sha256"]
        picture = pymupdf.Pixmap(png)
        assert (picture.width, picture.height) == pytest.approx((68 * 200 / 72, 23 * 200 / 72), abs=2)
        assert min(picture.samples) < 100, "the number is on it"


def test_twice_the_same_bytes_and_a_cell_that_was_read_has_none(release: Callable[..., Path], tmp_path: Path) -> None:
    out = release()
    first = {p.name: p.read_bytes() for p in write_close_ups(out, tmp_path / "in").folder.iterdir()}
    again = {p.name: p.read_bytes() for p in write_close_ups(out, tmp_path / "in").folder.iterdir()}
    assert first == again
    assert set(first) == {"crops.csv", f"{LINE}.png"}


def test_a_file_that_is_gone_and_a_place_off_the_page_are_named(release: Callable[..., Path], tmp_path: Path) -> None:
    out = release()
    (tmp_path / "in" / "budget.pdf").unlink()
    gone = write_close_ups(out)
    assert (gone.pictures, index(gone.folder)) == (0, [])
    assert "name its folder with --pdfs" in gone.notices[0]
    off = write_close_ups(release(bbox="5000.0,5000.0,5010.0,5010.0"), tmp_path / "in")
    assert off.pictures == 0
    assert LINE in off.notices[0]
    assert "page 1 cannot be drawn" in off.notices[0]


def test_what_is_there_already_is_not_overwritten(release: Callable[..., Path], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    out = release()
    with pytest.raises(UsageProblem, match="no folder of crops"):
        write_close_ups(out, to=other)
    with pytest.raises(InputUnreadable, match="no such folder"):
        write_close_ups(out, tmp_path / "nowhere")


def test_an_identifier_that_is_none_is_no_file_name(release: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(DataNotValid, match="no identifier"):
        write_close_ups(release(record_id="../../evil"), tmp_path / "in")
    assert not (tmp_path / "evil.png").exists()
