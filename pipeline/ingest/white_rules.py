"""White rules on shading: what parts the cells of a coloured header, and the edges of the shading that close it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.ingest.unseen import Cover
from pipeline.model.page import Rule

BESIDE = 1.5
"""How far (points) from a white rule the shading must lie that makes it seen, and shaded boxes may lie apart."""


class Stroke(NamedTuple):
    """A straight line as it is painted: after how many other things, and whether it lies."""

    order: int
    horizontal: bool
    rule: Rule


def white_on_shading(white: Sequence[Stroke], grounds: Sequence[Cover]) -> Iterator[Stroke]:
    """The white strokes that can be seen, for shading lies below them on both sides, and the edges of that shading.

    Paper shows no white rule. Between the cells of a shaded header one is all that parts them, and where the shading
    ends there is none.
    """
    shaded: list[Box] = []
    for stroke in white:
        below = [
            next((g.box for g in grounds if g.order < stroke.order and g.box.holds(*p)), None) for p in _beside(stroke)
        ]
        if None not in below:
            yield stroke
            shaded += (box for box in below if box is not None)
    for box in _joined(dict.fromkeys(shaded)):
        for at in (box.y0, box.y1):
            yield Stroke(0, True, Rule(at, box.x0, box.x1))
        for at in (box.x0, box.x1):
            yield Stroke(0, False, Rule(at, box.y0, box.y1))


def _beside(stroke: Stroke) -> Iterator[tuple[float, float]]:
    at, start, end = stroke.rule
    for side in (at - BESIDE, at + BESIDE):
        yield ((start + end) / 2, side) if stroke.horizontal else (side, (start + end) / 2)


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """The boxes around all those that lie side by side."""
    found: list[Box] = []
    for box in boxes:
        beside = [other for other in found if other.meets(box, BESIDE)]
        found = [*(other for other in found if other not in beside), union((box, *beside))]
    return found
