"""What a reviewer should know of one table: readings that differ, numbers not read, amounts without a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.config.headers import LABEL_ROLES, is_of_other_amounts
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import is_only
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.columns import FEWEST_AMOUNTS
from pipeline.model.findings import DocumentFinding
from pipeline.model.flags import PRINTED_RED, STRUCK_OUT
from pipeline.model.records import Entry
from pipeline.model.table import Cell, Table
from pipeline.money import UNIT_NAMES, AmountUnit, number_in, plain, prints_amount

CELLS_ALONE = frozenset({"toc", "unit_list", "activity_plan"})
"""Kinds of tables that need no records of amounts."""
_NO_MEASURE = "no column could be given a measure"


def table_findings(
    table: Table,
    table_id: str,
    columns: Sequence[Column],
    entries: Sequence[Entry],
    expected: bool,
    listed: Mapping[tuple[int, int], str],
    rules: Rules,
) -> Iterator[DocumentFinding]:
    """The findings of one table.

    ``expected`` says that its amounts should have become budget lines; ``listed``: what the code lists propose, by row
    and column.
    """
    name = _name(table)
    for cell in table.cells:
        if not cell.flags:
            continue
        place = f"{name}, row {cell.row}, column {cell.col}"
        if "readers_disagree" in cell.flags:
            message = f"{place}: two readers differ on {cell.text!r}"
            yield DocumentFinding("readers-disagree", message, cell.page_no, table_id)
        if PRINTED_RED in cell.flags:
            message = f"{place}: {cell.text!r} is printed in red, without a sign"
            yield DocumentFinding("printed-red", message, cell.page_no, table_id)
        if STRUCK_OUT in cell.flags:
            message = f"{place}: digits of {cell.text!r} are struck out"
            yield DocumentFinding("struck-out", message, cell.page_no, table_id)
        yield from _doubts_of_pixels(cell, place, table_id, listed.get((cell.row, cell.col)))
    if not expected:
        return
    lines = [entry.line for entry in entries if entry.published]
    if not lines:
        lacks = "its rows have no labels (cut sideways by a page?)" if _only_measures(columns) else _NO_MEASURE
        message = f"{name}: {lacks}; its cells are published, no budget lines"
        yield DocumentFinding("table-not-bound", message, table.page_start, table_id)
    if lines and all(line.amount_unit is None for line in lines):
        message = f"{name}: no amount unit is printed and the document has no single one; amount_cny stays empty"
        yield DocumentFinding("unit-unknown", message, table.page_start, table_id)
    bound = {entry.col for entry in entries if entry.published}
    yield from _columns_left_out(table, table_id, [c for c in columns if lines and c.no not in bound], rules)
    measures = {column.no for column in columns if column.role == "measure"}
    for cell in table.cells:
        body = cell.row >= table.header_rows and cell.col in measures
        if not body:
            continue
        marked = is_only(rules.vocabulary.rows.unreadable, plain(cell.text))
        if marked or (any(map(str.isdigit, cell.text)) and number_in(cell.text) is None):
            why = ", but a sign for one that cannot be read, or is too wide for its column" if marked else ""
            place = f"{name}, row {cell.row}, column {cell.col}"
            read = " / ".join(map(plain, cell.text.split("\n")))
            message = f"{place}: {read!r} stands in an amount column and is no number{why}"
            yield DocumentFinding("number-not-read", message, cell.page_no, table_id)


def year_denied(table: Table, table_id: str, fiscal_year: int) -> DocumentFinding:
    """The finding on a table whose title names another year than the document's."""
    message = f"{_name(table)}: its title names another year than {fiscal_year}, whose amounts its are published as"
    return DocumentFinding("year-conflict", message, table.page_start, table_id)


