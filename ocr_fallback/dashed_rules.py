"""Rules printed in dashes, drawn through: what finds rules and follows walls knows lines without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.rules import Mask, Rule, Rules
from ocr_fallback.values import Gray

MANY_LYING, MANY_STANDING = 5, 3
"""A page with so many whole rules of both directions has no table in dashes."""
THIN = 0.025
"""A dash is at most so thick (inches) …"""
LONGEST = 0.2
"""… and at most so long, where two meet too."""
APART = 0.2
"""The next one begins so soon behind its end (inches), one that a rule crosses left out …"""
LEVEL = 1.5
"""… and its middle lies within so many pixels of its height."""
FEWEST = 10
"""So many dashes in line are a rule; fewer are an ellipsis or a blank to fill in."""
EVEN, MOSTLY = 0.3, 0.5
"""Dashes begin at even steps: all but half of the steps differ from the usual one by at most this share of it."""
SHORT, STEP = 0.05, 0.08
"""Dashes no longer than this (inches) begin at steps of at most so much: rows, with the points in them, are higher …"""
FILLED = 0.6
"""… and longer ones fill at least this share of a step: 1 below 1 below 1 do not."""
BESIDE, BARE = 0.02, 0.8
"""So close (inches) to this share of the dashes is nothing: the 1 of 10, 11, 12 below one another has digits …"""
NEAR, FREE = 0.06, 0.3
"""… and so close to this share, between the rows' texts: a point has digits on both sides."""
MEETS = 0.1
"""A standing rule ends no further (inches) from the lying ones at its ends."""
DARK = 25
"""A rule is drawn as dark as this percentage of its dashes are at least."""

Pieces = NDArray[np.int32]
"""Left, top, width and height of pieces of ink, one a row; of one rule from left to right."""


def dashes_drawn(gray: Gray, ink: Mask, rules: Rules, dpi: float) -> Gray:
    """The straightened page with dashed rules drawn through; itself where it has none, or ``rules`` for its tables.

    ``ink``: its mask. Standing ones reach from one lying rule to another, and lying ones are crossed: the leaders of a
    contents list are not.
    """
    if len(rules.lying) >= MANY_LYING and len(rules.standing) >= MANY_STANDING:
        return gray
    pieces = _pieces(ink)
    lying, standing = _lying(ink, pieces, dpi), _lying(ink.T, pieces[:, [1, 0, 3, 2]], dpi)
    if not lying and not standing:
        return gray
    # Where two dashes cross they are one piece: what lies is taken out of what stands, and then that out of the page.
    rest = _without(ink, lying, dpi).T
    standing = _lying(rest, _pieces(rest), dpi)
    rest = _without(ink.T, standing, dpi).T
    lying = _lying(rest, _pieces(rest), dpi)
    lies = [*map(_whole, lying), *rules.lying]
    standing = [rule for rule in standing if _is_held(_whole(rule), lies, dpi)]
    stands = [*map(_whole, standing), *rules.standing]
    lying = [rule for rule in lying if _crosses(_whole(rule), stands, dpi)]
    if not standing and not lying:
        return gray
    drawn = gray.copy()
    for dashed, page in ((lying, drawn), (standing, drawn.T)):
        for rule in dashed:
            darkest = [page[y : y + h, x : x + w].min() for x, y, w, h in rule.tolist()]
            level = np.uint8(np.percentile(darkest, 100 - DARK))
            for top, foot, start, end in _gaps(rule):
                gap = page[top:foot, start:end]
                np.minimum(gap, level, out=gap)
    return drawn


def _without(ink: Mask, dashed: Sequence[Pieces], dpi: float) -> Mask:
    """The mask without its dashed rules and what crosses them."""
    left = ink.copy()
    more = round(LONGEST * dpi)
    for rule in dashed:
        (x0, y0, _, h0), (x1, y1, w1, h1) = rule[0].tolist(), rule[-1].tolist()
        ends = [(y0, y0 + h0, x0 - more, x0), (y1, y1 + h1, x1 + w1, x1 + w1 + more)]
        dashes = [(y, y + h, x, x + w) for x, y, w, h in rule.tolist()]
        for top, foot, start, end in (*ends, *dashes, *_gaps(rule)):
            left[max(top - 1, 0) : foot + 1, max(start, 0) : end] = 0
    return left


