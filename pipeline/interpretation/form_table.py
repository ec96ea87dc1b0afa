"""A table read as a list or a form: its texts by place, and the evidence of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pipeline.config.rules import Rules
from pipeline.config.words import is_only
from pipeline.interpretation.bound_column import Column
from pipeline.model.flags import CARRIED
from pipeline.model.joined import joined
from pipeline.model.records import CellRecord, Entry
from pipeline.model.table import Cell, Table, rows_of
from pipeline.money import AmountUnit, parse_amount, parse_number, plain, split_unit

Fields = dict[str, Any]
"""Values of a record's fields that several records share."""


@dataclass(frozen=True)
class FormTable:
    """One table with what its records need to know of the document."""

    table: Table
    table_id: str
    table_kind: str
    columns: tuple[Column, ...]
    cells: Mapping[tuple[int, int], CellRecord]
    entries: tuple[Entry, ...]
    document_id: str
    fiscal_year: int
    locality_code: str
    phase: str
    unit: AmountUnit | None
    unit_from_document: bool
    doubts: tuple[str, ...]
    rules: Rules

    @cached_property
    def covering(self) -> Mapping[tuple[int, int], Cell]:
        """For each place of the base grid the cell that covers it."""
        return {
            (row, col): cell
            for cell in self.table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        }

    @cached_property
    def own(self) -> Mapping[tuple[int, int], Cell]:
        """The cells by the place they begin at."""
        return {(cell.row, cell.col): cell for cell in self.table.cells}

    @cached_property
    def _rows(self) -> Mapping[int, Sequence[Cell]]:
        return rows_of(self.table.cells)

    def beginning_in(self, row: int) -> Sequence[Cell]:
        """The cells that begin in a row, from left to right."""
        return self._rows.get(row, ())

    @property
    def body(self) -> range:
        """The numbers of the rows below the header."""
        return range(self.table.header_rows, self.table.n_rows)

    def named_cells(self, row: int, columns: Mapping[str, int], names: Iterable[str]) -> dict[str, Cell]:
        """By name the cells of a row under those columns; a transcript may leave out the last ones of a row."""
        return {n: cell for n in names if n in columns and (cell := self.covering.get((row, columns[n]))) is not None}

    def text(self, row: int, col: int) -> str:
        """The text of the cell that covers a place, without white space; empty where there is none."""
        cell = self.covering.get((row, col))
        return plain(cell.text) if cell is not None else ""

    def said(self, row: int, col: int | None) -> str | None:
        """The text as published, or ``None`` where nothing, or only a placeholder, is printed."""
        text = self.text(row, col) if col is not None else ""
        placeholder = self.rules.vocabulary.rows.placeholder
        return text if text and not is_only(placeholder, text) else None

    def evidence(self, cell: Cell, flags: Iterable[str] = ()) -> Fields:
        """The evidence fields of a value printed in the cell."""
        record = self.cells[cell.row, cell.col]
        carried = [flag for flag in cell.flags if flag in CARRIED]
        return {
            "page_no": record.page_no,
            "bbox": record.bbox,
            "source_cell_id": record.cell_id,
            "extraction_method": record.extraction_method,
            "confidence": record.confidence,
            "value_status": record.value_status,
            "flags": joined((*flags, *self.doubts, *carried)),
        }

    def amount(self, cell: Cell, header_unit: AmountUnit | None = None, flags: Iterable[str] = ()) -> Fields:
        """The amount and evidence fields of an amount cell; ``header_unit`` goes before the table's unit."""
        printed, own_unit = split_unit(cell.text)
        unit = own_unit or header_unit or self.unit
        amount = parse_amount(printed, unit) if unit else None
        is_number = parse_number(printed) is not None
        from_elsewhere = own_unit is None and header_unit is None and self.unit_from_document
        missing = is_number and (unit is None or from_elsewhere)
        return {
            "amount_raw": cell.text.replace("\n", "") or None,
            "amount_unit": unit if is_number else None,
            "amount_quantum_cny": amount.quantum_cny if amount else None,
            "amount_cny": amount.cny if amount else None,
            **self.evidence(cell, (*flags, *(["unit_missing"] if missing else []))),
        }

    def cny_in(self, cell: Cell, unit: AmountUnit | None) -> Decimal | None:
        """The yuan a cell prints in the given unit, or in the one it prints itself."""
        printed, own_unit = split_unit(cell.text)
        known = own_unit or unit
        amount = parse_amount(printed, known) if known else None
        return amount.cny if amount else None

    def cny(self, cell: Cell | None, header_unit: AmountUnit | None = None) -> Decimal | None:
        """The yuan an amount cell prints, ``None`` for any other text."""
        return self.cny_in(cell, header_unit or self.unit) if cell is not None else None
