"""The pieces of ink of one cell put together to lines; dust and what is left of rules stay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_fallback.values import Box

SPECK = 0.018
"""Ink smaller than this (inches) in both directions is a point, a comma, a small stroke or dust …"""
SMALL = 0.34
"""… and so is ink smaller than this share of the character height: blur widens points."""
FLAT = 1.6
"""A dash is so many times wider than high; dust is round."""
ALONE = 0.45
"""A line whose ink is all smaller than this share of the character height, and no dash, is dust."""
MARGIN = 0.03
"""Ink no further than this (inches) from a cell's edge can be what is left of a rule."""
BESIDE, ABOVE, BELOW = 0.08, 0.1, 0.25
"""How far a small piece may lie beside or reach out of its line's large ink, in character heights: a comma hangs."""
ONE_LINE = 1.35
"""Ink up to this many character heights high is one line (二 is two strokes with white between)."""

TWO_LINES = 1.6
"""Ink more character heights high may be lines set so closely that no white parts them …"""
CUTS_INTO = 0.2
"""… where one can be parted from the other cutting off no more of any piece than this share of the character height."""
MOST_TOUCHING = 0.4
"""… and characters of both that touch, and are parted too, make up no more of its width: all of large print is high."""
FEW, ROOF = 3.0, 0.75
"""… and none where few characters, the band at most so many times as wide as high, have a stroke so many times as wide
as it is high: 合计 in large print."""
SMALL_PRINT = 0.6
"""Lines are at least so many character heights high: 三 in large print is three strokes."""

NEAR = 0.9
"""Faint ink so many character heights beside a line's large ink is a sign or digit of it …"""
DASH, STROKE = 0.22, 0.45
"""… when it is so many character heights wide or high; less is the scanner's grain."""
CHARACTER = 0.3
"""A lone faint piece so many character heights wide can be a digit; narrower it is what is left of a rule."""


class Blob(NamedTuple):
    """One connected piece of ink: its box on the page, and whether all of it lies along its cell's edge.

    ``faint``: nowhere as dark as print is; a thin minus sign or the digits of small print are.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    at_edge: bool = False
    faint: bool = False

    @property
    def size(self) -> int:
        return max(self.x1 - self.x0, self.y1 - self.y0)


def text_lines(blobs: Sequence[Blob], cell: Box, usual: float, dpi: float) -> list[list[Blob]]:
    """The cell's lines from top to bottom; ``usual``: the height of the grid's characters in pixels.

    Faint ink makes a line only where no dark ink does; beside a line it belongs to it, so that no sign is lost.
    """
    faint = [b for b in blobs if b.faint and not b.at_edge]
    lines = _dark_lines([b for b in blobs if not b.faint], cell, usual, dpi)
    if not lines and _could_be_text(faint, usual):
        return _dark_lines(faint, cell, usual, dpi)
    return [_with_faint(line, faint, usual) for line in lines]


def left_out(line: Sequence[Blob], others: Sequence[Blob], usual: float) -> bool:
    """Whether ink along the cell's edge, taken for what is left of a rule, stands like a character of the line."""
    x0, x1 = min(b.x0 for b in line), max(b.x1 for b in line)
    y0, y1 = min(b.y0 for b in line), max(b.y1 for b in line)
    return any(
        b.y1 - b.y0 >= STROKE * usual
        and b.y1 - b.y0 <= y1 - y0 + 1
        and min(b.y1, y1) - max(b.y0, y0) >= STROKE * usual
        and b.x1 >= x0 - NEAR * usual
        and b.x0 <= x1 + NEAR * usual
        for b in others
        if b.at_edge
    )


def _could_be_text(faint: Sequence[Blob], usual: float) -> bool:
    tall = [b for b in faint if b.y1 - b.y0 >= STROKE * usual]
    return len(tall) > 1 or any(b.x1 - b.x0 >= CHARACTER * usual for b in tall)


def _with_faint(line: list[Blob], faint: Sequence[Blob], usual: float) -> list[Blob]:
    """The line and the faint ink beside it, from its ends outwards."""
    y0, y1 = min(b.y0 for b in line), max(b.y1 for b in line)
    level = [
        b
        for b in faint
        if y0 <= (b.y0 + b.y1) / 2 <= y1 and (b.x1 - b.x0 >= DASH * usual or b.y1 - b.y0 >= STROKE * usual)
    ]
    grown = list(line)
    while True:
        x0, x1 = min(b.x0 for b in grown), max(b.x1 for b in grown)
        more = [b for b in level if b not in grown and b.x1 >= x0 - NEAR * usual and b.x0 <= x1 + NEAR * usual]
        if not more:
            return grown
        grown += more


def _dark_lines(blobs: Sequence[Blob], cell: Box, usual: float, dpi: float) -> list[list[Blob]]:
    kept = _without_remnants(blobs, cell, usual, dpi)
    least = max(SPECK * dpi, SMALL * usual)
    large = [b for b in kept if b.size > least]
    small = [b for b in kept if b.size <= least]
    lines = [line for line in _lines(large, usual) if not _is_dust(line, usual)]
    return [[*line, *_own(line, small, usual)] for line in lines]


