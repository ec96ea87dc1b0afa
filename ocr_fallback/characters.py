"""Where the characters of a line stand, from the white between them and from the network's time steps."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from ocr_fallback.judging import LAST_LATIN
from ocr_fallback.values import LineReading

CHINESE, MIXED, LATIN = 0.45, 0.15, 0.5
"""White between two characters parts words when it is wider, in heights of the line, than between such neighbours.

Chinese characters and monospaced digits have white of their own on both sides.
"""


class Character(NamedTuple):
    """One character and its left and right edge in pixels."""

    text: str
    x0: float
    x1: float


def characters(line: LineReading) -> Iterator[Character]:
    """The line's characters without white space, spread over the ink between those gaps that part words."""
    text = "".join(line.text.split())
    spread = _spread(text, line.box.x0, line.box.x1)
    shown = [place for char, place in zip(line.text, line.places, strict=False) if not char.isspace()]
    middles = shown if len(shown) == len(text) else [(c.x0 + c.x1) / 2 for c in spread]
    parting = [
        (cut, left, right)
        for left, right in line.gaps
        if 0 < (cut := bisect(middles, (left + right) / 2)) < len(text)
        and right - left > _least_gap(text[cut - 1], text[cut]) * line.box.height
    ]
    bounds = [line.box.x0, *(x for _, *gap in parting for x in gap), line.box.x1]
    stretches = zip(bounds[::2], bounds[1::2], strict=True)
    for (start, end), (left, right) in zip(
        pairwise([0, *(cut for cut, *_ in parting), len(text)]), stretches, strict=True
    ):
        yield from _spread(text[start:end], left, right)


def _least_gap(before: str, after: str) -> float:
    chinese = (ord(before) > LAST_LATIN) + (ord(after) > LAST_LATIN)
    return (LATIN, MIXED, CHINESE)[chinese]


def _spread(text: str, left: float, right: float) -> list[Character]:
    # Chinese characters are as wide as high, others half as wide.
    widths = [1.0 if ord(c) > LAST_LATIN else 0.5 for c in text]
    ends = [left + (right - left) * share / (sum(widths) or 1) for share in accumulate(widths, initial=0.0)]
    return [Character(char, *edges) for char, edges in zip(text, pairwise(ends), strict=True)]
