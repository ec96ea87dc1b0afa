"""White rules on shading: what parts the cells of a coloured header, and the edges of the shading that close it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.ingest.unseen import Cover
from pipeline.model.page import Rule

BESIDE = 1.5
"""How far (points) from a white rule the shading must lie that makes it seen, and shaded boxes may lie apart."""


BAND = 20.0
"""Shading is looked up by heights of so many points, for a page may have thousands of shaded cells."""


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
    shading = _by_height(grounds if white else ())
    for stroke in white:
        below = [_below(stroke.order, x, y, shading) for x, y in _beside(stroke)]
        if None not in below:
            yield stroke
            shaded += (box for box in below if box is not None)
    for box in _joined(dict.fromkeys(shaded)):
        for at in (box.y0, box.y1):
            yield Stroke(0, True, Rule(at, box.x0, box.x1))
        for at in (box.x0, box.x1):
            yield Stroke(0, False, Rule(at, box.y0, box.y1))


def _by_height(grounds: Sequence[Cover]) -> dict[int, list[Cover]]:
    found: dict[int, list[Cover]] = defaultdict(list)
    for ground in grounds:
        for height in range(int(ground.box.y0 // BAND), int(ground.box.y1 // BAND) + 1):
            found[height].append(ground)
    return found


def _below(order: int, x: float, y: float, shading: Mapping[int, Sequence[Cover]]) -> Box | None:
    """The shading at a place that was painted before."""
    here = shading.get(int(y // BAND), ())
    return next((ground.box for ground in here if ground.order < order and ground.box.holds(x, y)), None)


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
