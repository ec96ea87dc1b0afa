"""One input file to one ``Source``, whatever its kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputUnreadable
from pipeline.ingest.discover import TRANSCRIPT_SUFFIXES, InputFile
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.transcript import read_transcript
from pipeline.model.page import Source


def open_source(file: InputFile) -> Source:
    """The pages of one document.

    A sidecar transcript speaks only where the PDF has no text layer of its own; otherwise it is noted and left.
    Raises ``InputUnreadable`` naming the file, the fault and what to do.
    """
    data = _bytes(file.path)
    if file.path.suffix.lower() in TRANSCRIPT_SUFFIXES:
        return read_transcript(file.path, data)
    source = read_pdf(file.path, data)
    if file.sidecar is None:
        return source
    if source.text_layer != "none":
        note = f"transcript {file.sidecar.name} left aside: the PDF has a text layer of its own"
        return replace(source, notes=(*source.notes, note))
    transcript = read_transcript(file.sidecar, _bytes(file.sidecar))
    note = f"no text layer: read from the transcript {file.sidecar.name}"
    return replace(
        source,
        text_layer="transcript",
        pages=transcript.pages,
        notes=(*source.notes, note),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{path.name}: cannot be read ({error.strerror}); check its permissions") from error
