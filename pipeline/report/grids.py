"""A table as it is published: rows of cells with their spans, each amount with the lines read from it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.money import SCALE
from pipeline.report.marks import SHAPES, origin

Row = Mapping[str, Any]

RESTORED = frozenset({"derived", "repaired", "corrected"})


@dataclass(frozen=True, slots=True)
class ViewCell:
    """A cell to be shown. ``line_ids``: what was published from it; ``anchors``: by what it can be linked to."""

    cell_id: str
    text: str
    rows: int
    columns: int
    is_header: bool
    line_ids: tuple[str, ...]
    anchors: tuple[str, ...]
    origin: str
    shape: str
    contradicted: bool


Grid = tuple[tuple[ViewCell | None, ...], ...]
"""Rows of cells from the left; ``None`` where the base grid has none, and nothing where a span reaches."""


def grid(
    cells: Sequence[Row], lines_of_cell: Mapping[str, Sequence[Row]], spoken_of: Container[str] = frozenset()
) -> Grid:
    """The cells of one table, in reading order, as rows; cells ``spoken_of`` can be linked to by their identifier."""
    height = max((c["row_no"] + (c["row_span"] or 1) for c in cells), default=0)
    width = max((c["col_no"] + (c["col_span"] or 1) for c in cells), default=0)
    starts = {(c["row_no"], c["col_no"]): c for c in cells}
    covered = {
        (row, column)
        for c in cells
        for row in range(c["row_no"], c["row_no"] + (c["row_span"] or 1))
        for column in range(c["col_no"], c["col_no"] + (c["col_span"] or 1))
    }
    return tuple(
        tuple(
            _cell(starts[row, column], lines_of_cell.get(starts[row, column]["cell_id"], ()), spoken_of)
            if (row, column) in starts
            else None
            for column in range(width)
            if (row, column) in starts or (row, column) not in covered
        )
        for row in range(height)
    )


def _cell(cell: Row, lines: Sequence[Row], spoken_of: Container[str]) -> ViewCell:
    line_ids = tuple(line["line_id"] for line in lines)
    kind = origin(lines[0]) if lines else origin(cell)
    text = cell["text_raw"] or ""
    if lines and kind in RESTORED:
        text = restored(lines[0]) or text
    return ViewCell(
        cell["cell_id"],
        text,
        cell["row_span"] or 1,
        cell["col_span"] or 1,
        bool(cell["is_header"]),
        line_ids,
        (*line_ids, cell["cell_id"]) if cell["cell_id"] in spoken_of else line_ids,
        kind,
        SHAPES[kind],
        any(line["reconciliation"] == "contradicted" for line in lines),
    )


def restored(line: Row) -> str:
    """The published amount in the unit the table prints; empty for an amount not known or without a unit."""
    unit = SCALE.get(line["amount_unit"])
    if unit is None or line["amount_cny"] is None:
        return ""
    value = (line["amount_cny"] / unit).normalize()
    return f"{value:,.2f}" if value == value.quantize(Decimal("0.01")) else f"{value:,f}"