def _gaps(rule: Pieces) -> Iterator[tuple[int, int, int, int]]:
    """Top, foot, start and end of what is between the dashes."""
    for (x0, y0, w0, h0), (x1, y1, _, h1) in pairwise(rule.tolist()):
        yield (y0 + y1) // 2, (y0 + y1) // 2 + max(h0, h1), x0 + w0, x1


def _pieces(ink: Mask) -> Pieces:
    """The connected pieces of ink."""
    found = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink), connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(found[2][1:, :4], dtype=np.int32)


def _lying(ink: Mask, pieces: Pieces, dpi: float) -> list[Pieces]:
    """The lying dashed rules among the pieces of the mask."""
    dashes = pieces[(pieces[:, 3] <= THIN * dpi) & (pieces[:, 2] <= LONGEST * dpi)]
    return [rule for rule in _in_line(dashes, APART * dpi) if _is_even(rule, dpi) and _is_bare(ink, rule, dpi)]


def _in_line(dashes: Pieces, apart: float) -> Iterator[Pieces]:
    """Dashes that follow one another closely, each at the height of the one before, ``FEWEST`` or more."""
    ordered = dashes[np.argsort(dashes[:, 0], kind="stable")]
    rules: list[list[int]] = []
    by_height: dict[int, tuple[int, float, float]] = {}
    for k, (x, y, width, height) in enumerate(ordered.tolist()):
        middle = y + height / 2
        level = round(middle)
        near = (by_height[at] for at in (level, level - 1, level + 1) if at in by_height)
        goes_on = (no for no, last, end in near if abs(last - middle) <= LEVEL and 0 <= x - end <= apart)
        number = next(goes_on, len(rules))
        if number == len(rules):
            rules.append([])
        rules[number].append(k)
        by_height[level] = number, middle, x + width
    return (ordered[rule] for rule in rules if len(rule) >= FEWEST)


def _whole(rule: Pieces) -> Rule:
    """The rule that the dashes are, from end to end."""
    (x0, y0, _, h0), (x1, y1, w1, h1) = rule[0].tolist(), rule[-1].tolist()
    return Rule((y0 + y1 + (h0 + h1) / 2) / 2, float(x0), float(x1 + w1), (h0 + h1) / 2)


def _is_held(rule: Rule, others: Sequence[Rule], dpi: float) -> bool:
    """Whether rules of the other direction are at both ends of one."""
    reach = MEETS * dpi
    near = [other.at for other in others if other.start - reach <= rule.at <= other.end + reach]
    return all(any(abs(at - tip) <= reach for at in near) for tip in (rule.start, rule.end))


def _crosses(rule: Rule, others: Sequence[Rule], dpi: float) -> bool:
    """Whether a rule of the other direction meets or crosses one."""
    reach = MEETS * dpi
    return any(
        rule.start - reach <= other.at <= rule.end + reach and other.start - reach <= rule.at <= other.end + reach
        for other in others
    )


def _is_even(rule: Pieces, dpi: float) -> bool:
    """Whether most dashes begin at even steps, which they fill as dashes do."""
    steps = np.diff(rule[:, 0])
    usual, length = float(np.median(steps)), float(np.median(rule[:, 2]))
    filled = usual <= STEP * dpi if length <= SHORT * dpi else length >= FILLED * usual
    return filled and float((np.abs(steps - usual) <= EVEN * usual).mean()) >= MOSTLY


def _is_bare(ink: Mask, rule: Pieces, dpi: float) -> bool:
    """Whether paper is close above and below nearly all of the dashes, and further off above and below some."""
    return _bare(ink, rule, BESIDE * dpi) >= BARE and _bare(ink, rule, NEAR * dpi) >= FREE


def _bare(ink: Mask, rule: Pieces, reach: float) -> float:
    """The share of the dashes that have nothing so many pixels above and below them."""
    rows = max(round(reach), 2)
    bare = [
        not ink[max(y - rows, 0) : y, x : x + w].any() and not ink[y + h : y + h + rows, x : x + w].any()
        for x, y, w, h in rule.tolist()
    ]
    return float(np.mean(bare))
