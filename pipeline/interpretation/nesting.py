"""Which rows of a list without codes head those below them: what the amounts leave open to no other reading."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

MOST_ROWS = 400
"""A longer list is not searched: no row of it is known to head others."""
MOST_STATES = 400_000
"""More partial sums are not looked at."""


class _Reading(NamedTuple):
    """How deep the rows of a stretch are nested; the better reading has the lower cost."""

    cost: int
    depths: tuple[int, ...]


_Ways = dict[int, _Reading]
"""The best reading for each row a stretch can end before."""


class _TooMany(Exception):
    """The list has more partial sums than are looked at."""


def nested(values: Sequence[Decimal], total: Decimal) -> tuple[int, ...] | None:
    """For each row its depth from 0, so that the topmost rows sum to ``total``, heading rows to their own.

    ``None`` when no reading makes every sum hold. Of several the one with fewest heading rows that have one row only.
    """
    if len(values) > MOST_ROWS:
        return None
    states = 0
    left = [sum(values[k:], Decimal(0)) for k in range(len(values) + 1)]

    @cache
    def rows_of(start: int, rest: Decimal) -> _Ways:
        """Readings of the rows from ``start`` on whose topmost rows sum to ``rest``."""
        nonlocal states
        states += 1
        if states > MOST_STATES:
            raise _TooMany
        ways: _Ways = {start: _Reading(0, ())} if rest == 0 else {}
        if start < len(values) and 0 <= values[start] <= rest <= left[start]:
            for end, own in row(start).items():
                for stop, others in rows_of(end, rest - values[start]).items():
                    _keep(ways, stop, _Reading(own.cost + others.cost, own.depths + others.depths))
        return ways

    @cache
    def row(at: int) -> _Ways:
        """Readings of the row at ``at``: alone, or heading the rows below it."""
        ways: _Ways = {at + 1: _Reading(0, (0,))}
        for end, below in rows_of(at + 1, values[at]).items():
            if end > at + 1:
                cost = below.cost + (1 if below.depths.count(0) == 1 else 0)
                _keep(ways, end, _Reading(cost, (0, *(depth + 1 for depth in below.depths))))
        return ways

    try:
        found = rows_of(0, total).get(len(values))
    except (_TooMany, RecursionError):
        return None
    return found.depths if found is not None else None


def _keep(ways: _Ways, end: int, reading: _Reading) -> None:
    if end not in ways or reading.cost < ways[end].cost:
        ways[end] = reading
