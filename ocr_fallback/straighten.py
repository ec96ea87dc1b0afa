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
PIECE, CROSSED, DRIFT = 15.0, 10.0, 2.0
"""Pixels of the smaller picture: pieces of a rule between rules that cross it are at least so long, end no further from
one another, and lie no further beside one another."""
LONG = 0.25
"""Segments longer than this share of the longer side are rules for certain: two are enough."""
PROPOSERS = 24
"""So many of the longest segments propose how the page leans."""
APART = 0.2
"""Segments further apart than this share of the page tell its edges from one another."""
OFF = 0.004
"""Segments that differ from the fitted slope by more than this are outliers."""

Ends = NDArray[np.float64]
"""Segments × (start, place across, end, place across), along the rule."""


def straightening(gray: Gray) -> Matrix:
    """The homography that makes the page's rules horizontal and vertical, or its lines of print where it has none.

    Identity where it has neither.
    """
    height, width = gray.shape
    scale = min(WORKING_LENGTH / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    lying, standing = _segments(small)
    h, v = (
        _leaning(_measured(ends, small), extent) for ends, extent in zip((lying, standing), small.shape, strict=True)
    )
    if (h is None) != (v is None):
        h = h or _leaning(_measured(_chained(lying), small), small.shape[0])
        v = v or _leaning(_measured(_chained(standing), small), small.shape[1])
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


def _segments(small: Gray) -> tuple[Ends, Ends]:
    """The lying and the standing segments, each from its start to its end along the rule and across it."""
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    lines = np.empty((0, 4)) if found is None else np.asarray(found, np.float64).reshape(-1, 4)
    along = np.abs(lines[:, 2:] - lines[:, :2])
    lying, standing = along[:, 1] < STEEPEST * along[:, 0], along[:, 0] < STEEPEST * along[:, 1]
    return _forward(lines[lying]), _forward(lines[standing][:, [1, 0, 3, 2]])


def _forward(ends: Ends) -> Ends:
    backward = ends[:, 0] > ends[:, 2]
    return np.where(backward[:, None], ends[:, [2, 3, 0, 1]], ends)


def _measured(ends: Ends, small: Gray) -> NDArray[np.float64]:
    """(slope, position, length) of those that are long enough for rules; the position is across them."""
    along, across = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    length = np.hypot(along, across)
    long = length >= SHORTEST_SEGMENT * max(small.shape)
    return np.column_stack([across[long] / along[long], (ends[long, 1] + ends[long, 3]) / 2, length[long]])


def _chained(ends: Ends) -> Ends:
    """Segments that go on one after another as one each: rules that others cross at every row come in pieces."""
    chains: list[list[float]] = []
    for start, at, end, end_at in sorted(ends[ends[:, 2] - ends[:, 0] >= PIECE].tolist()):
        before = [c for c in chains if abs(start - c[2]) <= CROSSED and abs(at - c[3]) <= DRIFT]
        if before:
            min(before, key=lambda c: abs(at - c[3]))[2:] = end, end_at
        else:
            chains.append([start, at, end, end_at])
    return np.array(chains).reshape(-1, 4)


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
