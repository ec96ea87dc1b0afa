"""Digits struck out: an editor draws a line through what was deleted and prints it all the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from pipeline.geometry import Box
from pipeline.model.page import Char, Rule

HIGHEST, LOWEST = 0.5, 0.12
"""A line through digits lies so many font sizes above their baseline, at most and at least."""
BEYOND = 0.5
"""It reaches over the text by no more than this share of the font size: a rule of a table goes on."""


def struck_digits(chars: Sequence[Char], rules: Sequence[Rule]) -> list[Box]:
    """Where digits stand through which a line is drawn that begins and ends with their text; ``rules``: sorted."""
    if not rules or not chars:
        return []
    heights = [rule.at for rule in rules]
    size = max(char.size for char in chars)
    # Few lines of text have a rule so close to them: only their characters are looked at one by one.
    near = {y for y in {char.baseline for char in chars} if _between(heights, y - HIGHEST * size, y)}
    through: defaultdict[Rule, list[Char]] = defaultdict(list)
    for char in chars if near else ():
        if char.baseline not in near:
            continue
        first = bisect_left(heights, char.baseline - HIGHEST * char.size)
        for rule in rules[first : bisect_right(heights, char.baseline - LOWEST * char.size)]:
            if rule.start < (char.x0 + char.x1) / 2 < rule.end:
                through[rule].append(char)
    return [
        Box(char.x0, char.y0, char.x1, char.y1)
        for rule, text in through.items()
        if min(c.x0 for c in text) - BEYOND * text[0].size <= rule.start
        and rule.end <= max(c.x1 for c in text) + BEYOND * text[0].size
        for char in text
        if char.text.isdecimal()
    ]


def _between(heights: Sequence[float], top: float, bottom: float) -> bool:
    return bisect_left(heights, top) < bisect_right(heights, bottom)
