"""Two pages on one sheet: where a sheet is folded, and where a wide page is one page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.geometry import Box
from pipeline.layout.spreads import pages_of
from pipeline.model.page import Char, Page, Rule

WIDTH, HEIGHT = 1190.0, 842.0
TEXT = "本部门收支按功能分类列示说明如下。"
NUMBERS = "1,234.50 6,789.00"
LEFT, RIGHT = 80.0, 680.0
RULES = tuple(Rule(100.0 + 20 * k, 60, 540) for k in range(4))


def row(text: str, x: float, y: float = 120) -> tuple[Char, ...]:
    return tuple(Char(c, x + 20 * k, y, x + 18 + 20 * k, y + 18, y + 16, 18) for k, c in enumerate(text) if c != " ")


def sheet(left: str, right: str, rules: tuple[Rule, ...] = (), *, across: str = "", width: float = WIDTH) -> Page:
    chars = (*row(left, LEFT), *row(right, RIGHT), *row(across, 480, 40))
    return Page(3, width, HEIGHT, chars, horizontal_rules=rules, second_reading=chars)


def test_two_pages_of_running_text_are_read_one_after_the_other() -> None:
    left, right = pages_of(sheet(TEXT, TEXT))
    assert (left.number, right.number) == (3, 3)
    assert left.chars == row(TEXT, LEFT)
    assert right.chars == row(TEXT, RIGHT)
    assert left.second_reading is left.chars


def test_each_half_keeps_its_rules_and_shading() -> None:
    page = replace(
        sheet(NUMBERS, TEXT, RULES),
        vertical_rules=(Rule(60, 100, 160), Rule(1100, 100, 160)),
        fills=(Box(60, 100, 540, 120),),
        second_reading=row(NUMBERS, LEFT),
    )
    left, right = pages_of(page)
    assert (left.horizontal_rules, right.horizontal_rules) == (RULES, ())
    assert (left.vertical_rules, right.vertical_rules) == ((Rule(60, 100, 160),), (Rule(1100, 100, 160),))
    assert (len(left.fills), len(right.fills)) == (1, 0)
    assert (left.second_reading, right.second_reading) == (row(NUMBERS, LEFT), ())


@pytest.mark.parametrize(
    "page",
    [
        sheet(TEXT, TEXT, across="二〇二五年部门收支预算总表"),
        sheet(TEXT, TEXT, (Rule(100, 60, 1130),)),
        sheet(TEXT, NUMBERS),
        sheet(TEXT, "— 4 —"),
        sheet(TEXT, ""),
        sheet(TEXT + TEXT[:9], TEXT),
        sheet(TEXT, TEXT, width=900),
        replace(sheet(TEXT, TEXT), located=False),
    ],
    ids=[
        "a title over the middle",
        "a rule over it",
        "a table without rules",
        "a page number alone",
        "nothing",
        "hardly any white",
        "not so wide",
        "a transcript",
    ],
)
def test_a_wide_page_is_one_page(page: Page) -> None:
    assert pages_of(page) == (page,)
