"""How far ink follows each stretch of a cut, from one crossing cut to the next: what tells walls from characters.

A rule is dark without a gap up to the rules it meets. Characters that happen to stand on a cut leave white between
one another and before the crossing rules. So a wall is what is covered from end to end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.values import Gray

THICKEST = 0.06
"""A rule is thinner than this (inches)."""
PAPER = 0.12
"""In a square this wide (inches) paper shows somewhere."""
DRIFT = 0.035
"""How far (inches) a rule may lie off its cut."""
WINDOW = 0.2
"""A rule is followed along its cut window by window, each so long (inches)."""
LEAST = 30
"""In a window the rule is as dark as all but this percentage of it."""
CAP, LOWER = 1.2, 25
"""The rule is no darker than this times the darkness that this percentage of its windows have at most."""
BEND = 2.0
"""Grey levels a window must win by lying one pixel further from its neighbour."""
CENTRE = 0.05
"""… and from the cut."""
COVERED = 0.5
"""A pixel of a wall has at least this share of the usual darkness of the cut's rule."""
WHOLE = 0.9
"""A stretch covered this far in its own darkness shows how dark the cut's rule is."""
FAINTEST = 8.0
"""A rule is darker than the paper beside it by so many grey levels."""
CROSSING = 0.015
"""Half the thickness of a crossing rule (inches)."""
CROSSED = 0.3
"""Strokes that cross a rule may hide this share of it; a row of characters has more of them."""
ALONG = 3
"""Pixels along the rule that are taken together."""
BESIDE = np.ones((3, 1), np.uint8)
"""The path of a rule and the rows of pixels above and below it."""
ACROSS = np.array([[0.25], [0.5], [0.25]], np.float32)
"""Rules drift between two rows of pixels: neighbours count half."""

Share = NDArray[np.float64]


class _Stretch(NamedTuple):
    """Darkness along one stretch from end to end; without the ends, of what is a lying rule alone; its median."""

    dark: NDArray[np.float32]
    alone: NDArray[np.float32]
    rule: float


class Darkness(NamedTuple):
    """How much darker each pixel is than the paper above and below it (``ridge``), and than any around it (``dark``).

    Grey levels. Along a lying rule ``ridge`` stays high, on a standing one it is 0.
    """

    ridge: Gray
    dark: Gray


class Darknesses(NamedTuple):
    """The page's darkness for lying and for standing cuts (transposed)."""

    lying: Darkness
    standing: Darkness


def darknesses(gray: Gray, dpi: float) -> Darknesses:
    """The darkness of a straightened page."""
    wide = int(PAPER * dpi) | 1
    dark, standing = _hat(gray, (wide, wide)), _transposed(gray)
    across = int(THICKEST * dpi) | 1, 1
    return Darknesses(Darkness(_hat(gray, across), dark), Darkness(_hat(standing, across), _transposed(dark)))


def _hat(gray: Gray, window: tuple[int, int]) -> Gray:
    return np.asarray(cv2.morphologyEx(gray, cv2.MORPH_BLACKHAT, np.ones(window, np.uint8)), dtype=np.uint8)


def _transposed(gray: Gray) -> Gray:
    return np.asarray(cv2.transpose(gray), dtype=np.uint8)


def covered(page: Darkness, cuts: Sequence[float], along: Sequence[float], dpi: float) -> Share:
    """[i, k]: the share of cut ``i`` that its rule covers from ``along[k]`` to ``along[k + 1]``; 0 to 1.

    Where no rule follows a cut from one crossing to the next, each stretch is measured by its own darkness.
    """
    drift = max(round(DRIFT * dpi), 2)
    found = np.zeros((len(cuts), len(along) - 1))
    for i, at in enumerate(cuts):
        first, last = max(round(at) - drift, 0), round(at) + drift + 1
        stretches = _stretches(_strip(page.ridge, first, last), _strip(page.dark, first, last), along, dpi)
        whole = [s.rule for s in stretches if s.rule >= FAINTEST and _share(s, s.rule) >= WHOLE]
        usual = float(np.median(whole)) if whole else 0.0
        found[i] = [_share(s, usual or max(s.rule, FAINTEST)) for s in stretches]
    return found


