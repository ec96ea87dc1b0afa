"""From a page's reading to cells, lines, statuses and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ocr_fallback.values import Box, CellReading, GridReading, LineReading, PageReading, Reading, Status
from pipeline.config.rules import Rules
from pipeline.geometry import Box as Points
from pipeline.interpretation.cells import cell_records
from pipeline.interpretation.doubts import table_findings
from pipeline.model.page import Page, PagePixels
from pipeline.model.table import Caption, PageContent, Region, Table
from pipeline.scans import reading
from pipeline.scans.reading import Placing, page_content

PIXELS = Box(200, 100, 400, 150)
HALF = Placing(0.5)
"""Points a pixel at 144 dpi."""


def content(
    status: Status, text: str = "12.30", *, lines: tuple[LineReading, ...] = (), placing: Placing = HALF
) -> PageContent:
    others = (Reading("12.80", 0.3, "ppocr-v6-small"), Reading("12.30", 0.2, "ppocr-v6-tiny"))
    cell = CellReading(0, 0, 1, 1, PIXELS, text, status, 0.97, "ppocr-v6-tiny", others)
    grid = GridReading(PIXELS, (200, 400), (100, 150), (cell,))
    return page_content(PageReading(1000, 800, 0, (grid,), lines), 3, placing)


def table(page: PageContent) -> Table:
    return Table(1, Caption(title="收支总表"), 1, 1, 0, page.grids[0].cells, 3, 3, 1, reader="ocr")


@pytest.mark.parametrize(
    ("status", "text", "confidence", "flags", "code", "value_status"),
    [
        ("read", "12.30", 0.9, (), None, "reported"),
        ("doubtful", "12.30", 0.5, ("reading_doubtful",), "reading-doubtful", "reported"),
        ("illegible", "", 0.0, ("illegible",), "cell-illegible", "illegible"),
        ("blank", "", 0.9, (), None, "blank"),
    ],
)
def test_a_cells_status_reaches_record_and_finding(
    status: Status,
    text: str,
    confidence: float,
    flags: tuple[str, ...],
    code: str | None,
    value_status: str,
    rules: Rules,
) -> None:
    page = content(status, text)
    (cell,) = page.grids[0].cells
    assert (cell.confidence, cell.flags, cell.page_no) == (confidence, flags, 3)
    assert cell.box == Points(100, 50, 200, 75)
    (record,) = cell_records(table(page), "tab", "ocr", lambda _, box: box, rules).values()
    assert record.value_status == value_status
    found = list(table_findings(table(page), "tab", (), (), expected=False, listed={}, rules=rules))
    assert [f.code for f in found] == ([code] if code else [])
    assert all("'12.80'" in f.message for f in found)


def test_other_readings_are_kept_without_the_one_published() -> None:
    assert content("doubtful").grids[0].cells[0].alternatives == ("12.80",)


def piece(text: str, box: Box) -> LineReading:
    return LineReading(box, text, "read", 0.99, ())


def test_pieces_beside_one_another_are_one_line() -> None:
    pieces = (
        piece("单位：万元", Box(700, 12, 800, 32)),
        piece("部门：某局", Box(10, 10, 200, 30)),
        piece("公开01表", Box(10, 40, 100, 60)),
    )
    assert [line.text for line in content("read", lines=pieces).lines] == ["部门：某局 单位：万元", "公开01表"]


def test_what_stands_in_a_picture_is_placed_on_its_page() -> None:
    page = content("read", lines=(piece("页眉", Box(0, 0, 50, 20)),), placing=Placing(0.5, 30, 40))
    (grid,), (line,) = page.grids, page.lines
    assert line.box == Points(30, 40, 55, 50)
    assert grid.box == grid.cells[0].box == Points(130, 90, 230, 115)
    assert grid.xs == (130, 230)


def test_what_may_be_misread_of_a_line_is_told(rules: Rules) -> None:
    sure, doubtful = piece("部门：水务局", Box(0, 0, 100, 20)), piece("单位：元", Box(300, 0, 380, 20))
    (line,) = content("read", lines=(sure, replace(doubtful, status="doubtful"))).lines
    assert (line.text, line.doubted, line.sure.strip()) == ("部门：水务局 单位：元", ("单位：元",), "部门：水务局")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("1,234,5\n67.00", "1,234,567.00"),
        ("一般公共\n预算", "一般公共\n预算"),
        ("1.5\n2.5", "1.5\n2.5"),
        ("180\n350", "180\n350"),
    ],
)
def test_a_number_over_several_lines_is_one(text: str, whole: str) -> None:
    assert content("doubtful", text).grids[0].cells[0].text == whole


@pytest.mark.parametrize(("ruled", "parts"), [(True, 2), (False, 1)])
def test_a_half_of_numbers_is_a_page_if_rules_draw_its_table(
    monkeypatch: pytest.MonkeyPatch, ruled: bool, parts: int
) -> None:
    """Else it is half a table that goes on past the white in the middle, and the whole sheet is read.

    The right page goes on with the tables of the left one, the whole sheet with those of the page before.
    """
    numbers = CellReading(0, 0, 1, 1, PIXELS, "1,200.00 3,400.00", "read", 0.97, "ppocr-v6-tiny")
    half = PageReading(595, 842, 0, (GridReading(PIXELS, (200, 400), (100, 150), (numbers,), ruled=ruled),), ())
    before, left = (Region(1, Points(0, 0, 9, 9), (), (), ()),), (Region(2, Points(0, 0, 9, 9), (), (), ()),)
    asked: list[Sequence[Region]] = []

    def read(*given: Any) -> tuple[PageReading, Sequence[Region]]:
        asked.append(given[-1])
        return half, left

    monkeypatch.setattr(reading, "_read", read)
    sheet = PagePixels(np.full((842, 1190, 3), 255, np.uint8), 72.0)
    _, contents, found = reading.read_pixels(Page(2, 1190, 842, ()), sheet, "a scan", lambda *_: (), before)
    assert len(contents) == parts
    assert asked == [before, left, *([before] if parts == 1 else [])]
    assert found == left
