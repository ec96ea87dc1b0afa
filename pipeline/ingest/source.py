"""One input file to one ``Source``, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.config.schema import Limits
from pipeline.errors import InputUnreadable, LimitExceeded
from pipeline.ingest.discover import TRANSCRIPT_SUFFIXES, InputFile
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.transcript import lost_tables, read_transcript
from pipeline.model.page import Source


def open_source(
    file: InputFile, *, pixels: bool = False, limits: Limits | None = None, opened: Callable[[int], None] | None = None
) -> Source:
    """The pages of one document; ``opened`` is told their number before the first is read.

    A sidecar transcript speaks only where the PDF has no text layer of its own; otherwise it is noted and left. It is
    left as well where it lost tables and the PDF's ``pixels`` can be read: they hold all tables, those too.
    Raises ``InputUnreadable`` naming the file, the fault and what to do.
    """
    data = _bytes(file.path, limits)
    if file.path.suffix.lower() in TRANSCRIPT_SUFFIXES:
        return read_transcript(file.path, data)
    source = read_pdf(file.path, data, limits, opened)
    if file.sidecar is None:
        return source
    if source.text_layer != "none":
        note = f"transcript {file.sidecar.name} left aside: the PDF has a text layer of its own"
        return replace(source, notes=(*source.notes, note))
    words = _bytes(file.sidecar, limits)
    transcript = read_transcript(file.sidecar, words)
    if pixels and (lost := lost_tables(words)):
        note = f"transcript {file.sidecar.name} left aside: it has {lost} illegible table(s), the PDF has their pixels"
        return replace(source, notes=(*source.notes, note))
    note = f"no text layer: read from the transcript {file.sidecar.name}"
    return replace(
        source,
        text_layer="transcript",
        pages=transcript.pages,
        notes=(*source.notes, note),
    )


def _bytes(path: Path, limits: Limits | None) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputUnreadable(f"{path.name}: not a regular file (a pipe, a device or a folder); leave it out")
        size = path.stat().st_size
        if limits is not None and size > limits.bytes:
            raise LimitExceeded(
                "bytes",
                f"{path.name}: {size:,} bytes, more than limits.bytes allows ({limits.bytes:,}); "
                "split it, or raise the limit in configs/default.yaml",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{path.name}: cannot be read ({error.strerror}); check its permissions") from error
