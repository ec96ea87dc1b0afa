"""Cells as published: raw and normalised text, place on the page as shown, status."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.config.rules import Rules
from pipeline.config.schema import Rows
from pipeline.config.words import is_only
from pipeline.geometry import Box
from pipeline.ids import content_id
from pipeline.model.joined import joined
from pipeline.model.records import CellRecord
from pipeline.model.table import Cell, Table
from pipeline.money import number_in, plain


def cell_records(
    table: Table, table_id: str, method: str, shown_box: Callable[[int, Box], Box], rules: Rules
) -> dict[tuple[int, int], CellRecord]:
    """The table's cells by (row, column); ``bbox`` is ``x0,y0,x1,y1`` in points on the page as shown."""
    located = table.page_start is not None
    return {
        (cell.row, cell.col): _record(cell, table, table_id, method, located, shown_box, rules) for cell in table.cells
    }


def _record(
    cell: Cell,
    table: Table,
    table_id: str,
    method: str,
    located: bool,
    shown_box: Callable[[int, Box], Box],
    rules: Rules,
) -> CellRecord:
    box = None
    if located and cell.box is not None and cell.page_no is not None:
        x0, y0, x1, y1 = shown_box(cell.page_no, cell.box)
        box = f"{max(x0, 0.0):.1f},{max(y0, 0.0):.1f},{max(x1, 0.0):.1f},{max(y1, 0.0):.1f}"
    text = plain(cell.text)
    return CellRecord(
        cell_id=content_id("cel", table_id, cell.row, cell.col),
        table_id=table_id,
        row_no=cell.row,
        col_no=cell.col,
        row_span=cell.row_span,
        col_span=cell.col_span,
        is_header=cell.row < table.header_rows,
        text_raw=cell.text,
        text_norm=text,
        page_no=cell.page_no if located else None,
        bbox=box,
        extraction_method=method,
        confidence=cell.confidence,
        value_status="illegible" if "illegible" in cell.flags else _status(text, rules.vocabulary.rows),
        flags=joined(cell.flags),
    )


def _status(text: str, words: Rows) -> str:
    if not text:
        return "blank"
    if is_only(words.placeholder, text):
        return "not_applicable"
    if is_only(words.unreadable, text):
        return "illegible"
    return "zero" if number_in(text) == 0 else "reported"
