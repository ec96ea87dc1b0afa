"""Spreadsheets wider than the page: which pages are parts of one, and what is read on them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.config.load import load_configs
from pipeline.ingest.pdf import read_pdf
from pipeline.page_reading import read_pages
from pipeline.scans.evidence import pixels_wanted_of
from tests.unit.layout.spreadsheet import BODY, HEADER, WIDTH, Spreadsheet, found, printed, result

WIDE = Spreadsheet()
FORM = WIDE.but(header=HEADER[:3], body=tuple(row[:3] for row in BODY), parts=(3,))
"""A table of its own, no wider than a page."""


def test_a_part_without_labels_goes_on_the_part_with_the_same_rows(tmp_path: Path) -> None:
    assert found(tmp_path, WIDE.but(title_left=True, unit="")) == [[2, 3]]


def test_a_sheet_is_as_many_pages_wide_as_it_is(tmp_path: Path) -> None:
    assert found(tmp_path, WIDE.but(parts=(3, 1, 2))) == [[2, 3, 4]]


@pytest.mark.parametrize("repeats_header", [False, True])
def test_a_long_sheet_is_printed_down_first_or_across_first(tmp_path: Path, repeats_header: bool) -> None:
    long = WIDE.but(stretches=(5, 4), repeats_header=repeats_header)
    assert found(tmp_path, long) == [[2, 4], [3, 5]]
    assert found(tmp_path, long.but(across_first=True)) == [[2, 3], [4, 5]]


def test_every_amount_has_its_label_measure_and_own_page(tmp_path: Path) -> None:
    read = result(tmp_path, WIDE.but(stretches=(5, 4)))
    lines = {(line.label_raw, line.measure_id): line for line in read.budget_lines if line.amount_cny}
    assert len(lines) == sum("." in text for row in BODY for text in row)
    project = lines["行政运行", "all.project"]
    assert project.amount_cny == Decimal("1200000.00")
    assert project.page_no == 4
    housing = lines["住房保障支出", "all.basic"]
    assert (housing.amount_cny, housing.page_no) == (Decimal("1789600.00"), 5)
    (table,) = read.tables
    assert (table.title_raw, table.page_start, table.page_end) == ("部门支出总表", 2, 5)
    assert all(0 < float(edge) < WIDTH for line in lines.values() for edge in str(line.bbox).split(",")[::2])


def test_lists_side_by_side_on_two_pages_are_one_table_by_their_title(tmp_path: Path) -> None:
    header = (("收入项目", 150), ("预算数", 100), ("支出项目", 150), ("预算数", 100))
    body = tuple((f"收入{name}", "12.00", f"支出{name}", "12.00") for name in "甲乙丙丁戊己庚辛")
    lists = Spreadsheet("部门收支总表", header=header, body=body, parts=(2, 2), stretches=(8,))
    assert found(tmp_path, lists) == [[2, 3]]
    # The title in the corner: unit and organisation are printed once.
    assert found(tmp_path, lists.but(title_left=True)) == [[2, 3]]
    # Neither: two tables may have the same rows.
    assert found(tmp_path, lists.but(title_left=True, unit="")) == []


def test_running_heads_that_meet_between_two_pages_are_no_title(tmp_path: Path) -> None:
    left = FORM.but(title="", organisation="", unit="柳河市财政局")
    right = FORM.but(header=(("收入编码", 60), ("收入名称", 150), ("预算数", 80)), title="", unit="")
    assert found(tmp_path, left, right.but(organisation="二〇二五年度")) == []
    # What goes on across the edge and ends as titles do is one.
    assert found(tmp_path, left, right.but(organisation="收支总结表")) == [[2, 3]]


def test_a_page_whose_text_stands_for_nothing_is_no_part(tmp_path: Path) -> None:
    path = printed(tmp_path, WIDE)
    pages = read_pdf(path, path.read_bytes()).pages
    garbled = tuple(char._replace(text="\ufffd") for char in pages[2].chars)
    pages = (*pages[:2], replace(pages[2], chars=garbled))
    read = read_pages(pages, pixels_wanted_of(pages), path, load_configs().vocabulary.limits, [])
    assert [grid.n_cols for page, (content,) in read for grid in content.grids if page.number == 2] == [3]


def test_tables_with_a_caption_of_their_own_are_no_parts(tmp_path: Path) -> None:
    assert found(tmp_path, FORM, FORM.but(title="项目支出表")) == []
    assert found(tmp_path, FORM, FORM.but(title="", organisation="")) == []


def test_a_part_without_labels_but_with_the_caption_again_is_a_table_of_its_own(tmp_path: Path) -> None:
    amounts = Spreadsheet(header=HEADER[2:5], body=tuple(row[2:5] for row in BODY), parts=(3,))
    assert found(tmp_path, FORM.but(title_left=True), amounts) == []
    assert found(tmp_path, FORM.but(title_left=True), amounts.but(title="", organisation="", unit="")) == [[2, 3]]


@pytest.mark.parametrize("amount", ["178.96", "1789600", "0.00", ""])
def test_a_page_that_goes_on_below_is_no_part_though_most_of_its_rows_are_blank(tmp_path: Path, amount: str) -> None:
    last = (("221", "住房保障支出", amount), ("22102", "住房改革支出", amount), *[("", "", "")] * 7)
    below = FORM.but(title="", organisation="", unit="", body=last)
    assert found(tmp_path, FORM, below) == []
    assert found(tmp_path, FORM, below.but(header=(("", 60), ("", 150), ("", 80)))) == []


def test_a_blank_form_is_no_part_of_the_form_before_it(tmp_path: Path) -> None:
    nothing = Spreadsheet("", "", "", header=(("", 60), ("", 80), ("", 80)), body=(("", "", ""),) * 9, parts=(3,))
    assert found(tmp_path, FORM, nothing) == []
    assert found(tmp_path, FORM, nothing.but(body=(*nothing.body[:8], ("", "", "8.15")))) == [[2, 3]]


def test_pages_of_another_size_or_with_other_rows_are_no_parts(tmp_path: Path) -> None:
    amounts = Spreadsheet("", "", "", header=HEADER[2:5], body=tuple(row[2:5] for row in BODY), parts=(3,))
    assert found(tmp_path, FORM, amounts) == [[2, 3]]
    assert found(tmp_path, FORM, amounts, widths=(WIDTH, WIDTH + 20)) == []
    assert found(tmp_path, FORM, amounts.but(body=amounts.body[:6], stretches=(6,))) == []


def test_a_running_head_on_every_page_is_no_caption(tmp_path: Path) -> None:
    assert found(tmp_path, WIDE.but(heads=("柳河市部门预算公开",))) == [[2, 3]]


def test_a_glyph_cut_by_the_edge_of_the_page_is_read_once(tmp_path: Path) -> None:
    # 290 of 560 points are on the first page: the middle of the title is not on its edge, a glyph is.
    (table,) = result(tmp_path, WIDE).tables
    assert table.title_raw == "部门支出总表"
