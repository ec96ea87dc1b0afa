"""Line pictures of a grid's cells: rules wiped off, dust left out, wrapped labels parted into their lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.ink import MARGIN, SPECK, STROKE, Blob, left_out, text_lines
from ocr_fallback.levels import level_at
from ocr_fallback.signs import dash_before
from ocr_fallback.values import BaseGrid, Box, Gray, Slot

GRAIN = 0.01
"""Ink smaller than a square this wide (inches) is the scanner's noise; a decimal point is larger."""
CORE = 0.3
"""A piece of ink is somewhere darker than paper by this share of the darkest print's contrast …"""
EDGE, LEAST_EDGE = 0.12, 18.0
"""… and reaches as far as it is darker by this share of it, and by so many grey levels."""
UNDER_SEAL = 0.45
"""Under a seal, whose faint outline stays, ink is darker than paper by this share."""
NOISE = 3.0
"""The edge of ink is darker than this many standard deviations of the paper's noise."""
OF_ONE_DEVIATION = 0.524
"""From the median to the 30th percentile of noise; further down the ink of a crowded table begins."""
ABOVE, BESIDE = 0.16, 0.3
"""White left around a line, as shares of its height."""
LOWEST = 0.85
"""A line lower than this share of the character height is shown with room for so much."""

SHINING = 0.35
"""Print of the back shines through where so many pale pieces as high as characters stand beside each dark one.

Of 76 pages at 150 to 300 dots an inch none has more than 0.26.
"""
SQUARE, FULL = (0.8, 1.1), 0.9
"""Ink so many times as wide as its line is high, and so much of the line high, is mostly a Chinese character.

Of lines of numbers 2 in 100 at 200 dots an inch have such a piece, 14 at 150 where digits touch; of lines of text 90.
"""
ALIKE, MARK = 1.5, 0.47
"""Marks differ by no more than this factor in size and are no larger than this share of their picture's height."""
RAISED, RAISED_HEIGHT, FEWEST_DIGITS = 0.25, 0.35, 2
"""The mark of a note ends so far above the foot of the digits and is so high, in shares of theirs; behind so many."""
NARROWEST, HIGHEST = 0.25, 1.15
"""A 1 is at least and at most so many character heights wide and high."""
UNSEEN, DUST = 190, 0.15
"""Pixels darker than this that cover so many squares of the character height are no dust: a blank cell has fewer."""
BEYOND = 0.06
"""Ink so far (inches) beside the grid belongs to its outer columns: a digit may stand across a rule that drifts."""


