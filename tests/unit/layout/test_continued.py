"""The rows of a table without rules that go on at the top of the next page."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.geometry import Box
from pipeline.ingest.pdf import read_pdf
from pipeline.layout.continued import continued_area, goes_on, laid_over
from pipeline.layout.runs import Run
from pipeline.layout.unruled import unruled_regions
from pipeline.model.table import Region
from tests.unit.layout.sheet import Sheet

ABOVE = Region(1, Box(50, 100, 450, 700), (50.0, 150.0, 300.0, 450.0), (100.0, 700.0), (), ruled=False)
ROW = (("2210201", 52), ("住房公积金", 160), ("72.24", 400))
HEADER = (("科目编码", 60), ("科目名称", 200), ("合计", 390))


def line(y: float, *texts: tuple[str, float]) -> list[Run]:
    return [Run(text, Box(x, y, x + 5.0 * len(text), y + 9), 9.0) for text, x in texts]


def test_two_rows_are_the_rest_of_the_table_above() -> None:
    found = continued_area([line(60, *ROW), line(76, *ROW), line(300, *ROW)], ABOVE)
    assert found == Box(50, 59, 450, 86)


def test_a_header_printed_again_is_part_of_it() -> None:
    spanning = line(44, ("部门预算支出经济分类科目编码和名称", 90), ("本年支出", 380))
    found = continued_area([line(20, ("某局预算公开", 200)), spanning, line(60, *HEADER), line(76, *ROW)], ABOVE)
    assert found == Box(50, 43, 450, 86)


@pytest.mark.parametrize(
    "lines",
    [
        [line(60, ("2210201", 52), ("住房公积金及其他各项支出的合计数", 260), ("72.24", 400))],
        [line(60, ("2210201", 20), ("72.24", 400))],
        [line(60, ("单位：万元", 60), ("2024年", 380)), line(76, *ROW)],
        [line(60, *HEADER), line(76, ("2210201", 52), ("住房公积金", 160))],
        [line(60, ("一、情况说明", 60)), line(76, ("二、情况说明", 60)), line(92, ("三、", 60)), line(108, *ROW)],
    ],
    ids=["cuts its columns", "outside", "a unit opens another", "no amount", "running text above"],
)
def test_other_lines_are_not(lines: list[list[Run]]) -> None:
    assert continued_area(lines, ABOVE) is None


def test_without_a_table_above_nothing_goes_on() -> None:
    assert continued_area([line(60, *ROW)], None) is None


@pytest.mark.parametrize(
    ("off", "moved"), [(0, 0), (2, 0), (8, 5), (-9, -5), (30, 0)], ids=["there", "nearly", "right", "left", "too far"]
)
def test_the_table_above_is_laid_where_a_scanner_puts_its_rest(off: float, moved: float) -> None:
    """No further than it takes: edges may differ by three points."""
    wide = (("2210201", 52 + off), ("住房公积金", 160 + off), ("72.24", 424 + off))
    found = laid_over(ABOVE, [line(60, *wide)], 12.0)
    assert found.box == Box(50 + moved, 100, 450 + moved, 700)
    assert found.xs == tuple(x + moved for x in ABOVE.xs)


def test_an_area_goes_on_with_the_table_above_if_it_is_the_first_and_has_no_caption() -> None:
    first, second = Box(50, 100, 450, 200), Box(50, 300, 450, 400)
    head, caption = line(20, ("某局预算公开", 200)), line(80, ("单位：万元", 380))
    assert goes_on(first, [second, first], [head])
    assert not goes_on(second, [second, first], [head])
    assert not goes_on(first, [second, first], [head, caption])
    assert goes_on(first, [first], [head, line(250, ("单位：万元", 380))])


@pytest.mark.parametrize("title", [False, True], ids=["nothing above them", "a title above them"])
def test_rows_enough_for_a_table_go_on_in_the_columns_of_the_wider_one_above(tmp_path: Path, title: bool) -> None:
    """Without their header and the class codes to the left they are a table of three columns by themselves."""
    sheet = Sheet()
    if title:
        sheet.write("政府性基金预算支出表", 220, 40)
    for k in range(5):
        sheet.write(f"0{k + 1}", 130, 60 + 16 * k)
        sheet.write("其他商品和服务支出", 190, 60 + 16 * k)
        sheet.write_ending("1,200.00", 430, 60 + 16 * k)
    path = tmp_path / "sheet.pdf"
    sheet.document.save(path)
    (page,) = read_pdf(path, path.read_bytes()).pages
    above = Region(1, Box(50, 100, 450, 700), (50.0, 115.0, 170.0, 340.0, 450.0), (100.0, 700.0), (), ruled=False)
    (found,) = unruled_regions(page, (), path, above)
    assert (found.xs == above.xs) is not title
