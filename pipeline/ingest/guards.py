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
_FORM = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do(?!\S)")
_ACTIVE = {
    "a script": re.compile(r"/(?:JavaScript|JS)\b"),
    "an action that starts a program": re.compile(r"/Launch\b"),
    "an attachment": re.compile(r"/(?:EmbeddedFiles?|Filespec)\b(?!\s*/F\b)"),
    "a form that sends or takes data": re.compile(r"/(?:SubmitForm|ImportData|XFA)\b"),
    "rich media": re.compile(r"/(?:RichMedia|Rendition)\b"),
}


def check_pages(document: Any, name: str, limits: Limits) -> None:
    """Nothing, when the opened document keeps to the limits on pages and vector paths.

    Raises ``LimitExceeded`` naming file, page and limit.
    """
    if document.page_count > limits.pages:
        raise LimitExceeded(
            "pages",
            f"{name}: {document.page_count:,} pages, more than limits.pages allows ({limits.pages:,}); "
            "split it, or raise the limit in configs/default.yaml",
        )
    for index in range(document.page_count):
        page = document[index]
        content = page.read_contents()
        if len(content) > limits.paths * PATH_BYTES or _paths(document, page, content, limits) > limits.paths:
            raise LimitExceeded(
                "paths",
                f"{name}: page {index + 1} draws more vector paths than limits.paths allows ({limits.paths:,}; "
                f"{len(content):,} bytes of drawing); leave the page out, or raise the limit in configs/default.yaml",
            )


def _paths(document: Any, page: Any, content: bytes, limits: Limits) -> int:
    """How many paths the page paints, forms counted as often as they are drawn; 0 where it cannot be too many."""
    forms: dict[int, dict[bytes, int]] = {}
    for xref, name, invoker, _box in page.get_xobjects():
        forms.setdefault(invoker, {})[name.encode()] = xref
    if not forms:
        return len(_PAINTED.findall(content)) if len(content) >= limits.paths * SHORTEST_PATH else 0
    known: dict[int, int] = {}

    def painted(drawing: bytes, owner: int, above: frozenset[int]) -> int:
        count = len(_PAINTED.findall(drawing))
        for name in _FORM.findall(drawing):
            form = forms.get(owner, {}).get(name)
            if form is None or form in above:
                continue  # an image, or a form that draws itself, which MuPDF does not follow
            if form not in known:
                known[form] = painted(document.xref_stream(form) or b"", form, above | {form})
            count += known[form]
        return count

    return painted(content, 0, frozenset())


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
