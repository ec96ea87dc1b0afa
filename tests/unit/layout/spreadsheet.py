"""A spreadsheet that is printed on pages smaller than itself, down first or across first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf

from pipeline import process_document
from pipeline.ingest.pdf import read_pdf
from pipeline.layout.wide_sheets import wide_sheets
from pipeline.model.records import DocumentResult

MARGIN, TOP, PITCH = 40, 120, 18
WIDTH, HEIGHT = 480, 500

HEADER = (("科目编码", 60), ("科目名称", 150), ("合计", 80), ("基本支出", 90), ("项目支出", 90), ("上缴上级支出", 90))
BODY = (
    ("201", "一般公共服务支出", "1,518.23", "1,279.23", "239.00", ""),
    ("20103", "政府办公厅及相关机构事务", "1,518.23", "1,279.23", "239.00", ""),
    ("2010301", "行政运行", "1,312.46", "1,192.46", "120.00", ""),
    ("2010350", "事业运行", "205.77", "86.77", "119.00", ""),
    ("208", "社会保障和就业支出", "313.63", "313.63", "", ""),
    ("20805", "行政事业单位养老支出", "313.63", "313.63", "", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "238.46", "238.46", "", ""),
    ("2080506", "机关事业单位职业年金缴费支出", "75.17", "75.17", "", ""),
    ("221", "住房保障支出", "178.96", "178.96", "", "8.15"),
)


@dataclass(frozen=True)
class Spreadsheet:
    """What is printed: ``parts`` of columns and ``stretches`` of rows are pages."""

    title: str = "部门支出总表"
    organisation: str = "部门：柳河市金融工作办公室"
    unit: str = "单位：万元"
    header: tuple[tuple[str, int], ...] = HEADER
    body: tuple[tuple[str, ...], ...] = BODY
    parts: tuple[int, ...] = (3, 3)
    stretches: tuple[int, ...] = (9,)
    title_left: bool = False
    repeats_header: bool = False
    across_first: bool = False
    heads: tuple[str, ...] = ()

    def edges(self) -> list[int]:
        found = [0]
        for _, width in self.header:
            found.append(found[-1] + width)
        return found

    def print_to(self, document: pymupdf.Document, *, width: int = WIDTH) -> None:
        """Adds its pages to the document."""
        blocks = [(down, across) for across in range(len(self.parts)) for down in range(len(self.stretches))]
        for down, across in sorted(blocks) if self.across_first else blocks:
            self._page(document.new_page(width=width, height=HEIGHT), down, across)

    def _page(self, page: pymupdf.Page, down: int, across: int) -> None:
        edges = self.edges()
        first, last = sum(self.parts[:across]), sum(self.parts[: across + 1])
        start, end = edges[first], edges[last]
        rows = self.body[sum(self.stretches[:down]) : sum(self.stretches[: down + 1])]
        head = down == 0 or self.repeats_header
        shown = ([tuple(name for name, _ in self.header)] if head else []) + list(rows)

        def write(text: str, x: float, y: float, size: int = 8) -> None:
            """What the page shows of a text at a place on the sheet; a glyph on its edge is printed on both pages."""
            for char in text:
                advance = pymupdf.get_text_length(char, fontname="china-s", fontsize=size)
                if x + advance > start and x < end:
                    page.insert_text((MARGIN + x - start, y), char, fontsize=size, fontname="china-s")
                x += advance

        for text in self.heads:
            page.insert_text((200, 30), text, fontsize=8, fontname="china-s")
        if down == 0:
            length = pymupdf.get_text_length(self.title, fontname="china-s", fontsize=14)
            write(self.title, 0 if self.title_left else (edges[-1] - length) / 2, 80, 14)
            write(self.organisation, 2, 110)
            write(self.unit, edges[-1] - pymupdf.get_text_length(self.unit, fontname="china-s", fontsize=8), 110)
        for k, row in enumerate(shown):
            for col, text in enumerate(row):
                number = text[:1].isdigit() and "." in text
                length = pymupdf.get_text_length(text, fontname="china-s", fontsize=8)
                write(text, edges[col + 1] - length - 2 if number else edges[col] + 2, TOP + PITCH * k + 12)
        foot = TOP + PITCH * len(shown)
        for k in range(len(shown) + 1):
            y = TOP + PITCH * k
            page.draw_line((MARGIN, y), (MARGIN + end - start, y), width=0.7)
        for x in edges[first : last + 1]:
            page.draw_line((MARGIN + x - start, TOP), (MARGIN + x - start, foot), width=0.7)
        page.insert_text((220, 480), f"- {page.number + 1} -", fontsize=8)

    def but(self, **changes: object) -> Spreadsheet:
        return replace(self, **changes)  # type: ignore[arg-type]  # the fields' own types, checked where they are read


def printed(folder: Path, *sheets: Spreadsheet, widths: tuple[int, ...] = ()) -> Path:
    """A PDF of a cover and the pages of the spreadsheets."""
    document = pymupdf.open()
    document.new_page(width=WIDTH, height=HEIGHT).insert_text(
        (60, 200), "柳河市金融工作办公室2025年部门预算", fontsize=16, fontname="china-s"
    )
    for k, sheet in enumerate(sheets):
        sheet.print_to(document, width=widths[k] if widths else WIDTH)
    path = folder / "spreadsheet.pdf"
    document.save(path)
    return path


def found(folder: Path, *sheets: Spreadsheet, widths: tuple[int, ...] = ()) -> list[list[int]]:
    """The pages of each wide sheet in what is printed of the spreadsheets."""
    path = printed(folder, *sheets, widths=widths)
    pages = read_pdf(path, path.read_bytes()).pages
    return [[part.page.number for part in sheet.parts] for sheet in wide_sheets(pages)]


def result(folder: Path, *sheets: Spreadsheet) -> DocumentResult:
    """What is read of the spreadsheets' print."""
    return process_document(printed(folder, *sheets))
