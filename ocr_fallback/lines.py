"""The lines of text that tables leave of a page, each in the pieces that wide white parts it into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
"""Ink no wider (or higher) than this, behind white that parts it, which the box cuts is of a text beside (or above)."""
GAP = 0.15
"""White between characters is told when it is so many times as wide as the ink is high."""
DARKEST, INK = 2.0, 0.4
"""Ink is darker than paper by this share of what the darkest pixels (percentage) of the line are."""
_TWO_TEXTS = re.compile(r"[0-9][一-鿿]|[一-鿿][0-9]")
"""Letters of one text set apart are no digits beside Chinese characters: a code and the end of a name are two."""
_ZERO = re.compile(r"(?<![A-Za-z.])[Oo](?=\.\d|[%％]|[千万百亿]*元|[辆台套个项人批家次])")
"""A letter that stands where an amount or a number of things does (增加O万元)."""


class _Piece(NamedTuple):
    """What is shown to the network, the ink on it, and the white between its characters.

    ``parts``: the pieces it is of, where it was taken for one text with its letters set apart.
    """

    shown: Box
    ink: Box
    gaps: tuple[tuple[float, float], ...]
    parts: tuple[_Piece, ...] = ()


def lines_outside(outside: Gray, network: str, stronger: str) -> list[LineReading]:
    """The pieces of lines on a page whose tables are white, top to bottom; their boxes are those of their ink.

    What the network is not sure of the ``stronger`` one reads too; where they differ the surer is doubtful.
    """
    pieces = [piece for box in text_boxes(outside) for piece in _pieces(outside, box)]
    first = read_lines(recogniser(network), _pictures(outside, pieces))
    for k in reversed(range(len(pieces))):
        if pieces[k].parts and _TWO_TEXTS.search(first[k].best.text):
            first[k : k + 1] = read_lines(recogniser(network), _pictures(outside, pieces[k].parts))
            pieces[k : k + 1] = pieces[k].parts
    pictures = _pictures(outside, pieces)
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


def _pictures(page: Gray, pieces: Sequence[_Piece]) -> list[Gray]:
    return [page[int(b.y0) : int(b.y1) + 1, int(b.x0) : int(b.x1) + 1] for b, *_ in pieces]


def _pieces(page: Gray, box: Box) -> Iterator[_Piece]:
    """The box, cut where white is wide."""
    x0, y0, x1, y1 = int(box.x0), int(box.y0), int(box.x1) + 1, int(box.y1) + 1
    dark = 255.0 - page[y0:y1, x0:x1]
    ink = dark > INK * max(float(np.percentile(dark, 100 - DARKEST)), 1.0)
    if not ink.any():
        return
    first, last = _own_rows(ink)
    cols = np.flatnonzero(ink[first:last].any(axis=0))
    height = last - first
    white = [(int(cols[k]) + 1, int(cols[k + 1])) for k in np.flatnonzero(np.diff(cols) > GAP * height)]
    wide = [(left, right) for left, right in white if right - left > APART * height]
    starts, ends = [int(cols[0]), *(right for _, right in wide)], [*(left for left, _ in wide), int(cols[-1]) + 1]
    if len(starts) > 1 and starts[0] == 0 and ends[0] <= SLIVER * height:
        starts, ends = starts[1:], ends[1:]
    if len(starts) > 1 and ends[-1] == ink.shape[1] and ends[-1] - starts[-1] <= SLIVER * height:
        starts, ends = starts[:-1], ends[:-1]

    def piece(start: int, end: int, parts: tuple[_Piece, ...] = ()) -> _Piece:
        top, foot = _own_rows(ink[:, start:end])
        tight = Box(x0 + start, y0 + top, x0 + end, y0 + foot)
        gaps = tuple((x0 + left, x0 + right) for left, right in white if start < left and right < end)
        margin = max((y1 - y0) // 6, 1)
        return _Piece(Box(max(tight.x0 - margin, x0), y0, min(tight.x1 + margin, x1 - 1), y1 - 1), tight, gaps, parts)

    parts = tuple(piece(start, end) for start, end in zip(starts, ends, strict=True))
    if len(parts) > 1 and max(part.ink.width for part in parts) <= LETTER * height:
        yield piece(starts[0], ends[-1], parts)
    else:
        yield from parts


def _own_rows(ink: NDArray[np.bool_]) -> tuple[int, int]:
    """From which to which row a text's ink reaches, without what the box cuts of the lines above and below."""
    inked = np.asarray(ink.any(axis=1))
    turns = np.flatnonzero(np.diff(inked, prepend=False, append=False)).tolist()
    bands = list(zip(turns[::2], turns[1::2], strict=True))
    least = SLIVER * max(foot - top for top, foot in bands)
    if bands[0][0] == 0 and bands[0][1] <= least:
        bands = bands[1:]
    if bands[-1][1] == len(ink) and bands[-1][1] - bands[-1][0] <= least:
        bands = bands[:-1]
    return bands[0][0], bands[-1][1]
