"""A printed line as the reader gets it: scanned, levelled, cut out of its cell and shaped for the network."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.cells import ABOVE, BESIDE, LOWEST
from ocr_fallback.numerals import HEIGHT
from ocr_fallback.recognise import shaped
from ocr_fallback.training.printing import Ink, Print
from ocr_fallback.values import Gray

SEEN = 0.3
"""Ink above this is what the reader takes the line's box from."""


def scanned(line: Print, random: Random, noise: np.random.Generator) -> Gray | None:
    """The picture of a printed line, ``HEIGHT`` pixels high; ``None`` where nothing is left of its ink."""
    box = _box(line.ink)
    if box is None:
        return None
    gray = _on_paper(_blurred(_cluttered(line, random), line.digit, random), random, noise)
    return shaped(_cut(gray, box, line.digit, random), HEIGHT)


def _box(ink: Ink) -> tuple[int, int, int, int] | None:
    rows, cols = np.flatnonzero(ink.max(axis=1) > SEEN), np.flatnonzero(ink.max(axis=0) > SEEN)
    if not len(rows) or not len(cols):
        return None
    return int(cols[0]), int(rows[0]), int(cols[-1]) + 1, int(rows[-1]) + 1


def _cluttered(line: Print, random: Random) -> Ink:
    """The ink with what is left of a rule beside it, dust, or a stroke of a seal, dark or taken away."""
    ink = line.ink.copy()
    height, width = ink.shape
    chance = random.random()
    dark = random.uniform(0.3, 1.0)
    if chance < 0.07:
        y = int(random.choice((random.uniform(0.2, 0.75) * line.pad, height - random.uniform(0.2, 0.75) * line.pad)))
        cv2.line(ink, (random.randrange(width), y), (random.randrange(width), y), dark, 1)
    elif chance < 0.11:
        x = int(random.choice((random.uniform(0.1, 0.7) * line.pad, width - random.uniform(0.1, 0.7) * line.pad)))
        cv2.line(ink, (x, random.randrange(height)), (x, random.randrange(height)), dark, 1)
    elif chance < 0.17:
        for _ in range(random.randrange(1, 6)):
            ink[random.randrange(height), random.randrange(width)] = random.uniform(0.3, 1.0)
    elif chance < 0.20:
        stroke = np.zeros_like(ink)
        start, end = [(random.randrange(width), random.randrange(height)) for _ in range(2)]
        cv2.line(stroke, start, end, random.uniform(0.1, 0.45), max(1, int(line.digit * random.uniform(0.08, 0.25))))
        ink = np.maximum(ink, stroke) if random.random() < 0.6 else ink * (1 - stroke)
    return ink


def _blurred(ink: Ink, digit: float, random: Random) -> Ink:
    (sigma,) = random.choices(
        (random.uniform(0.0, 0.5), random.uniform(0.4, 1.0), random.uniform(0.9, 1.8)), (30, 45, 25)
    )
    sigma *= min(digit / 16, 1.2)
    if sigma > 0.25:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), sigma), np.float32)
    if random.random() < 0.05:  # the paper moved
        kernel = np.full((1, 3), 1 / 3, np.float32)
        ink = np.asarray(cv2.filter2D(ink, -1, kernel if random.random() < 0.5 else kernel.T), np.float32)
    return ink


def _on_paper(ink: Ink, random: Random, noise: np.random.Generator) -> Gray:
    """Grey levels: contrast, the scanner's noise, JPEG, black and white, levelled paper, straightening."""
    (contrast,) = random.choices(
        (random.uniform(0.85, 1.0), random.uniform(0.5, 0.85), random.uniform(0.28, 0.5)), (55, 30, 15)
    )
    paper = random.uniform(235, 255)
    depth = (paper - random.uniform(0, 25)) * contrast
    (grain,) = random.choices((random.uniform(0, 3), random.uniform(2, 8), random.uniform(7, 16)), (45, 45, 10))
    levels = paper - depth * np.clip(ink * random.uniform(1.0, 1.25), 0, 1) + noise.normal(0, grain, ink.shape)
    gray: Gray = np.clip(levels, 0, 255).astype(np.uint8)
    if random.random() < 0.6:
        _, coded = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, random.randrange(30, 92)])
        gray = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    if random.random() < 0.06:
        gray = np.asarray(np.where(gray < paper - depth * random.uniform(0.35, 0.65), 0, 255), np.uint8)
    if random.random() < 0.15:
        gray = np.clip(gray * (255 / (paper - random.uniform(0, 12))), 0, 255).astype(np.uint8)
    if random.random() < 0.3:
        turn = np.deg2rad(random.gauss(0, 0.4))
        matrix = np.array(
            [[np.cos(turn), -np.sin(turn), random.random()], [np.sin(turn), np.cos(turn), random.random()]]
        )
        gray = np.asarray(cv2.warpAffine(gray, matrix, gray.shape[::-1], borderValue=255), np.uint8)
    return gray


def _cut(gray: Gray, box: tuple[int, int, int, int], digit: float, random: Random) -> Gray:
    """The line with the white that ``cells`` leaves around it, more or less; now and then an edge runs too near."""
    x0, y0, x1, y1 = box
    lack = max(LOWEST * digit - (y1 - y0), 0) / 2
    height = y1 - y0 + 2 * lack
    top = int(y0 - lack - (ABOVE + random.gauss(0, 0.04)) * height)
    foot = int(y1 + lack + (ABOVE + random.gauss(0, 0.04)) * height + 0.5)
    left = int(x0 - (BESIDE + random.gauss(0, 0.05)) * height)
    right = int(x1 + (BESIDE + random.gauss(0, 0.05)) * height + 0.5)
    picture: NDArray[np.uint8] = np.full((max(foot - top, 4), max(right - left, 4)), 255, np.uint8)
    sy, sx = max(top, 0), max(left, 0)
    part = gray[sy : max(foot, sy), sx : max(right, sx)]
    picture[sy - top : sy - top + part.shape[0], sx - left : sx - left + part.shape[1]] = part
    chance = random.random()
    margin = int(0.12 * height)
    if chance < 0.3 and margin:  # white beyond the cell's edge
        area = random.choice((np.s_[:margin], np.s_[-margin:], np.s_[:, :margin], np.s_[:, -margin:]))
        picture[area] = 255
    elif chance < 0.33:  # the first or last character is cut: what it was is not sure, and the network shall not be
        gone = int((BESIDE + random.uniform(0.0, 0.2)) * height)
        area = random.choice((np.s_[:, :gone], np.s_[:, -gone:]))
        picture[area] = 255
    return picture
