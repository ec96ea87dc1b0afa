"""Tables without vertical rules: found by aligned amounts, columns by camelot, rows by their own lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.geometry import Box, union
from pipeline.layout.rules import joined
from pipeline.model.page import Char, Page, Rule
from pipeline.model.table import Region, Slot
from pipeline.money import parse_number, plain
from pipeline.visual_lines import visual_lines

RUN_GAP = 0.6
"""Runs of text are parted by gaps wider than this share of the font size."""
FEWEST_AMOUNTS = 3
"""Lines with an amount standing alone that make a table of aligned text."""
LOOSE_LINES = 2
"""Lines without an amount (wrapped labels) that may stand between two lines with one."""
LEADING = 1.45
"""Lines of one cell stand at most this share of the font size apart."""
LINE_PITCH = 3.0
"""Lines further apart than this many font sizes do not belong to one table."""
CENTRED = 6.0
"""A text is centred over columns when its middle is at most this far (points) from theirs."""
SAME_EDGE = 3.0
"""Tables on two pages are as wide as each other when their edges differ by at most this (points)."""
LONG_RULE = 0.3
"""A horizontal rule of at least this share of the page's width can bound a table."""
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|-?\d{1,3}(?:,\d{3})+|\d{4}|\d{6}|\d{8,}")
_LABELLED = re.compile(r"单位[:：]|部门[:：]|名称[:：]")


class Run(NamedTuple):
    """Characters of one line without a wide gap."""

    text: str
    box: Box
    size: float


class Block(NamedTuple):
    """The lines of one cell: the columns it lies in (first, last) and its box."""

    first: int
    last: int
    box: Box


def unruled_regions(
    page: Page, ruled: Sequence[Region], path: Path, above: Region | None = None
) -> tuple[Region, ...]:
    """The tables whose columns no rule draws; camelot's network reader cuts their columns.

    ``above``: the table that ends the page before; an area as wide takes its columns where they cut no text.
    Raises nothing: an area without white to cut through is left as running text.
    """
    if not page.located:
        return ()
    free = [c for c in page.chars if not any(r.box.holds(*c.centre) for r in ruled)]
    lines = [list(_runs(line)) for line in visual_lines(free)]
    found = []
    for area in _areas(lines, [r for r in joined(page.horizontal_rules) if _long(r, page)], ruled):
        runs = [run for line in lines for run in line if area.holds(*run.box.centre)]
        cuts = _inherited(above, area, runs) or _column_cuts(path, page, area, runs)
        if len(cuts) > 2:  # noqa: PLR2004 - two cuts are one column, no table
            found.append(_region(page.number, area, cuts, runs))
    return tuple(found)


def _long(rule: Rule, page: Page) -> bool:
    return rule.end - rule.start >= LONG_RULE * page.width


def _runs(line: Sequence[Char]) -> Iterator[Run]:
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or line[i].x0 - line[i - 1].x1 > RUN_GAP * line[i].size:
            part = line[start:i]
            box = union(Box(c.x0, c.y0, c.x1, c.y1) for c in part)
            yield Run("".join(c.text for c in part), box, part[0].size)
            start = i


def _is_amount(run: Run) -> bool:
    return bool(_AMOUNT.fullmatch(plain(run.text)))


