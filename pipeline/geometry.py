"""Boxes in points, origin at the top left of the page, y growing downwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

POINTS = 72.0
"""Points an inch."""


class Box(NamedTuple):
    """A rectangle: ``x0 <= x1``, ``y0 <= y1``, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether the point lies in the box grown by ``margin``."""
        return self.x0 - margin <= x <= self.x1 + margin and self.y0 - margin <= y <= self.y1 + margin

    def meets(self, other: Box, margin: float = 0.0) -> bool:
        """Whether the two boxes overlap or lie within ``margin`` of each other."""
        return (
            self.x0 - margin <= other.x1
            and other.x0 - margin <= self.x1
            and self.y0 - margin <= other.y1
            and other.y0 - margin <= self.y1
        )


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all ``boxes``; raises ``ValueError`` when there are none."""
    xs0, ys0, xs1, ys1 = zip(*boxes, strict=True)
    return Box(min(xs0), min(ys0), max(xs1), max(ys1))


def turned(box: Box, quarter_turns: int, width: float, height: float) -> Box:
    """The box after the page of ``width`` × ``height`` is turned clockwise by ``quarter_turns`` × 90°."""
    match quarter_turns % 4:
        case 0:
            return box
        case 1:
            return Box(height - box.y1, box.x0, height - box.y0, box.x1)
        case 2:
            return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
        case _:
            return Box(box.y0, width - box.x1, box.y1, width - box.x0)
