"""What reading a page leaves as it found it."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from ocr_fallback.page import read_page


def test_a_page_is_read_on_one_thread_and_the_setting_given_back() -> None:
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    try:
        found = read_page(np.full((400, 300, 3), 255, np.uint8), 100)
        assert cv2.getNumThreads() == 2
    finally:
        cv2.setNumThreads(before)
    assert (found.grids, found.lines) == ((), ())


@pytest.mark.parametrize("broken", [False, True], ids=["whole rules", "a rule that is hardly a wall"])
def test_lines_of_amounts_between_two_rules_are_rows(broken: bool) -> None:
    document = pymupdf.open()
    page = document.new_page(width=400, height=200)
    lying, standing = (20, 45, 180), (20, 200, 290, 380)
    for y in lying:
        page.draw_line((standing[0], y), (standing[-1], y), width=1)
    for x in standing:
        page.draw_line((x, lying[0]), (x, lying[-1]), width=1)
    if broken:
        page.draw_rect((285, 130, 295, 143), color=None, fill=(1, 1, 1))
    rows = [("项目", "合计", "基本支出"), ("工资福利支出", "630.00", "630.00"), ("基本工资", "410.25", "410.25")]
    rows += [("津贴补贴", "219.75", "219.75")]
    for k, row in enumerate(rows):
        for x, text in zip(standing, row, strict=False):
            font = "helv" if text.isascii() else "china-s"
            page.insert_text((x + 6, 37 if k == 0 else 40 + 32 * k), text, fontsize=11, fontname=font)
    pixels = page.get_pixmap(dpi=200)
    image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)
    (grid,) = read_page(image, 200).grids
    assert [[cell.text for cell in grid.cells if cell.row == no] for no in range(len(rows))] == [list(r) for r in rows]


def test_the_mark_of_a_note_behind_an_amount_makes_it_doubtful() -> None:
    document = pymupdf.open()
    page = document.new_page(width=300, height=120)
    for y in (20, 50, 80):
        page.draw_line((20, y), (260, y), width=1)
    for x in (20, 140, 260):
        page.draw_line((x, 20), (x, 80), width=1)
    for x, y, text in [(30, 40, "410.25"), (150, 40, "219.75"), (30, 70, "38"), (150, 70, "77")]:
        page.insert_text((x, y), text, fontsize=12, fontname="helv")
    page.insert_text((30 + pymupdf.get_text_length("38", fontsize=12) + 1, 65), "2", fontsize=9, fontname="helv")
    pixels = page.get_pixmap(dpi=200)
    image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)
    (grid,) = read_page(image, 200).grids
    assert [(cell.status, "mark" in cell.doubts) for cell in grid.cells] == [("read", False)] * 2 + [
        ("doubtful", True),
        ("read", False),
    ]
