"""Text in the colour of what it is printed on, which no reader of the page sees: white on paper, black on black."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.geometry import Box
from pipeline.ingest.drawings import THICKEST_RULE, filled_boxes, is_opaque
from pipeline.ingest.glyphs import lines_of
from pipeline.ingest.unseen import Glyphs, glyph_at

ALIKE = 0.06
"""Colours whose channels differ by no more (of 1) are the same to the eye."""
PAPER = (1.0, 1.0, 1.0)
_PAINTS = ("fill-image", "fill-imgmask", "fill-shade")
"""What is painted in colours that no path tells."""

Colour = tuple[float, float, float]


class _Ground(NamedTuple):
    """What text may be printed on: its place in the order of painting, where it lies, its colour if that is one."""

    order: int
    box: Box
    colour: Colour | None


def of_the_ground(page: Any, raw: dict[str, Any], paths: Sequence[dict[str, Any]]) -> Glyphs:
    """The characters whose colour is that of what lies under them; ``raw``: the page as ``rawdict``.

    ``paths``: the page's vector paths (``get_cdrawings``). What stands on a picture, or is outlined too, can be seen.
    """
    found: Glyphs = Counter()
    grounds = [_Ground(path["seqno"], box, path["fill"]) for path in paths for box in _opaque(path)]
    colours = {PAPER, *(ground.colour for ground in grounds)}
    spans = [span for line in lines_of(raw) for span in line["spans"]]
    inks = {packed: _colour(packed) for packed in {span["color"] for span in spans}}
    pale = {packed for packed, ink in inks.items() if any(_alike(ink, colour) for colour in colours)}
    if not pale:
        return found
    grounds += [_Ground(k, Box(*box), None) for k, (kind, box) in enumerate(page.get_bboxlog()) if kind in _PAINTS]
    orders = _filled_at(page.get_texttrace())
    for span in spans:
        ink = inks[span["color"]]
        for char in span["chars"] if span["color"] in pale else ():
            x0, y0, x1, y1 = char["bbox"]
            glyph = glyph_at(char["c"], char["origin"])
            order = orders.get(glyph)
            if order is not None and _alike(ink, _under(grounds, order, (x0 + x1) / 2, (y0 + y1) / 2)):
                found[glyph] += 1
    return found


def _opaque(path: dict[str, Any]) -> Iterator[Box]:
    """The boxes that a path fills so that nothing shows through, but for rules."""
    if "f" in path["type"] and path.get("fill") is not None and is_opaque(path):
        yield from (b for b in filled_boxes(path["items"], path) if min(b.width, b.height) > THICKEST_RULE)


def _filled_at(trace: Sequence[dict[str, Any]]) -> dict[tuple[str, int, int], int]:
    """When each character is painted, those left out that are outlined, and those painted at one place in two ways."""
    found: defaultdict[tuple[str, int, int], set[tuple[int, int, Any]]] = defaultdict(set)
    for span in trace:
        for code, _, origin, _ in span["chars"]:
            found[glyph_at(chr(code), origin)].add((span["type"], span["seqno"], span["color"]))
    return {
        glyph: max(order for _, order, _ in painted)
        for glyph, painted in found.items()
        if {kind for kind, _, _ in painted} == {0} and len({colour for _, _, colour in painted}) == 1
    }


def _under(grounds: Sequence[_Ground], order: int, x: float, y: float) -> Colour | None:
    """The colour of what was painted last below a place before that; ``None`` on a picture."""
    below = [ground for ground in grounds if ground.order < order and ground.box.holds(x, y)]
    return max(below).colour if below else PAPER


def _alike(one: Colour, other: Colour | None) -> bool:
    return other is not None and all(abs(a - b) <= ALIKE for a, b in zip(one, other, strict=True))


def _colour(packed: int) -> Colour:
    return (packed >> 16 & 255) / 255, (packed >> 8 & 255) / 255, (packed & 255) / 255
