"""From rules to base grids: cuts where rules lie, cells merged where no wall stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.rules import BREAK, Mask, Rule, Rules
from ocr_fallback.values import BaseGrid, Box, Slot

SNAP = 0.04
"""Parallel rules closer than this (inches) are one: drawn twice, or drifting."""
TOUCH = 0.06
"""How far (inches) a rule's end may miss the rule it meets."""
CROSSING = 0.015
"""Half the thickness of a crossing rule (inches), which is no evidence for a wall."""
DRIFT = 0.035
"""How far (inches) a wall may lie off its cut."""
WALL = 0.85
"""A side of a cell is a wall when ink follows at least this share of it."""
FEWEST_COLUMNS = 2

LONG = 0.4
"""A rule without anchors belongs to the grid when its pieces make at least this share of the grid's length."""

Walls = NDArray[np.bool_]


def base_grids(rules: Rules, dpi: float) -> tuple[BaseGrid, ...]:
    """The ruled tables of the page, top to bottom.

    A table is a set of rules that touch one another, in both directions. A side without an outer rule, or whose
    rule lies beyond the page's edge, is closed where the crossing rules end.
    """
    found = (_grid(*_anchored(lying, standing, dpi), rules, dpi) for lying, standing in _connected(rules, dpi))
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
    return any(abs(at - rule.start) <= reach for at in met) and any(abs(at - rule.end) <= reach for at in met)


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


def _grid(lying: Sequence[Rule], standing: Sequence[Rule], rules: Rules, dpi: float) -> BaseGrid | None:
    if not lying or not standing:
        return None
    xs, ys = _cuts(standing, lying, dpi), _cuts(lying, standing, dpi)
    if len(ys) - 1 < 1 or len(xs) - 1 < FEWEST_COLUMNS:
        return None
    lower, right = _cell_walls(rules, xs, ys, dpi)
    for cuts, walls in ((ys, lower), (xs, right.T)):
        for i in reversed(range(len(walls))):
            if not walls[i].any():  # strokes of characters in a line: no cell has a wall there
                del cuts[i + 1]
    if len(ys) - 1 < 1 or len(xs) - 1 < FEWEST_COLUMNS:
        return None
    lower, right = _cell_walls(rules, xs, ys, dpi)
    slots = tuple(
        Slot(row, col, rows, cols, Box(xs[col], ys[row], xs[col + cols], ys[row + rows]))
        for row, col, rows, cols in merged(right, lower)
    )
    return BaseGrid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), slots)


def _cell_walls(rules: Rules, xs: Sequence[float], ys: Sequence[float], dpi: float) -> tuple[Walls, Walls]:
    """The walls below base cells, (rows - 1) × columns, and at their right, rows × (columns - 1)."""
    lower = _walls(rules.ink | rules.lying_mask, ys, xs, dpi)
    right = _walls(np.ascontiguousarray((rules.ink | rules.standing_mask).T), xs, ys, dpi)
    return lower, right.T


def _walls(ink: Mask, cuts: Sequence[float], along: Sequence[float], dpi: float) -> Walls:
    """[i, k]: whether ink follows the inner cut ``i + 1`` along the stretch ``k``."""
    drift, margin = max(round(DRIFT * dpi), 2), max(round(CROSSING * dpi), 2)
    mend = np.ones((1, max(round(BREAK * dpi), 1)), np.uint8)
    found = np.zeros((len(cuts) - 2, len(along) - 1), bool)
    for i, at in enumerate(cuts[1:-1]):
        top = max(round(at) - drift, 0)
        strip = cv2.morphologyEx(ink[top : round(at) + drift + 1], cv2.MORPH_CLOSE, mend) > 0
        for k in range(len(along) - 1):
            start, end = round(along[k]) + margin, round(along[k + 1]) - margin
            found[i, k] = end > start and _followed(strip[:, start:end])
    return found


def _followed(stretch: Walls) -> bool:
    """Whether one line of ink, three pixels wide, runs through the stretch."""
    thick = stretch[:-2] | stretch[1:-1] | stretch[2:]
    return bool(thick.mean(axis=1).max() >= WALL)


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
