"""The page made straight: skew and keystone undone by what its long rules say, or its lines of print."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.text_slope import text_leaning
from ocr_fallback.values import Box, Gray, Leaning, Matrix

WORKING_LENGTH = 1200
"""Rules are measured on a picture whose longer side has this many pixels."""
SHORTEST_SEGMENT = 0.03
"""Segments shorter than this share of the longer side are strokes of characters."""
STEEPEST = 0.2
"""Slope beyond which a segment is neither horizontal nor vertical."""
FEWEST = 3
"""Segments below which a direction says nothing about keystone."""
LONG = 0.25
"""Segments longer than this share of the longer side are rules for certain: two are enough."""
PROPOSERS = 24
"""So many of the longest segments propose how the page leans."""
APART = 0.2
"""Segments further apart than this share of the page tell its edges from one another."""
OFF = 0.004
"""Segments that differ from the fitted slope by more than this are outliers."""


def straightening(gray: Gray) -> Matrix:
    """The homography that makes the page's rules horizontal and vertical, or its lines of print where it has none.

    Identity where it has neither.
    """
    height, width = gray.shape
    scale = min(WORKING_LENGTH / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    lying, standing = _segments(small)
    h = _leaning(lying, small.shape[0])
    v = _leaning(standing, small.shape[1])
    if h is None and v is None:
        h = text_leaning(gray)
        if h is None:
            return np.eye(3)
        v = Leaning(-h.slope, 0.0)
    if h is None or v is None:  # one direction alone: a plain turn
        slope = h.slope if h else -v.slope if v else 0.0
        h, v = Leaning(slope, 0.0), Leaning(-slope, 0.0)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([_crossing(h, v, x, y, width, height) for x, y in corners], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(seen, corners), dtype=np.float64)


def straightened(gray: Gray, matrix: Matrix) -> Gray:
    """The picture after the homography, same size, white where the page ends."""
    height, width = gray.shape
    flat = cv2.warpPerspective(
        gray, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(flat, dtype=np.uint8)


def moved(box: Box, matrix: Matrix) -> Box:
    """The upright box around ``box`` after the homography."""
    corners = np.array([[[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def _segments(small: Gray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(slope, position, length) of long segments: lying ones with their y, standing ones with their x."""
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return np.empty((0, 3)), np.empty((0, 3))
    lines = np.asarray(found, np.float64).reshape(-1, 4)
    along = lines[:, 2:] - lines[:, :2]
    middle = (lines[:, 2:] + lines[:, :2]) / 2
    length = np.hypot(along[:, 0], along[:, 1])
    long = length >= SHORTEST_SEGMENT * max(small.shape)
    lying = long & (np.abs(along[:, 1]) < STEEPEST * np.abs(along[:, 0]))
    standing = long & (np.abs(along[:, 0]) < STEEPEST * np.abs(along[:, 1]))
    return (
        np.column_stack([along[lying, 1] / along[lying, 0], middle[lying, 1], length[lying]]),
        np.column_stack([along[standing, 0] / along[standing, 1], middle[standing, 0], length[standing]]),
    )


def _leaning(segments: NDArray[np.float64], extent: int) -> Leaning | None:
    """The slope of the segments as a line over their position, outliers dropped; ``None`` for too few."""
    slope, place, length = segments.T
    if len(segments) < FEWEST and (length >= LONG * WORKING_LENGTH).sum() < FEWEST - 1:
        return None
    offset = place / extent - 0.5
    middle, change = _supported(slope, offset, length)
    for _ in range(3):
        kept = np.abs(slope - middle - change * offset) < OFF
        if kept.sum() < FEWEST - 1:
            break
        # Rules close together say nothing about the far end of the page.
        spread = float(np.ptp(offset[kept]))
        design = np.column_stack([np.ones(kept.sum()), offset[kept]]) if spread > APART else np.ones((kept.sum(), 1))
        weight = length[kept]
        solution, *_ = np.linalg.lstsq(design * weight[:, None], slope[kept] * weight, rcond=None)
        middle, change = float(solution[0]), float(solution[1]) if len(solution) > 1 else 0.0
    return Leaning(middle, change)


def _supported(slope: NDArray[np.float64], offset: NDArray[np.float64], length: NDArray[np.float64]) -> Leaning:
    """The leaning that most length of rules agrees with: a slope all over the page, or two rules far apart.

    Under keystone the rules at one edge differ from those at the other by more than outliers do from a median.
    """
    median = Leaning(_weighted_median(slope, length), 0.0)
    proposed = [median]
    longest = np.argsort(-length)[:PROPOSERS]
    for i, k in combinations(longest.tolist(), 2):
        if abs(offset[i] - offset[k]) > APART:
            change = float((slope[i] - slope[k]) / (offset[i] - offset[k]))
            proposed.append(Leaning(float(slope[i] - change * offset[i]), change))

    def support(leaning: Leaning) -> float:
        agreed = np.abs(slope - leaning.slope - leaning.change * offset) < OFF
        return float(length[agreed].sum()) * (1.0 - abs(leaning.change))

    return max(proposed, key=support)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _crossing(h: Leaning, v: Leaning, x: float, y: float, width: int, height: int) -> tuple[float, float]:
    """Where the page shows the point that belongs at (x, y): the lying line of that y meets the standing of that x."""
    across = h.slope + h.change * (y / height - 0.5)
    down = v.slope + v.change * (x / width - 0.5)
    # y' = y + across (x' - width/2) and x' = x + down (y' - height/2)
    seen_y = (y + across * (x - width / 2 - down * height / 2)) / (1 - across * down)
    return x + down * (seen_y - height / 2), seen_y
