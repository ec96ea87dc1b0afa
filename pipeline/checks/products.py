"""Products: quantity × unit price = amount, row by row; a row whose values slipped by columns is told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.config.identities import ProductRule
from pipeline.ids import content_id
from pipeline.model.audit import CheckRecord
from pipeline.model.records import CellRecord, TableRecord
from pipeline.money import SCALE, is_product, parse_number, product_tolerance, unit_of

HEADER_ROWS = 4
"""The words are looked for in so many rows, for a table that lost its header has them in its body."""
SHIFTS = (1, -1, 2, -2)

Grid = Mapping[tuple[int, int], CellRecord]


def product_checks(
    tables: Sequence[TableRecord], cells: Sequence[CellRecord], rules: Sequence[ProductRule], severity: str
) -> Iterator[CheckRecord]:
    """One check for each row that prints the three numbers, where the header says or beside it."""
    for rule in rules:
        for table in tables:
            if table.table_kind == rule.table_kind:
                grid = {(c.row_no, c.col_no): c for c in cells if c.table_id == table.table_id}
                columns = _columns(grid, rule)
                if columns is not None:
                    yield from _rows(table, grid, columns, rule.rule_id, severity)


def _columns(grid: Grid, rule: ProductRule) -> tuple[int, int, int] | None:
    """The columns of quantity, unit price and amount; the amount's is the first that fits right of the price."""
    heads = sorted((col, row, cell.text_norm) for (row, col), cell in grid.items() if row < HEADER_ROWS)
    quantity = next((col for col, _, text in heads if re.search(rule.quantity, text)), None)
    price = next((col for col, _, text in heads if re.search(rule.unit_price, text)), None)
    if quantity is None or price is None:
        return None
    amount = next((col for col, _, text in heads if col > price and re.search(rule.amount, text)), None)
    return None if amount is None else (quantity, price, amount)


def _rows(
    table: TableRecord, grid: Grid, columns: tuple[int, int, int], rule_id: str, severity: str
) -> Iterator[CheckRecord]:
    for row in sorted({row for row, _ in grid}):
        printed = _numbers(grid, row, columns, 0)
        holds = printed is not None and is_product(*printed)
        shift = 0 if holds else _shift(grid, row, columns)
        if printed is None and not shift:
            continue
        numbers = _numbers(grid, row, columns, shift)
        assert numbers is not None  # the row has them under the header or beside it
        quantity, price, amount = numbers
        scale = SCALE[unit_of(table.amount_unit)]
        reasoning = None
        if shift:
            side = "right" if shift > 0 else "left"
            reasoning = (
                f"{quantity} × {price} = {amount} holds {abs(shift)} column(s) to the {side} of the headers: the values"
                " of the row slipped, or a header cell was lost"
            )
        elif not holds:
            reasoning = f"{quantity} × {price} is {quantity * price}, but {amount} is printed"
        source = "source_error" if table.extraction_method == "text_layer" else "unknown"
        yield CheckRecord(
            check_id=content_id("chk", table.table_id, rule_id, row),
            document_id=table.document_id,
            table_id=table.table_id,
            rule_id=rule_id,
            description=f"row {row}: {quantity} × {price} = {amount}",
            expected_cny=(quantity * price * scale).quantize(Decimal("0.01")),
            actual_cny=(amount * scale).quantize(Decimal("0.01")),
            difference_cny=((amount - quantity * price) * scale).quantize(Decimal("0.01")),
            tolerance_cny=product_tolerance(*numbers) * scale,
            status="pass" if holds and amount == quantity * price else "pass_rounding" if holds else "fail",
            independent=True,
            severity="info" if holds else severity,
            cause=None if holds else "extraction_error" if shift else source,
            record_ids="|".join(grid[row, col + shift].cell_id for col in (columns[2], *columns[:2])),
            reasoning=reasoning,
        )


def _shift(grid: Grid, row: int, columns: tuple[int, int, int]) -> int:
    """By how many columns the values stand beside their headers when the product holds there, else 0."""
    return next((s for s in SHIFTS if (n := _numbers(grid, row, columns, s)) and is_product(*n)), 0)


def _numbers(
    grid: Grid, row: int, columns: tuple[int, int, int], shift: int
) -> tuple[Decimal, Decimal, Decimal] | None:
    values = [parse_number(grid[row, c + shift].text_norm) if (row, c + shift) in grid else None for c in columns]
    quantity, price, amount = values
    if quantity is None or price is None or amount is None or not quantity or not price:
        return None
    return quantity, price, amount
