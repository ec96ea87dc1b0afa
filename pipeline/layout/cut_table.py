"""The cells and rows of a table whose columns are known and whose rows no rule draws."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.geometry import Box, union
from pipeline.layout.cell_lines import blocks_of
from pipeline.layout.line_evidence import line_evidence
from pipeline.layout.runs import SLACK, Run, is_amount, is_column_number, is_filled
from pipeline.layout.spanning_headers import Block, over_children, spans_rows
from pipeline.model.page import Rule
from pipeline.model.table import Region, Slot

CENTRED = 6.0
"""A text is centred over columns when its middle is at most this far (points) from theirs."""
ROW_SHARE = 0.3
"""A cell lies in a row when at least this share of its height does."""
ON_EDGE = 1.0
"""A header's line whose middle is no further (points) from the edge of a row lies in both rows."""
FULL_ROW = 0.9
"""Or when it fills this share of the row's height."""
OVERLAP = 0.45
"""Boxes of two rows overlap by no more than this share of the height of either: boxes are higher than their ink."""


def cells_of(cuts: Sequence[float], runs: Sequence[Run], rules: Sequence[Rule] = ()) -> list[Block]:
    """The cells of a table with its columns cut there; ``rules``: those that lie between its rows.

    Headers are widened over their children, labels over the blank columns in whose middle they stand. No cell of the
    body goes on below a rule.
    """
    amounts = [run.box for run in runs if is_amount(run)]
    top = min((box.y0 for box in amounts), default=-math.inf)
    above = [run for run in runs if run.box.centre[1] < top]
    numbers = {run.box for run in above if is_column_number(run)}
    known = line_evidence([run for run in above if run.box not in numbers])
    firsts = {run for run in _first_below(rules, runs, cuts) if run.box.centre[1] >= top}
    known = known._replace(starts=known.starts | firsts)
    blocks = blocks_of(cuts, runs, known)
    heads = [b._replace(is_header=True) for b in blocks if b.box.centre[1] < top and b.box not in numbers]
    body = [_label(b, amounts) for b in blocks if b.box.centre[1] >= top or b.box in numbers]
    filled = {run.box for run in runs if is_filled(run)}
    floor = min((b.box.y0 for b in body), default=math.inf)
    return over_children(heads, cuts, floor) + [b if b.box in filled else _widened(b, body, cuts) for b in body]


def _first_below(rules: Sequence[Rule], runs: Sequence[Run], cuts: Sequence[float]) -> frozenset[Run]:
    """In each column the first runs below each rule."""
    found: dict[tuple[int, int], Run] = {}
    for run in sorted(runs if rules else (), key=lambda run: -run.box.centre[1]):
        x, y = run.box.centre
        above = sum(rule.at < y and rule.start < x < rule.end for rule in rules)
        found[above, bisect_right(cuts, x)] = run
    return frozenset(found.values())


def _label(block: Block, amounts: Sequence[Box]) -> Block:
    """The cell of a body; its lines decide in which rows it lies where an amount stands beside its middle alone.

    Else it is less sure which lines are one label.
    """
    middle = block.box.centre[1]
    centred = len(block.lines) > 1 and any(abs(box.centre[1] - middle) < SLACK for box in amounts)
    return block if centred else block._replace(lines=())


def rows_cut(page_no: int, area: Box, cuts: Sequence[float], blocks: Sequence[Block]) -> Region:
    """The area as a table: its columns as cut, its rows off the cells' own lines."""
    spanning = [b for b in blocks if spans_rows(b, blocks)]
    bands = _bands([b for b in blocks if b not in spanning])
    ys = [area.y0, *((upper.y1 + lower.y0) / 2 for upper, lower in pairwise(bands)), area.y1]
    slots: dict[tuple[int, int], Slot] = {}
    taken: set[tuple[int, int]] = set()
    for block in sorted(blocks, key=lambda b: (b.box.y0, b.first)):
        own = list(_rows_of(block, ys))
        if block not in spanning:
            own = own[:1]
        place = {(r, c) for r in own for c in range(block.first, block.last + 1)}
        if own and not place & taken:
            taken |= place
            slots[own[0], block.first] = _slot(own[0], block.first, len(own), block.last - block.first + 1, cuts, ys)
    for row in range(len(ys) - 1):
        for col in range(len(cuts) - 1):
            if (row, col) not in taken:
                slots[row, col] = _slot(row, col, 1, 1, cuts, ys)
    ordered = tuple(slots[place] for place in sorted(slots))
    return Region(page_no, Box(cuts[0], ys[0], cuts[-1], ys[-1]), tuple(cuts), tuple(ys), ordered, ruled=False)


