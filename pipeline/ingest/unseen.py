"""Text that a file holds and a reader of the page never sees: not painted, painted over, or of its ground's colour.

A scanner that recognises text puts its guesses under the picture or does not paint them: the picture is what was
published, the guesses are another program's readings and no evidence. Who edits a PDF covers the old amount with a
white rectangle and writes the new one over it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from pipeline.geometry import Box
from pipeline.ingest.glyphs import lines_of
from pipeline.model.page import Page

COVERS = 0.3
"""A picture that hides text covers at least this share of the page: a scan, not a seal or a photo of one."""

FAINTEST = 12
"""Paint no more opaque (of 255) leaves nothing to be seen."""
AT_ONCE = 256
"""So many spans are compared with all covers at once: memory stays small however many there are."""


class Cover(NamedTuple):
    """Something opaque: its place in the order of painting, and where it lies."""

    order: int
    box: Box


Glyphs = Counter[tuple[str, int, int]]
"""Characters and where they stand, in tenths of a point, each as often as it is hidden."""


def covering_pictures(page: Any) -> list[Cover]:
    """The large opaque pictures of a pymupdf page."""
    least = COVERS * abs(page.rect)
    opaque = [info["bbox"] for info in page.get_image_info() if not info["has-mask"]]
    large = {box for box in opaque if abs(page.rect & box) >= least}
    if not large:
        return []
    return [
        Cover(order, Box(*box))
        for order, (kind, box) in enumerate(page.get_bboxlog())
        if kind == "fill-image" and box in large
    ]


def painted_over(page: Any, raw: dict[str, Any], covers: Sequence[Cover]) -> Glyphs:
    """The characters that lie under a cover painted later; ``raw``: the page as ``rawdict``.

    A cover that is blended with what it is painted on (a highlighter multiplies) covers nothing.
    """
    blocks = [Box(*block["bbox"]) for block in raw["blocks"]]
    near = any(cover.box.meets(block) for cover in covers for block in blocks)
    hidden = _under(page, covers) if near else Counter()
    if not hidden:
        return hidden
    blended = [
        Box(*drawn["rect"])
        for drawn in page.get_cdrawings(extended=True)
        if drawn["type"] == "group" and drawn["blendmode"] != "Normal"
    ]
    return _under(page, [cover for cover in covers if not any(box.meets(cover.box) for box in blended)])


def _under(page: Any, covers: Sequence[Cover]) -> Glyphs:
    hidden: Glyphs = Counter()
    if not covers:
        return hidden
    spans = page.get_texttrace()
    # Of hundreds of shaded cells, each painted before its own text, few lie over text painted before them.
    for span, over in zip(spans, _painted_later(spans, covers), strict=True):
        if not over:
            continue
        for code, _, origin, (x0, y0, x1, y1) in span["chars"]:
            if any(box.holds((x0 + x1) / 2, (y0 + y1) / 2) for box in over):
                hidden[glyph_at(chr(code), origin)] += 1
    return hidden


def _painted_later(spans: Sequence[dict[str, Any]], covers: Sequence[Cover]) -> Iterator[list[Box]]:
    """For each span the boxes of the covers that are painted after it and lie where it stands."""
    left, upper, right, lower = np.array([cover.box for cover in covers]).T
    orders = np.array([cover.order for cover in covers])
    for start in range(0, len(spans), AT_ONCE):
        some = spans[start : start + AT_ONCE]
        x0, y0, x1, y1 = np.array([span["bbox"] for span in some]).T[:, :, np.newaxis]
        over = orders > np.array([[span["seqno"]] for span in some])
        over &= (left <= x1) & (right >= x0) & (upper <= y1) & (lower >= y0)
        found: list[list[Box]] = [[] for _ in some]
        for k, cover in zip(*(places.tolist() for places in over.nonzero()), strict=True):
            found[k].append(covers[cover].box)
        yield from found


def without_unseen(raw: dict[str, Any], hidden: Glyphs) -> int:
    """How many characters were taken out of ``raw``, which is left with what can be seen; ``hidden`` is used up."""
    taken = 0
    for line in lines_of(raw):
        for span in line["spans"]:
            painted = span["alpha"] > FAINTEST
            if painted and not hidden:
                continue
            kept = [char for char in span["chars"] if painted and not _take(char, hidden)]
            taken += sum(not c["c"].isspace() for c in span["chars"]) - sum(not c["c"].isspace() for c in kept)
            span["chars"] = kept
    return taken


def unseen_notes(pages: Iterable[Page]) -> Iterator[str]:
    """A sentence on each page where some of the text cannot be seen; one without any other text is a picture."""
    for page in pages:
        if page.unseen and page.chars:
            yield f"page {page.number}: {page.unseen} characters that cannot be seen are left out"


def _take(char: dict[str, Any], hidden: Glyphs) -> bool:
    """Whether the character is one of the hidden; what is written over it at the same place stays."""
    glyph = glyph_at(char["c"], char["origin"])
    if not hidden[glyph]:
        return False
    hidden[glyph] -= 1
    return True


def glyph_at(text: str, origin: Sequence[float]) -> tuple[str, int, int]:
    """The character and where it stands, as both ways in which pymupdf tells of text give it."""
    return text, round(10 * origin[0]), round(10 * origin[1])
