"""Bands of ruled tables that hold several lines of amounts, and those that only look so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.extraction.ruled import fill
from pipeline.geometry import Box
from pipeline.layout.stacked_rows import has_stacks, unstacked
from pipeline.model.page import Char
from pipeline.model.table import Region, Slot
from tests.unit.extraction.characters import written

XS, YS = (0.0, 120.0, 190.0, 260.0), (0.0, 20.0, 80.0)
HEAD = ("科目名称", "合计", "基本支出")
LINES = (38.0, 53.0, 68.0)


def table(*columns: Sequence[str], spanning: bool = False) -> tuple[Region, list[Char]]:
    """A header row and one band below it whose columns hold these lines."""
    slots = [Slot(0, col, 1, 1, Box(XS[col], YS[0], XS[col + 1], YS[1])) for col in range(3)]
    if spanning:
        slots += [Slot(1, 0, 1, 1, Box(XS[0], YS[1], XS[1], YS[2])), Slot(1, 1, 1, 2, Box(XS[1], YS[1], XS[3], YS[2]))]
    else:
        slots += [Slot(1, col, 1, 1, Box(XS[col], YS[1], XS[col + 1], YS[2])) for col in range(3)]
    chars = [char for x, text in zip(XS, HEAD, strict=False) for char in written(text, x + 4, 14)]
    for x, texts in zip(XS, columns, strict=False):
        chars += [char for text, y in zip(texts, LINES, strict=False) for char in written(text, x + 4, y)]
    return Region(1, Box(XS[0], YS[0], XS[-1], YS[-1]), XS, YS, tuple(slots)), chars


def rows(region: Region, chars: list[Char]) -> list[list[str]]:
    grid, _ = fill(unstacked(region, chars), chars)
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def test_lines_of_amounts_in_two_columns_are_rows() -> None:
    found = rows(*table(("工资福利支出", "基本工资", "津贴补贴"), ("30.00", "10.00", "20.00"), ("30.00", "", "20.00")))
    assert found == [
        list(HEAD),
        ["工资福利支出", "30.00", "30.00"],
        ["基本工资", "10.00", ""],
        ["津贴补贴", "20.00", "20.00"],
    ]


def test_one_column_of_three_amounts_beside_labels_is_rows() -> None:
    assert len(rows(*table(("甲", "乙", "丙"), ("30.00", "—", "20.00"), ()))) == 4


@pytest.mark.parametrize(
    "columns",
    [
        (("机关事业单位基本养", "老保险缴费支出"), ("30.00",), ("30.00",)),
        (("工资福利支出",), ("6,537,200.0", "0"), ("6,537,200.0", "0")),
        (("工资福利支出",), ("1,234,5", "67.00"), ("1,234,5", "67.00")),
        (("工资福利支出", "基本工资"), ("123456789012", "345"), ("123456789012", "345")),
        (("甲", "乙"), ("30.00", "20.00"), ()),
        (("甲",), ("30.00", "20.00", "10.00"), ("", "", "")),
        (("甲", "乙", "丙"), ("30台", "20台", "10台"), ()),
        (("甲",), (), ()),
    ],
    ids=[
        "a wrapped label",
        "a number that lost its last digit to the next line",
        "a number broken at a comma",
        "whole numbers that fill their cells",
        "two amounts in one column alone",
        "amounts beside nothing",
        "counts",
        "no amount",
    ],
)
def test_other_bands_are_left_as_they_are(columns: tuple[tuple[str, ...], ...]) -> None:
    region, chars = table(*columns)
    assert unstacked(region, chars) is region


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(("30.00", "—"), True), (("工资", "30.00"), False), (("30.00",), False)],
    ids=["numbers", "a label and a number", "one line"],
)
def test_only_cells_of_several_numbers_are_looked_at(texts: tuple[str, ...], expected: bool) -> None:
    region, chars = table(("甲",), texts)
    assert has_stacks(fill(region, chars)[0]) is expected


def test_a_band_with_a_merged_cell_is_left_as_it_is() -> None:
    region, chars = table(("甲", "乙", "丙"), ("30.00", "20.00", "10.00"), ("30.00", "20.00", "10.00"), spanning=True)
    assert unstacked(region, chars) is region