def bands_replaced(region: Region, cuts: Mapping[int, Region]) -> Region:
    """The region with bands cut anew: ``cuts`` by the row a band begins with; the region itself where there are none.

    All cells of such a band reach over the same rows; what lies lower moves down.
    """
    if not cuts:
        return region
    ys: list[float] = [region.ys[0]]
    slots: list[Slot] = []
    row = 0
    while row < len(region.ys) - 1:
        first = len(ys) - 1
        own = [slot for slot in region.slots if slot.row == row]
        if (cut := cuts.get(row)) is not None:
            slots += [slot._replace(row=first + slot.row) for slot in cut.slots]
            ys += cut.ys[1:]
            row += own[0].row_span
        else:
            slots += [slot._replace(row=first) for slot in own]
            ys.append(region.ys[row + 1])
            row += 1
    return Region(region.page_no, region.box, region.xs, tuple(ys), tuple(slots), region.ruled)


def _rows_of(block: Block, ys: Sequence[float]) -> Iterator[int]:
    """The rows a cell lies in, among them those of the middles of all its lines where it has several."""
    box = block.box
    middles = [line.centre[1] for line in block.lines] if len(block.lines) > 1 else []
    edge = ON_EDGE if block.is_header else 0.0
    for k, (top, bottom) in enumerate(pairwise(ys)):
        inside = min(box.y1, bottom) - max(box.y0, top)
        if inside > min(ROW_SHARE * box.height, FULL_ROW * (bottom - top)) or any(
            top - edge <= y < bottom + edge for y in middles
        ):
            yield k


def _slot(row: int, col: int, rows: int, cols: int, xs: Sequence[float], ys: Sequence[float]) -> Slot:
    return Slot(row, col, rows, cols, Box(xs[col], ys[row], xs[col + cols], ys[row + rows]))


def _widened(block: Block, blocks: Sequence[Block], cuts: Sequence[float]) -> Block:
    """The block widened over the blank neighbours in whose common middle it stands (a total's label)."""
    beside = [b for b in blocks if b is not block and b.box.y0 < block.box.y1 - 1 and block.box.y0 < b.box.y1 - 1]
    low = max([b.last + 1 for b in beside if b.last < block.first], default=0)
    high = min([b.first - 1 for b in beside if b.first > block.last], default=len(cuts) - 2)
    column = [b.box for b in blocks if (b.first, b.last) == (block.first, block.last) and b is not block]
    middle = block.box.centre[0]
    aligned = any(
        min(abs(box.x0 - block.box.x0), abs(box.x1 - block.box.x1), abs(box.centre[0] - middle)) < SLACK
        for box in column
    )
    if aligned or (low, high) == (block.first, block.last):
        return block
    ranges = [(i, j) for i in range(low, block.first + 1) for j in range(block.last, high + 1)]
    off = {(i, j): abs((cuts[i] + cuts[j + 1]) / 2 - middle) for i, j in ranges}
    first, last = min(ranges, key=lambda r: (off[r], r[1] - r[0]))
    return block._replace(first=first, last=last) if off[first, last] <= CENTRED else block


def _bands(blocks: Sequence[Block]) -> list[Box]:
    """Rows: cells that overlap in height."""
    bands: list[Box] = []
    for box in sorted((b.box for b in blocks), key=lambda b: b.centre[1]):
        own = box
        while bands and _are_one_row(bands[-1], own):
            own = union((bands.pop(), own))
        bands.append(own)
    return bands


def _are_one_row(upper: Box, lower: Box) -> bool:
    """Whether the middle of one lies in the other, or nearly: no row ends within lines that stand so."""
    overlap = upper.y1 - lower.y0
    return (
        lower.centre[1] < upper.y1 or upper.centre[1] > lower.y0 or overlap > OVERLAP * min(upper.height, lower.height)
    )
