"""Where to cut the columns of a table without vertical rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.geometry import Box
from pipeline.layout.runs import (
    RUN_GAP,
    TIGHT_GAP,
    Run,
    cut_through,
    is_amount,
    is_column_number,
    is_filled,
    joined_runs,
    overlap,
    runs_of,
)
from pipeline.model.page import Char, Page
from pipeline.model.table import Region

SAME_EDGE = 3.0
"""Tables on two pages are as wide as each other when their edges differ by at most this (points), and rows that reach
over the edges of a table by no more stand in it."""

CENTRED = 3.0
"""Entries whose middle is less far (points) from that of their header lean to neither side."""

_CHINESE = re.compile("[一-鿿]{2}")

_SPACED = re.compile("[一-鿿]{1,3}")
_CHINESE_ONE = re.compile("[一-鿿]")
_CODE = re.compile(r"0\d")
"""A 款 or 项 of a code in columns of its own: no number is written so."""

Strip = tuple[float, float]


def column_cuts(path: Path | None, page: Page, area: Box, runs: Sequence[Run], above: Region | None) -> list[float]:
    """Column cuts of the area from edge to edge; empty when there is no white to cut through.

    White between the columns is cut in its middle. Where a text begins or ends in it (a centred label), camelot's
    network reader says where; its cuts hold only in such white, and white that it saw no cut in is cut all the same.
    ``above``: the table that ends the page before; as wide, it lends its columns.
    """
    inherited = _inherited(above, area, runs)
    if inherited:
        return inherited
    # Spanning headers bridge columns: only the body, from the first amount down, is cut.
    top = body_top(runs, area)
    body = [run for run in runs if run.box.centre[1] >= top]
    header = [run for run in runs if run.box.centre[1] < top]
    strips = list(_clear(list(_white_strips(body, header)), header))
    if not strips:
        return []
    ask = path if _entered(strips, runs) else None
    proposed = _camelot_cuts(ask, page, Box(area.x0, top, area.x1, area.y1)) if ask else []
    inner = [next((x for x in proposed if left < x < right), (left + right) / 2) for left, right in strips]
    return [area.x0, *inner, area.x1]


def _entered(strips: Sequence[Strip], runs: Sequence[Run]) -> bool:
    """Whether a text begins or ends in the white, so that it matters where that is cut."""
    edges = [x for run in runs for x in (run.box.x0, run.box.x1)]
    return any(left < x < right for left, right in strips for x in edges)


def body_top(runs: Sequence[Run], area: Box) -> float:
    """Where the body of a table begins: at its first amount."""
    return min((run.box.y0 for run in runs if is_amount(run)), default=area.y0) - 1


def headers_apart(line: Sequence[Char], body: Sequence[Run], others: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of one header line, parted at the least gap where two words stand over two columns.

    Headers of narrow columns stand so close that they look like one text over all of them. Where a column ends the
    body tells, or, for columns without an entry, another header line (``others``). A word set apart over its columns
    (收      入) is one all the same.
    """
    middles = [(left + right) / 2 for left, right in _white_strips(body, [])]
    middles += ((left.box.x1 + right.box.x0) / 2 for other in others for left, right in pairwise(other))
    found: list[Run] = []
    for run in runs_of(line, TIGHT_GAP):
        last = found[-1] if found else None
        if last is None or run.box.x0 - last.box.x1 > RUN_GAP * run.size or _two_headers(last, run, middles):
            found.append(run)
        else:
            found[-1] = joined_runs(last, run)
    joined: list[Run] = []
    for run in found:
        if joined and _one_word(joined[-1], run, body, others):
            joined[-1] = joined_runs(joined[-1], run)
        else:
            joined.append(run)
    return joined


def _one_word(left: Run, right: Run, body: Sequence[Run], others: Sequence[Sequence[Run]]) -> bool:
    """Whether two lone characters side by side are one header, and not 类 and 款 over a column each.

    They are where a header stands below them, of which neither alone is the parent, or where one of them has no entry;
    they are not where a header stands between them.
    """
    if not (_SPACED.fullmatch(left.text) and _CHINESE_ONE.fullmatch(right.text)):
        return False
    runs = [run for line in others for run in line if not is_column_number(run)]
    if any(left.box.x1 < run.box.x0 and run.box.x1 < right.box.x0 and run.box.y0 < left.box.y1 for run in runs):
        return False
    if any(overlap(run, char) for run in runs for char in (left, right) if run.box.y0 > char.box.y1):
        return True
    apart = [
        any(_is_near(run, own) and not _is_near(run, other) for run in body)
        for own, other in ((left, right), (right, left))
    ]
    return not all(apart)


def _is_near(entry: Run, header: Run) -> bool:
    """Whether an entry stands under a header, or not a character beside it: one is centred, the other need not be."""
    beside = header.size / 2
    return entry.box.x0 < header.box.x1 + beside and header.box.x0 - beside < entry.box.x1


