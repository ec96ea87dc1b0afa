"""Pages side by side as one, and what is read there back on its own pages."""

from __future__ import annotations

from pipeline.geometry import Box
from pipeline.layout.side_by_side import Sheet, beside_sheet, on_its_pages, parts_of, side_by_side
from pipeline.model.page import Char, Page, Rule
from pipeline.model.table import Cell, Grid, PageContent, TextLine

WIDTH, HEIGHT, BOTTOM = 300.0, 400.0, 200.0


def char(text: str, x: float, y: float) -> Char:
    return Char(text, x, y - 10, x + 10, y, y, 10)


def page(number: int, *chars: Char) -> Page:
    return Page(number, WIDTH, HEIGHT, chars, (Rule(100, 50, 250), Rule(BOTTOM, 50, 250)), (Rule(50, 100, BOTTOM),))


def sheet(first: Page, second: Page) -> Sheet:
    return side_by_side([(first, 50, 250), (second, 50, 250)], BOTTOM)


def cell(row: int, col: int, text: str, box: Box, col_span: int = 1) -> Cell:
    return Cell(row, col, 1, col_span, text, 1, box)


def test_what_is_on_the_second_page_stands_right_of_what_is_on_the_first() -> None:
    wide = sheet(page(1, char("甲", 60, 120)), page(2, char("乙", 60, 120)))
    assert [(c.text, c.x0) for c in wide.page.chars] == [("甲", 60), ("乙", 260)]
    assert [rule.start for rule in wide.page.horizontal_rules] == [50, 50, 250, 250]
    assert [rule.at for rule in wide.page.vertical_rules] == [50, 250]
    parts = parts_of([(page(1), 50, 250), (page(2), 50, 250)])
    assert parts[-1].right - parts[0].left == 400


def test_a_second_reading_is_put_together_as_the_first_one_is() -> None:
    first, second = page(1, char("甲", 60, 120)), page(2, char("乙", 60, 120))

    def read(page: Page, chars: tuple[Char, ...] | None) -> Page:
        return Page(page.number, WIDTH, HEIGHT, page.chars, second_reading=chars)

    alike = sheet(read(first, first.chars), read(second, second.chars)).page
    assert alike.second_reading is alike.chars
    other = sheet(read(first, first.chars), read(second, (char("己", 60, 120),))).page
    assert other.second_reading is not None
    assert [(c.text, c.x0) for c in other.second_reading] == [("甲", 60), ("己", 260)]
    assert sheet(read(first, first.chars), read(second, None)).page.second_reading is None


def test_what_stands_below_the_table_or_beyond_the_part_stays_on_its_page() -> None:
    first = page(1, char("内", 60, 120), char("外", 270, 90), char("下", 60, 390), char("切", 244, 90))
    second = page(2, char("切", 44, 90), char("乙", 60, 120))
    wide = sheet(first, second)
    # 切 is printed on both pages, its larger part on the first.
    assert [c.text for c in wide.page.chars] == ["内", "切", "乙"]
    assert [c.text for c in beside_sheet(first, wide)] == ["外", "下"]
    assert beside_sheet(second, wide) == []


def test_cells_and_lines_go_back_to_their_pages() -> None:
    wide = sheet(page(1), page(2))
    cells = (cell(0, 0, "标签", Box(50, 100, 250, 120)), cell(0, 1, "1.00", Box(250, 100, 450, 120)))
    across = cell(1, 0, "合计", Box(50, 120, 450, 140), col_span=2)
    grid = Grid(1, Box(50, 100, 450, 140), 2, 2, (50, 250, 450), (*cells, across), "ruled")
    lines = (TextLine(1, "部门支出总表", Box(200, 60, 290, 80)), TextLine(1, "单位：万元", Box(400, 80, 450, 90)))
    back = on_its_pages(PageContent(1, lines, (grid,)), wide)
    (given,) = back.grids
    assert [(c.page_no, c.box) for c in given.cells] == [
        (1, Box(50, 100, 250, 120)),
        (2, Box(50, 100, 250, 120)),
        (2, Box(50, 120, 250, 140)),
    ]
    assert [(line.page_no, line.box) for line in back.lines] == [
        (1, Box(200, 60, 250, 80)),
        (2, Box(200, 80, 250, 90)),
    ]
    assert (given.xs, given.box) == (grid.xs, grid.box)


def header_over_seam(left: str, right: str) -> list[tuple[str, int, int]]:
    wide = sheet(page(1), page(2))
    cells = (
        cell(0, 0, left, Box(50, 100, 250, 120)),
        cell(0, 1, right, Box(250, 100, 450, 120)),
        cell(1, 0, "", Box(50, 120, 250, 140)),
        cell(1, 1, "1.00", Box(250, 120, 450, 140)),
    )
    grid = Grid(1, Box(50, 100, 450, 140), 2, 2, (50, 250, 450), cells, "ruled")
    (given,) = on_its_pages(PageContent(1, (), (grid,)), wide).grids
    return [(c.text, c.col, c.col_span) for c in sorted(given.cells, key=lambda c: (c.row, c.col))]


def test_a_header_that_only_the_edge_of_the_page_parts_is_one() -> None:
    assert header_over_seam("", "本年支出") == [("本年支出", 0, 2), ("", 0, 1), ("1.00", 1, 1)]
    assert header_over_seam("本年支出", "") == [("本年支出", 0, 2), ("", 0, 1), ("1.00", 1, 1)]


def test_a_blank_cell_beside_an_amount_without_decimals_stays_blank() -> None:
    wide = sheet(page(1), page(2))
    cells = (cell(0, 0, "", Box(50, 100, 250, 120)), cell(0, 1, "1,234,500", Box(250, 100, 450, 120)))
    grid = Grid(1, Box(50, 100, 450, 120), 1, 2, (50, 250, 450), cells, "ruled")
    (given,) = on_its_pages(PageContent(1, (), (grid,)), wide).grids
    assert [(c.text, c.col, c.col_span) for c in given.cells] == [("", 0, 1), ("1,234,500", 1, 1)]


def test_two_headers_at_the_edge_of_the_page_stay_two() -> None:
    assert header_over_seam("基本支出", "项目支出") == [
        ("基本支出", 0, 1),
        ("项目支出", 1, 1),
        ("", 0, 1),
        ("1.00", 1, 1),
    ]
