"""Which way up a page lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr_fallback.detect import text_boxes
from ocr_fallback.judging import is_text
from ocr_fallback.models import recogniser
from ocr_fallback.recognise import LineText, read_lines
from ocr_fallback.values import Box, Gray

SAMPLE, MOST = 4, 24
"""So many lines are read both ways to tell up from down, and so many more each time, up to the most …"""
CLEAR = 0.4
"""… until one way is read surer than the other by this, a line on average."""
UPRIGHT = 0.85
"""Chinese lines as sure as this, on average, stand upright: upside down they reach 0.61 on poor scans."""
FEWEST_DIGITS = 3
"""So many digits lying one beside another are a number; fewer may be strokes."""
LONGER_SIDE = 640
"""How large the detector sees the page: which way lines run shows on a small picture."""
START = 6
"""Of a line so many times its height is read: up from down is told by a few characters."""
LINE = 1.5
"""A box this many times longer than wide is a line of text and shows how the text runs."""


def quarter_turns(gray: Gray) -> int:
    """Clockwise quarter turns (0 to 3) that make the page's text run from left to right, upright."""
    boxes = text_boxes(gray, LONGER_SIDE)
    lying = [b for b in boxes if b.width > LINE * b.height]
    standing = [b for b in boxes if b.height > LINE * b.width]
    if not lying and not standing:
        return 0
    sideways = sum(b.height for b in standing) > sum(b.width for b in lying) and not _reads(gray, lying)
    by_size = sorted(standing if sideways else lying, key=lambda b: -b.width * b.height)[:MOST]
    turned = np.ascontiguousarray(np.rot90(gray, -1)) if sideways else gray
    height = gray.shape[0]
    shown = [Box(height - b.y1, b.x0, height - b.y0, b.x1) for b in by_size] if sideways else by_size
    return int(sideways) + 2 * int(_is_upside_down(turned, shown))


def _reads(gray: Gray, boxes: Sequence[Box]) -> bool:
    """Whether the boxes are read as the page lies: what is stacked in narrow columns stands and yet is upright."""
    largest = sorted(boxes, key=lambda b: -b.width * b.height)[:SAMPLE]
    read = _read(gray, largest, flip=False)
    words = [line.sureness for line in read if is_text(line.best.text) or len(line.best.text) >= FEWEST_DIGITS]
    return bool(words) and sum(words) >= UPRIGHT * len(largest)


def _is_upside_down(gray: Gray, boxes: Sequence[Box]) -> bool:
    surer = 0.0
    for count in range(SAMPLE, len(boxes) + SAMPLE, SAMPLE):
        more = boxes[count - SAMPLE : count]
        upright = _read(gray, more, flip=False)
        if sum(line.sureness for line in upright if is_text(line.best.text)) >= UPRIGHT * len(more):
            return False
        surer += sum(line.sureness for line in _read(gray, more, flip=True)) - sum(line.sureness for line in upright)
        if abs(surer) >= CLEAR * min(count, len(boxes)):
            break
    return surer > 0


def _read(gray: Gray, boxes: Sequence[Box], *, flip: bool) -> list[LineText]:
    pictures = [gray[int(b.y0) : int(b.y1) + 1, int(b.x0) : int(min(b.x1, b.x0 + START * b.height)) + 1] for b in boxes]
    return read_lines(recogniser("tiny"), [np.ascontiguousarray(np.rot90(p, 2)) if flip else p for p in pictures])