def _areas(lines: Sequence[Sequence[Run]], rules: Sequence[Rule], ruled: Sequence[Region]) -> Iterator[Box]:
    """Where lines with amounts of their own follow one another, with the header above them."""
    bearing = [i for i, line in enumerate(lines) if len(line) > 1 and any(map(_is_amount, line))]
    groups: list[list[int]] = []
    for i in bearing:
        if groups and all(len(lines[k]) < 8 for k in range(groups[-1][-1] + 1, i)) and _near(lines, groups[-1][-1], i):  # noqa: PLR2004
            groups[-1].append(i)
        else:
            groups.append([i])
    whole_areas = list(_between_rules(lines, rules, ruled))
    yield from whole_areas
    for group in groups:
        if len(group) < FEWEST_AMOUNTS:
            continue
        box = union(run.box for k in range(group[0], group[-1] + 1) for run in lines[k])
        above = [r.at for r in rules if r.at <= box.y0 + 1 and r.start <= box.x1 and r.end >= box.x0]
        below = [r.at for r in rules if r.at >= box.y1 - 1 and r.start <= box.x1 and r.end >= box.x0]
        top, bottom = box.y0, box.y1
        if below and _flows(lines, group[-1], min(below)):
            bottom = min(below)
        for k in range(group[0] - 1, -1, -1):
            header = lines[k]
            height = header[0].box.height
            gap = top - header[0].box.y1
            if gap > 2 * height or any(_LABELLED.search(run.text) for run in header):
                break
            if above and header[0].box.y1 <= min(a for a in above if a > header[0].box.y0 - 60):
                break
            if len(header) < 2 and not above:  # noqa: PLR2004 - a lone run above a rule-less table is its title
                break
            top = header[0].box.y0
        grown = [run.box for line in lines for run in line if top <= run.box.centre[1] <= bottom]
        whole = union(grown)
        bounds = [r for r in rules if top - 20 <= r.at <= bottom + 20]
        left = min([whole.x0, *(r.start for r in bounds)])
        right = max([whole.x1, *(r.end for r in bounds)])
        area = Box(left - 1, top - 1, right + 1, bottom + 1)
        if not any(area.meets(region.box) for region in ruled) and not any(area.meets(a) for a in whole_areas):
            yield area


def _between_rules(
    lines: Sequence[Sequence[Run]], rules: Sequence[Rule], ruled: Sequence[Region]
) -> Iterator[Box]:
    """What stands between the first and last of several rules of one length (a three-line table)."""
    sets: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        same = next((s for s in sets if abs(s[0].start - rule.start) < 3 and abs(s[0].end - rule.end) < 3), None)  # noqa: PLR2004 - points
        if same is None:
            sets.append([rule])
        else:
            same.append(rule)
    for group in sets:
        area = Box(group[0].start - 1, group[0].at - 1, group[0].end + 1, group[-1].at + 1)
        inside = [line for line in lines if group[0].at < line[0].box.centre[1] < group[-1].at]
        columned = [line for line in inside if len(line) > 1]
        headed = len(group) > 2  # noqa: PLR2004 - top, header and bottom rule
        if headed and len(columned) >= 0.5 * len(inside) > 0 and not any(area.meets(r.box) for r in ruled):
            yield area


def _near(lines: Sequence[Sequence[Run]], i: int, j: int) -> bool:
    """Whether two amount lines belong to one table: few loose lines and no wide gap between them."""
    gaps = [lines[k + 1][0].box.y0 - lines[k][0].box.y1 for k in range(i, j)]
    return j - i - 1 <= LOOSE_LINES * 3 and all(gap < 3 * lines[i][0].size for gap in gaps)


def _flows(lines: Sequence[Sequence[Run]], last: int, bottom: float) -> bool:
    """Whether lines follow the last amount without a wide gap down to the rule that closes the table."""
    feet = [lines[last][0].box.y1]
    for line in lines[last + 1 :]:
        if line[0].box.y0 > bottom:
            break
        if line[0].box.y0 - feet[-1] > LINE_PITCH * line[0].size:
            return False
        feet.append(line[0].box.y1)
    return bottom - feet[-1] <= LINE_PITCH * lines[last][0].size


def _inherited(above: Region | None, area: Box, runs: Sequence[Run]) -> list[float]:
    """The columns of the table above a page break, where they fit."""
    if above is None or abs(above.box.x0 - area.x0) > SAME_EDGE or abs(above.box.x1 - area.x1) > SAME_EDGE:
        return []
    cut_through = any(run.box.x0 + 1 < x < run.box.x1 - 1 for run in runs for x in above.xs[1:-1])
    return [] if cut_through else list(above.xs)


