"""Characters to the lines a reader sees, whatever order and runs the file draws them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.page import Char

SAME_LINE = 0.5
"""Baselines closer than this share of the font size are one line (points and commas of other fonts sit apart)."""
WORD_GAP = 0.6
"""A gap wider than this share of the font size reads as a space."""


def visual_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Lines from top to bottom, each its characters from left to right; white space is left out."""
    lines: list[list[Char]] = []
    base = 0.0
    for char in sorted((c for c in chars if not c.text.isspace()), key=lambda c: (c.baseline, c.x0)):
        if lines and char.baseline - base <= SAME_LINE * min(char.size, lines[-1][0].size):
            lines[-1].append(char)
        else:
            lines.append([char])
            base = char.baseline
    for line in lines:
        line.sort(key=lambda c: c.x0)
    return lines


def line_text(line: Sequence[Char]) -> str:
    """The text of one visual line, a single space where the gap between two characters is wide."""
    parts: list[str] = []
    for i, char in enumerate(line):
        if i and char.x0 - line[i - 1].x1 > WORD_GAP * char.size:
            parts.append(" ")
        parts.append(char.text)
    return "".join(parts)
