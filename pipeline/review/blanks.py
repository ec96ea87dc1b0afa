"""Blank cells that a sum counts on: a release publishes no line for them, yet a person may see a number there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipeline.ids import content_id
from pipeline.model.records import BudgetLine

Row = Mapping[str, Any]


def blank_lines(
    columns: Sequence[Row], cells: Sequence[Row], lines: Sequence[BudgetLine], in_checks: Collection[str]
) -> dict[str, BudgetLine]:
    """The lines blank cells of one table would be, by cell identifier.

    What such an amount is about follows from the other amounts of its row and of its column. Only those are given whose
    identifier a check of the run names: there the guess is proven right, and there alone a number can be missing.
    """
    published = {line.source_cell_id: line for line in lines}
    blocks = _blocks(columns)
    of_row: dict[tuple[int, int], BudgetLine] = {}
    of_column: dict[int, set[tuple[str, ...]]] = {}
    sample: dict[int, BudgetLine] = {}
    for cell in cells:
        line = published.get(cell["cell_id"])
        if line is not None:
            col = cell["col_no"]
            of_row.setdefault((cell["row_no"], blocks.get(col, 0)), line)
            of_column.setdefault(col, set()).add((line.measure_id, line.phase, line.side))
            sample[col] = line
    found: dict[str, BudgetLine] = {}
    for cell in cells:
        peer = of_row.get((cell["row_no"], blocks.get(cell["col_no"], 0)))
        meanings = of_column.get(cell["col_no"], set())
        if cell["is_header"] or cell["text_raw"] or cell["cell_id"] in published or peer is None:
            continue
        if len(meanings) == 1:
            guesses = (_line(cell, peer, sample[cell["col_no"]], unit) for unit in (peer.unit_id, None))
            proven = [line for line in guesses if line.line_id in in_checks]
            if proven:
                found[cell["cell_id"]] = proven[0]
    ids = [line.line_id for line in found.values()]
    return {cell_id: line for cell_id, line in found.items() if ids.count(line.line_id) == 1}


def _blocks(columns: Sequence[Row]) -> dict[int, int]:
    """Columns by side-by-side list: a label column behind amounts begins the next list."""
    found: dict[int, int] = {}
    block, amounts = 0, False
    for column in columns:
        label = column["role"] in ("name", "code", "seq")
        if label and amounts:
            block, amounts = block + 1, False
        amounts = amounts or column["role"] == "measure"
        found[column["col_no"]] = block
    return found


def _line(cell: Row, peer: BudgetLine, column: BudgetLine, unit_in_row: str | None) -> BudgetLine:
    """The line; its identifier holds the unit only where the row itself named it."""
    key = (
        peer.document_id,
        peer.table_kind,
        unit_in_row,
        peer.func_code,
        peer.econ_dept_code,
        peer.econ_gov_code,
        peer.row_path_raw,
        column.side,
        column.measure_id,
        column.phase,
        "blank",
    )
    return peer._replace(
        line_id=content_id("bl", *key, 0),
        side=column.side,
        measure_id=column.measure_id,
        fund_source=column.fund_source,
        expenditure_type=column.expenditure_type,
        phase=column.phase,
        amount_raw="",
        amount_cny=None,
        amount_low_cny=None,
        amount_high_cny=None,
        amount_quantum_cny=column.amount_quantum_cny,
        amount_unit=column.amount_unit,
        page_no=cell["page_no"],
        bbox=cell["bbox"],
        source_cell_id=cell["cell_id"],
        value_status="blank",
        reconciliation="unchecked",
        flags=None,
    )
