"""Transcripts: tabs make a grid, everything else is lines; markup goes, words stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputUnreadable
from pipeline.ingest.transcript import read_transcript
from pipeline.layout.rules import regions
from pipeline.model.page import Page
from pipeline.model.table import PageContent
from pipeline.page_reading import read_page

FILE = Path("folder/budget.txt")


def page_of(text: str) -> Page:
    (page,) = read_transcript(FILE, text.encode()).pages
    return page


def content(text: str) -> PageContent:
    page = page_of(text)
    return read_page(page, regions(1, page.horizontal_rules, page.vertical_rules))


def rows(text: str, table: int = 0) -> list[list[str]]:
    grid = content(text).grids[table]
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def lines(text: str) -> list[str]:
    return [line.text for line in content(text).lines]


def test_lines_with_tabs_are_one_grid() -> None:
    assert rows("表1\n项目\t预算数\n合计\t12.50\n注：无") == [["项目", "预算数"], ["合计", "12.50"]]
    assert lines("表1\n项目\t预算数\n合计\t12.50\n注：无") == ["表1", "注：无"]


def test_a_line_between_two_tables_parts_them() -> None:
    text = "a\tb\n1\t2\n\nc\td\n3\t4"
    assert rows(text, 1) == [["c", "d"], ["3", "4"]]


def test_ragged_rows_are_filled_with_blank_cells_on_the_right() -> None:
    assert rows("a\tb\tc\n1\t2\n\t\t9") == [["a", "b", "c"], ["1", "2", ""], ["", "", "9"]]


def test_a_very_long_text_stays_in_its_cell() -> None:
    long = "项目简介" * 200
    assert rows(f"a\tb\n{long}\t12") == [["a", "b"], [long, "12"]]


def test_an_illegible_table_is_a_lost_one_and_no_line() -> None:
    found = content("表2 收入总表\n[illegible]\n表3 支出总表")
    assert [line.text for line in found.lines] == ["表2 收入总表", "表3 支出总表"]
    assert len(found.lost) == 1


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("# 第一部分 概况", "第一部分 概况"),
        ("### 表1", "表1"),
        ("**表1 收支总表**", "表1 收支总表"),
        ("<b>合计</b>", "合计"),
        ("<strong>合计</strong>", "合计"),
    ],
)
def test_markdown_markup_is_taken_off(marked: str, bare: str) -> None:
    assert lines(marked) == [bare]
    assert rows(f"{marked}\t1") == [[bare, "1"]]


def test_pictures_leave_nothing() -> None:
    assert lines("![图1](images/1.png)\n正文") == ["正文"]


def test_asterisks_that_stand_for_a_value_stay() -> None:
    assert rows("**\t**\n合计\t12") == [["**", "**"], ["合计", "12"]]


def test_a_line_of_dashes_under_a_header_is_no_row() -> None:
    assert rows("a\tb\n---\t---\n1\t2") == [["a", "b"], ["1", "2"]]


def test_coordinates_are_not_published() -> None:
    assert page_of("a\tb").located is False


def test_a_byte_order_mark_is_no_character() -> None:
    (page,) = read_transcript(FILE, b"\xef\xbb\xbf" + "预算".encode()).pages
    assert "".join(char.text for char in page.chars) == "预算"


def test_windows_line_ends_are_line_ends() -> None:
    assert rows("a\tb\r\n1\t2\r\n") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("data", "fault", "remedy"),
    [
        ("2024年部门预算".encode("gbk"), "not UTF-8", "save the transcript as UTF-8"),
        (b" \n\t\n", "empty", "fetch it again"),
        (b"", "empty", "fetch it again"),
    ],
)
def test_an_unreadable_transcript_is_named_with_its_fault(data: bytes, fault: str, remedy: str) -> None:
    with pytest.raises(InputUnreadable, match=rf"^budget\.txt: .*{fault}.*{remedy}"):
        read_transcript(FILE, data)
