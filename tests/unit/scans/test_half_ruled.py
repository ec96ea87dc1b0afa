"""Tables of which rules draw one part only, on a scanned page: one table of both parts."""

from __future__ import annotations

import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray

from ocr_fallback.page import read_page
from ocr_fallback.values import PageReading
from pipeline.layout.unruled import seen_regions
from pipeline.scans.unruled import unruled_tables

DPI = 200
STANDING = (30, 130, 330, 400, 470)
ROWS = [
    ("科目编码", "科目名称", "合计", "基本支出"),
    ("207", "文化旅游体育与传媒支出", "510.59", "412.35"),
    ("20701", "文化和旅游", "473.55", "412.35"),
    ("2070109", "群众文化", "473.55", "375.31"),
    ("208", "社会保障和就业支出", "78.27", "78.27"),
]
TOP, PITCH = 60, 18


def page(first: int, last: int, apart: int = 0) -> NDArray[np.uint8]:
    """The table with rules around the rows from ``first`` to ``last``; ``apart``: points between header and body."""
    document = pymupdf.open()
    sheet = document.new_page(width=500, height=300)
    tops = [TOP + PITCH * row + (apart if row else 0) for row in range(len(ROWS) + 1)]
    for row in range(first, last + 1):
        for y in (tops[row], tops[row] + PITCH):
            sheet.draw_line((STANDING[0], y), (STANDING[-1], y), width=0.8)
        for x in STANDING:
            sheet.draw_line((x, tops[row]), (x, tops[row] + PITCH), width=0.8)
    for row, texts in enumerate(ROWS):
        for x, end, text in zip(STANDING[:-1], STANDING[1:], texts, strict=True):
            font = "helv" if text.isascii() else "china-s"
            width = pymupdf.get_text_length(text, fontname=font, fontsize=9)
            left = end - width - 5 if "." in text else x + 5
            sheet.insert_text((left, tops[row] + 12.5), text, fontsize=9, fontname=font)
    pixels = sheet.get_pixmap(dpi=DPI)
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)


def read(image: NDArray[np.uint8]) -> PageReading:
    return read_page(image, DPI, lambda straight: unruled_tables(straight, seen_regions, 1, 72 / DPI).grids)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1, len(ROWS) - 1)], ids=["header", "body"])
def test_rules_around_one_part_draw_one_table_of_both(first: int, last: int) -> None:
    (grid,) = read(page(first, last)).grids
    assert [[cell.text for cell in grid.cells if cell.row == no] for no in range(len(ROWS))] == [list(r) for r in ROWS]
    assert {cell.status for cell in grid.cells} == {"read"}
    assert not grid.ruled


def test_a_header_far_above_is_not_theirs() -> None:
    grids = read(page(0, 0, apart=90)).grids
    assert [len(grid.ys) - 1 for grid in grids if grid.cells[0].text == ROWS[0][0]] == [1]
