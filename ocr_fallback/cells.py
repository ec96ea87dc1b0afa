"""Line pictures of a grid's cells: rules wiped off, dust left out, wrapped labels parted into their lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from ocr_fallback.rules import CONTRAST, Mask, ink_mask
from ocr_fallback.values import BaseGrid, Box, Gray, Slot

EDGE = 0.045
"""How far (inches) inside a cell's edge the rule's own ink may lie."""
EDGE_INK = 0.7
"""A row or column of pixels at the edge belongs to the rule when ink covers this share of it …"""
STRETCH = 1.0
"""… looked at in stretches of this length (inches), along which a rule drifts by less than its thickness."""
SPECK = 0.018
"""Ink smaller than this (inches) in both directions is a point, a comma or dust."""
GRAIN = 0.01
"""Ink smaller than a square this wide (inches) is the scanner's noise; a decimal point is larger."""
INK_SHARE, MOST_CONTRAST = 0.22, 40
"""Ink is darker than its surroundings by this share of the darkest print's contrast, and by no more grey levels."""
ALONE = 1.1
"""A speck further from other ink than this share of the character height is dust."""
ONE_LINE = 1.35
"""Ink up to this many character heights high is one line (二 is two strokes with white between)."""
ABOVE, BESIDE = 0.16, 0.3
"""White left around a line, as shares of its height."""


class Blob(NamedTuple):
    """One connected piece of ink: its box on the page."""

    x0: int
    y0: int
    x1: int
    y1: int


class LinePicture(NamedTuple):
    """One line of a cell: which cell (position in the grid's slots), its ink's box, and the picture to read."""

    slot: int
    box: Box
    picture: Gray
    blobs: tuple[Blob, ...]


def line_pictures(flat: Gray, grid: BaseGrid, dpi: float) -> list[LinePicture]:
    """The lines of all cells of the grid, cell by cell from top to bottom; a blank cell has none."""
    clean = flat.copy()
    ink = ink_mask(flat, dpi, _contrast(flat))
    for slot in grid.slots:
        _wipe_edges(clean, ink, slot.box, dpi)
    held = _dealt(ink, grid, dpi)
    heights = [b.y1 - b.y0 for blobs in held for b in blobs if b.y1 - b.y0 > 2 * SPECK * dpi]
    usual = float(np.percentile(heights, 70)) if heights else 0.12 * dpi
    pictures = []
    for k, slot in enumerate(grid.slots):
        for blobs in _lines(_without_dust(held[k], usual, dpi), usual):
            box, picture = _picture(clean, slot, blobs, usual)
            pictures.append(LinePicture(k, box, picture, tuple(sorted(blobs))))
    return pictures


def _contrast(gray: Gray) -> int:
    """How much darker than its surroundings ink is at least, from how dark ink is on this page."""
    dark = float(np.percentile(gray, 0.5))
    return int(np.clip(INK_SHARE * (255 - dark), CONTRAST, MOST_CONTRAST))


def _wipe_edges(clean: Gray, ink: Mask, box: Box, dpi: float) -> None:
    """Paint over, in place, what rules left along the four edges of a cell; strokes that touch them stay."""
    reach = max(round(EDGE * dpi), 2)
    x0, y0, x1, y1 = max(int(box.x0), 0), max(int(box.y0), 0), int(box.x1) + 1, int(box.y1) + 1
    cell, shown = ink[y0:y1, x0:x1], clean[y0:y1, x0:x1]
    if min(cell.shape) < 2 * reach:
        return
    rules = cell.copy()
    for seen, inked, painted in ((rules, cell, shown), (rules.T, cell.T, shown.T)):
        for start in range(0, seen.shape[1], round(dpi * STRETCH)):
            part = slice(start, start + round(dpi * STRETCH))
            shares = (seen[:, part] > 0).mean(axis=1)
            last = max((i for i in range(reach) if shares[i] >= EDGE_INK), default=-2)
            first = min((i for i in range(len(shares) - reach, len(shares)) if shares[i] >= EDGE_INK), default=None)
            inked[: last + 2, part], painted[: last + 2, part] = 0, 255
            if first is not None:
                inked[first - 1 :, part], painted[first - 1 :, part] = 0, 255


