"""Tables without vertical rules: columns cut through white, rows read off their own lines."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.layout.areas import aligned_areas
from pipeline.layout.column_cuts import body_top, column_cuts, headers_apart
from pipeline.layout.rules import joined
from pipeline.layout.runs import Run, is_amount, is_filled, runs_of
from pipeline.model.page import Char, Page
from pipeline.model.table import Region, Slot
from pipeline.money import plain
from pipeline.visual_lines import visual_lines

LEADING = 1.45
"""Lines of one cell stand at most this share of the font size apart."""
NO_ROOM = 1.5
"""A line that leaves less room than this share of the font size had no room for another character."""
CENTRED = 6.0
"""A text is centred over columns when its middle is at most this far (points) from theirs."""
LONG_RULE = 0.3
"""A horizontal rule of at least this share of the page's width can bound a table."""
SLACK = 2.0
"""Edges closer than this (points) are aligned."""
ROW_SHARE = 0.3
"""A cell lies in a row when at least this share of its height does."""
ON_LINE = 0.25
"""The middles of what stands on one line differ by less than this share of the font size."""
_ENUMERATED = re.compile(r"[(]?[一二三四五六七八九十]+[)、]|[(]\d+[)]|\d+[、.](?!\d)|其中:")
BROKEN = re.compile(r"-?[\d,]+[.,]|-?\d{1,3}(?:,\d{3})*,\d{1,2}")
"""A number that goes on below: no number ends with a point or comma, nor with less than three digits behind a comma."""
FEWEST_CUTS = 3
"""Left edge, one cut, right edge: two columns."""


class Block(NamedTuple):
    """The lines of one cell: the columns it lies in (first, last) and its box."""

    first: int
    last: int
    box: Box


def unruled_regions(
    page: Page, ruled: Sequence[Region], path: Path | None = None, above: Region | None = None
) -> tuple[Region, ...]:
    """The tables whose columns no rule draws.

    ``path``: the PDF the page is from, looked into by camelot; ``None`` where its text is in no file.
    ``above``: the unruled table that ends the page before; an area as wide takes its columns where they cut no
    text. Raises nothing: an area without white to cut through is left as running text.
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
    for area in aligned_areas(lines, rules, [region.box for region in ruled]):
        runs = _runs_in(area, printed, lines)
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
    blocks = blocks_of(cuts, runs)
    body_top = min((run.box.y0 for run in runs if is_amount(run)), default=-math.inf)
    heads = [b for b in blocks if b.box.y1 <= body_top]
    return _over_children(heads) + _centred([b for b in blocks if b.box.y1 > body_top], cuts)


def rows_cut(page_no: int, area: Box, cuts: Sequence[float], blocks: Sequence[Block]) -> Region:
    """The area as a table: its columns as cut, its rows off the cells' own lines."""
    spanning = [b for b in blocks if _spans_rows(b, blocks)]
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


def blocks_of(cuts: Sequence[float], runs: Sequence[Run]) -> list[Block]:
    """Runs stacked to cells: a line goes on the one above it where that one had no room left."""
    widest: dict[tuple[int, int], float] = {}
    placed: list[tuple[int, int, Run]] = []
    for run in sorted(runs, key=lambda r: (r.box.y0, r.box.x0)):
        first = max((k for k in range(len(cuts) - 1) if cuts[k] <= run.box.x0 + SLACK), default=0)
        last = min((k for k in range(len(cuts) - 1) if cuts[k + 1] >= run.box.x1 - SLACK), default=len(cuts) - 2)
        first, last = min(first, last), max(first, last)
        placed.append((first, last, run))
        widest[first, last] = max(widest.get((first, last), 0.0), run.box.width)
    blocks: list[tuple[int, int, list[Run]]] = []
    amounts = set(_whole_amounts(runs))
    heights = sorted(amount.box.centre[1] for amount in amounts)
    for first, last, run in placed:
        lines = next((b[2] for b in reversed(blocks) if (b[0], b[1]) == (first, last)), None)
        own_row = lines is not None and all(_beside(heights, r, r in amounts) for r in (run, lines[-1]))
        goes_on = lines is not None and not own_row and _goes_on(run, lines[-1], widest[first, last])
        if lines is not None and (goes_on or _ends_number(run, lines[-1])):
            lines.append(run)
        else:
            blocks.append((first, last, [run]))
    return [Block(first, last, union(run.box for run in lines)) for first, last, lines in blocks]


