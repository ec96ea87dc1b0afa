"""A grid's rules wiped off the page: what is dark all along a cut is the rule, and only that much darkness goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr_fallback.rules import Rule, Rules
from ocr_fallback.values import BaseGrid, Gray

REACH = 0.05
"""How far (inches) off its cut a rule may lie."""
STRETCH = 0.5
"""A rule's profile is taken from stretches about this long (inches), along which it drifts less than its thickness."""
ALONG = 35
"""The rule is as dark as all but this percentage of the stretch: characters cover less, breaks do not hide it."""
FAINTEST = 10.0
"""A rule is darker than the paper by so many grey levels."""
CORE = 0.5
"""Where the profile has this share of its peak, nothing but the rule can be seen."""
TAIL = 0.12
"""Below this share of the peak the profile is paper."""


class _Stretch(NamedTuple):
    """Of a line across the page what is wiped."""

    at: float
    start: float
    stop: float


def wiped(flat: Gray, grid: BaseGrid, dpi: float, drawn: Rules | None = None) -> Gray:
    """The page without the rules of the grid; of strokes that touch a rule only the part on it goes.

    ``drawn``: the rules of the page where not all cuts of the grid are such; a row of digits close to a cut is none, so
    these go instead. No rule is wiped twice: where it is gone, print is what is darkest.
    """
    clean = flat.copy()
    lying, standing = _cell_ends(grid)
    reach, stretch = max(round(REACH * dpi), 3), max(round(STRETCH * dpi), 8)
    across, down = drawn or (None, None)
    directions = (grid.ys, grid.xs, lying, clean, across), (grid.xs, grid.ys, standing.T, clean.T, down)
    for cuts, along, ends, shown, rules in directions:
        for at, start, stop in _walls(cuts, along, ends) if rules is None else _drawn(cuts, along, rules, reach):
            first, last = max(round(start), 0), min(round(stop) + 1, shown.shape[1])
            if last > first:
                strip = shown[max(round(at) - reach, 0) : round(at) + reach + 1]
                strip[:, first:last] = _without_rule(strip[:, first:last], stretch)
    return clean


def _walls(cuts: Sequence[float], along: Sequence[float], ends: NDArray[np.bool_]) -> Iterator[_Stretch]:
    """Where cells end."""
    for at, here in zip(cuts, ends, strict=True):
        yield from (_Stretch(at, start, stop) for start, stop in _runs(along, here))


def _drawn(cuts: Sequence[float], along: Sequence[float], rules: Sequence[Rule], reach: int) -> Iterator[_Stretch]:
    """The rules at the grid's sides and in it, as far as they go: they may run through what was taken for one cell."""
    for rule in rules:
        if cuts[0] - reach <= rule.at <= cuts[-1] + reach:
            yield _Stretch(rule.at, max(rule.start, along[0]), min(rule.end, along[-1]))


def _cell_ends(grid: BaseGrid) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(rows + 1) × columns and rows × (columns + 1): where a cell ends."""
    n_rows, n_cols = len(grid.ys) - 1, len(grid.xs) - 1
    lying, standing = np.zeros((n_rows + 1, n_cols), bool), np.zeros((n_rows, n_cols + 1), bool)
    for slot in grid.slots:
        rows, cols = slice(slot.row, slot.row + slot.row_span), slice(slot.col, slot.col + slot.col_span)
        lying[[rows.start, rows.stop], cols] = True
        standing[rows, [cols.start, cols.stop]] = True
    return lying, standing


def _runs(along: Sequence[float], here: NDArray[np.bool_]) -> Iterator[tuple[float, float]]:
    """The stretches along a cut where cells end without a gap."""
    start = None
    for k, ends in enumerate([*here.tolist(), False]):
        if ends and start is None:
            start = k
        elif not ends and start is not None:
            yield along[start], along[k]
            start = None


def _without_rule(strip: Gray, stretch: int) -> Gray:
    """The strip along a lying cut, made lighter by what is dark all along it."""
    width = strip.shape[1]
    if not len(strip):
        return strip
    pieces = max(round(width / stretch), 1)
    size = width // pieces
    darkness = 255 - strip
    middles = size * (np.arange(pieces) + 0.5)
    stretches = darkness[:, : pieces * size].reshape(len(strip), pieces, size)
    profiles = np.partition(stretches, size * ALONG // 100, axis=2)[:, :, size * ALONG // 100]
    place = np.interp(np.arange(width), middles, np.arange(pieces))
    before = place.astype(np.intp)
    after, further = np.minimum(before + 1, pieces - 1), (place - before).astype(np.float32)
    rule = profiles[:, before] * (1 - further) + profiles[:, after] * further
    peak = rule.max(axis=0)
    rule[(rule < TAIL * peak) | (peak < FAINTEST)] = 0.0
    rule[(rule >= CORE * peak) & (peak >= FAINTEST)] = 255.0
    return np.asarray(np.minimum(strip + rule, 255.0), dtype=np.uint8)
