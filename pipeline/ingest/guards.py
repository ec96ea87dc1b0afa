"""What is looked at before a PDF is read: how much of it there is, and what in it wants to be executed."""

from __future__ import annotations

import re
from typing import Any

import pymupdf

from pipeline.config.schema import Limits
from pipeline.errors import InputUnreadable, LimitExceeded
from pipeline.model.findings import DocumentFinding

SHORTEST_PATH = 12
"""Bytes of the shortest path that draws anything, ``0 0 m 1 1 l S``: a shorter page need not be counted."""
PATH_BYTES = 300
"""A content stream longer than this for each path allowed is not looked at any further: a decompression bomb."""
MOST_OBJECTS = 50_000
"""Objects looked at for active content; budget documents have some thousand."""

MUPDF_ERRORS = (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError)
"""What MuPDF's two bindings raise for a file they cannot make sense of."""

OUT_OF_MEMORY = "malloc"
"""How MuPDF says that it was given no more memory."""

_PAINTED = re.compile(rb"(?<!\S)(?:[SsFBb]|f\*?|[Bb]\*)(?!\S)")
_ACTIVE = {
    "a script": re.compile(r"/(?:JavaScript|JS)\b"),
    "an action that starts a program": re.compile(r"/Launch\b"),
    "an attachment": re.compile(r"/(?:EmbeddedFiles?|Filespec)\b(?!\s*/F\b)"),
    "a form that sends or takes data": re.compile(r"/(?:SubmitForm|ImportData|XFA)\b"),
    "rich media": re.compile(r"/(?:RichMedia|Rendition)\b"),
}


def check_pages(document: Any, name: str, limits: Limits) -> None:
    """Nothing, when the opened document keeps to the limits on pages and vector paths.

    Raises ``LimitExceeded`` naming file, page and limit. Paths are counted in the pages' own content streams; those
    of forms drawn many times are bounded by the time and memory of the process that reads.
    """
    if document.page_count > limits.pages:
        raise LimitExceeded(
            "pages",
            f"{name}: {document.page_count:,} pages, more than limits.pages allows ({limits.pages:,}); "
            "split it, or raise the limit in configs/default.yaml",
        )
    for index in range(document.page_count):
        content = document[index].read_contents()
        if len(content) < limits.paths * SHORTEST_PATH:
            continue
        if len(content) > limits.paths * PATH_BYTES or len(_PAINTED.findall(content)) > limits.paths:
            raise LimitExceeded(
                "paths",
                f"{name}: page {index + 1} draws more vector paths than limits.paths allows ({limits.paths:,}; "
                f"{len(content):,} bytes of drawing); leave the page out, or raise the limit in configs/default.yaml",
            )


def fault_of(error: Exception, name: str) -> Exception:
    """What to raise for an error of MuPDF in the midst of a file: its fault, or that memory has run out."""
    if OUT_OF_MEMORY in str(error):
        return MemoryError(str(error))
    return InputUnreadable(f"{name}: a page cannot be read ({error}); fetch it again")


def active_content(document: Any) -> tuple[DocumentFinding, ...]:
    """One finding when the document carries scripts, programs to start, attachments or forms that send data.

    Nothing of it is executed: MuPDF and PDFium are used without their script engines, attachments are not opened.
    """
    seen: dict[str, int] = {}
    for xref in range(1, min(document.xref_length(), MOST_OBJECTS)):
        try:
            text = document.xref_object(xref, compressed=True)
        except MUPDF_ERRORS:
            continue  # a broken object is none of these; whether the pages can be read is found out by reading them
        for what, pattern in _ACTIVE.items():
            if what not in seen and pattern.search(text):
                seen[what] = xref
    if not seen:
        return ()
    listed = ", ".join(f"{what} (object {xref})" for what, xref in seen.items())
    return (DocumentFinding("active-content", f"the PDF carries {listed}; nothing was executed or opened"),)
