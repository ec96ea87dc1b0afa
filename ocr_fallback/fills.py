"""Dark fills made white: white characters on a dark ground become dark ones on paper, rules stay dark."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.shrinking import shrunk, shrunk_to
from ocr_fallback.values import Gray

Mask = NDArray[np.uint8]
"""Height × width, 0 or 1."""

WORKING_LENGTH = 1200
"""Fills are found on a picture whose longer side has this many pixels (about 105 an inch on A4)."""
GROUND = 15
"""Around the middle of a fill a square this many of those pixels wide is crowded …"""
MOST = 0.5
"""… with dark ones: more than this share of it. Characters cover less."""
ROOM = 161
"""Somewhere in a square this wide lies bare paper."""
COARSER, COARSE_GROUND = 4, 5
"""Paper is followed on a picture so many times smaller, where characters leave the median of so wide a square."""
DARK = 0.72
"""A ground darker than this share of the paper around it is a fill; paler ones leave characters as dark as they are."""
SMALLEST = (25, 13)
"""Width and height a fill has at least; the inside of heavy characters is smaller."""
BAR = (25, 4)
"""Width and height of the dark bars above, below and between the characters on a fill; a rule is lower."""
BARRED = 0.6
"""Share of a fill that its bars cover: of crowded strokes they cover less."""
LINE, WORDS = 31, 201
"""Characters on a fill leave no more than so many of those pixels between its bars, upwards and sideways."""
RIM = 2
"""So many of those pixels of a fill's edge stay dark: a rule runs there, and is as light as the fill where it fades."""
HOLE = 2500
"""A gap of so many of those pixels inside a fill is made by heavy characters."""
TILE, FEWEST, ALIKE = 40, 40, 9
"""The ground of a fill is told in squares this wide with so many of its pixels; so many neighbouring greys are one."""
BLACKEST = 0.5
"""Print is as dark as this percentage of the page."""
GRAIN = 0.1
"""What differs from the ground by less than this share of the way to black or paper is the fill's own grain …"""
LEAST_ROOM = 20.0
"""Grey levels: the ground is never nearer to black or paper."""
NOISE, DEVIATION = 3.5, 1.4826
"""… and where the mean of nine pixels does by so few standard deviations, each so many times the median difference."""
WHITE = 255.0


def without_fills(gray: Gray) -> Gray:
    """The page with every dark fill made white, and on it dark whatever is darker or lighter than the fill."""
    height, width = gray.shape
    small = shrunk_to(gray, WORKING_LENGTH)
    paper = _paper(small)
    filled = _fills((small < cv2.convertScaleAbs(paper, alpha=DARK)).astype(np.uint8))
    if not filled.any():
        return gray
    mask = cv2.resize(filled, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    below, white = (
        cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)[mask]
        for shade in (_ground(small, filled), paper)
    )
    lighter, around = (shade[mask] - below for shade in (gray, cv2.blur(gray, (3, 3))))
    room = np.maximum(np.where(lighter < 0, below - np.percentile(small, BLACKEST), white - below), LEAST_ROOM)
    off = np.maximum(np.abs(lighter) / room - GRAIN, 0.0) / (1.0 - GRAIN)
    off[np.abs(around) < NOISE * DEVIATION * float(np.median(np.abs(around)))] = 0.0
    shown = gray.copy()
    shown[mask] = np.clip(WHITE * (1.0 - off), 0, WHITE)
    return shown


def _fills(dark: Mask) -> Mask:
    """Where the fills are, their rim apart (1; else 0); ``dark``: what is darker than the paper around it."""
    crowded = (cv2.blur(dark.astype(np.float32), (GROUND, GROUND)) > MOST).astype(np.uint8)
    opened = _changed(crowded, cv2.MORPH_OPEN, SMALLEST)
    if not opened.any():
        return opened
    # A square has its middle on a fill's edge when half of it is dark: at corners later, before characters earlier.
    near = _changed(opened, cv2.MORPH_DILATE, (GROUND, GROUND))
    bars = _changed(dark, cv2.MORPH_OPEN, BAR)
    filled = _without_holes(near & _between(bars, dark))
    return _barred(_changed(filled, cv2.MORPH_ERODE, (2 * RIM + 1, 2 * RIM + 1)), bars)


def _changed(mask: Mask, how: int, room: tuple[int, int]) -> Mask:
    """The mask opened, closed, dilated or eroded by a rectangle so wide and high."""
    return np.asarray(cv2.morphologyEx(mask, how, np.ones(room[::-1], np.uint8)), dtype=np.uint8)


def _paper(small: Gray) -> Gray:
    """The light of the bare paper around each pixel, followed on a coarser picture without its characters."""
    height, width = small.shape
    coarse = cv2.medianBlur(shrunk(small, max(height // COARSER, 1), max(width // COARSER, 1)), COARSE_GROUND)
    room = ROOM // COARSER | 1
    paper = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((room, room), np.uint8))
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _barred(filled: Mask, bars: Mask) -> Mask:
    """The fills that are mostly bars: crowded strokes are dark all over, but leave white between them everywhere."""
    count, labels = cv2.connectedComponents(filled, connectivity=4)
    inside = np.bincount(labels.ravel(), minlength=count)
    kept = np.bincount(labels[bars > 0], minlength=count) >= BARRED * np.maximum(inside, 1)
    kept[0] = False  # what is no fill
    return np.asarray(kept[labels], dtype=np.uint8)


def _between(bars: Mask, dark: Mask) -> Mask:
    """Where dark bars are, and what lies close between them; characters on paper are no bars."""
    closed = _changed(_changed(bars, cv2.MORPH_CLOSE, (LINE, LINE)), cv2.MORPH_CLOSE, (WORDS, 1))
    # Between two bars of a slanted fill lies paper too, below its last dark pixel.
    return _changed(dark & closed, cv2.MORPH_CLOSE, (1, LINE))


def _without_holes(filled: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - filled, connectivity=4)
    hole = stats[:, cv2.CC_STAT_AREA] < HOLE
    hole[0] = True  # the fills themselves
    return np.asarray(hole[labels], dtype=np.uint8)


def _ground(small: Gray, filled: Mask) -> NDArray[np.float32]:
    """The ground of the fills: what most of a square's filled pixels are, between squares what is between them."""
    rows, cols = (-(-side // TILE) for side in small.shape)
    found, known = np.zeros((rows, cols), np.float32), np.zeros((rows, cols), np.float32)
    for row in range(rows):
        for col in range(cols):
            area = slice(row * TILE, (row + 1) * TILE), slice(col * TILE, (col + 1) * TILE)
            shades = small[area][filled[area] > 0]
            if len(shades) >= FEWEST:
                counts = np.convolve(np.bincount(shades, minlength=256), np.ones(ALIKE), "same")
                found[row, col], known[row, col] = counts.argmax(), 1.0
    for room in (3, 2 * max(rows, cols) + 1):  # the square itself and those around it, else any
        share = cv2.blur(known, (room, room), borderType=cv2.BORDER_CONSTANT)
        near = cv2.blur(found, (room, room), borderType=cv2.BORDER_CONSTANT) / np.maximum(share, 1e-6)
        found, known = np.where(known > 0, found, near), np.maximum(known, (share > 0).astype(np.float32))
    height, width = small.shape
    wide = cv2.resize(found.astype(np.float32), (cols * TILE, rows * TILE), interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide[:height, :width], dtype=np.float32)
