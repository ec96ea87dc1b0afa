"""One input file to its pages: a transcript speaks only for a PDF that has no text of its own."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from pipeline.errors import InputUnreadable
from pipeline.ingest.discover import InputFile
from pipeline.ingest.source import open_source
from pipeline.model.page import Source
from tests.unit.ingest.drawing import Draw, drawn, text


def scan(page: pymupdf.Page) -> None:
    page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8)))


def opened(folder: Path, draw: Draw, transcript: str) -> Source:
    """The source of a PDF with a transcript beside it."""
    pdf, sidecar = folder / "a.pdf", folder / "a.txt"
    pdf.write_bytes(drawn(draw))
    sidecar.write_text(transcript, encoding="utf-8")
    return open_source(InputFile(pdf, sidecar))


def words(source: Source) -> str:
    return "".join(char.text for page in source.pages for char in page.chars)


def test_a_transcript_never_overrules_a_text_layer(tmp_path: Path) -> None:
    source = opened(tmp_path, text("合计12", 50, 50), "合计99")
    assert words(source).strip() == "合计12"
    assert source.text_layer == "native"
    assert any("a.txt left aside" in note for note in source.notes)


def test_a_scan_is_read_from_its_transcript_and_stays_the_pdf(tmp_path: Path) -> None:
    source = opened(tmp_path, scan, "合计99")
    assert words(source) == "合计99"
    assert (source.file_name, source.kind, source.text_layer) == ("a.pdf", "pdf", "transcript")
    assert source.n_bytes == (tmp_path / "a.pdf").stat().st_size
    assert any("a.txt" in note for note in source.notes)


@pytest.mark.parametrize(("pixels", "layer"), [(True, "none"), (False, "transcript")])
def test_a_transcript_that_lost_tables_is_left_for_the_pixels(tmp_path: Path, pixels: bool, layer: str) -> None:
    opened(tmp_path, scan, "合计99\n**[illegible]**\n")
    source = open_source(InputFile(tmp_path / "a.pdf", tmp_path / "a.txt"), pixels=pixels)
    assert source.text_layer == layer
    assert any("1 illegible table" in note for note in source.notes) == pixels


def test_a_whole_transcript_speaks_before_pixels(tmp_path: Path) -> None:
    opened(tmp_path, scan, "合计99\n[illegible] 元\n")
    assert open_source(InputFile(tmp_path / "a.pdf", tmp_path / "a.txt"), pixels=True).text_layer == "transcript"


def test_a_scan_without_a_transcript_is_opened_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn(scan))
    assert open_source(InputFile(tmp_path / "a.pdf")).text_layer == "none"


def test_a_transcript_alone_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("合计\t12", encoding="utf-8")
    source = open_source(InputFile(tmp_path / "a.md"))
    assert (source.kind, source.text_layer, words(source)) == ("transcript", "transcript", "合计12")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match=r"^gone\.pdf: cannot be read"):
        open_source(InputFile(tmp_path / "gone.pdf"))