class LinePicture(NamedTuple):
    """One line of a cell: which cell (position in the grid's slots), its ink's box, and the picture to read.

    ``incomplete``: ink that may be a character of it was left out. ``signed``: a lying stroke stands before its ink.
    """

    slot: int
    box: Box
    picture: Gray
    blobs: tuple[Blob, ...]
    incomplete: bool = False
    signed: bool = False

    @property
    def faint(self) -> bool:
        """Whether no ink of it is as dark as print."""
        return all(blob.faint for blob in self.blobs)

    @property
    def square(self) -> bool:
        """Whether a piece of its ink is as large as a Chinese character."""
        least, most = (share * self.box.height for share in SQUARE)
        return any(least <= b.x1 - b.x0 <= most and b.y1 - b.y0 >= FULL * self.box.height for b in self.blobs)

    @property
    def marked(self) -> bool:
        """Whether the last of its characters is raised, as the mark of a note behind an amount is."""
        last = max(self.blobs, key=lambda b: b.x1)
        others = [b for b in self.blobs if b.x1 <= last.x0 + 1]
        tallest = max((b.y1 - b.y0 for b in others), default=0)
        full = sorted(b.y1 for b in others if b.y1 - b.y0 >= FULL * tallest)
        alone = len(others) == len(self.blobs) - 1  # else it is a piece of a broken character
        if not alone or len(full) < FEWEST_DIGITS or last.y1 - last.y0 < RAISED_HEIGHT * tallest:
            return False
        return full[len(full) // 2] - last.y1 >= RAISED * tallest

    @property
    def asterisks(self) -> int:
        """How many round marks of one size, too small for characters, the line consists of; 0 when it does not."""
        widths, heights = [b.x1 - b.x0 for b in self.blobs], [b.y1 - b.y0 for b in self.blobs]
        sides = sorted(widths + heights)
        alike = sides[-1] <= ALIKE * sides[0] and self.box.height <= ALIKE * sides[0]
        return len(self.blobs) if len(self.blobs) > 1 and alike and sides[-1] <= MARK * len(self.picture) else 0


class GridInk(NamedTuple):
    """The lines of a grid's cells, and whether pale ink like characters stands all over it: print of the back."""

    lines: list[LinePicture]
    shines_through: bool


def grid_ink(clean: Gray, stamped: Gray, grid: BaseGrid, dpi: float) -> GridInk:
    """The lines of all cells of the grid, cell by cell from top to bottom (a blank cell has none), and what is pale.

    ``clean``: the straightened page without the grid's rules; ``stamped``: where a seal lies, as ``Paper`` says.
    """
    held = _dealt(clean, stamped, grid, dpi)
    usual = usual_height([b.y1 - b.y0 for blobs in held for b in blobs if not b.faint], dpi)
    pictures = []
    for k, slot in enumerate(grid.slots):
        lines = text_lines(held[k], slot.box, usual, dpi)
        if not lines and (
            unseen := _at_edge(held[k], slot.box, usual, dpi) or _unseen(clean, stamped, slot, usual, dpi)
        ):
            lines = [[unseen]]
        kept = {blob for line in lines for blob in line}
        dust = [blob for blob in held[k] if blob not in kept and not blob.faint]
        for blobs in lines:
            box, picture = _picture(clean, slot, blobs, dust, usual)
            short, signed = left_out(blobs, dust, usual), dash_before(clean, slot, box, dpi)
            pictures.append(LinePicture(k, box, picture, tuple(sorted(blobs)), short, signed))
    return GridInk(pictures, _shines_through([b for blobs in held for b in blobs], usual))


def one_picture(lines: Sequence[Gray]) -> bytes:
    """The line pictures below one another, as a PNG."""
    width = max(picture.shape[1] for picture in lines)
    padded = [np.pad(picture, ((0, 0), (0, width - picture.shape[1])), constant_values=255) for picture in lines]
    _, coded = cv2.imencode(".png", np.vstack(padded))
    return bytes(coded)


def _shines_through(blobs: Sequence[Blob], usual: float) -> bool:
    tall = [blob.faint for blob in blobs if blob.y1 - blob.y0 >= STROKE * usual]
    return sum(tall) > SHINING * (len(tall) - sum(tall))


def _ink(clean: Gray, stamped: Gray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Ink to its edges, and its dark cores: on even paper without rules levels are the same all over."""
    paper, below, dark = level_at(clean, 0.5, 0.3, 0.005)
    contrast = paper - dark
    edge = max(EDGE * contrast, NOISE * (paper - below) / OF_ONE_DEVIATION, LEAST_EDGE)
    core = max(CORE * contrast, edge)
    ink, cores = clean < paper - edge, clean < paper - core
    under = stamped > 0
    ink[under] = clean[under] < paper - max(core, UNDER_SEAL * contrast)
    cores[under] = ink[under]
    return ink, cores


def _dealt(clean: Gray, stamped: Gray, grid: BaseGrid, dpi: float) -> list[list[Blob]]:
    """The pieces of ink of each slot, by where their middle lies."""
    cols = len(grid.xs) - 1
    slot_at = [0] * ((len(grid.ys) - 1) * cols)
    for k, slot in enumerate(grid.slots):
        for row in range(slot.row, slot.row + slot.row_span):
            for col in range(slot.col, slot.col + slot.col_span):
                slot_at[row * cols + col] = k
    held: list[list[Blob]] = [[] for _ in grid.slots]
    beyond = round(BEYOND * dpi)
    left, top = max(int(grid.xs[0]) - beyond, 0), max(int(grid.ys[0]), 0)
    grain = (GRAIN * dpi) ** 2
    area = slice(top, int(grid.ys[-1]) + 1), slice(left, int(grid.xs[-1]) + beyond + 1)
    ink, cores = _ink(clean[area], stamped[area])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.view(np.uint8), connectivity=8)
    dark, within = (
        np.bincount(labels.ravel()[np.flatnonzero(mask)], minlength=count)
        for mask in (cores, _inner(grid, ink.shape, left, top, dpi))
    )
    for k, (x, y, width, height, area) in enumerate(stats.tolist()):
        if k == 0 or area < grain:
            continue
        blob = Blob(x + left, y + top, x + left + width, y + top + height, not within[k], not dark[k])
        col = min(max(bisect_right(grid.xs, (blob.x0 + blob.x1) / 2) - 1, 0), cols - 1)
        row = bisect_right(grid.ys, (blob.y0 + blob.y1) / 2) - 1
        if 0 <= row < len(grid.ys) - 1:
            held[slot_at[row * cols + col]].append(blob)
    return held


def usual_height(heights: Sequence[int], dpi: float) -> float:
    """The height of the grid's characters in pixels, from the heights of its pieces of ink."""
    tall = [height for height in heights if height > 2 * SPECK * dpi]
    return float(np.percentile(tall, 70)) if tall else 0.12 * dpi


def _at_edge(blobs: Sequence[Blob], cell: Box, usual: float, dpi: float) -> Blob | None:
    """A piece along the side of a cell without other ink that is like a lone 1, taken for faint; rules go on."""
    margin = MARGIN * dpi / 2
    for b in blobs:
        like_one = b.x1 - b.x0 >= NARROWEST * usual and STROKE * usual <= b.y1 - b.y0 <= HIGHEST * usual
        if b.at_edge and like_one and cell.y0 + margin < b.y0 and b.y1 < cell.y1 - margin:
            return b._replace(faint=True)
    return None


def _unseen(clean: Gray, stamped: Gray, slot: Slot, usual: float, dpi: float) -> Blob | None:
    """The dark ink inside a cell where no line was found, taken for one faint piece: too much to be dust."""
    margin = max(round(MARGIN * dpi), 2)
    x0, y0 = max(round(slot.box.x0) + margin, 0), max(round(slot.box.y0) + margin, 0)
    area = slice(y0, max(round(slot.box.y1) - margin, 0)), slice(x0, max(round(slot.box.x1) - margin, 0))
    dark = (clean[area] < UNSEEN) & (stamped[area] == 0)
    if not dark.size or dark.sum() < DUST * usual**2:
        return None
    rows, cols = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return Blob(x0 + int(cols[0]), y0 + int(rows[0]), x0 + int(cols[-1]) + 1, y0 + int(rows[-1]) + 1, faint=True)


def _inner(grid: BaseGrid, shape: tuple[int, ...], left: int, top: int, dpi: float) -> NDArray[np.bool_]:
    """Where no edge of a cell is near."""
    margin = max(round(MARGIN * dpi), 2)
    inner = np.zeros(shape, bool)
    for slot in grid.slots:
        x0, y0 = round(slot.box.x0) - left + margin, round(slot.box.y0) - top + margin
        inner[
            max(y0, 0) : max(round(slot.box.y1) - top - margin, 0),
            max(x0, 0) : max(round(slot.box.x1) - left - margin, 0),
        ] = True
    return inner


def _picture(clean: Gray, slot: Slot, blobs: Sequence[Blob], dust: Sequence[Blob], usual: float) -> tuple[Box, Gray]:
    """The box of the line's ink and its picture, white where dust lies beside it."""
    x0, y0 = min(b.x0 for b in blobs), min(b.y0 for b in blobs)
    x1, y1 = max(b.x1 for b in blobs), max(b.y1 for b in blobs)
    box = Box(x0, y0, x1, y1)
    # A lone dash or 一 keeps the height of a character, so that its place in the line is seen.
    lack = max(LOWEST * usual - (y1 - y0), 0.0) / 2
    height = y1 - y0 + 2 * lack
    top, foot = y0 - lack - ABOVE * height, y1 + lack + ABOVE * height
    left, right = x0 - BESIDE * height, x1 + BESIDE * height
    canvas = np.full((max(round(foot - top), 4), max(round(right - left), 4)), 255, np.uint8)
    # Up to the cell's edges, and as far beyond as its own ink reaches where a rule drifts.
    within = (
        max(min(int(slot.box.x0), x0), 0),
        max(min(int(slot.box.y0), y0), 0),
        max(int(slot.box.x1), x1) + 1,
        max(int(slot.box.y1), y1) + 1,
    )
    sx0, sy0 = max(round(left), within[0], 0), max(round(top), within[1], 0)
    sx1, sy1 = min(round(right), within[2], clean.shape[1]), min(round(foot), within[3], clean.shape[0])
    part = clean[sy0:sy1, sx0:sx1]
    oy, ox = sy0 - round(top), sx0 - round(left)
    room = canvas[oy : oy + part.shape[0], ox : ox + part.shape[1]]
    room[:] = part[: room.shape[0], : room.shape[1]]
    for speck in dust:
        if not any(_over(speck, blob) for blob in blobs):
            y0, x0 = speck.y0 - 1 - round(top), speck.x0 - 1 - round(left)
            canvas[max(y0, 0) : max(speck.y1 + 1 - round(top), 0), max(x0, 0) : max(speck.x1 + 1 - round(left), 0)] = (
                255
            )
    return box, canvas


def _over(one: Blob, other: Blob) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
