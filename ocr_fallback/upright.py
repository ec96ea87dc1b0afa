"""Which way up a page lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr_fallback.detect import text_boxes
from ocr_fallback.models import recogniser
from ocr_fallback.recognise import read_lines
from ocr_fallback.values import Box, Gray

SAMPLE = 6
"""Lines read both ways to tell up from down."""
LINE = 1.5
"""A box this many times longer than wide is a line of text and shows how the text runs."""


def quarter_turns(gray: Gray) -> int:
    """Clockwise quarter turns (0 to 3) that make the page's text run from left to right, upright."""
    boxes = text_boxes(gray)
    lying = [b for b in boxes if b.width > LINE * b.height]
    standing = [b for b in boxes if b.height > LINE * b.width]
    if not lying and not standing:
        return 0
    sideways = sum(b.height for b in standing) > sum(b.width for b in lying)
    sample = sorted(standing if sideways else lying, key=lambda b: -b.width * b.height)[:SAMPLE]
    turned = np.ascontiguousarray(np.rot90(gray, -1)) if sideways else gray
    height = gray.shape[0]
    shown = [Box(height - b.y1, b.x0, height - b.y0, b.x1) for b in sample] if sideways else sample
    return int(sideways) + 2 * int(_sureness(turned, shown, flip=True) > _sureness(turned, shown, flip=False))


def _sureness(gray: Gray, boxes: Sequence[Box], *, flip: bool) -> float:
    pictures = [gray[int(b.y0) : int(b.y1) + 1, int(b.x0) : int(b.x1) + 1] for b in boxes]
    read = read_lines(recogniser("tiny"), [np.ascontiguousarray(np.rot90(p, 2)) if flip else p for p in pictures])
    return sum(line.sureness for line in read)
