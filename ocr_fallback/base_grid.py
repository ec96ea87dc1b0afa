"""From rules to base grids: cuts where rules lie, cells merged where no wall stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr_fallback.rules import Rule, Rules
from ocr_fallback.values import BaseGrid, Box, Gray, Slot
from ocr_fallback.walls import Darknesses, Share, covered, darknesses

SNAP = 0.04
"""Parallel rules closer than this (inches) are one: drawn twice, or drifting."""
TOUCH = 0.06
"""How far (inches) a rule's end may miss the rule it meets."""
WALL = 0.88
"""A side of a cell is a wall when its cut's rule covers at least this share of it …"""
SURE_WALL, NO_WALL = 0.95, 0.75
"""… certainly above the one share, certainly not below the other: characters cover less, rules more."""
FEWEST_COLUMNS = 2
PRINT_HIGH, PRINT_WIDE = 0.3, 3.0
"""A line of heavy print, whose strokes run together at head and foot, is no higher and no wider (inches)."""

PASSED, LONGER = 3, 0.2
"""A rule that passes so many crossing rules and ends on one belongs to the grid, its other end up to so far off."""
LONG = 0.4
"""A rule without anchors belongs to the grid when its pieces make at least this share of the grid's length."""

Walls = NDArray[np.bool_]


def base_grids(gray: Gray, rules: Rules, dpi: float) -> tuple[BaseGrid, ...]:
    """The ruled tables of the page, top to bottom.

    A table is a set of rules that touch one another, in both directions. A side without an outer rule, or whose
    rule lies beyond the page's edge, is closed where the crossing rules end.
    """
    page = darknesses(gray, dpi)
    found = (_grid(*_anchored(lying, standing, dpi), page, dpi) for lying, standing in _connected(rules, dpi))
    return tuple(sorted((g for g in found if g), key=lambda g: (g.box.y0, g.box.x0)))


