"""Layout, extraction and assembly values: lines, regions, grids and logical tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.geometry import Box

TableStatus = Literal["extracted", "partial", "illegible", "declared_empty", "blank_template", "not_found"]


READ_ONCE, READ_DOUBTED = 0.9, 0.5
"""Confidence of what one reader alone has read, and the highest of what may be misread."""


class TextLine(NamedTuple):
    """One visual line of running text outside the tables; wide gaps become one space.

    ``doubted``: the parts of the text that may be misread.
    """

    page_no: int
    text: str
    box: Box
    doubted: tuple[str, ...] = ()

    @property
    def sure(self) -> str:
        """The text without what may be misread."""
        text = self.text
        for part in self.doubted:
            text = text.replace(part, " ")
        return text


class Slot(NamedTuple):
    """One cell of a base grid before it has text: position, span and place on the page."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box

    @property
    def rows(self) -> range:
        """The rows it lies in."""
        return range(self.row, self.row + self.row_span)


@dataclass(frozen=True, slots=True)
class Region:
    """A table on a page: the base grid its visible rules draw (or none, for a table without rules)."""

    page_no: int
    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    ruled: bool = True


class Cell(NamedTuple):
    """One cell with its text. ``text`` keeps line breaks as printed; ``compact`` has no white space at all.

    ``confidence``: 1 two independent readers agree, 0.9 one reader only, 0.5 they disagree.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page_no: int | None
    box: Box | None
    confidence: float = READ_ONCE
    flags: tuple[str, ...] = ()
    runs_full: bool = False
    """Whether the last line of the text reaches the cell's right edge, as a line that goes on below does."""
    alternatives: tuple[str, ...] = ()
    """What else the cell could say, likeliest first, where it was read from pixels."""

    @property
    def compact(self) -> str:
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of one table on one page, row-major, and the columns' left edges for joining pages."""

    page_no: int
    box: Box
    n_rows: int
    n_cols: int
    xs: tuple[float, ...]
    cells: tuple[Cell, ...]
    reader: str


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page read: running text lines and table grids, in reading order.

    ``lost`` marks lines at which a table stood that nobody could read (``[illegible]`` in a transcript).
    """

    page_no: int
    lines: tuple[TextLine, ...]
    grids: tuple[Grid, ...]
    lost: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """What is printed around a table: number, title, unit label, organisation, notes; empty when absent."""

    printed_no: str = ""
    title: str = ""
    unit_label: str = ""
    organisation: str = ""
    heading: str = ""
    """The nearest short line above a table without a title: a name for it, no proof that a table begins."""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One logical table: its page fragments joined, repeated header rows dropped."""

    seq: int
    caption: Caption
    n_rows: int
    n_cols: int
    header_rows: int
    cells: tuple[Cell, ...]
    page_start: int | None
    page_end: int | None
    n_fragments: int
    notes: tuple[str, ...] = ()
    status: TableStatus = "extracted"
    flags: tuple[str, ...] = ()
    reader: str = ""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the contents table (报表目录)."""

    printed_no: str
    title: str
    declared_empty: bool | None = None
    reason: str = ""


def rows_of(cells: Sequence[Cell]) -> dict[int, list[Cell]]:
    """Cells by the row they start in, in column order."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    for row in rows.values():
        row.sort(key=lambda cell: cell.col)
    return rows
