"""Rows of amounts that stand in no table, and tables nobody could read: what a page holds and no record tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.interpretation.prose import RUNNING
from pipeline.model.findings import DocumentFinding
from pipeline.model.table import Grid, PageContent, Table, TextLine
from pipeline.money import parse_number, plain

FEWEST = 3
"""Fewer rows than these are no table (a total below one, a label of a chart), unless so many amounts stand in one."""
_SEPARATED = re.compile(r"\d[.,]\d")
"""Amounts have a point or separators; numbers of pages, years and codes have none."""


def tables_not_found(pages: Sequence[PageContent], tables: Sequence[Table]) -> Iterator[DocumentFinding]:
    """A finding ``table-not-found`` for each page with rows of amounts outside its tables, and each grid unread.

    ``tables``: the logical tables; a grid of which so little could be read that it is none of them gives no records.
    """
    for page in pages:
        rows = [line for line in page.lines if _is_row(line)]
        if len(rows) >= FEWEST or any(len(_amounts(_parts(line))) >= FEWEST for line in rows):
            first = rows[0].text[:40]
            said = f"{len(rows)} rows with amounts stand" if len(rows) > 1 else "a row of amounts stands"
            yield _finding(page.page_no, f"{said} in no table, the first {first!r}")
        for grid in page.grids:
            read = sum(bool(cell.text) for cell in grid.cells)
            if _is_unread(grid) and not _is_in(grid, tables):
                said = f"nobody could read more than {read} of" if read else "nobody could read any of"
                yield _finding(page.page_no, f"{said} the {len(grid.cells)} cells of a table")


def _finding(page_no: int, said: str) -> DocumentFinding:
    message = f"page {page_no}: {said}; it gives no records: look at the page"
    return DocumentFinding("table-not-found", message, page_no)


def _is_row(line: TextLine) -> bool:
    """Whether the line is a row: two amounts, or words and an amount behind them; no running text."""
    parts = _parts(line)
    amounts = _amounts(parts)
    if not amounts or any(RUNNING.search(part) for part in parts if part not in amounts):
        return False
    return len(amounts) > 1 or (len(parts) > 1 and parts[-1] == amounts[0])


def _parts(line: TextLine) -> list[str]:
    return [plain(part) for part in line.text.split()]


def _amounts(parts: Sequence[str]) -> list[str]:
    return [part for part in parts if _SEPARATED.search(part) and parse_number(part) is not None]


def _is_unread(grid: Grid) -> bool:
    """Whether more of its cells could not be read than could."""
    illegible = sum("illegible" in cell.flags for cell in grid.cells)
    return illegible > max(1, sum(bool(cell.text) for cell in grid.cells))


def _is_in(grid: Grid, tables: Sequence[Table]) -> bool:
    places = {(cell.page_no, cell.box) for cell in grid.cells}
    return any((cell.page_no, cell.box) in places for table in tables for cell in table.cells)
