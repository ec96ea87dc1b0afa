"""Random damage to PDFs and random transcripts: reading ends with a document or an error that names the file."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import process_document
from pipeline.config.load import load_configs
from pipeline.document import read_document
from pipeline.errors import YusuanError
from pipeline.ingest.discover import InputFile, published
from tests.hostile.build import COVER, whole

WHOLE = whole()
BOUNDED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
"""The same examples each time, for a bounded time."""

edits = st.lists(
    st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=12), st.integers(0, 40)), min_size=1, max_size=12
)


@BOUNDED
@given(edits=edits)
def test_a_damaged_pdf_ends_with_pages_or_a_message(tmp_path: Path, edits: list[tuple[int, bytes, int]]) -> None:
    data = bytearray(WHOLE)
    for place, inserted, removed in edits:
        data[place : place + removed] = inserted
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data)
    message = ""
    try:
        assert read_document(InputFile(path), load_configs().vocabulary.limits).source.pages
    except YusuanError as error:
        message = str(error)
    assert not message or "damaged.pdf" in message


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
rows = st.lists(st.lists(cells, max_size=6).map("\t".join), max_size=25).map("\n".join)


@BOUNDED
@given(text=rows, headed=st.booleans())
def test_any_transcript_ends_with_a_document_or_a_message(tmp_path: Path, text: str, headed: bool) -> None:
    path = tmp_path / "any.txt"
    path.write_text((COVER + "\n" if headed else "") + text, encoding="utf-8", newline="")
    message = ""
    try:
        assert process_document(path).document.file_name == "any.txt"
    except YusuanError as error:
        message = str(error)
    assert not message or "any.txt" in message


@given(name=st.binary(min_size=1, max_size=255))
def test_any_name_can_be_published(name: bytes) -> None:
    shown = published(name.decode("utf-8", "surrogateescape"))
    assert shown.encode()
    assert shown.isprintable()