def _dealt(ink: Mask, grid: BaseGrid, dpi: float) -> list[list[Blob]]:
    """The pieces of ink of each slot, by where their middle lies."""
    cols = len(grid.xs) - 1
    slot_at = [0] * ((len(grid.ys) - 1) * cols)
    for k, slot in enumerate(grid.slots):
        for row in range(slot.row, slot.row + slot.row_span):
            for col in range(slot.col, slot.col + slot.col_span):
                slot_at[row * cols + col] = k
    held: list[list[Blob]] = [[] for _ in grid.slots]
    left, top = max(int(grid.xs[0]), 0), max(int(grid.ys[0]), 0)
    grain = (GRAIN * dpi) ** 2
    part = ink[top : int(grid.ys[-1]) + 1, left : int(grid.xs[-1]) + 1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    for x, y, width, height, area in stats[1:].tolist():
        if area < grain:
            continue
        blob = Blob(x + left, y + top, x + left + width, y + top + height)
        col = bisect_right(grid.xs, (blob.x0 + blob.x1) / 2) - 1
        row = bisect_right(grid.ys, (blob.y0 + blob.y1) / 2) - 1
        if 0 <= col < cols and 0 <= row < len(grid.ys) - 1:
            held[slot_at[row * cols + col]].append(blob)
    return held


def _without_dust(blobs: Sequence[Blob], usual: float, dpi: float) -> list[Blob]:
    """The cell's ink without specks that stand alone; a point or comma stands beside a digit."""
    size = SPECK * dpi
    large = [b for b in blobs if b.x1 - b.x0 > size or b.y1 - b.y0 > size]
    near = ALONE * usual

    def beside(speck: Blob) -> bool:
        return any(
            b.x0 - near / 2 <= speck.x1
            and speck.x0 <= b.x1 + near / 2
            and b.y0 - near / 4 <= speck.y0 <= b.y1 + near / 4
            for b in large
        )

    return large + [b for b in blobs if not (b.x1 - b.x0 > size or b.y1 - b.y0 > size) and beside(b)]


def _lines(blobs: Sequence[Blob], usual: float) -> Iterator[list[Blob]]:
    """The cell's ink line by line: bands parted by white, strokes of one character height put together."""
    bands: list[list[Blob]] = []
    foot = -1
    for blob in sorted(blobs, key=lambda b: b.y0):
        if bands and (blob.y0 < foot or max(foot, blob.y1) - min(b.y0 for b in bands[-1]) <= ONE_LINE * usual):
            bands[-1].append(blob)
            foot = max(foot, blob.y1)
        else:
            bands.append([blob])
            foot = blob.y1
    yield from bands


def _picture(clean: Gray, slot: Slot, blobs: Sequence[Blob], usual: float) -> tuple[Box, Gray]:
    x0, y0 = min(b.x0 for b in blobs), min(b.y0 for b in blobs)
    x1, y1 = max(b.x1 for b in blobs), max(b.y1 for b in blobs)
    box = Box(x0, y0, x1, y1)
    # A lone dash or 一 keeps the height of a character, so that its place in the line is seen.
    lack = max(0.85 * usual - (y1 - y0), 0.0) / 2
    height = y1 - y0 + 2 * lack
    top, foot = y0 - lack - ABOVE * height, y1 + lack + ABOVE * height
    left, right = x0 - BESIDE * height, x1 + BESIDE * height
    canvas = np.full((max(round(foot - top), 4), max(round(right - left), 4)), 255, np.uint8)
    within = (max(int(slot.box.x0), 0), max(int(slot.box.y0), 0), int(slot.box.x1) + 1, int(slot.box.y1) + 1)
    sx0, sy0 = max(round(left), within[0], 0), max(round(top), within[1], 0)
    sx1, sy1 = min(round(right), within[2], clean.shape[1]), min(round(foot), within[3], clean.shape[0])
    part = clean[sy0:sy1, sx0:sx1]
    oy, ox = sy0 - round(top), sx0 - round(left)
    room = canvas[oy : oy + part.shape[0], ox : ox + part.shape[1]]
    room[:] = part[: room.shape[0], : room.shape[1]]
    return box, canvas
