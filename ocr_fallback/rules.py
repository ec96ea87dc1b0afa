"""Rules on a straightened page: dark, thin, longer than any character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.values import Gray

Mask = NDArray[np.uint8]
"""Height × width, 0 or 255."""

LENGTH = 0.3
"""A rule is at least this long (inches)."""
FEW = 6
"""Among no more lying rules than these, close to one another, shorter standing ones are looked for: a header alone …"""
LOWEST, JOINT = 0.08, 0.02
"""… whose rows are at least so high (inches), and which go all the way from rule to rule but for so much."""
NEXT = 0.04
"""A shorter rule so near (inches) to a longer one is part of it."""
NEIGHBOURHOOD = 0.16
"""Ink is darker than the mean of a square this wide (inches)."""
CONTRAST = 14
"""… by this many grey levels."""
BREAK = 0.03
"""Breaks in a rule up to this long (inches) are closed before it is measured."""
THICKEST = 0.06
"""A dark bar thicker than this (inches) is shading."""
BAND = 3
"""A line is followed in so many rows of pixels together, for it may drift by one."""
FOLLOWED = 0.8
"""Ink lies along at least this share of a rule …"""
SHORT, SHORT_FOLLOWED = 1.0, 0.93
"""… and of a rule shorter than so many inches along this share: characters leave gaps."""
BESIDE = 0.55
"""Ink close beside a rule covers at most this share of what covers the rule: a row of characters has as much."""
BENT, SCATTER = 0.012, 0.34
"""A short rule whose middle lies off its ends by this share of its length is an arc, the rim of a seal, unless its ink
is scattered by more than this share of that."""


class Rule(NamedTuple):
    """A straight line in pixels: ``at`` is its y (lying) or x (standing), from ``start`` to ``end``."""

    at: float
    start: float
    end: float
    thickness: float


class Rules(NamedTuple):
    """The lying and standing rules of a page."""

    lying: tuple[Rule, ...]
    standing: tuple[Rule, ...]


def find_rules(gray: Gray, dpi: float) -> Rules:
    """The rules of the page, each as long as it can be followed."""
    return rules_in(ink_mask(gray, dpi), dpi)


def rules_in(ink: Mask, dpi: float) -> Rules:
    """The rules of a page's ink."""
    turned = np.asarray(cv2.transpose(ink), dtype=np.uint8)
    lying, standing = _lying(ink, dpi, LENGTH * dpi), _lying(turned, dpi, LENGTH * dpi)
    return Rules(lying, tuple(sorted((*standing, *_joining(turned, lying, standing, dpi)))))


def _joining(turned: Mask, lying: Sequence[Rule], standing: Sequence[Rule], dpi: float) -> Iterator[Rule]:
    """The standing rules too short to be told from strokes by themselves, which join two lying rules of few.

    Those of many have long ones between them. ``turned``: the transposed mask.
    """
    for upper, lower in _close_pairs(lying, dpi):
        left, right = max(round(max(upper.start, lower.start)), 0), round(min(upper.end, lower.end)) + 1
        top, foot = round(upper.at), round(lower.at) + 1
        band = np.ascontiguousarray(turned[left:right, top:foot])
        for rule in _lying(band, dpi, (foot - top) - JOINT * dpi) if band.size else ():
            at = rule.at + left
            if not any(abs(at - r.at) < NEXT * dpi and r.start < lower.at and upper.at < r.end for r in standing):
                yield Rule(at, rule.start + top, rule.end + top, rule.thickness)


def _close_pairs(lying: Sequence[Rule], dpi: float) -> Iterator[tuple[Rule, Rule]]:
    """Every two rules less than a rule's length apart, among no more than ``FEW`` that follow one another closely."""
    sets: list[list[Rule]] = []
    for rule in sorted(lying):
        if sets and rule.at - sets[-1][-1].at < LENGTH * dpi:
            sets[-1].append(rule)
        else:
            sets.append([rule])
    for few in sets:
        if len(few) <= FEW:
            yield from (
                (upper, lower)
                for upper, lower in combinations(few, 2)
                if LOWEST * dpi < lower.at - upper.at < LENGTH * dpi
            )


def ink_mask(gray: Gray, dpi: float, contrast: int = CONTRAST) -> Mask:
    """The pixels that are darker than their surroundings by ``contrast`` grey levels."""
    block = int(NEIGHBOURHOOD * dpi) | 1
    return np.asarray(
        cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, contrast),
        dtype=np.uint8,
    )


