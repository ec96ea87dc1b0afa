"""Printed characters dealt out to the boxes of the cells: each to the box its centre lies in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.geometry import Box
from tests.conserve.numbers import NUMERIC, is_whole
from tests.conserve.printed import Glyph, printed_lines

TIGHT = 0.2
"""Numeric characters closer than this share of their size are one number."""
ON_THE_RULE = 2.0
"""A character whose centre lies on the rule between cells (points) belongs to the nearest of them."""
_BAND = 16.0


@dataclass(frozen=True)
class Dealing:
    """Each cell's glyphs, the glyphs inside a table but in no cell, and those outside all tables."""

    by_cell: tuple[tuple[Glyph, ...], ...]
    strays: tuple[Glyph, ...]
    outside: tuple[Glyph, ...]


def deal(glyphs: Sequence[Glyph], boxes: Sequence[Box], regions: Sequence[Box]) -> Dealing:
    """The glyphs by the box that owns them.

    A whole number printed over a rule is owned by the cell that holds most of it; two numbers that touch at
    the rule are parted there.
    """
    lookup = _Lookup(boxes)
    owners: list[int | None] = [lookup.owner(glyph) for glyph in glyphs]
    for run in _numeric_runs(glyphs):
        found = Counter(owners[i] for i in run)
        if len(found) > 1 and is_whole("".join(glyphs[i].text for i in run)):
            owner = found.most_common(1)[0][0]
            for i in run:
                owners[i] = owner
    by_cell: list[list[Glyph]] = [[] for _ in boxes]
    strays: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph, owner in zip(glyphs, owners, strict=True):
        if owner is not None:
            by_cell[owner].append(glyph)
        elif any(region.holds(*glyph.box.centre) for region in regions):
            strays.append(glyph)
        else:
            outside.append(glyph)
    return Dealing(tuple(map(tuple, by_cell)), tuple(strays), tuple(outside))


class _Lookup:
    """Boxes by the horizontal bands they cross, so that a page is not all glyphs times all cells."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._bands: defaultdict[int, list[int]] = defaultdict(list)
        for i, box in enumerate(boxes):
            for band in range(int((box.y0 - ON_THE_RULE) // _BAND), int((box.y1 + ON_THE_RULE) // _BAND) + 1):
                self._bands[band].append(i)

    def owner(self, glyph: Glyph) -> int | None:
        x, y = glyph.box.centre
        near = self._bands.get(int(y // _BAND), ())
        inside = [i for i in near if self._boxes[i].holds(x, y)]
        if inside:
            return min(inside, key=lambda i: (self._boxes[i].width * self._boxes[i].height, i))
        close = [i for i in near if self._boxes[i].holds(x, y, ON_THE_RULE)]
        return min(close, key=lambda i: (_distance(self._boxes[i], x, y), i), default=None)


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.x0 - x, x - box.x1, 0.0) + max(box.y0 - y, y - box.y1, 0.0)


def _numeric_runs(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    """Positions of the glyphs of each run of touching numeric characters."""
    position = {id(glyph): i for i, glyph in enumerate(glyphs)}
    for line in printed_lines(glyphs):
        run: list[Glyph] = []
        for glyph in line:
            numeric = glyph.text in NUMERIC
            if run and not (numeric and glyph.box.x0 - run[-1].box.x1 <= TIGHT * glyph.size):
                yield [position[id(g)] for g in run]
                run = []
            if numeric:
                run.append(glyph)
        if run:
            yield [position[id(g)] for g in run]