def units_differ(table: Table, table_id: str, units: Iterable[AmountUnit]) -> DocumentFinding:
    """The finding on a table that prints several amount units for the same amounts."""
    names = " and ".join(sorted(UNIT_NAMES[unit] for unit in units))
    message = f"{_name(table)}: {names} are printed as the unit of its amounts; look which is meant"
    return DocumentFinding("unit-conflict", message, table.page_start, table_id)


def heads_blank(table: Table, columns: Sequence[Column]) -> bool:
    """Whether a box without text is drawn above the header of every amount column, and none above those of labels."""
    if table.page_start is None or table.header_rows == 1:
        return False  # a transcript draws no boxes
    tops = {no: c for c in table.cells if c.row == 0 for no in range(c.col, c.col + c.col_span)}
    measures, labels = (
        [tops.get(column.no) for column in columns if column.role in roles] for roles in (("measure",), LABEL_ROLES)
    )
    whole = all(cell is not None and cell.row_span == table.header_rows for cell in labels)
    return bool(measures) and whole and all(c is not None and not c.text and c.row_span == 1 for c in measures)


def header_blank(table: Table, table_id: str) -> DocumentFinding:
    """The finding on a table whose amounts all have a blank box above their header."""
    message = f"{_name(table)}: the box above the header of its amounts is blank; look for it on the pages beside"
    return DocumentFinding("header-blank", message, table.page_start, table_id)


def _columns_left_out(
    table: Table, table_id: str, columns: Sequence[Column], rules: Rules
) -> Iterator[DocumentFinding]:
    """Which of the columns without budget lines hold amounts, labels and those that compare with another year apart."""
    printed = _amounts(table) if columns else []
    for column in columns:
        if column.role in LABEL_ROLES or is_of_other_amounts(column.path, rules):
            continue
        amounts = [cell for cell in printed if cell.col == column.no and cell.col_span == 1]
        if len(amounts) >= FEWEST_AMOUNTS:
            header = "/".join(column.path) or "no header"
            why = "; its list has no labels" if column.role == "measure" else ""
            message = f"{_name(table)}, column {column.no} ({header}): {len(amounts)} amounts give no budget lines{why}"
            yield DocumentFinding("column-not-bound", message, amounts[0].page_no, table_id)


def unrecorded(table: Table, kind: KindRule, table_id: str) -> Iterator[DocumentFinding]:
    """The finding of a table that gave no record, if it holds amounts: of no known kind, or not as its kind is."""
    amounts = [] if kind.lines or kind.kind in CELLS_ALONE else _amounts(table)
    if len(amounts) >= FEWEST_AMOUNTS:
        what = "no known kind of table" if kind.kind == "other" else f"taken for {kind.kind} ({kind.name})"
        message = f"{_name(table)}: {what}; its {len(amounts)} amounts are published as cells alone"
        yield DocumentFinding("table-not-bound", message, table.page_start, table_id)


def _name(table: Table) -> str:
    return table.caption.title or table.caption.printed_no or f"table {table.seq}"


def _amounts(table: Table) -> list[Cell]:
    return [cell for cell in table.cells if cell.row >= table.header_rows and prints_amount(cell.text)]


def _only_measures(columns: Sequence[Column]) -> bool:
    roles = {column.role for column in columns}
    return "measure" in roles and not roles & {"name", "code"}


def _doubts_of_pixels(cell: Cell, place: str, table_id: str, listed: str | None) -> Iterator[DocumentFinding]:
    others = ", ".join(map(repr, cell.alternatives[:3]))
    said = f"; the code list has {listed}" if listed else ""
    if "illegible" in cell.flags:
        message = f"{place}: nobody could read it" + (f"; guesses: {others}" if others else "") + said
        yield DocumentFinding("cell-illegible", message, cell.page_no, table_id)
    elif "reading_doubtful" in cell.flags:
        message = f"{place}: read as {cell.text!r}, in doubt" + (f"; or {others}" if others else "") + said
        yield DocumentFinding("reading-doubtful", message, cell.page_no, table_id)