def _two_headers(left: Run, right: Run, middles: Sequence[float]) -> bool:
    """Whether two words are headers of two columns: Chinese at the gap (2024 年 has one too), not letters set apart."""
    words = len(left.text) > 1 and len(right.text) > 1 and bool(_CHINESE.fullmatch(left.text[-1] + right.text[0]))
    return words and any(left.box.centre[0] < middle < right.box.centre[0] for middle in middles)


def _camelot_cuts(path: Path, page: Page, area: Box) -> list[float]:
    """camelot's column cuts inside the area; none where it finds no table or cannot read the file."""
    from camelot.io import read_pdf  # noqa: PLC0415 - loads OpenCV and pandas: who has no such table does not pay for it

    corner = f"{area.x0:.1f},{page.height - area.y0:.1f},{area.x1:.1f},{page.height - area.y1:.1f}"
    try:
        tables = read_pdf(
            str(path), pages=str(page.number), flavor="network", table_areas=[corner], suppress_stdout=True
        )
    except (ValueError, IndexError, KeyError, TypeError, OSError):
        return []  # its PDF reader is stricter than ours; the white strips decide alone
    return [left for left, _ in tables[0].cols[1:]] if len(tables) else []


def _inherited(above: Region | None, area: Box, runs: Sequence[Run]) -> list[float]:
    """The columns of the table above a page break, where they fit."""
    if above is None or abs(above.box.x0 - area.x0) > SAME_EDGE or abs(above.box.x1 - area.x1) > SAME_EDGE:
        return []
    return [] if cut_through(runs, above.xs) else list(above.xs)


@dataclass(slots=True)
class _Band:
    """What stands in one column: from where to where, how many of the body's runs, how many amounts, its headers.

    ``lean``: how far the middle of its entries lies to the right of that of its header.
    """

    x0: float
    x1: float
    runs: int = 0
    amounts: int = 0
    headers: int = 0
    lean: float = 0.0

    def meets(self, run: Run) -> bool:
        return run.box.x0 < self.x1 and self.x0 < run.box.x1

    def grow(self, x0: float, x1: float) -> None:
        self.x0, self.x1 = min(self.x0, x0), max(self.x1, x1)


def _white_strips(body: Sequence[Run], header: Sequence[Run]) -> Iterator[Strip]:
    """White between columns, left to right: no body run enters it but a lone one (a centred 合计).

    In a table of one row all are alone, and each is a column.
    """
    bands: list[_Band] = []
    for run in sorted(body, key=lambda r: r.box.x0):
        if not bands or run.box.x0 >= bands[-1].x1:
            bands.append(_Band(run.box.x0, run.box.x1))
        bands[-1].grow(run.box.x0, run.box.x1)
        bands[-1].runs += 1
        bands[-1].amounts += is_filled(run) and not _CODE.fullmatch(run.text)
    fewest = min(2, max((band.runs for band in bands), default=0))
    kept = [band for band in bands if band.runs >= fewest]
    for run in sorted(header, key=lambda r: (-r.box.centre[1], r.box.x0)):  # the lowest stand over one column each
        over = [band for band in kept if band.meets(run)]
        if not over and not _between_lower(run, header):  # a column without a single entry still has its header
            kept.append(_Band(run.box.x0, run.box.x1, headers=1))
        elif len(over) == 1:
            if not over[0].headers:
                over[0].lean = (over[0].x0 + over[0].x1) / 2 - run.box.centre[0]
            over[0].grow(run.box.x0, run.box.x1)
            over[0].headers += 1
    kept.sort(key=lambda band: band.x0)
    for left, right in pairwise(_with_their_headers(kept)):
        if left.x1 < right.x0:
            yield left.x1, right.x0


def _between_lower(run: Run, header: Sequence[Run]) -> bool:
    """Whether the headers beside one both stand wholly below it: it spans their columns and has none of its own."""
    left = max((h for h in header if h.box.x1 <= run.box.x0), key=lambda h: h.box.x1, default=None)
    right = min((h for h in header if h.box.x0 >= run.box.x1), key=lambda h: h.box.x0, default=None)
    return left is not None and right is not None and min(left.box.y0, right.box.y0) >= run.box.y1 - 1


def _with_their_headers(bands: Sequence[_Band]) -> list[_Band]:
    """The bands; a header that stands over nothing is that of the entries beside it that have none.

    Headers are centred: labels stand to the left of theirs, amounts to the right, unless those under their own
    headers stand to the left.
    """
    right = sum(band.lean for band in bands if 2 * band.amounts > band.runs) > -CENTRED
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


def _clear(strips: Sequence[Strip], header: Sequence[Run]) -> Iterator[Strip]:
    """The widest part of each strip that no header crosses; the whole strip where headers fill it."""
    for left, right in strips:
        crossing = sorted((r.box.x0, r.box.x1) for r in header if r.box.x0 < right and left < r.box.x1)
        parts, start = [], left
        for x0, x1 in crossing:
            parts.append((start, x0))
            start = max(start, x1)
        widest = max([*parts, (start, right)], key=lambda part: part[1] - part[0])
        yield widest if widest[0] < widest[1] else (left, right)