def _lying(ink: Mask, dpi: float, shortest: float) -> tuple[Rule, ...]:
    """The lying rules of the mask that are no shorter than so many pixels."""
    runs = _long_runs(ink, dpi, int(shortest))
    left, top, across, down = cv2.boundingRect(runs)
    held = np.ascontiguousarray(runs[top : top + down, left : left + across])
    if not held.size:
        return ()
    # Runs are long and so are few: 16 bits number them, and half the memory is written.
    count, labels, stats, centres = cv2.connectedComponentsWithStats(held, connectivity=8, ltype=cv2.CV_16U)
    rules: list[Rule] = []
    for k in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[k])
        if width < shortest:
            continue
        part = labels[y : y + height, x : x + width] == k
        start = x + left
        if _stands_alone(ink, part, start, y + top, dpi):
            around = ink[y + top : y + top + height, start : start + width]
            if width >= SHORT * dpi or not _is_arc(part & (around > 0)):
                rules.append(Rule(float(centres[k][1]) + top, start, start + width, max(area / width - 2, 1.0)))
        elif height > 2 * BAND and (within := _rule_within(ink, part, start, y + top, dpi, shortest)):
            rules.append(within)
    return tuple(sorted(rules))


def _is_arc(run: NDArray[np.bool_]) -> bool:
    """Whether the ink of a lying run bends evenly one way: a seal scanned without its colour leaves its rim."""
    length = run.shape[1]
    held = np.flatnonzero(run.any(axis=0))
    if len(held) < FOLLOWED * length:
        return False
    rows = np.arange(len(run))[:, None]
    middles = (run * rows).sum(axis=0)[held] / run.sum(axis=0)[held]
    curve = np.polyfit(held, middles, 2)
    sagitta = abs(float(curve[0])) * length**2 / 4
    scatter = float(np.sqrt(np.mean((np.polyval(curve, held) - middles) ** 2)))
    return bool(sagitta > BENT * length and scatter < SCATTER * sagitta)


def _rule_within(ink: Mask, part: NDArray[np.bool_], left: int, top: int, dpi: float, shortest: float) -> Rule | None:
    """The rule in a run that characters have grown on: digits of close rows beside it make runs of their own.

    It is the line that ink follows best, where it stands alone.
    """
    height, width = part.shape
    seen = ink[top : top + height, left : left + width] > 0
    followed = seen[:-2] | seen[1:-1] | seen[2:]
    row = int(followed.mean(axis=1).argmax())
    line = np.flatnonzero(followed[row])
    alone = np.zeros_like(part)
    alone[row : row + BAND] = True
    if len(line) < shortest or not _stands_alone(ink, alone, left, top, dpi):
        return None
    start, end = left + int(line[0]), left + int(line[-1]) + 1
    return Rule(float(top + row + 1), start, end, float(BAND))


def _long_runs(ink: Mask, dpi: float, length: int) -> Mask:
    """The pixels of lying runs of that length; a rule may drift by a pixel and have small breaks."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(int(BREAK * dpi), 1)), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    thickest = int(THICKEST * dpi) + 3
    if not cv2.erode(runs, np.ones((thickest, 1), np.uint8)).any():
        return np.asarray(runs, dtype=np.uint8)
    bars = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thickest, length), np.uint8))
    return np.asarray(cv2.bitwise_and(runs, cv2.bitwise_not(bars)), dtype=np.uint8)


def _stands_alone(ink: Mask, part: NDArray[np.bool_], left: int, top: int, dpi: float) -> bool:
    """Whether ink follows the run and thins out on both sides of it, as it does not in a row of characters."""
    rows = np.arange(part.shape[0])[:, None]
    filled = part.sum(axis=0)
    columns = np.flatnonzero(filled)
    middle = np.round((part * rows).sum(axis=0)[columns] / filled[columns]).astype(int) + top
    reach = max(int(0.05 * dpi), 5)
    offsets = np.arange(-reach, reach + 1)
    height = ink.shape[0]
    rows_seen = middle[None, :] + offsets[:, None]
    seen = ink.ravel()[np.clip(rows_seen, 0, height - 1) * ink.shape[1] + columns[None, :] + left] > 0
    seen &= (rows_seen >= 0) & (rows_seen < height)
    along = float(seen[reach - 1 : reach + 2].any(axis=0).mean())
    density = seen.mean(axis=1)
    half = max(int(0.02 * dpi), 2)
    above, below = density[: reach - half].max(initial=0.0), density[reach + half + 1 :].max(initial=0.0)
    followed = FOLLOWED if len(columns) >= SHORT * dpi else SHORT_FOLLOWED
    return along >= followed and min(above, below) <= BESIDE * along and (above + below) / 2 <= BESIDE * along