def _goes_on(run: Run, above: Run, room: float) -> bool:
    """Whether a run is the next line of the text above: close below a line that had no room left, no number."""
    full = above.box.width + NO_ROOM * run.size > room
    close = run.box.y1 - above.box.y1 <= LEADING * run.size
    return close and full and not is_filled(run) and not is_filled(above) and not _ENUMERATED.match(plain(run.text))


def _ends_number(run: Run, above: Run) -> bool:
    """Whether a run is the rest of a number that broke off on the line above (1,234,5 and 67.00)."""
    close = 0 < run.box.y1 - above.box.y1 <= LEADING * run.size and run.box.x0 < above.box.x1 + SLACK
    broken = BROKEN.fullmatch(plain(above.text)) and re.fullmatch(r"[\d,.]+", plain(run.text))
    return close and above.box.x0 < run.box.x1 + SLACK and bool(broken)


def _whole_amounts(runs: Sequence[Run]) -> list[Run]:
    """The runs that fill a cell for amounts by themselves, halves of broken numbers left out."""
    broken = [run for run in runs if BROKEN.fullmatch(plain(run.text))]
    return [r for r in runs if is_filled(r) and r not in broken and not any(_ends_number(r, b) for b in broken)]


def _beside(heights: Sequence[float], run: Run, is_one: bool) -> bool:
    """Whether an amount stands on the run's line: each with one of its own, two lines are two rows.

    ``heights``: the sorted middles of all amounts; ``is_one``: the run's is among them, and does not count.
    """
    middle, reach = run.box.centre[1], ON_LINE * run.size
    on_line = bisect_left(heights, middle + reach) - bisect_right(heights, middle - reach)
    return on_line > 1 if is_one else on_line > 0


def _over_children(heads: Sequence[Block]) -> list[Block]:
    """Header blocks, each widened over the columns whose lower headers stand nearest to it.

    One without a lower header in its own columns is nobody's parent, at whatever height it stands.
    """
    standing = [b for b in heads if _spans_rows(b, heads)]
    levels = _levels([b for b in heads if b not in standing])
    lowest = [
        block
        for k, level in enumerate(levels[:-1])
        for block in level
        if not any(_share_columns(block, lower) for below in levels[k + 1 :] for lower in below)
    ]
    standing += lowest
    levels = _levels([b for level in levels for b in level if b not in lowest])
    widened = [*standing, *(levels[-1] if levels else ())]
    for level, below in pairwise(levels):
        taken = {c for b in (*standing, *level) for c in range(b.first, b.last + 1)}
        reach = {id(parent): [parent.first, parent.last] for parent in level}
        for child in below:
            if not taken & set(range(child.first, child.last + 1)):
                near = min(level, key=lambda p: _apart(p.box, child.box))
                span = reach[id(near)]
                span[:] = [min(span[0], child.first), max(span[1], child.last)]
        widened += (Block(reach[id(parent)][0], reach[id(parent)][1], parent.box) for parent in level)
    return widened


def _levels(heads: Sequence[Block]) -> list[list[Block]]:
    """The rows that header blocks stand in, from the top."""
    levels: list[list[Block]] = []
    for block in sorted(heads, key=lambda b: b.box.centre[1]):
        if levels and block.box.centre[1] < levels[-1][0].box.y1:
            levels[-1].append(block)
        else:
            levels.append([block])
    return levels


def _share_columns(one: Block, other: Block) -> bool:
    return one.first <= other.last and other.first <= one.last


def _apart(one: Box, other: Box) -> float:
    """How far two boxes stand apart from side to side; 0 when one is over the other."""
    return max(one.x0 - other.x1, other.x0 - one.x1, 0.0)


def _centred(blocks: Sequence[Block], cuts: Sequence[float]) -> list[Block]:
    """Blocks widened over blank neighbours whose common middle they stand in (a total's label)."""
    return [_widened(block, blocks, cuts) for block in blocks]


def _widened(block: Block, blocks: Sequence[Block], cuts: Sequence[float]) -> Block:
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


def _spans_rows(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether two cells that stand above one another lie beside the block: it spans their rows."""
    beside = [b for b in blocks if b is not block and min(b.box.y1, block.box.y1) - max(b.box.y0, block.box.y0) > 1]
    return any(
        a.box.y1 <= b.box.y0 + 1 and a.first <= b.last and b.first <= a.last
        for a in beside
        for b in beside
        if a is not b
    )


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
