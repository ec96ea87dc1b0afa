"""Tables without vertical rules: columns cut through white, rows read off their own lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.geometry import Box, union
from pipeline.layout.areas import aligned_areas
from pipeline.layout.cell_lines import SLACK, blocks_of
from pipeline.layout.column_cuts import body_top, column_cuts, headers_apart
from pipeline.layout.ruled_header import header_over, ruled_headers, stacked
from pipeline.layout.rules import joined
from pipeline.layout.runs import Run, is_amount, is_filled, runs_of
from pipeline.layout.spanning_headers import Block, header_starts, over_children, spans_rows
from pipeline.model.page import Char, Page
from pipeline.model.table import Region, Slot
from pipeline.visual_lines import visual_lines

CENTRED = 6.0
"""A text is centred over columns when its middle is at most this far (points) from theirs."""
LONG_RULE = 0.3
"""A horizontal rule of at least this share of the page's width can bound a table."""
ROW_SHARE = 0.3
"""A cell lies in a row when at least this share of its height does."""
FEWEST_CUTS = 3
"""Left edge, one cut, right edge: two columns."""


def unruled_regions(
    page: Page, ruled: Sequence[Region], path: Path | None = None, above: Region | None = None
) -> tuple[Region, ...]:
    """The tables whose columns no rule draws.

    ``path``: the PDF the page is from, looked into by camelot; ``None`` where its text is in no file.
    ``above``: the unruled table that ends the page before; an area as wide takes its columns where they cut no
    text. Raises nothing: an area without white to cut through is left as running text. A table whose header alone
    is ruled holds that region too.
    """
    if not page.located:
        return ()
    free: Sequence[Char] = page.chars
    for x0, y0, x1, y1 in (region.box for region in ruled):
        free = [c for c in free if not (x0 <= (c.x0 + c.x1) / 2 <= x1 and y0 <= (c.y0 + c.y1) / 2 <= y1)]
    printed = visual_lines(free)
    lines = [list(runs_of(line)) for line in printed]
    rules = [r for r in joined(page.horizontal_rules) if r.end - r.start >= LONG_RULE * page.width]
    found = []
    headers = ruled_headers(ruled, page.chars) if printed else []
    for area in aligned_areas(lines, rules, [region.box for region in ruled], [region.box for region in headers]):
        runs = _runs_in(area, printed, lines)
        if (header := header_over(runs, headers)) is not None:
            below = Box(header.box.x0, header.box.y1, header.box.x1, area.y1)
            body = rows_cut(page.number, below, header.xs, _with_header(header.xs, runs))
            found.append(stacked(header, body))
            continue
        cuts = column_cuts(path, page, area, runs, above)
        if len(cuts) >= FEWEST_CUTS:
            found.append(rows_cut(page.number, area, cuts, _with_header(cuts, runs)))
    return tuple(found)


def _runs_in(area: Box, printed: Sequence[Sequence[Char]], lines: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of the area, its headers parted where its columns are."""
    inside = [[run for run in line if area.holds(*run.box.centre)] for line in lines]
    top = body_top([run for line in inside for run in line], area)
    body = [run for line in inside for run in line if run.box.y0 >= top]
    heads = [line for line in inside if line and line[0].box.y0 < top]
    found: list[Run] = []
    for chars, line in zip(printed, inside, strict=True):
        if line and line[0].box.y0 < top:
            others = [other for other in heads if other is not line]
            found += (run for run in headers_apart(chars, body, others) if area.holds(*run.box.centre))
        else:
            found += line
    return found


def _with_header(cuts: Sequence[float], runs: Sequence[Run]) -> list[Block]:
    """The cells of a table: headers widened over their children, labels over what they are centred on."""
    top = min((run.box.y0 for run in runs if is_amount(run)), default=-math.inf)
    blocks = blocks_of(cuts, runs, header_starts([run for run in runs if run.box.y1 <= top]))
    heads = [b for b in blocks if b.box.y1 <= top]
    body = [b for b in blocks if b.box.y1 > top]
    amounts = {run.box for run in runs if is_filled(run)}
    floor = min((b.box.y0 for b in body), default=math.inf)
    return over_children(heads, cuts, floor) + [b if b.box in amounts else _widened(b, body, cuts) for b in body]


def rows_cut(page_no: int, area: Box, cuts: Sequence[float], blocks: Sequence[Block]) -> Region:
    """The area as a table: its columns as cut, its rows off the cells' own lines."""
    spanning = [b for b in blocks if spans_rows(b, blocks)]
    bands = _bands([b for b in blocks if b not in spanning])
    ys = [area.y0, *((upper.y1 + lower.y0) / 2 for upper, lower in pairwise(bands)), area.y1]
    slots: dict[tuple[int, int], Slot] = {}
    taken: set[tuple[int, int]] = set()
    for block in sorted(blocks, key=lambda b: (b.box.y0, b.first)):
        rows = [
            k
            for k in range(len(ys) - 1)
            if min(block.box.y1, ys[k + 1]) - max(block.box.y0, ys[k]) > ROW_SHARE * block.box.height
        ]
        own = rows if block in spanning else rows[:1]
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
    return Block(first, last, block.box) if off[first, last] <= CENTRED else block


def _bands(blocks: Sequence[Block]) -> list[Box]:
    """Rows: cells that overlap in height."""
    bands: list[Box] = []
    for box in sorted((b.box for b in blocks), key=lambda b: (b.y0 + b.y1) / 2):
        centre = (box.y0 + box.y1) / 2
        if bands and (centre < bands[-1].y1 or (bands[-1].y0 + bands[-1].y1) / 2 > box.y0):
            bands[-1] = union((bands[-1], box))
        else:
            bands.append(box)
    return bands
