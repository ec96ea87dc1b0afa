"""Bands of a scanned grid that hold several lines of amounts, and those that only look so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr_fallback.cells import LinePicture
from ocr_fallback.stacked_rows import rows_parted
from ocr_fallback.values import BaseGrid, Box, Slot

XS, YS = (0.0, 300.0, 450.0, 600.0), (0.0, 40.0, 200.0)
PITCH = 45.0
Lines = Sequence[tuple[str, float]]
"""The text of each line and how far down the band it stands, in lines."""


def band(*columns: Lines, spanning: bool = False) -> tuple[BaseGrid, list[LinePicture], list[str]]:
    """A header row and a band whose columns hold these lines, as pictures and what they read as."""
    slots = [Slot(0, col, 1, 1, Box(XS[col], YS[0], XS[col + 1], YS[1])) for col in range(3)]
    widths = (1, 2) if spanning else (1, 1, 1)
    slots += [
        Slot(1, col, 1, span, Box(XS[col], YS[1], XS[col + span], YS[2]), unsure=col == 0)
        for col, span in enumerate(widths)
    ]
    pictures, texts = [], []
    for col, lines in enumerate(columns):
        for text, down in lines:
            top = YS[1] + 10 + PITCH * down
            box = Box(XS[col] + 5, top, XS[col] + 5 + 12 * len(text), top + 24)
            pictures.append(LinePicture(3 + col, box, np.zeros((24, 10), np.uint8), ()))
            texts.append(text)
    return BaseGrid(Box(XS[0], YS[0], XS[-1], YS[-1]), XS, YS, tuple(slots)), pictures, texts


def in_lines(*texts: str) -> list[tuple[str, float]]:
    return [(text, k) for k, text in enumerate(texts) if text]


def test_lines_of_amounts_in_two_columns_are_rows() -> None:
    grid, pictures, texts = band(in_lines("甲", "乙", "丙"), in_lines("30.00", "", "20.00"), in_lines("30.00", "—"))
    found = rows_parted(grid, pictures, texts)
    assert len(found.ys) == len(YS) + 2
    assert [(slot.row, slot.col) for slot in found.slots] == [(row, col) for row in range(4) for col in range(3)]
    assert [slot.unsure for slot in found.slots if slot.row == 3] == [True, False, False]
    cuts = found.ys[2:-1]
    assert all(YS[1] + 10 + PITCH * k + 24 < cut < YS[1] + 10 + PITCH * (k + 1) for k, cut in enumerate(cuts))


def test_one_column_of_three_amounts_is_rows() -> None:
    grid, pictures, texts = band(in_lines("甲", "乙", "丙"), in_lines("30.00", "10.00", "20.00"), ())
    assert len(rows_parted(grid, pictures, texts).ys) == len(YS) + 2


@pytest.mark.parametrize(
    "columns",
    [
        (in_lines("机关事业单位", "养老保险"), [("30.00", 0.5)], [("30.00", 0.5)]),
        (in_lines("甲"), in_lines("6,537,200.0", "0"), in_lines("6,537,200.0", "0")),
        (in_lines("甲", "乙", "丙"), in_lines("30", "20", "10"), in_lines("30", "20", "10")),
        (in_lines("甲", "乙"), in_lines("30.00", "20.00"), ()),
        ([("甲", 0), ("乙", 0.5), ("丙", 1)], in_lines("30.00", "20.00"), in_lines("30.00", "20.00")),
        ((), (), ()),
    ],
    ids=["a wrapped label", "a broken number", "whole numbers", "two amounts alone", "a label between", "nothing"],
)
def test_other_bands_are_left_as_they_are(columns: tuple[Lines, ...]) -> None:
    grid, pictures, texts = band(*columns)
    assert rows_parted(grid, pictures, texts) is grid


def test_a_band_with_a_merged_cell_is_left_as_it_is() -> None:
    grid, pictures, texts = band(in_lines("甲", "乙", "丙"), in_lines("30.00", "10.00", "20.00"), spanning=True)
    assert rows_parted(grid, pictures, texts) is grid
