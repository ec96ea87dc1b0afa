"""Characters drawn a second time as paths, for weight: their strokes are no rules, their fills no shading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from pipeline.ingest.glyphs import lines_of

SIDES = 4
"""A cell's border is a path of at most so many segments; the outline of a character that could be a grid has more."""
AROUND = 0.1
"""An outline reaches beyond its character's box by at most this share of the box's height."""


class GlyphBoxes:
    """Where the characters of a page stand, for the paths that could be their outlines."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """``raw``: the page as pymupdf's ``rawdict``."""
        self._raw = raw

    @cached_property
    def _grown(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """The boxes with what an outline may reach beyond them, one a column; few pages ask for them."""
        boxes = [char["bbox"] for line in lines_of(self._raw) for span in line["spans"] for char in span["chars"]]
        x0, y0, x1, y1 = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
        more = AROUND * (y1 - y0)
        return np.stack((x0 - more, y0 - more, x1 + more, y1 + more))

    def not_outlined(self, path: Mapping[str, Any]) -> Sequence[Any]:
        """The segments of a path that outline no character.

        A path that is one character's outline has none. Where it runs through several, whole titles in one path, its
        curves tell it from a grid, and only what lies within one character is left out.
        """
        items: Sequence[Any] = path["items"]
        if len(items) <= SIDES:
            return items
        if self._one_holds(path["rect"]):
            return ()
        if any(item[0] == "c" for item in items):
            return [item for item in items if not self._one_holds(_around(item))]
        return items

    def _one_holds(self, box: Sequence[float]) -> bool:
        left, upper, right, lower = self._grown
        x0, y0, x1, y1 = box
        return bool(((left <= x0) & (upper <= y0) & (x1 <= right) & (y1 <= lower)).any())


def _around(item: Sequence[Any]) -> tuple[float, float, float, float]:
    """The box around a segment's points."""
    kind, *points = item
    if kind == "re":
        points = [points[0][:2], points[0][2:]]
    elif kind == "qu":
        points = points[0]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