def _connected(rules: Rules, dpi: float) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that touch one another, directly or through others."""
    every = [*rules.lying, *rules.standing]
    parent = list(range(len(every)))
    reach = TOUCH * dpi

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(rules.lying):
        for j, v in enumerate(rules.standing, len(rules.lying)):
            if h.start - reach <= v.at <= h.end + reach and v.start - reach <= h.at <= v.end + reach:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(every):
        groups.setdefault(root(i), ([], []))[i >= len(rules.lying)].append(rule)
    return (group for group in groups.values() if group[0] and group[1])


def _anchored(lying: list[Rule], standing: list[Rule], dpi: float) -> tuple[list[Rule], list[Rule]]:
    """The rules that end on crossing rules, or are long for their table; the others are strokes of characters."""
    while True:
        h = [rule for rule in lying if _belongs(rule, lying, standing, dpi)]
        v = [rule for rule in standing if _belongs(rule, standing, h, dpi)]
        if len(h) == len(lying) and len(v) == len(standing):
            return h, v
        lying, standing = h, v


def _belongs(rule: Rule, along: Sequence[Rule], crossing: Sequence[Rule], dpi: float) -> bool:
    extent = max(r.end for r in along) - min(r.start for r in along)
    level = [r for r in along if abs(r.at - rule.at) <= SNAP / 2 * dpi]  # a faint rule is found in pieces
    if sum(r.end - r.start for r in level) >= LONG * extent:
        return True
    reach = TOUCH * dpi
    met = [c.at for c in crossing if c.start - reach <= rule.at <= c.end + reach]
    starts, ends = (min((abs(at - end) for at in met), default=np.inf) for end in (rule.start, rule.end))
    if max(starts, ends) <= reach:
        return True
    # A stroke of a character above or below may lengthen a rule; no stroke passes several rules.
    within = sorted(at for at in met if rule.start - reach <= at <= rule.end + reach)
    passed = sum(at - before > reach for before, at in pairwise([-np.inf, *within]))
    return passed >= PASSED and min(starts, ends) <= reach and max(starts, ends) <= LONGER * dpi


def _cuts(walls: Sequence[Rule], crossing: Sequence[Rule], dpi: float) -> list[float]:
    """Where the grid is cut: at the walls, and where the crossing rules end beyond the outermost wall."""
    snap = SNAP * dpi
    clusters: list[list[Rule]] = []
    for wall in sorted(walls):
        if clusters and wall.at - clusters[-1][-1].at <= snap:
            clusters[-1].append(wall)
        else:
            clusters.append([wall])
    cuts = [sum(r.at * (r.end - r.start) for r in c) / sum(r.end - r.start for r in c) for c in clusters]
    first, last = cuts[0], cuts[-1]
    before = [r.start for r in crossing if r.start <= first + snap]
    after = [r.end for r in crossing if r.end >= last - snap]
    if _open(len(before), beyond := [start for start in before if first - start > 3 * snap]):
        cuts.insert(0, float(np.median(beyond)))
    if _open(len(after), beyond := [end for end in after if end - last > 3 * snap]):
        cuts.append(float(np.median(beyond)))
    return cuts


def _open(reaching: int, beyond: Sequence[float]) -> bool:
    """Whether a side is open: most crossing rules that reach it run on beyond it, not one stray stroke."""
    return len(beyond) > 1 and 2 * len(beyond) > reaching


def _grid(lying: Sequence[Rule], standing: Sequence[Rule], page: Darknesses, dpi: float) -> BaseGrid | None:
    if not lying or not standing:
        return None
    xs, ys = _cuts(standing, lying, dpi), _cuts(lying, standing, dpi)
    doubtful = False
    while len(ys) > 1 and len(xs) > FEWEST_COLUMNS:
        lower, right = covered(page.lying, ys, xs, dpi), covered(page.standing, xs, ys, dpi)
        doubtful |= any(_is_weak(share) for shares in (lower[1:-1], right[1:-1]) for share in shares)
        kept_ys, kept_xs = _walled(ys, lower), _walled(xs, right)
        if len(kept_ys) == len(ys) and len(kept_xs) == len(xs):
            if len(ys) == 2 and _is_line_of_print(xs, ys, standing, dpi):  # noqa: PLR2004 - one row
                return None
            slots = tuple(_slots(ys, xs, lower[1:-1], right[1:-1].T))
            if doubtful:
                slots = tuple(slot._replace(unsure=True) for slot in slots)
            return BaseGrid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), slots)
        ys, xs = kept_ys, kept_xs
    return None


def _is_line_of_print(xs: Sequence[float], ys: Sequence[float], standing: Sequence[Rule], dpi: float) -> bool:
    """Whether one row is a line of heavy print: so low and short, a side of it open, a stroke or two for walls."""
    is_open = any(all(abs(rule.at - side) > SNAP * dpi for rule in standing) for side in (xs[0], xs[-1]))
    return is_open and ys[-1] - ys[0] <= PRINT_HIGH * dpi and xs[-1] - xs[0] <= PRINT_WIDE * dpi


def _walled(cuts: Sequence[float], shares: Share) -> list[float]:
    """The outer cuts and those where some cell has a wall; the others are strokes of characters in a line."""
    inner = (cut for cut, share in zip(cuts[1:-1], shares[1:-1], strict=True) if (share >= WALL).any())
    return [cuts[0], *inner, cuts[-1]]


def _is_weak(share: Share) -> bool:
    """Whether a cut may or may not be one, so that all beyond it may have slipped.

    More cells are nearly walled off by it than surely; where no wall is, more than half of all cells.
    """
    nearly = int(((share > NO_WALL) & (share < SURE_WALL)).sum())
    return nearly > (int((share >= SURE_WALL).sum()) if (share >= WALL).any() else len(share) / 2)


def _slots(ys: Sequence[float], xs: Sequence[float], lower: Share, right: Share) -> Iterator[Slot]:
    for row, col, rows, cols in merged(right >= WALL, lower >= WALL):
        box = Box(xs[col], ys[row], xs[col + cols], ys[row + rows])
        yield Slot(row, col, rows, cols, box, _is_unsure(row, col, rows, cols, lower, right))


def _is_unsure(row: int, col: int, rows: int, cols: int, lower: Share, right: Share) -> bool:
    """Whether one of the cell's walls is hardly there, or something inside it is nearly a wall."""
    foot, end, nothing = row + rows, col + cols, np.ones(0)
    walls: list[Share] = [
        lower[row - 1, col:end] if row else nothing,
        lower[foot - 1, col:end] if foot <= len(lower) else nothing,
    ]
    walls += [
        right[row:foot, col - 1] if col else nothing,
        right[row:foot, end - 1] if end <= right.shape[1] else nothing,
    ]
    inside = [lower[row : foot - 1, col:end], right[row:foot, col : end - 1]]
    return any(share < SURE_WALL for side in walls for share in side) or any((part > NO_WALL).any() for part in inside)


def merged(right: Walls, lower: Walls) -> Iterator[tuple[int, int, int, int]]:
    """Cells as (row, col, row_span, col_span), row-major: base cells without a wall between them.

    ``right``: rows × (columns - 1), ``lower``: (rows - 1) × columns. A shape that is no rectangle is cut into
    rectangles, widest rows first.
    """
    n_rows, n_cols = right.shape[0], lower.shape[1]
    taken = np.zeros((n_rows, n_cols), bool)
    for row in range(n_rows):
        for col in range(n_cols):
            if taken[row, col]:
                continue
            end = col + 1
            while end < n_cols and not taken[row, end] and not right[row, end - 1]:
                end += 1
            foot = row + 1
            while (
                foot < n_rows
                and not lower[foot - 1, col:end].any()
                and not right[foot, col : end - 1].any()
                and (col == 0 or right[foot, col - 1])
                and (end == n_cols or right[foot, end - 1])
            ):
                foot += 1
            taken[row:foot, col:end] = True
            yield row, col, foot - row, end - col
