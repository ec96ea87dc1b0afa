"""Groups of a list that prints neither codes nor numbers: found from its amounts alone.

Project tables print department, unit, class, category and project one below the other, each row above its parts. Such
a list is read as a tree in which every row with parts is their sum and the first row the sum of all; the reading
counts only where it is the only one. It can confirm, never accuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import accumulate

MOST_ROWS = 200
MOST_READINGS = 2_000
"""A list with more ways to begin is left alone."""

Tree = tuple[tuple[int, tuple[int, ...]], ...]
"""Each row that has parts, and its parts, by position."""


def nested(values: Sequence[Decimal]) -> Tree:
    """The one tree in which the first amount is the sum of all that follow; empty where none or several are possible.

    Of readings that differ only by whether rows of one amount contain each other or stand side by side, sums decide;
    a row followed by one of the same amount contains it where both readings are possible.
    """
    if not 1 < len(values) <= MOST_ROWS or any(value <= 0 for value in values):
        return ()
    work = 0
    left = list(accumulate(reversed(values)))[::-1]
    """Row by row the sum of all from there on: no parts make up more."""

    @cache
    def readings(start: int) -> tuple[tuple[int, Tree], ...]:
        """Ends and trees of the row at ``start``, the deeper one first; two for each end at most."""
        nonlocal work
        found: dict[int, list[Tree]] = {}
        for end, parts, below in sequences(start + 1, values[start]):
            work += 1
            if work > MOST_READINGS:
                return ()
            trees = found.setdefault(end, [])
            if len(trees) < 2:  # noqa: PLR2004 - one, or more than one
                trees.append(((start, parts), *below))
        found.setdefault(start + 1, []).append(())
        return tuple((end, tree) for end, trees in found.items() for tree in trees)

    def sequences(start: int, wanted: Decimal) -> Iterator[tuple[int, tuple[int, ...], Tree]]:
        """The ways the rows from ``start`` on, taken as parts, make up the amount."""
        if start >= len(values) or values[start] > wanted or left[start] < wanted:
            return
        for end, tree in readings(start):
            rest = wanted - values[start]
            if not rest:
                yield end, (start,), tree
            else:
                for last, parts, below in sequences(end, rest):
                    yield last, (start, *parts), (*tree, *below)

    whole = [tree for end, tree in readings(0) if end == len(values) and tree]
    if not whole or work > MOST_READINGS:
        return ()
    deepest = max(map(len, whole))
    found = [tree for tree in whole if len(tree) == deepest]
    return found[0] if len(found) == 1 else ()
