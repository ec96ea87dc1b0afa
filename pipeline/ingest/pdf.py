"""The only module that opens a PDF. Frozen pages leave it; no handle, no library type does."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf

from pipeline.config.schema import Limits
from pipeline.errors import InputUnreadable
from pipeline.geometry import Box, turned
from pipeline.ingest import UNUSED_MODELS
from pipeline.ingest.dates import pdf_date
from pipeline.ingest.double_strikes import struck_once
from pipeline.ingest.glyphs import is_oblique, shown
from pipeline.ingest.guards import MUPDF_ERRORS, active_content, check_pages, fault_of
from pipeline.ingest.unseen import Cover, covering_pictures, painted_over, unseen_notes, without_unseen
from pipeline.ingest.witness import SecondReader
from pipeline.model.findings import DocumentFinding
from pipeline.model.page import Char, Page, Rule, Source, TextLayer

for _name in UNUSED_MODELS:
    if sys.modules.get(_name) is None:  # pymupdf is loaded: who wants the models later may have them
        sys.modules.pop(_name, None)
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

NEAR_WHITE = 0.94
"""Paint whose darkest channel is lighter than this cannot be told from paper: it draws no rule."""
THICKEST_RULE = 3.0
"""A filled rectangle at most this thick (points) is a rule drawn as a fill; anything thicker is shading."""
SHORTEST_RULE = 2.0
STRAIGHT = 0.8
"""How far (points) a line may drift from horizontal or vertical and still be a rule."""
FEWEST_RULES = 3
"""A page with fewer rules, all horizontal, has none of a table (top, header, bottom): it is read once."""
UPRIGHT_SHARE = 0.6
"""A page is turned only when this share of its characters runs in one other direction."""

_TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_PRESERVE_LIGATURES


class _Stroke(NamedTuple):
    order: int
    horizontal: bool
    rule: Rule


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
    horizontal, vertical, fills, covers = _drawn(page.get_cdrawings())
    # Finding where pictures stand costs as much as reading the text: only where there are any.
    pictured = bool(page.get_images())
    covers += covering_pictures(page) if pictured else []
    unseen = without_unseen(raw, painted_over(page, raw, covers))
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
    return Page(
        number=index + 1,
        width=height if total % 2 else width,
        height=width if total % 2 else height,
        chars=_chars(raw, total, width, height),
        horizontal_rules=tuple(sorted(horizontal)),
        vertical_rules=tuple(sorted(vertical)),
        fills=tuple(upright(box) for box in fills),
        images=tuple(upright(box) for box in images),
        quarter_turns=extra,
        unseen=unseen,
    )


def _turns_to_upright(raw: dict[str, Any], page_turns: int) -> int:
    """Clockwise quarter turns, beyond /Rotate, until most of the text runs from left to right."""
    runs: Counter[int] = Counter()
    for block in raw["blocks"]:
        for line in block.get("lines", ()):
            dx, dy = line["dir"]
            clockwise = (0 if dx > 0 else 2) if abs(dx) >= abs(dy) else (1 if dy > 0 else 3)
            runs[(clockwise + page_turns) % 4] += sum(len(span["chars"]) for span in line["spans"])
    if not runs:
        return 0
    heading, count = runs.most_common(1)[0]
    return (4 - heading) % 4 if count >= UPRIGHT_SHARE * runs.total() else 0


def _chars(raw: dict[str, Any], turns: int, width: float, height: float) -> tuple[Char, ...]:
    chars: list[Char] = []
    for block in raw["blocks"]:
        for line in block.get("lines", ()):
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
                    chars.append(Char(text, x0, y0, x1, y1, baseline, size))
    return tuple(struck_once(chars))


def _visible(paint: Sequence[float] | None, opacity: float | None) -> bool:
    return paint is not None and (opacity is None or opacity > 0) and min(paint) < NEAR_WHITE


def _drawn(paths: Sequence[dict[str, Any]]) -> tuple[list[Rule], list[Rule], list[Box], list[Cover]]:
    """Horizontal rules, vertical rules and shading that can be seen on the page, and what is opaque."""
    strokes: list[_Stroke] = []
    covers: list[Cover] = []
    fills: list[Box] = []
    for path in paths:
        order = path["seqno"]
        if "s" in path["type"] and _visible(path.get("color"), path.get("stroke_opacity")):
            strokes += (_Stroke(order, *line) for line in _straight_lines(path["items"]))
        if "f" in path["type"]:
            visible = _visible(path.get("fill"), path.get("fill_opacity"))
            opaque = path.get("fill_opacity") in (None, 1, 1.0)
            for box in _filled_boxes(path):
                thin = min(box.width, box.height) <= THICKEST_RULE
                if visible and thin:
                    strokes += (_Stroke(order, *line) for line in _thin_fill(box))
                elif not thin:
                    if visible:
                        fills.append(box)
                    if opaque:
                        covers.append(Cover(order, box))
    seen = [s for s in strokes if not any(_hides(cover, s) for cover in covers if cover.order > s.order)]
    return [s.rule for s in seen if s.horizontal], [s.rule for s in seen if not s.horizontal], fills, covers


def _hides(cover: Cover, stroke: _Stroke) -> bool:
    """Whether an opaque fill painted later lies over the whole rule, not only along its edge."""
    at, start, end = stroke.rule
    box = cover.box
    if stroke.horizontal:
        return box.y0 + 1 < at < box.y1 - 1 and box.x0 - 1 <= start and end <= box.x1 + 1
    return box.x0 + 1 < at < box.x1 - 1 and box.y0 - 1 <= start and end <= box.y1 + 1


def _filled_boxes(path: dict[str, Any]) -> Iterator[Box]:
    items = path["items"]
    boxes = [item for item in items if item[0] in ("re", "qu")]
    if not boxes:
        if items and all(item[0] == "l" for item in items):
            yield Box(*path["rect"])
        return
    for item in boxes:
        if item[0] == "re":
            x0, y0, x1, y1 = item[1]
        else:
            xs, ys = zip(*item[1], strict=True)
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _thin_fill(box: Box) -> Iterator[tuple[bool, Rule]]:
    if box.width >= box.height:
        if box.width >= SHORTEST_RULE:
            yield True, Rule((box.y0 + box.y1) / 2, box.x0, box.x1)
    elif box.height >= SHORTEST_RULE:
        yield False, Rule((box.x0 + box.x1) / 2, box.y0, box.y1)


def _straight_lines(items: Sequence[Any]) -> Iterator[tuple[bool, Rule]]:
    for item in items:
        match item[0]:
            case "l":
                yield from _line(item[1], item[2])
            case "re":
                x0, y0, x1, y1 = item[1]
                yield from _outline(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
            case "qu":
                ul, ur, ll, lr = item[1]
                yield from _outline((ul, ur, lr, ll))


def _outline(corners: Sequence[tuple[float, float]]) -> Iterator[tuple[bool, Rule]]:
    for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        yield from _line(start, end)


def _line(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[bool, Rule]]:
    (x0, y0), (x1, y1) = start, end
    if abs(y1 - y0) <= STRAIGHT and abs(x1 - x0) >= SHORTEST_RULE:
        yield True, Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x1 - x0) <= STRAIGHT and abs(y1 - y0) >= SHORTEST_RULE:
        yield False, Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1))