def _is_dust(line: Sequence[Blob], usual: float) -> bool:
    """Whether the line is small round pieces alone, and no two of them side by side as in ``**``."""
    if any(b.size > ALONE * usual or _flat(b) for b in line):
        return False
    return not any(0 <= b.x0 - a.x1 <= ALONE * usual and a.y0 < b.y1 and b.y0 < a.y1 for a in line for b in line)


def _flat(blob: Blob) -> bool:
    return blob.x1 - blob.x0 >= FLAT * (blob.y1 - blob.y0)


def _own(line: Sequence[Blob], small: Sequence[Blob], usual: float) -> list[Blob]:
    """The small pieces of the line: points between digits, strokes of characters, the two points of a colon, a dash."""
    x0, x1 = min(b.x0 for b in line), max(b.x1 for b in line)
    y0, y1 = min(b.y0 for b in line), max(b.y1 for b in line)
    level = [b for b in small if b.y0 >= y0 - ABOVE * usual and b.y1 <= y1 + BELOW * usual]

    def belongs(b: Blob) -> bool:
        if b.x1 >= x0 - BESIDE * usual and b.x0 <= x1 + BESIDE * usual:
            return True
        near = b.x1 >= x0 - usual and b.x0 <= x1 + usual
        stacked = any(other is not b and other.x0 < b.x1 and b.x0 < other.x1 for other in level)
        return near and (_flat(b) or (stacked and b.x0 > x1))

    return [b for b in level if belongs(b)]


def _without_remnants(blobs: Sequence[Blob], cell: Box, usual: float, dpi: float) -> list[Blob]:
    """The cell's ink without what is left of its rules: ink along the edge, unless it is a point or sign in a line."""
    inside = [b for b in blobs if not b.at_edge]
    margin = max(round(MARGIN * dpi), 2)

    def in_line(blob: Blob) -> bool:
        beside_edge = blob.x1 <= cell.x0 + margin or blob.x0 >= cell.x1 - margin
        if blob.x1 - blob.x0 > usual or (beside_edge and blob.y1 - blob.y0 > SPECK * dpi):
            return False
        return any(
            b.x0 - usual / 2 <= blob.x1 and blob.x0 <= b.x1 + usual / 2 and b.y0 < blob.y1 and blob.y0 < b.y1
            for b in inside
        )

    return [b for b in blobs if not b.at_edge or in_line(b)]


def _lines(blobs: Sequence[Blob], usual: float) -> Iterator[list[Blob]]:
    """The ink line by line: bands parted by white, strokes of one character height put together."""
    bands: list[list[Blob]] = []
    foot = -1
    for blob in sorted(blobs, key=lambda b: b.y0):
        if bands and (blob.y0 < foot or max(foot, blob.y1) - min(b.y0 for b in bands[-1]) <= ONE_LINE * usual):
            bands[-1].append(blob)
            foot = max(foot, blob.y1)
        else:
            bands.append([blob])
            foot = blob.y1
    for band in bands:
        yield from _set_closely(band, usual)


def _set_closely(band: list[Blob], usual: float) -> Iterator[list[Blob]]:
    """The lines of a band of ink: several, where nearly all pieces stand above or below a height in between.

    A piece higher than a line is characters that touch: each line gets its part.
    """
    top, foot = min(b.y0 for b in band), max(b.y1 for b in band)
    single = [b for b in band if b.y1 - b.y0 <= TWO_LINES * usual]
    if foot - top <= TWO_LINES * usual or not single:
        yield band
        return

    def cut_off(at: int) -> tuple[int, int]:
        """The most of a piece, and of all pieces, on the smaller side of a cut."""
        parts = [max(min(at - b.y0, b.y1 - at), 0) for b in single]
        return max(parts), sum(parts)

    cut = min(range(round(top + usual * STROKE), round(foot - usual * STROKE) + 1), key=cut_off)
    above = [b for b in single if b.y0 + b.y1 <= 2 * cut]
    below = [b for b in single if b.y0 + b.y1 > 2 * cut]
    touching = [b for b in band if b.y1 - b.y0 > TWO_LINES * usual]
    few = max(b.x1 for b in band) - min(b.x0 for b in band) <= FEW * (foot - top)
    roofed = few and max(b.x1 - b.x0 for b in single) >= ROOF * (foot - top)
    most = 0 if roofed else MOST_TOUCHING * sum(b.x1 - b.x0 for b in band)
    large = sum(b.x1 - b.x0 for b in touching) > most
    if cut_off(cut)[0] > CUTS_INTO * usual or large or not (_is_high(above, usual) and _is_high(below, usual)):
        yield band
        return
    yield [*above, *(b._replace(y1=cut) for b in touching)]
    yield from _set_closely([*below, *(b._replace(y0=cut) for b in touching)], usual)


def _is_high(blobs: Sequence[Blob], usual: float) -> bool:
    """Whether the ink is as high as small characters are."""
    return bool(blobs) and max(b.y1 for b in blobs) - min(b.y0 for b in blobs) >= SMALL_PRINT * usual
