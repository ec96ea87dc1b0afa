"""The white between the columns of a table that no rule draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.runs import EDGE, SLACK, Run, is_amount, is_filled

CENTRED = 3.0
"""Entries whose middle is less far (points) from that of their header lean to neither side."""
_CODE = re.compile(r"\d\d")
"""A 款 or 项 of a code in columns of its own: no amounts are all written so."""

Strip = tuple[float, float]


@dataclass(slots=True)
class _Band:
    """What stands in one column: from where to where, how many of the body's runs, how many amounts, its headers.

    ``lean``: how far the middle of its entries lies to the right of that of its header; ``core``: from where to where
    without the headers above its lowest; ``printed``: from where to where its amounts stand, codes and numbers of rows
    left out.
    """

    x0: float
    x1: float
    runs: int = 0
    amounts: int = 0
    headers: int = 0
    lean: float = 0.0
    printed: list[Strip] = field(default_factory=list)
    core: Strip = field(init=False)

    def __post_init__(self) -> None:
        self.core = self.x0, self.x1

    def meets(self, run: Run) -> bool:
        return self.shares(run) > 0

    def shares(self, run: Run) -> float:
        return min(run.box.x1, self.x1) - max(run.box.x0, self.x0)

    def widen(self, x0: float, x1: float) -> None:
        self.x0, self.x1 = min(self.x0, x0), max(self.x1, x1)

    def grow(self, x0: float, x1: float) -> None:
        """Wider, and its core too."""
        self.widen(x0, x1)
        self.core = min(self.core[0], x0), max(self.core[1], x1)

    def put_under(self, header: Run) -> None:
        """The band with one more header: the lowest is of its core, those above may be of columns beside it too."""
        (self.widen if self.headers else self.grow)(header.box.x0, header.box.x1)
        self.headers += 1


def white_strips(body: Sequence[Run], header: Sequence[Run]) -> Iterator[Strip]:
    """White between columns, left to right: no body run enters it but a lone label (a centred 合计).

    In a table of one row all are alone, and each is a column.
    """
    bands: list[_Band] = []
    for run in sorted(body, key=lambda r: r.box.x0):
        if not bands or run.box.x0 >= bands[-1].x1:
            bands.append(_Band(run.box.x0, run.box.x1))
        bands[-1].grow(run.box.x0, run.box.x1)
        bands[-1].runs += 1
        bands[-1].amounts += is_filled(run) and not _CODE.fullmatch(run.text)
        if is_amount(run):
            bands[-1].printed.append((run.box.x0, run.box.x1))
    fewest = min(2, max((band.runs for band in bands), default=0))
    kept = [band for band in bands if band.runs >= fewest]
    kept += [b for b in bands if b.runs < fewest and (b.printed or _fills_column(b, kept, header))]
    for run in sorted(header, key=lambda r: (-r.box.centre[1], r.box.x0)):  # the lowest stand over one column each
        over = [band for band in kept if band.meets(run)]
        over = [band for band in over if band.shares(run) > EDGE] or over
        if not over and not _between_lower(run, header):  # a column without a single entry still has its header
            kept.append(_Band(run.box.x0, run.box.x1, headers=1))
        elif len(over) == 1:
            if not over[0].headers and _between_lower(run, header):
                continue  # it spans the columns of those, whichever amounts it happens to stand over
            if not over[0].headers:
                over[0].lean = (over[0].x0 + over[0].x1) / 2 - run.box.centre[0]
            over[0].put_under(run)
    kept.sort(key=lambda band: band.x0)
    for left, right in pairwise(_with_their_headers(kept)):
        if left.x1 <= right.x0 + EDGE:
            yield min(left.x1, right.x0), max(left.x1, right.x0)
        elif left.core[1] < right.core[0]:  # a header over several columns met but one of them
            yield left.core[1], right.core[0]


def _fills_column(lone: _Band, kept: Sequence[_Band], header: Sequence[Run]) -> bool:
    """Whether a lone entry stands under one header, the lowest there, that stands over nothing else."""
    under = [run for run in header if lone.meets(run)]
    lowest = [run for run in under if not any(other.box.y0 > run.box.centre[1] for other in under)]
    return len(lowest) == 1 and not any(band.meets(lowest[0]) for band in kept)


def _between_lower(run: Run, header: Sequence[Run]) -> bool:
    """Whether the headers beside one both stand wholly below it: it spans their columns and has none of its own."""
    left = max((h for h in header if h.box.x1 <= run.box.x0), key=lambda h: h.box.x1, default=None)
    right = min((h for h in header if h.box.x0 >= run.box.x1), key=lambda h: h.box.x0, default=None)
    return left is not None and right is not None and min(left.box.y0, right.box.y0) >= run.box.y1 - 1


def _with_their_headers(bands: Sequence[_Band]) -> list[_Band]:
    """The bands; a header that stands over nothing is that of the entries beside it that have none.

    Headers are centred: labels stand to the left of theirs, amounts to the right, unless they stand to the left too.
    """
    right = _stand_right(bands)
    whole: list[_Band] = []
    for band in bands:
        last = whole[-1] if whole else None
        if last is not None and (
            (not last.runs and not band.headers and right and 2 * band.amounts > band.runs)
            or (not band.runs and not last.headers and last.runs and not (right and 2 * last.amounts >= last.runs))
        ):
            last.grow(band.x0, band.x1)
            last.runs, last.amounts, last.headers = last.runs + band.runs, band.amounts, last.headers + band.headers
        else:
            whole.append(band)
    return whole


def _stand_right(bands: Sequence[_Band]) -> bool:
    """Whether amounts stand at the right of their columns: those of different width end below one another.

    Where none differ, those under their own headers tell.
    """
    ends_alike = [
        _spread([x0 for x0, _ in b.printed]) - _spread([x1 for _, x1 in b.printed]) for b in bands if b.printed
    ]
    told = sum((by > SLACK) - (by < -SLACK) for by in ends_alike)
    return told > 0 if told else sum(band.lean for band in bands if 2 * len(band.printed) > band.runs) > -CENTRED


def _spread(places: Sequence[float]) -> float:
    return max(places) - min(places)


def clear_of_headers(strips: Sequence[Strip], header: Sequence[Run]) -> Iterator[Strip]:
    """The widest part of each strip that no header crosses; the whole strip where headers fill it."""
    for left, right in strips:
        crossing = sorted((r.box.x0, r.box.x1) for r in header if r.box.x0 < right and left < r.box.x1)
        parts, start = [], left
        for x0, x1 in crossing:
            parts.append((start, x0))
            start = max(start, x1)
        widest = max([*parts, (start, right)], key=lambda part: part[1] - part[0])
        yield widest if widest[0] < widest[1] else (left, right)