def _column_cuts(path: Path, page: Page, area: Box, runs: Sequence[Run]) -> list[float]:
    """Column cuts of the area from edge to edge; empty when there is no white to cut through."""
    import camelot  # noqa: PLC0415 - loads OpenCV; only documents with unruled tables pay for it

    # Spanning headers bridge columns: only the body, from the first amount down, is cut.
    top = min((run.box.y0 for run in runs if _is_amount(run)), default=area.y0) - 1
    corner = f"{area.x0:.1f},{page.height - top:.1f},{area.x1:.1f},{page.height - area.y1:.1f}"
    tables = camelot.read_pdf(
        str(path), pages=str(page.number), flavor="network", table_areas=[corner], suppress_stdout=True
    )
    if not len(tables):
        return []
    below = [run for run in runs if run.box.y0 >= top - 1]
    heads = [run for run in runs if run.box.y0 < top - 1]
    strips = list(_white_strips(below, heads))
    # camelot's cuts hold where they run through white; a strip it saw no cut in is a cut all the same.
    proposed = [left for left, _ in tables[0].cols[1:]]
    inner = [next((x for x in proposed if l < x < r), (l + r) / 2) for l, r in _clear(strips, heads)]
    return [area.x0, *inner, area.x1] if inner else []


def _white_strips(body: Sequence[Run], header: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """White between columns, left to right: what no body run enters, a lone run (a centred 合计) left aside."""
    columns: list[list[float]] = []
    support: list[int] = []
    for run in sorted(body, key=lambda r: r.box.x0):
        if columns and run.box.x0 < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], run.box.x1)
            support[-1] += 1
        else:
            columns.append([run.box.x0, run.box.x1])
            support.append(1)
    kept = [c for c, n in zip(columns, support, strict=True) if n > 1]
    for run in sorted(header, key=lambda r: -r.box.width):
        over = [c for c in kept if run.box.x0 < c[1] and c[0] < run.box.x1]
        if len(over) == 1:
            over[0][:] = [min(over[0][0], run.box.x0), max(over[0][1], run.box.x1)]
        elif not over:  # a column without a single entry still has its header
            kept.append([run.box.x0, run.box.x1])
    kept.sort()
    for (_, left), (right, _) in pairwise(kept):
        if left < right:
            yield left, right


