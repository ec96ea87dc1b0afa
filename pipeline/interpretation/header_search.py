"""Headers of lists whose header rows assembly took for a form's body."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.interpretation.columns import bind_columns
from pipeline.interpretation.form_table import FormTable
from pipeline.money import parse_number, plain

MOST_HEADER_ROWS = 4
FEWEST_CELLS = 2


def with_header(form: FormTable) -> FormTable:
    """The table with the rows above its first number as header, where it has none and they read as one."""
    if form.table.header_rows > 0:
        return form
    rows = 0
    while rows < min(MOST_HEADER_ROWS, form.table.n_rows) and _is_header(form, rows):
        rows += 1
    if not rows or rows == form.table.n_rows:
        return form
    table = replace(form.table, header_rows=rows)
    kind = form.rules.kind(form.table_kind)
    return replace(form, table=table, columns=bind_columns(table, kind, form.fiscal_year, form.rules))


def _is_header(form: FormTable, row: int) -> bool:
    """Whether a row holds several texts and no number; below the first row, no total either."""
    texts = [plain(cell.text) for cell in form.table.cells if cell.row == row and cell.text]
    numbers = any(parse_number(text) is not None for text in texts)
    total = re.search(form.rules.vocabulary.rows.total, texts[0]) if texts and row else None
    first_filled = any(cell.row == row and cell.col == 0 and cell.text for cell in form.table.cells)
    return len(texts) >= FEWEST_CELLS and not numbers and not (total and first_filled)
