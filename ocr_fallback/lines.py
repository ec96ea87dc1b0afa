"""The lines of text that tables leave of a page, each in the pieces that wide white parts it into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ocr_fallback.columns import plain
from ocr_fallback.detect import text_boxes
from ocr_fallback.judging import SUPPOSED, is_sure, merged
from ocr_fallback.models import recogniser
from ocr_fallback.recognise import read_lines
from ocr_fallback.values import Box, Gray, LineReading, Status

HOPELESS = 0.45
"""What is read with less sureness than this is no text."""
APART = 0.9
"""White so many times as wide as the line's ink is high parts it: words beside one another stand closer …"""
LETTER = 1.3
"""… but a line of pieces none of which is wider than this is a title with its letters set apart."""
SLIVER = 0.3
"""Ink no wider than this, behind white that parts pieces, that the box cuts is of the text beside it."""
GAP = 0.15
"""White between characters is told when it is so many times as wide as the ink is high."""
DARKEST, INK = 2.0, 0.4
"""Ink is darker than paper by this share of what the darkest pixels (percentage) of the line are."""
_ZERO = re.compile(r"(?<![A-Za-z.])[Oo](?=\.\d|[%％]|[千万百亿]*元|[辆台套个项人批家次])")
"""A letter that stands where an amount or a number of things does (增加O万元)."""


class _Piece(NamedTuple):
    """What is shown to the network, the ink on it, and the white between its characters."""

    shown: Box
    ink: Box
    gaps: tuple[tuple[float, float], ...]


def lines_outside(outside: Gray, network: str, stronger: str) -> list[LineReading]:
    """The pieces of lines on a page whose tables are white, top to bottom; their boxes are those of their ink.

    What the network is not sure of the ``stronger`` one reads too; where they differ the surer is doubtful.
    """
    pieces = [piece for box in text_boxes(outside) for piece in _pieces(outside, box)]
    pictures = [outside[int(b.y0) : int(b.y1) + 1, int(b.x0) : int(b.x1) + 1] for b, *_ in pieces]
    first = read_lines(recogniser(network), pictures)
    unsure = [k for k, line in enumerate(first) if not is_sure(line)]
    again = dict(zip(unsure, read_lines(recogniser(stronger), [pictures[k] for k in unsure]), strict=True))
    found = []
    for k, piece in enumerate(pieces):
        line = merged(first[k], again.get(k))
        if line.best.text.strip() and line.sureness >= HOPELESS:
            alike = k not in again or plain(first[k].best.text) == plain(again[k].best.text)
            status: Status = "read" if alike and line.sureness >= SUPPOSED else "doubtful"
            x0, width = piece.shown.x0, piece.shown.width
            places = tuple(x0 + place * width for place in line.places)
            text = _ZERO.sub("0", line.best.text)
            found.append(
                LineReading(piece.ink, text, status, line.sureness, line.readings[1:], places=places, gaps=piece.gaps)
            )
    return found


def _pieces(page: Gray, box: Box) -> Iterator[_Piece]:
    """The box, cut where white is wide."""
    x0, y0, x1, y1 = int(box.x0), int(box.y0), int(box.x1) + 1, int(box.y1) + 1
    dark = 255.0 - page[y0:y1, x0:x1]
    ink = dark > INK * max(float(np.percentile(dark, 100 - DARKEST)), 1.0)
    cols = np.flatnonzero(ink.any(axis=0))
    if not len(cols):
        return
    rows = np.flatnonzero(ink.any(axis=1))
    height = rows[-1] + 1 - rows[0]
    white = [(int(cols[k]) + 1, int(cols[k + 1])) for k in np.flatnonzero(np.diff(cols) > GAP * height)]
    wide = [(left, right) for left, right in white if right - left > APART * height]
    starts, ends = [int(cols[0]), *(right for _, right in wide)], [*(left for left, _ in wide), int(cols[-1]) + 1]
    if len(starts) > 1 and starts[0] == 0 and ends[0] <= SLIVER * height:
        starts, ends = starts[1:], ends[1:]
    if len(starts) > 1 and ends[-1] == ink.shape[1] and ends[-1] - starts[-1] <= SLIVER * height:
        starts, ends = starts[:-1], ends[:-1]
    if max(end - start for start, end in zip(starts, ends, strict=True)) <= LETTER * height:
        starts, ends = starts[:1], ends[-1:]
    margin = max((y1 - y0) // 6, 1)
    for start, end in zip(starts, ends, strict=True):
        own = np.flatnonzero(ink[:, start:end].any(axis=1))
        tight = Box(x0 + start, y0 + int(own[0]), x0 + end, y0 + int(own[-1]) + 1)
        gaps = tuple((x0 + left, x0 + right) for left, right in white if start < left and right < end)
        yield _Piece(Box(max(tight.x0 - margin, x0), y0, min(tight.x1 + margin, x1 - 1), y1 - 1), tight, gaps)
