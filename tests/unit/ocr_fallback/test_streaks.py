"""Streaks of a scanner's glass are taken off, rules of tables are not; what they ran through is doubtful."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.cells import LinePicture
from ocr_fallback.ink import Blob
from ocr_fallback.ink_doubts import ink_doubts
from ocr_fallback.rules import find_rules
from ocr_fallback.streaks import crosses, cut_lines_doubted, without_streaks
from ocr_fallback.values import Box, LineReading, Sheet, Slot

DPI = 200.0
HEIGHT, WIDTH = 1000, 700
AT = 330


def page(*, table: bool = True, cropped: bool = False) -> np.ndarray:
    """A page with a table in its middle, or one that is nothing but its table, and print in the margins."""
    sheet = np.full((HEIGHT, WIDTH), 255, np.uint8)
    top, foot = (0, HEIGHT - 1) if cropped else (100, 900)
    for x in (100, 300, 600) if table else ():
        cv2.line(sheet, (x, top), (x, foot), 0, 2)
    for y in (100, 500, 900) if table else ():
        cv2.line(sheet, (100, y), (600, y), 0, 2)
    for y in (5, HEIGHT - 14) if cropped else ():
        cv2.rectangle(sheet, (110, y), (280, y + 10), 0, -1)
    return sheet


def as_wide_as_the_page() -> np.ndarray:
    """A page whose table ends half a hundredth of it before its edges."""
    sheet = page(table=False)
    for y in (100, 130, 160):
        cv2.line(sheet, (4, y), (WIDTH - 5, y), 0, 2)
    for x in (5, 300, WIDTH - 6):
        cv2.line(sheet, (x, 100), (x, 160), 0, 2)
    return sheet


@pytest.mark.parametrize("shade", [60, 200])
@pytest.mark.parametrize("lying", [False, True])
def test_a_streak_is_filled_from_beside_it(shade: int, lying: bool) -> None:
    clean = page()
    streaked = clean.copy()
    (streaked.T if lying else streaked)[:, AT : AT + 2] = np.minimum(
        (streaked.T if lying else streaked)[:, AT : AT + 2], shade
    )
    found, where = without_streaks(streaked, DPI)
    assert (np.abs(found.astype(int) - clean) <= 2).mean() > 0.999
    columns = np.flatnonzero((where.T if lying else where).any(axis=0))
    assert list(columns) == [AT - 1, AT, AT + 1, AT + 2]
    assert len(find_rules(found, DPI).standing) == 3


def test_print_that_a_streak_ran_through_stays() -> None:
    sheet = page(table=False)
    cv2.line(sheet, (200, 500), (500, 500), 0, 4)
    sheet[:, AT : AT + 2] = np.minimum(sheet[:, AT : AT + 2], 100)
    found, _ = without_streaks(sheet, DPI)
    assert found[499:502, AT - 3 : AT + 5].max() < 60
    assert found[100:400].min() > 250


@pytest.mark.parametrize(
    "sheet",
    [
        page(),
        page(cropped=True),  # its rules go to the edges, and so does its print
        page(table=False),
        as_wide_as_the_page(),
        np.ascontiguousarray(as_wide_as_the_page().T),
    ],
)
def test_rules_are_no_streaks(sheet: np.ndarray) -> None:
    found, where = without_streaks(sheet, DPI)
    assert not where.any()
    assert found is sheet


def test_a_running_head_hides_no_streak() -> None:
    sheet = page()
    cv2.rectangle(sheet, (110, 5), (280, 15), 0, -1)
    sheet[:, AT : AT + 2] = np.minimum(sheet[:, AT : AT + 2], 100)
    assert without_streaks(sheet, DPI)[1].any()


@pytest.mark.parametrize("edge", [(0, 8), (WIDTH - 8, WIDTH)])
def test_a_dark_edge_of_the_scan_is_none(edge: tuple[int, int]) -> None:
    sheet = page()
    sheet[:, edge[0] : edge[1]] = 0
    assert not without_streaks(sheet, DPI)[1].any()


def test_a_line_that_ends_on_the_page_is_none() -> None:
    sheet = page(table=False)
    sheet[: HEIGHT - 100, AT : AT + 2] = 0
    assert not without_streaks(sheet, DPI)[1].any()


SLOT = Slot(0, 0, 1, 1, Box(0, 0, 200, 40))
LINE = LinePicture(0, Box(100, 10, 180, 30), np.full((20, 80), 255, np.uint8), (Blob(100, 10, 180, 30),))


@pytest.mark.parametrize(
    ("at", "text", "doubts"),
    [
        (140, "10.00", ["streak"]),  # through the number
        (92, "10.00", ["streak"]),  # where its first digit may have stood
        (60, "10.00", []),
        (140, "基本工资", ["streak"]),
        (92, "基本工资", []),
    ],
)
def test_what_a_streak_ran_through_is_doubtful(at: int, text: str, doubts: list[str]) -> None:
    none, streaked = np.zeros((2, 40, 200), np.uint8)
    streaked[:, at : at + 2] = 255
    sheet = Sheet(np.full((40, 200), 255, np.uint8), none, streaked)
    assert list(ink_doubts([(LINE, text)], SLOT, sheet, 20.0, DPI)) == doubts


@pytest.mark.parametrize(("at", "status"), [(30, "doubtful"), (55, "read"), (200, "read")])
def test_a_line_outside_tables_is_doubtful_where_a_streak_ran_through_its_ink(at: int, status: str) -> None:
    streaked = np.zeros((40, 300), np.uint8)
    streaked[:, at : at + 2] = 255
    line = LineReading(Box(10, 5, 100, 25), "收入10.00万元", "read", 0.99, gaps=((50, 62),))
    (found,) = cut_lines_doubted([line], streaked)
    assert found.status == status
    assert crosses(streaked, line.box) is (at < 100)
