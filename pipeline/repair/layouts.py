"""The ways the values of one row can have stood in the source: as read, or a part of them some columns aside.

A transcript, or a grid cut wrongly out of a picture, loses or gains a cell: all values from there on stand some
columns beside their headers. A layout is one such hypothesis; it is possible when the row's own sums hold under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.columns import ColumnSum

SHIFTS = (1, -1, 2, -2)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One number of a row: the column it was read in, its value in yuan, half a printed unit of it."""

    col: int
    value: Decimal
    half: Decimal


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces from column ``start`` on moved by ``by`` columns; ``lost`` are blank sums and what they must be.

    ``sums`` counts the row's sums of two parts or more that hold.
    """

    start: int
    by: int
    at: Mapping[int, Piece]
    lost: Mapping[int, Decimal]
    sums: int

    def value(self, col: int) -> Decimal | None:
        """What stands in the column under this hypothesis; ``None`` for a blank."""
        return self.at[col].value if col in self.at else self.lost.get(col)

    @property
    def touched(self) -> frozenset[int]:
        """The columns that a number is moved to or from."""
        return frozenset(c for col, piece in self.at.items() if piece.col != col for c in (col, piece.col))


def layouts(pieces: Sequence[Piece], columns: Sequence[int], sums: Sequence[ColumnSum]) -> list[Layout]:
    """The possible layouts of a row, the one as read first if it is possible.

    ``columns``: the amount columns of the list; ``sums``: its sums across the columns, inner ones first.
    """
    found = [] if (as_read := _possible(0, 0, pieces, columns, sums)) is None else [as_read]
    for start, by in _shifts(pieces):
        layout = _possible(start, by, pieces, columns, sums)
        if layout is not None:
            found.append(layout)
    return found


def _shifts(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    for piece in pieces:
        for by in SHIFTS:
            yield piece.col, by


def _possible(
    start: int, by: int, pieces: Sequence[Piece], columns: Sequence[int], sums: Sequence[ColumnSum]
) -> Layout | None:
    at: dict[int, Piece] = {}
    for piece in pieces:
        moved = by != 0 and piece.col >= start
        col = piece.col + by if moved else piece.col
        if col not in columns:
            if moved:
                return None
            continue  # a number that belongs to no amount column, such as a code
        if col in at:
            return None
        at[col] = piece
    lost: dict[int, Decimal] = {}
    halves = {col: piece.half for col, piece in at.items()}
    held = 0
    for found in sums:
        parts = [col for col in found.parts if col in at or col in lost]
        expected = sum((at[c].value if c in at else lost[c] for c in parts), ZERO)
        slack = sum((halves[c] for c in parts), ZERO)
        if found.total in at:
            if abs(at[found.total].value - expected) > slack + halves[found.total]:
                return None
            held += sum(bool(at[c].value if c in at else lost[c]) for c in parts) > 1
        elif expected:
            lost[found.total] = expected
            halves[found.total] = slack
    return Layout(start, by, at, lost, held)
