"""A page under the pen, with the table it is read as."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from pipeline.ingest.pdf import read_pdf
from pipeline.layout.page_regions import page_regions
from pipeline.model.table import Grid
from pipeline.page_reading import read_page

LEFT, RIGHT = 50, 550
COLUMNS = (55, 130, 330, 420, 510)
"""Where codes and names start, and where the amounts of three columns end (but for the first two)."""

Row = tuple[str, str, str, str, str]
HEADER: Row = ("科目编码", "科目名称", "合计", "人员经费", "公用经费")
BODY: list[Row] = [
    ("301", "工资福利支出", "1,196.98", "1,196.98", ""),
    ("30101", "基本工资", "378.12", "378.12", ""),
    ("30102", "津贴补贴", "818.86", "818.86", ""),
    ("302", "商品和服务支出", "46.92", "", "46.92"),
]


class Sheet:
    """One page under the pen."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.page = self.document.new_page(width=600, height=400)

    def write(self, text: str, x: float, y: float) -> None:
        self.page.insert_text((x, y), text, fontsize=9, fontname="china-s")

    def write_ending(self, text: str, x: float, y: float) -> None:
        self.write(text, x - pymupdf.get_text_length(text, fontname="china-s", fontsize=9), y)

    def row(self, row: Row, y: float) -> None:
        self.write(row[0], COLUMNS[0], y)
        self.write(row[1], COLUMNS[1], y)
        for text, x in zip(row[2:], COLUMNS[2:], strict=True):
            self.write_ending(text, x, y)

    def body(self, top: float, pitch: float) -> None:
        """``BODY``, its first row at ``top``, the others below it by ``pitch`` each."""
        for k, row in enumerate(BODY):
            self.row(row, top + pitch * k)

    def rule(self, y: float) -> None:
        self.page.draw_line((LEFT, y), (RIGHT, y), width=0.7)

    def grids(self, folder: Path, *, seen: bool = False) -> list[Grid]:
        """The tables read off the page, or as if it was ``seen`` and in no file that camelot could look into."""
        path = folder / "sheet.pdf"
        self.document.save(path)
        (page,) = read_pdf(path, path.read_bytes()).pages
        return list(read_page(page, page_regions(page, None if seen else path)).grids)


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.compact for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]
