"""What is drawn on a page besides text: the rules that can be seen, the shading, and what covers what is below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.geometry import Box
from pipeline.ingest.glyph_outlines import GlyphBoxes
from pipeline.ingest.unseen import Cover
from pipeline.ingest.white_rules import Stroke, white_on_shading
from pipeline.model.page import Rule

NEAR_WHITE = 0.94
"""Paint whose darkest channel is lighter than this cannot be told from paper: it draws no rule."""
THICKEST_RULE = 3.0
"""A filled rectangle at most this thick (points) is a rule drawn as a fill; anything thicker is shading."""
SHORTEST_RULE = 2.0
FEWEST_DOTS = 8
"""So many dots in a row are a dotted rule; fewer are an ellipsis or a mark."""
MOST_WHITE = 3.0
"""White between two dots of a rule (points)."""
STRAIGHT = 0.8
"""How far (points) a line may drift from horizontal or vertical and still be a rule."""


class Drawings(NamedTuple):
    """Horizontal rules, vertical rules and shading that can be seen on a page, and what is opaque."""

    horizontal: list[Rule]
    vertical: list[Rule]
    fills: list[Box]
    covers: list[Cover]


def drawn(paths: Sequence[dict[str, Any]], glyphs: GlyphBoxes) -> Drawings:
    """What pymupdf's vector paths (``get_cdrawings``) show besides ``glyphs``; a rule painted over is not seen.

    Covers are only those that something else than a path may lie under.
    """
    strokes: list[Stroke] = []
    white: list[Stroke] = []
    dots: list[Cover] = []
    covers: list[Cover] = []
    grounds: list[Cover] = []
    fills: list[Box] = []
    first = _paths_only(paths)
    for path in paths:
        items = glyphs.not_outlined(path)
        if not items:
            continue
        order = path["seqno"]
        if "s" in path["type"] and _paints(path.get("color"), path.get("stroke_opacity")):
            on = strokes if _visible(path.get("color"), path.get("stroke_opacity")) else white
            on += (Stroke(order, *line) for line in _straight_lines(items))
        if "f" in path["type"]:
            visible = _visible(path.get("fill"), path.get("fill_opacity"))
            paints = visible or _paints(path.get("fill"), path.get("fill_opacity"))
            for box in filled_boxes(items, path):
                thin = min(box.width, box.height) <= THICKEST_RULE
                if visible and max(box.width, box.height) < SHORTEST_RULE:
                    dots.append(Cover(order, box))
                elif paints and thin:
                    (strokes if visible else white).append(Stroke(order, *_thin_fill(box)))
                elif not thin:
                    if visible:
                        fills.append(box)
                        grounds.append(Cover(order, box))
                    if is_opaque(path):
                        covers.append(Cover(order, box))
    strokes += _dotted(dots)
    strokes += white_on_shading(white, grounds)
    return Drawings(
        _seen([s for s in strokes if s.horizontal], covers),
        _seen([s for s in strokes if not s.horizontal], [Cover(c.order, _crossed(c.box)) for c in covers]),
        fills,
        [cover for cover in covers if cover.order > first],
    )


def _dotted(dots: Sequence[Cover]) -> Iterator[Stroke]:
    """The rules that are drawn dot by dot, each a fill with its order of painting."""
    for horizontal in (True, False):
        lines: dict[float, list[tuple[Box, int]]] = defaultdict(list)
        for order, dot in dots:
            box = dot if horizontal else _crossed(dot)
            lines[round(2 * (box.y0 + box.y1)) / 4].append((box, order))
        for at, line in lines.items():
            for run in _rows_of_dots(sorted(line)):
                yield Stroke(run[0][1], horizontal, Rule(at, run[0][0].x0, run[-1][0].x1))


def _rows_of_dots(dots: Sequence[tuple[Box, int]]) -> Iterator[Sequence[tuple[Box, int]]]:
    """Runs of dots that stand closely; two dotted rules drawn over one another are one run."""
    start = 0
    for k in range(1, len(dots) + 1):
        if k == len(dots) or dots[k][0].x0 - dots[k - 1][0].x1 > MOST_WHITE:
            if k - start >= FEWEST_DOTS:
                yield dots[start:k]
            start = k


def _paths_only(paths: Sequence[dict[str, Any]]) -> int:
    """How many things are painted before the first that is no path; what covers only them covers no text."""
    orders = {path["seqno"] for path in paths}
    first = 0
    while first in orders:
        first += 1
    return first


def _crossed(box: Box) -> Box:
    """The box with x and y exchanged."""
    return Box(box.y0, box.x0, box.y1, box.x1)


def _seen(strokes: Sequence[Stroke], covers: Sequence[Cover]) -> list[Rule]:
    """The rules of one direction but those that an opaque fill painted later lies over, not only along their edge.

    ``covers`` with their boxes as if the rules were horizontal.
    """
    lying = sorted(strokes, key=lambda stroke: stroke.rule.at)
    heights = [stroke.rule.at for stroke in lying]
    hidden = set()
    for order, box in covers:
        for k in range(bisect_right(heights, box.y0 + 1), bisect_left(heights, box.y1 - 1)):
            _, start, end = lying[k].rule
            if order > lying[k].order and box.x0 - 1 <= start and end <= box.x1 + 1:
                hidden.add(k)
    return [stroke.rule for k, stroke in enumerate(lying) if k not in hidden]


def _paints(paint: Sequence[float] | None, opacity: float | None) -> bool:
    return paint is not None and (opacity is None or opacity > 0)


def _visible(paint: Sequence[float] | None, opacity: float | None) -> bool:
    return paint is not None and _paints(paint, opacity) and min(paint) < NEAR_WHITE


def is_opaque(path: dict[str, Any]) -> bool:
    """Whether nothing shows through what a path fills."""
    return path.get("fill_opacity") in (None, 1)


def filled_boxes(items: Sequence[Any], path: dict[str, Any]) -> Iterator[Box]:
    """The rectangles that a path fills; ``items``: those of its segments that count."""
    boxes = [item for item in items if item[0] in ("re", "qu")]
    if not boxes:
        if all(item[0] == "l" for item in path["items"]):
            yield Box(*path["rect"])
        return
    for item in boxes:
        if item[0] == "re":
            x0, y0, x1, y1 = item[1]
        else:
            xs, ys = zip(*item[1], strict=True)
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _thin_fill(box: Box) -> tuple[bool, Rule]:
    """Whether a fill that is no dot lies, and the rule that it draws."""
    if box.width >= box.height:
        return True, Rule((box.y0 + box.y1) / 2, box.x0, box.x1)
    return False, Rule((box.x0 + box.x1) / 2, box.y0, box.y1)


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
