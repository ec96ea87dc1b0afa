"""Tables without rules on a scanned page: lines to characters, regions to base grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ocr_fallback.page import Straight
from ocr_fallback.rules import Rule, Rules
from ocr_fallback.values import Box, LineReading
from pipeline.layout.runs import runs_of
from pipeline.layout.unruled import seen_regions
from pipeline.model.page import Char, Page
from pipeline.model.table import Region
from pipeline.scans.unruled import unruled_tables

SCALE = 0.36
"""Points a pixel at 200 dpi."""
ROWS = [
    ("项目", "预算数"),
    ("行政运行", "805.06"),
    ("一般行政管理事务", "309.13"),
    ("事业运行", "—"),
    ("合计", "1,114.19"),
]


def piece(text: str, x0: float, y0: float) -> LineReading:
    chinese = any(ord(c) > 0x24F for c in text)
    height = 3 if text == "—" else 23 if chinese else 18
    foot = y0 + (14 if text == "—" else 23)
    width = sum(25 if ord(c) > 0x24F else 12.5 for c in text)
    return LineReading(Box(x0, foot - height, x0 + width, foot), text, "read", 0.99)


def page(standing: tuple[Rule, ...] = ()) -> Straight:
    lines = [
        piece(text, (200, 900)[col], 300.0 + 50 * row)
        for row, texts in enumerate(ROWS)
        for col, text in enumerate(texts)
    ]
    return Straight(1654, 2339, Rules((), standing), lines)


def test_lines_aligned_to_columns_are_a_table() -> None:
    (grid,) = unruled_tables(page(), seen_regions, 1, SCALE).grids
    assert (len(grid.xs) - 1, len(grid.ys) - 1) == (2, len(ROWS))
    assert 400 < grid.xs[1] < 900
    assert not any(slot.unsure for slot in grid.slots)
    assert all(300 + 50 * slot.row < (slot.box.y0 + slot.box.y1) / 2 < 323 + 50 * slot.row for slot in grid.slots)


def test_lines_of_prose_are_none() -> None:
    prose = [piece("二、关于收入支出的说明", 200, 300.0 + 50 * k) for k in range(5)]
    assert unruled_tables(Straight(1654, 2339, Rules((), ()), prose), seen_regions, 1, SCALE) == ((), [])
    assert unruled_tables(Straight(1654, 2339, Rules((), ()), []), seen_regions, 1, SCALE) == ((), [])


def test_specks_read_as_signs_are_none() -> None:
    specks = [piece(sign, x, 300.0 + 50 * row) for row in range(4) for sign, x in (("—", 200), ("…", 600), ("·", 900))]
    assert unruled_tables(Straight(1654, 2339, Rules((), ()), specks), seen_regions, 1, SCALE) == ((), [])


@pytest.mark.parametrize(("start", "end", "unsure"), [(300, 520, True), (300, 340, False)])
def test_where_standing_rules_run_through_it_all_is_unsure(start: float, end: float, unsure: bool) -> None:
    (grid,) = unruled_tables(page((Rule(700, start, end, 3),)), seen_regions, 1, SCALE).grids
    assert {slot.unsure for slot in grid.slots} == {unsure}


@pytest.mark.parametrize(("text", "parts"), [("因公出国（境）费", 1), ("因公出国：境、费", 2), ("因公出国乘境骑费", 3)])
def test_the_white_of_full_width_brackets_parts_no_words(text: str, parts: int) -> None:
    """As wide a gap before or behind other characters is one between columns."""
    seen: list[Char] = []

    def listen(shown: Page, *_: Sequence[Region]) -> Sequence[Region]:
        seen.extend(shown.chars)
        return ()

    line = replace(piece(text, 200, 300.0), gaps=((297, 315), (360, 378)))
    unruled_tables(Straight(1654, 2339, Rules((), ()), [line]), listen, 1, SCALE)
    assert len(list(runs_of(seen))) == parts


def test_the_number_one_alone_is_a_dash() -> None:
    straight = page()
    misread = [line if line.text != "—" else piece("一", line.box.x0, line.box.y0) for line in straight.lines]
    seen: list[str] = []

    def listen(shown: Page, *_: Sequence[Region]) -> Sequence[Region]:
        seen.extend(char.text for char in shown.chars)
        return ()

    unruled_tables(straight._replace(lines=misread), listen, 1, SCALE)
    assert "—" in seen
    assert seen.count("一") == 1  # 一般行政管理事务


@pytest.mark.parametrize(("end", "unsure"), [(1100.0, False), (1300.0, True)])
def test_a_wall_through_a_number_makes_the_cells_beside_it_unsure(end: float, unsure: bool) -> None:
    straight = page()
    amount = straight.lines[3]
    wide = replace(amount, box=replace_end(amount.box, end))
    cut = 1200 * SCALE

    def regions(shown: Page, *_: Sequence[Region]) -> Sequence[Region]:
        (found,) = seen_regions(shown, ())
        slots = tuple(slot._replace(box=slot.box._replace(x1=cut)) if slot.col else slot for slot in found.slots)
        return (replace(found, slots=slots),)

    (grid,) = unruled_tables(
        straight._replace(lines=[wide, *straight.lines[:3], *straight.lines[4:]]), regions, 1, SCALE
    ).grids
    assert [(slot.row, slot.col) for slot in grid.slots if slot.unsure] == ([(1, 1)] if unsure else [])


def replace_end(box: Box, end: float) -> Box:
    return Box(box.x0, box.y0, end, box.y1)


def test_rows_without_a_header_go_on_in_the_columns_of_the_table_before() -> None:
    """Two rows, laid down a little to the right, are none by themselves."""
    (above,), _ = unruled_tables(page(), seen_regions, 1, SCALE)
    rest = [
        piece(text, (212, 912)[col], 300.0 + 50 * row)
        for row, texts in enumerate(ROWS[1:3])
        for col, text in enumerate(texts)
    ]
    straight = Straight(1654, 2339, Rules((), ()), rest)
    assert unruled_tables(straight, seen_regions, 2, SCALE).grids == []
    found, (grid,) = unruled_tables(straight, seen_regions, 2, SCALE, [above])
    assert (len(grid.xs), len(grid.ys)) == (3, 3)
    assert found[0].page_no == 2
