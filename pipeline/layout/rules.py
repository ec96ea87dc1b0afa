"""From visible rules to base grids: snap, join, connect, and read off cells with their spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.geometry import Box
from pipeline.layout.undrawn_rules import below_spanning_headers
from pipeline.model.page import Rule
from pipeline.model.table import Region, Slot

SNAP = 3.0
"""Parallel rules closer than this (points) are one rule drawn twice; no printed row or column is so narrow."""
GAP = 3.0
"""A break in a rule up to this long is a joint between two strokes, not an opening."""
TOUCH = 3.0
"""How far a rule's end may miss the rule it meets."""
COVERED = 0.5
"""A cell's side is a wall when a rule runs along at least this share of it."""


def regions(page_no: int, horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[Region, ...]:
    """The ruled tables of a page, top to bottom: each with its base grid and merged cells.

    A table is a set of touching rules with rules in both directions. Sides left open (no outer rule) are
    closed where the crossing rules end.
    """
    lying, standing = joined(horizontal), joined(vertical)
    found = (_region(page_no, h, v) for h, v in _connected(lying, standing))
    return tuple(sorted((r for r in found if r), key=lambda r: (r.box.y0, r.box.x0)))


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """The rules after parallel doubles are snapped together and strokes in line are joined."""
    result: list[Rule] = []
    for cluster in _clusters(sorted(rules)):
        at = sum(r.at * (r.end - r.start) for r in cluster) / sum(r.end - r.start for r in cluster)
        start, end = None, 0.0
        for rule in sorted(cluster, key=lambda r: r.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + GAP:
                end = max(end, rule.end)
            else:
                result.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            result.append(Rule(at, start, end))
    return result


def _clusters(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    cluster: list[Rule] = []
    for rule in rules:
        if cluster and rule.at - cluster[0].at > SNAP:
            yield cluster
            cluster = []
        cluster.append(rule)
    if cluster:
        yield cluster


def _connected(lying: list[Rule], standing: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that touch one another, directly or through others."""
    parent = list(range(len(lying) + len(standing)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    reach = [(j, v.at, v.start - TOUCH, v.end + TOUCH) for j, v in enumerate(standing, len(lying))]
    for i, (at, start, end) in enumerate(lying):
        left, right = start - TOUCH, end + TOUCH
        for j, x, top, bottom in reach:
            if left <= x <= right and top <= at <= bottom:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*lying, *standing)):
        groups.setdefault(root(i), ([], []))[i >= len(lying)].append(rule)
    return (group for group in groups.values() if group[0] and group[1])


def _positions(walls: Sequence[Rule], crossing: Sequence[Rule]) -> tuple[float, ...]:
    """Where the grid is cut: at the walls, and where the crossing rules end beyond the outermost wall."""
    at = sorted({wall.at for wall in walls})
    cuts = [at[0]]
    for position in at[1:]:
        if position - cuts[-1] > SNAP:
            cuts.append(position)
    first, last = min(r.start for r in crossing), max(r.end for r in crossing)
    if cuts[0] - first > 2 * SNAP:
        cuts.insert(0, first)
    if last - cuts[-1] > 2 * SNAP:
        cuts.append(last)
    return tuple(cuts)


def _region(page_no: int, lying: Sequence[Rule], standing: Sequence[Rule]) -> Region | None:
    lying = [*lying, *below_spanning_headers(lying, standing)]
    xs, ys = _positions(standing, lying), _positions(lying, standing)
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 2:  # noqa: PLR2004 - one column is a frame or a text box, not a table
        return None
    right_wall = _walls(xs, ys, standing)
    lower_wall = _walls(ys, xs, lying)
    owner = _merged(n_rows, n_cols, right_wall, lower_wall)
    slots = tuple(_slot(group, xs, ys) for group in owner)
    return Region(page_no, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, slots)


def _walls(cuts: Sequence[float], along: Sequence[float], rules: Sequence[Rule]) -> set[tuple[int, int]]:
    """Pairs (i, k): the inner cut ``i + 1`` has a rule along the stretch ``k``."""
    found: set[tuple[int, int]] = set()
    covered: dict[tuple[int, int], float] = {}
    for rule in rules:
        i = bisect_left(cuts, rule.at - SNAP)
        if i >= len(cuts) or abs(cuts[i] - rule.at) > SNAP:
            continue
        first = max(bisect_right(along, rule.start) - 1, 0)
        for k in range(first, min(bisect_left(along, rule.end), len(along) - 1)):
            low, high = along[k], along[k + 1]
            key = (i - 1, k)
            if rule.start <= low and high <= rule.end:  # as nearly all are: along its whole length
                found.add(key)
                continue
            overlap = min(high, rule.end) - max(low, rule.start)
            covered[key] = covered.get(key, 0.0) + max(overlap, 0.0)
            if covered[key] >= COVERED * (high - low):
                found.add(key)
    return found


def _merged(
    n_rows: int, n_cols: int, right_wall: set[tuple[int, int]], lower_wall: set[tuple[int, int]]
) -> list[tuple[int, int, int, int]]:
    """Merged cells as (row, col, row_span, col_span), row-major: base cells without a wall between them.

    A shape that is no rectangle (a rule ends inside a merged cell) is cut into rectangles, widest rows first.
    """
    seen = [[False] * n_cols for _ in range(n_rows)]
    cells: list[tuple[int, int, int, int]] = []
    for row in range(n_rows):
        for col in range(n_cols):
            if seen[row][col]:
                continue
            width = 1
            while col + width < n_cols and not seen[row][col + width] and (col + width - 1, row) not in right_wall:
                width += 1
            height = 1
            while row + height < n_rows and _extends(row + height, col, width, right_wall, lower_wall, n_cols):
                height += 1
            for i in range(row, row + height):
                for j in range(col, col + width):
                    seen[i][j] = True
            cells.append((row, col, height, width))
    return cells


def _extends(
    row: int,
    col: int,
    width: int,
    right_wall: set[tuple[int, int]],
    lower_wall: set[tuple[int, int]],
    n_cols: int,
) -> bool:
    """Whether the base cells of ``row`` go on the merged cell above them, in the same columns only."""
    if (row - 1, col) in lower_wall or any((row - 1, j) in lower_wall for j in range(col + 1, col + width)):
        return False
    if any((j, row) in right_wall for j in range(col, col + width - 1)):
        return False
    last = col + width
    return (col == 0 or (col - 1, row) in right_wall) and (last == n_cols or (last - 1, row) in right_wall)


def _slot(cell: tuple[int, int, int, int], xs: Sequence[float], ys: Sequence[float]) -> Slot:
    row, col, row_span, col_span = cell
    return Slot(row, col, row_span, col_span, Box(xs[col], ys[row], xs[col + col_span], ys[row + row_span]))