def _clear(strips: Sequence[tuple[float, float]], header: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """The widest part of each strip that no header crosses; the whole strip where headers fill it."""
    for left, right in strips:
        crossing = sorted((r.box.x0, r.box.x1) for r in header if r.box.x0 < right and left < r.box.x1)
        parts, start = [], left
        for x0, x1 in crossing:
            parts.append((start, x0))
            start = max(start, x1)
        widest = max([*parts, (start, right)], key=lambda part: part[1] - part[0])
        yield widest if widest[0] < widest[1] else (left, right)


def _region(page_no: int, area: Box, cuts: Sequence[float], runs: Sequence[Run]) -> Region:
    blocks = _blocks(cuts, runs)
    body_top = min((run.box.y0 for run in runs if _is_amount(run)), default=area.y0)
    heads = [b for b in blocks if b.box.y1 <= body_top]
    blocks = _over_children(heads) + _centred([b for b in blocks if b.box.y1 > body_top], cuts)
    spanning = [b for b in blocks if _spans_rows(b, blocks)]
    bands = _bands([b for b in blocks if b not in spanning])
    ys = [area.y0, *((upper.y1 + lower.y0) / 2 for upper, lower in pairwise(bands)), area.y1]
    slots: dict[tuple[int, int], Slot] = {}
    taken: set[tuple[int, int]] = set()
    for block in sorted(blocks, key=lambda b: (b.box.y0, b.first)):
        rows = [k for k in range(len(ys) - 1) if min(block.box.y1, ys[k + 1]) - max(block.box.y0, ys[k]) > 0.3 * block.box.height]  # noqa: PLR2004
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


def _blocks(cuts: Sequence[float], runs: Sequence[Run]) -> list[Block]:
    """Runs stacked to cells: a line goes on the one above it where that one had no room left."""
    widest: dict[tuple[int, int], float] = {}
    placed: list[tuple[int, int, Run]] = []
    for run in sorted(runs, key=lambda r: (r.box.y0, r.box.x0)):
        first = max(k for k in range(len(cuts) - 1) if cuts[k] <= run.box.x0 + 2)
        last = min(k for k in range(len(cuts) - 1) if cuts[k + 1] >= run.box.x1 - 2)
        first, last = min(first, last), max(first, last)
        placed.append((first, last, run))
        widest[first, last] = max(widest.get((first, last), 0.0), run.box.width)
    blocks: list[tuple[int, int, list[Run]]] = []
    for first, last, run in placed:
        for _, _, lines in (b for b in reversed(blocks) if (b[0], b[1]) == (first, last)):
            above = lines[-1]
            full = above.box.width + 1.5 * run.size > widest[first, last]
            close = run.box.y1 - above.box.y1 <= LEADING * run.size
            if close and full and parse_number(run.text) is None and parse_number(above.text) is None:
                lines.append(run)
                break
            blocks.append((first, last, [run]))
            break
        else:
            blocks.append((first, last, [run]))
    return [Block(first, last, union(run.box for run in lines)) for first, last, lines in blocks]


def _over_children(heads: Sequence[Block]) -> list[Block]:
    """Header blocks, each widened over the columns whose lower headers stand nearest to it and have no other."""
    standing = [b for b in heads if _spans_rows(b, heads)]
    levels: list[list[Block]] = []
    for block in sorted((b for b in heads if b not in standing), key=lambda b: b.box.centre[1]):
        if levels and block.box.centre[1] < levels[-1][0].box.y1:
            levels[-1].append(block)
        else:
            levels.append([block])
    widened = [*standing, *(levels[-1] if levels else ())]
    for level, below in pairwise(levels):
        taken = {c for b in (*standing, *level) for c in range(b.first, b.last + 1)}
        reach = {id(parent): [parent.first, parent.last] for parent in level}
        for child in below:
            if not taken & set(range(child.first, child.last + 1)):
                near = min(level, key=lambda p: _apart(p.box, child.box))
                span = reach[id(near)]
                span[:] = [min(span[0], child.first), max(span[1], child.last)]
        widened += (Block(*reach[id(parent)], parent.box) for parent in level)
    return widened


def _apart(one: Box, other: Box) -> float:
    """How far two boxes stand apart from side to side; 0 when one is over the other."""
    return max(one.x0 - other.x1, other.x0 - one.x1, 0.0)


def _centred(blocks: Sequence[Block], cuts: Sequence[float]) -> list[Block]:
    """Blocks widened over blank neighbours whose common middle they stand in (a spanning header, a total's label)."""
    return [_widened(block, blocks, cuts) for block in blocks]


def _widened(block: Block, blocks: Sequence[Block], cuts: Sequence[float]) -> Block:
    beside = [b for b in blocks if b is not block and b.box.y0 < block.box.y1 - 1 and block.box.y0 < b.box.y1 - 1]
    low = max([b.last + 1 for b in beside if b.last < block.first], default=0)
    high = min([b.first - 1 for b in beside if b.first > block.last], default=len(cuts) - 2)
    column = [b.box for b in blocks if (b.first, b.last) == (block.first, block.last) and b is not block]
    middle = (block.box.x0 + block.box.x1) / 2
    aligned = any(
        abs(box.x0 - block.box.x0) < 2 or abs(box.x1 - block.box.x1) < 2 or abs((box.x0 + box.x1) / 2 - middle) < 2  # noqa: PLR2004
        for box in column
    )
    if aligned or (low, high) == (block.first, block.last):
        return block
    ranges = [(f, l) for f in range(low, block.first + 1) for l in range(block.last, high + 1)]
    first, last = min(ranges, key=lambda r: (abs((cuts[r[0]] + cuts[r[1] + 1]) / 2 - middle), r[1] - r[0]))
    centred = abs((cuts[first] + cuts[last + 1]) / 2 - middle) <= CENTRED
    return Block(first, last, block.box) if centred else block


def _spans_rows(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether two cells that stand above one another lie beside the block: it spans their rows."""
    beside = [b for b in blocks if b is not block and min(b.box.y1, block.box.y1) - max(b.box.y0, block.box.y0) > 1]
    return any(
        a.box.y1 <= b.box.y0 + 1 and a.first <= b.last and b.first <= a.last for a in beside for b in beside if a is not b
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
