"""The only module that opens a PDF. Frozen pages leave it; no handle, no library type does."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf

from pipeline.config.schema import Limits
from pipeline.errors import InputUnreadable
from pipeline.geometry import Box, turned
from pipeline.ingest import UNUSED_MODELS
from pipeline.ingest.dates import pdf_date
from pipeline.ingest.double_strikes import struck_once
from pipeline.ingest.drawings import drawn
from pipeline.ingest.faint import of_the_ground
from pipeline.ingest.glyph_outlines import GlyphBoxes
from pipeline.ingest.glyphs import is_oblique, lines_of, shown, upside_down_righted
from pipeline.ingest.guards import MUPDF_ERRORS, active_content, check_pages, fault_of
from pipeline.ingest.note_marks import marks_raised
from pipeline.ingest.red_print import red_digits
from pipeline.ingest.struck_out import struck_digits
from pipeline.ingest.unseen import covering_pictures, painted_over, unseen_notes, without_unseen
from pipeline.ingest.witness import SecondReader
from pipeline.model.findings import DocumentFinding
from pipeline.model.page import Char, Page, Rule, Source, TextLayer

for _name in UNUSED_MODELS:
    if sys.modules.get(_name) is None:  # pymupdf is loaded: who wants the models later may have them
        sys.modules.pop(_name, None)
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

FEWEST_RULES = 3
"""A page with fewer rules, all horizontal, has none of a table (top, header, bottom): it is read once."""
UPRIGHT_SHARE = 0.6
"""A page is turned only when this share of its characters runs in one other direction."""

_RIGHTWARDS = (1.0, 0.0)
_TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_PRESERVE_LIGATURES


def read_pdf(
    path: Path, data: bytes, limits: Limits | None = None, opened: Callable[[int], None] | None = None
) -> Source:
    """The frozen pages of one PDF; ``opened`` is told their number before the first is read.

    Raises ``LimitExceeded`` for more pages or vector paths than ``limits`` allow, ``InputUnreadable`` naming the file
    when it is empty, not a PDF, encrypted with a password, damaged beyond repair or without pages.
    """
    if not data:
        raise InputUnreadable(f"{path.name}: the file is empty (0 bytes); fetch it again from the publisher")
    if b"%PDF-" not in data[:1024] or data.startswith(b"PK\x03\x04"):
        raise InputUnreadable(f"{path.name}: not a PDF (no %PDF- header); check what was downloaded")
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except MUPDF_ERRORS as error:
        raise InputUnreadable(f"{path.name}: damaged beyond repair ({error}); fetch it again") from error
    with document:
        created = pdf_date((document.metadata or {}).get("creationDate"))
        try:
            pages, notes, found = _opened(document, path, data, limits, opened)
        except MUPDF_ERRORS as error:
            raise fault_of(error, path.name) from error
    return Source(
        file_name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        kind="pdf",
        text_layer=_text_layer(pages),
        pages=pages,
        n_pages=len(pages),
        notes=notes,
        findings=found,
        created=created,
    )


def _opened(
    document: Any, path: Path, data: bytes, limits: Limits | None, opened: Callable[[int], None] | None
) -> tuple[tuple[Page, ...], tuple[str, ...], tuple[DocumentFinding, ...]]:
    """Pages, notes and findings of an opened PDF."""
    if document.needs_pass:
        raise InputUnreadable(f"{path.name}: encrypted; remove the password and run again")
    if document.page_count == 0:
        raise InputUnreadable(f"{path.name}: no page could be read (truncated file?); fetch it again")
    if limits is not None:
        check_pages(document, path.name, limits)
    if opened is not None:
        opened(document.page_count)
    notes = ("the file was damaged and has been repaired on reading",) if document.is_repaired else ()
    pages, doubts = _witnessed(tuple(_page(document, index) for index in range(document.page_count)), data)
    if document.is_repaired and doubts and b"%%EOF" not in data[-1024:]:
        raise InputUnreadable(f"{path.name}: truncated, what is left of it is no evidence; fetch it again")
    return pages, (*notes, *unseen_notes(pages), *doubts), active_content(document)


def _witnessed(pages: tuple[Page, ...], data: bytes) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages with a second engine's characters beside ours wherever rules could draw a table."""
    if not any(page.horizontal_rules for page in pages):
        return pages, ()
    try:
        reader = SecondReader(data)
    except RuntimeError as error:
        return pages, (f"no second reading: PDFium cannot open the file ({error})",)
    try:
        return tuple(
            replace(page, second_reading=reader.chars(page))
            if (page.vertical_rules or len(page.horizontal_rules) >= FEWEST_RULES) and not page.unseen
            else page
            for page in pages
        ), ()
    except RuntimeError as error:
        return pages, (f"no second reading: PDFium cannot read a page ({error})",)
    finally:
        reader.close()


