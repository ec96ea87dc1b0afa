"""Full-page text recognition as a table: pages rasterised, boxes of text to rows by height, to columns by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2

from tests.bench.places import Share
from tests.bench.readers import stem
from tests.bench.tables import ReadTable, grid

if TYPE_CHECKING:
    import numpy as np

DPI = 200
SAME_ROW = 0.5
"""Boxes whose middles lie closer than this share of their height stand in one row."""


class Box(NamedTuple):
    """One piece of text as recognised; pixels."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    sure: bool


def pictures(shares: Sequence[Share]) -> Iterator[tuple[str, int, np.ndarray[Any, Any]]]:
    """File, page and picture (RGB) of each page."""
    for share in shares:
        document = pypdfium2.PdfDocument(share.file)
        for number in share.pages:
            yield (
                stem(share.file),
                number,
                document[number - 1].render(scale=DPI / 72, rev_byteorder=True).to_numpy()[:, :, :3],
            )
        document.close()


def table_of(file: str, page: int, boxes: Sequence[Box]) -> ReadTable:
    """The page as one table: rows of boxes, columns where no box of any other row is crossed."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b.y0 + b.y1) / 2):
        last = rows[-1][-1] if rows else None
        middle = (box.y0 + box.y1) / 2
        if last and middle - (last.y0 + last.y1) / 2 <= SAME_ROW * min(box.y1 - box.y0, last.y1 - last.y0):
            rows[-1].append(box)
        else:
            rows.append([box])
    starts = _columns(boxes)
    placed = [[""] * len(starts) for _ in rows]
    doubted = set()
    for r, row in enumerate(rows):
        for box in sorted(row):
            c = max(n for n, start in enumerate(starts) if start <= box.x0)
            placed[r][c] += box.text
            if not box.sure:
                doubted.add((r, c))
    return ReadTable(file, page, grid(placed), doubted=frozenset(doubted))


def _columns(boxes: Sequence[Box]) -> list[float]:
    """Where columns begin: after each gap that no narrow box covers."""
    narrow = sorted(boxes, key=lambda b: b.x1 - b.x0)[: max(len(boxes) * 9 // 10, 1)]
    spans = sorted((b.x0, b.x1) for b in narrow)
    starts = [float("-inf")]
    end = spans[0][1] if spans else 0.0
    for (_, before), (x0, x1) in pairwise(spans):
        end = max(end, before)
        if x0 > end:
            starts.append(x0)
        end = max(end, x1)
    return starts
