"""Characters to the lines a reader sees, whatever order and runs the file draws them in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import attrgetter

from pipeline.geometry import Box
from pipeline.model.page import Char

SAME_LINE = 0.5
"""Baselines closer than this share of the font size are one line (points and commas of other fonts sit apart)."""
WORD_GAP = 0.6
"""A gap wider than this share of the font size reads as a space."""

_BY_BASELINE = attrgetter("baseline")
_BY_LEFT = attrgetter("x0")


def visual_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Lines from top to bottom, each its characters from left to right."""
    lines: list[list[Char]] = []
    base, size = -math.inf, 0.0
    # Sorting twice by one number is quicker than once by two.
    for char in sorted(sorted(chars, key=_BY_LEFT), key=_BY_BASELINE):
        if char.baseline == base or char.baseline - base <= SAME_LINE * min(char.size, size):
            lines[-1].append(char)
        else:
            lines.append([char])
            base, size = char.baseline, char.size
    for line in lines:
        line.sort(key=_BY_LEFT)
    return lines


def line_box(line: Sequence[Char]) -> Box:
    """The box around a visual line, or a part of one; it has a character at least."""
    _, lefts, tops, rights, feet, _, _ = zip(*line, strict=True)
    return Box(lefts[0], min(tops), max(rights), max(feet))


def line_text(line: Sequence[Char]) -> str:
    """The text of one visual line, a single space where the gap between two characters is wide."""
    parts: list[str] = []
    end = math.inf  # nothing stands before the first character
    for char in line:
        if char.x0 - end > WORD_GAP * char.size:
            parts.append(" ")
        parts.append(char.text)
        end = char.x1
    return "".join(parts)
