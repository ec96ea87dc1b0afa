"""What goes out: an upright page with its grids and lines, each cell with what was read and how sure that is.

Boxes are in pixels of the upright image (after quarter turns, before straightening), origin at the top left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""Height × width, 0 black to 255 white."""
Matrix = NDArray[np.float64]
"""3 × 3 homography."""

Status = Literal["read", "doubtful", "blank", "illegible"]


class Leaning(NamedTuple):
    """How lines lean: ``slope`` at the page's middle and its ``change`` from one edge of the page to the other."""

    slope: float
    change: float


class Box(NamedTuple):
    """A rectangle in pixels: ``x0 <= x1``, ``y0 <= y1``."""

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


class Sheet(NamedTuple):
    """The straightened page: its grey levels, and where a seal lies and a streak was taken off (255; else 0)."""

    gray: Gray
    stamped: Gray
    streaked: Gray


class Slot(NamedTuple):
    """One cell of a base grid before it is read: position, span, and place on the straightened page.

    ``unsure``: one of its walls is hardly there, or something inside it is nearly a wall.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    unsure: bool = False


class BaseGrid(NamedTuple):
    """The cuts and merged cells that a table's rules draw on the straightened page."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]


class Reading(NamedTuple):
    """One way to read a line or cell: the text, its probability from 0 to 1, and the engine that proposes it."""

    text: str
    score: float
    engine: str


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell. ``doubts`` says in one word each why it is doubtful; ``crop`` is a PNG where nobody could read it."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    text: str
    status: Status
    confidence: float
    engine: str
    alternatives: tuple[Reading, ...] = ()
    doubts: tuple[str, ...] = ()
    crop: bytes | None = None


@dataclass(frozen=True, slots=True)
class GridReading:
    """One table, cells row-major; ``xs`` and ``ys`` are the base grid's cuts, ``ruled``: rules draw them all."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[CellReading, ...]
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class LineReading:
    """One piece of a line of text outside the grids: what no wide white parts.

    ``places``: about where each character of ``text`` stands (x), empty where that is unknown; ``gaps``: from where to
    where there is white between its characters, narrower than what parts pieces.
    """

    box: Box
    text: str
    status: Status
    confidence: float
    alternatives: tuple[Reading, ...] = ()
    places: tuple[float, ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page: size in pixels when upright, clockwise quarter turns given, tables, lines."""

    width: int
    height: int
    quarter_turns: int
    grids: tuple[GridReading, ...]
    lines: tuple[LineReading, ...]