def _text_layer(pages: Sequence[Page]) -> TextLayer:
    """How much of the document has text; a page that is only a picture makes it mixed."""
    if not any(page.chars for page in pages):
        return "none"
    return "mixed" if any(page.is_picture for page in pages) else "native"


def _page(document: Any, index: int) -> Page:
    page = document[index]
    turns = page.rotation // 90
    raw = page.get_text("rawdict", flags=_TEXT_FLAGS)
    upside_down_righted(raw)
    paths = page.get_cdrawings()
    horizontal, vertical, fills, covers = drawn(paths, GlyphBoxes(raw))
    # Finding where pictures stand costs as much as reading the text: only where there are any.
    pictured = bool(page.get_images())
    covers += covering_pictures(page) if pictured else []
    unseen = without_unseen(raw, painted_over(page, raw, covers) | of_the_ground(page, raw, paths))
    extra = _turns_to_upright(raw, turns)
    width, height = raw["width"], raw["height"]
    total = (turns + extra) % 4

    def upright(box: Box) -> Box:
        return turned(box, total, width, height)

    if total:
        lying = [upright(Box(r.start, r.at, r.end, r.at)) for r in horizontal]
        standing = [upright(Box(r.at, r.start, r.at, r.end)) for r in vertical]
        horizontal = [Rule(b.y0, b.x0, b.x1) for b in (standing if total % 2 else lying)]
        vertical = [Rule(b.x0, b.y0, b.y1) for b in (lying if total % 2 else standing)]
    images = [Box(*info["bbox"]) for info in page.get_image_info()] if pictured else []
    chars = _chars(raw, total, width, height)
    rules = tuple(sorted(horizontal))
    return Page(
        number=index + 1,
        width=height if total % 2 else width,
        height=width if total % 2 else height,
        chars=chars,
        horizontal_rules=rules,
        vertical_rules=tuple(sorted(vertical)),
        fills=tuple(upright(box) for box in fills),
        images=tuple(upright(box) for box in images),
        quarter_turns=extra,
        unseen=unseen,
        red=tuple(map(upright, red_digits(raw))),
        struck=tuple(struck_digits(chars, rules)),
    )


def _turns_to_upright(raw: dict[str, Any], page_turns: int) -> int:
    """Clockwise quarter turns, beyond /Rotate, until most of the text runs from left to right."""
    runs: Counter[int] = Counter()
    lines = list(lines_of(raw))
    if not page_turns and all(line["dir"] == _RIGHTWARDS for line in lines):
        return 0
    for line in lines:
        dx, dy = line["dir"]
        clockwise = (0 if dx > 0 else 2) if abs(dx) >= abs(dy) else (1 if dy > 0 else 3)
        runs[(clockwise + page_turns) % 4] += sum(len(span["chars"]) for span in line["spans"])
    if not runs:
        return 0
    heading, count = runs.most_common(1)[0]
    return (4 - heading) % 4 if count >= UPRIGHT_SHARE * runs.total() else 0


def _chars(raw: dict[str, Any], turns: int, width: float, height: float) -> tuple[Char, ...]:
    chars: list[Char] = []
    for line in lines_of(raw):
        if is_oblique(*line["dir"]):
            continue  # a watermark
        for span in line["spans"]:
            size = span["size"]
            for glyph in span["chars"]:
                text = shown(glyph["c"])
                if text is None:
                    continue
                x0, y0, x1, y1 = glyph["bbox"]
                ox, baseline = glyph["origin"]
                if turns:
                    x0, y0, x1, y1 = turned(Box(x0, y0, x1, y1), turns, width, height)
                    baseline = turned(Box(ox, baseline, ox, baseline), turns, width, height).y0
                # Past the named arguments, which take 1.7 times as long, for every character of a page.
                chars.append(tuple.__new__(Char, (text, x0, y0, x1, y1, baseline, size)))
    return tuple(marks_raised(struck_once(chars)))
