"""Rows that no rule parts: a band of the grid that holds several lines of amounts is cut into rows."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ocr_fallback.cells import LinePicture
from ocr_fallback.columns import AMOUNT, plain
from ocr_fallback.values import BaseGrid, Box, Slot

FEWEST_ALONE = 3
"""So many amounts above one another are rows though no other column has any."""
ON_ROW = 0.35
"""The middle of a line differs from its row's by at most this share of the usual line's height."""
_DASH = re.compile("[-—–一]+")


def rows_parted(grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[str]) -> BaseGrid:
    """The grid, every band that holds several lines of amounts cut into a row for each; else the grid itself.

    ``pictures`` are the lines of its cells, ``texts`` what they read as. A band with merged cells is left whole, and
    one whose lines do not all lie in rows (a wrapped label beside an amount).
    """
    merged = {row for s in grid.slots for row in range(s.row, s.row + s.row_span) if s.row_span > 1 or s.col_span > 1}
    held: dict[int, dict[int, list[int]]] = {}
    for k, line in enumerate(pictures):
        slot = grid.slots[line.slot]
        if slot.row not in merged:
            held.setdefault(slot.row, {}).setdefault(line.slot, []).append(k)
    cuts = {band: _cuts(lines, pictures, texts) for band, lines in held.items()}
    if not any(cuts.values()):
        return grid
    ys, slots = [grid.ys[0]], list[Slot]()
    for band, below in enumerate(grid.ys[1:]):
        first, edges = len(ys) - 1, [ys[-1], *cuts.get(band, ()), below]
        for slot in (slot for slot in grid.slots if slot.row == band):
            if not cuts.get(band):
                slots.append(slot._replace(row=first))
            else:
                x0, _, x1, _ = slot.box
                slots += (
                    slot._replace(row=first + k, box=Box(x0, upper, x1, lower))
                    for k, (upper, lower) in enumerate(pairwise(edges))
                )
        ys += edges[1:]
    ordered = sorted(slots, key=lambda slot: (slot.row, slot.col))
    return BaseGrid(grid.box, grid.xs, tuple(ys), tuple(ordered))


def _cuts(held: Mapping[int, Sequence[int]], pictures: Sequence[LinePicture], texts: Sequence[str]) -> list[float]:
    """The heights at which a band is cut between its lines; none where it is one row, or not surely several."""
    stacks = [lines for lines in held.values() if _are_amounts([plain(texts[k]) for k in lines])]
    if not stacks or (len(stacks) == 1 and len(stacks[0]) < FEWEST_ALONE):
        return []
    boxes = [pictures[k].box for lines in held.values() for k in lines]
    reach = ON_ROW * statistics.median(box.height for box in boxes)
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=_middle):
        if rows and _middle(box) - _middle(rows[-1][0]) <= 2 * reach:
            rows[-1].append(box)
        else:
            rows.append([box])
    for row in rows:
        usual = statistics.median(map(_middle, row))
        if any(abs(_middle(box) - usual) > reach for box in row):
            return []
    if any(max(b.y1 for b in upper) > min(b.y0 for b in lower) for upper, lower in pairwise(rows)):
        return []
    return [(max(b.y1 for b in upper) + min(b.y0 for b in lower)) / 2 for upper, lower in pairwise(rows)]


def _are_amounts(texts: Sequence[str]) -> bool:
    """Whether these are several whole amounts: of one that is broken over lines one line alone has the decimals."""
    figures = [text for text in texts if not _DASH.fullmatch(text)]
    decimals = {len(text.partition(".")[2]) for text in figures}
    return len(texts) > 1 and len(decimals) == 1 and decimals != {0} and all(map(AMOUNT.fullmatch, figures))


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2