def _strip(hat: Gray, first: int, last: int) -> NDArray[np.float32]:
    """The rows from ``first`` up to ``last``, each taken with half of its neighbours above and below."""
    above = min(first, 1)
    smooth = cv2.filter2D(hat[first - above : last + 1], cv2.CV_32F, ACROSS)
    return np.asarray(smooth[above : above + last - first], dtype=np.float32)


def _stretches(
    ridge: NDArray[np.float32], dark: NDArray[np.float32], along: Sequence[float], dpi: float
) -> list[_Stretch]:
    """The stretches of one cut; ``ridge`` and ``dark``: the strip around it."""
    length = ridge.shape[1]
    first, last = max(int(along[0]), 0), min(int(along[-1]), length - 1)
    path = _path(ridge, first, last, max(WINDOW * dpi, 4.0))
    here = np.arange(length)
    any_ink, alone = (
        np.asarray(cv2.blur(cv2.dilate(shown, BESIDE)[path, here][None], (ALONG, 1))[0]) for shown in (dark, ridge)
    )
    crossing = max(round(CROSSING * dpi), 2)
    stretches = []
    for start, end in pairwise(along):
        x0, x1 = max(round(start), 0), min(round(end) + 1, length)
        inner = alone[x0 + crossing : max(x1 - crossing, x0 + crossing + 1)]
        stretches.append(_Stretch(any_ink[x0:x1], inner, _median(inner)))
    return stretches


def _median(values: NDArray[np.float32]) -> float:
    """The median, 0 of nothing: a third of what ``numpy.median`` takes for so few values."""
    if not values.size:
        return 0.0
    upper = values.size // 2
    lower = (values.size - 1) // 2
    parted = np.partition(values, (lower, upper) if lower != upper else upper)
    return float((parted[lower] + parted[upper]) / 2)


def _path(ridge: NDArray[np.float32], first: int, last: int, window: float) -> NDArray[np.int64]:
    """The row of the strip where the rule runs, pixel by pixel: the darkest way that bends little."""
    size = max(min(round(window), last - first), 1)
    count = max((last - first) // size, 1)
    rows = np.arange(len(ridge))
    off = CENTRE * np.abs(rows - len(ridge) // 2)
    windows = ridge[:, first : first + count * size].reshape(len(ridge), count, size)
    least = size * LEAST // 100
    followed = np.partition(windows, least, axis=2)[:, :, least].T
    darkest = followed.max(axis=1)
    seen = darkest[darkest >= FAINTEST]
    # A row of characters may be darker than the rule beside it; being darker than the rule is no merit.
    enough = CAP * float(np.percentile(seen, LOWER)) if seen.size else FAINTEST
    scores = np.minimum(followed, enough) - off
    bend = BEND * np.abs(rows[:, None] - rows[None, :])
    best, came = scores[0], []
    for score in scores[1:]:
        reached = best[:, None] - bend
        came.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + score
    way = [int(best.argmax())]
    for back in reversed(came):
        way.append(int(back[way[-1]]))
    middles = first + size * (np.arange(count) + 0.5)
    return np.rint(np.interp(np.arange(ridge.shape[1]), middles, way[::-1])).astype(np.int64)


def _share(stretch: _Stretch, rule: float) -> float:
    """How far ink follows the stretch, and, less strictly, ink that is white above and below: strokes cross rules."""
    if not stretch.dark.size:
        return 0.0
    least = COVERED * rule
    followed, alone = (np.count_nonzero(ink >= least) / ink.size for ink in (stretch.dark, stretch.alone))
    return min(followed, alone + CROSSED)
