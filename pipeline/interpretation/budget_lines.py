"""Amounts to budget lines: one record for each printed amount, with unit, measure, place and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.config.load import Configs
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import is_only, says
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.codes import CLASSIFICATIONS, Classified, NameIndex, code_list
from pipeline.interpretation.columns import unit_in_header
from pipeline.interpretation.dimensions import dimensions, is_whole
from pipeline.interpretation.doubles import doubles_marked
from pipeline.interpretation.list_sides import own_side, sided_by_labels
from pipeline.interpretation.row_doubts import (
    first_section,
    funds_marked,
    misread_marked,
    nameless_marked,
    sectioned_marked,
)
from pipeline.interpretation.rows import Row, bind_rows
from pipeline.model.flags import CARRIED, with_flag
from pipeline.model.joined import joined
from pipeline.model.records import BudgetLine, CellRecord, Entry
from pipeline.model.table import Cell, Table
from pipeline.money import AmountUnit, is_garbled, parse_amount, parse_number, plain, split_unit


@dataclass(frozen=True, slots=True)
class LineContext:
    """What all lines of one table share."""

    document_id: str
    table_id: str
    fiscal_year: int
    locality_code: str
    unit_id: str | None
    phase: str
    unit: AmountUnit | None
    unit_from_document: bool
    doubts: tuple[str, ...]
    extraction_method: str
    cells: Mapping[tuple[int, int], CellRecord]
    occurrences: Occurrences


def amount_entries(
    table: Table,
    kind: KindRule,
    columns: Sequence[Column],
    context: LineContext,
    names: NameIndex,
    rules: Rules,
) -> list[Entry]:
    """The amount cells of one table, list by list in reading order; a cell whose text is no number is none.

    A blank cell gives an entry that is not published, an illegible one a line without an amount.
    """
    grid: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows:
            grid.setdefault(cell.row, {})[cell.col] = cell
    remarks = [c.no for c in columns if c.role == "text" and any(says(rules.columns.remark, t) for t in c.path)]
    section = first_section(grid, table.n_cols, rules)
    entries: list[Entry] = []
    for block in sorted({c.block for c in columns}):
        own = [c for c in columns if c.block == block]
        if not any(c.role == "measure" for c in own):
            continue
        labels = [c for c in own if c.role in ("name", "code")]
        if not labels and len(columns) > len(own):
            continue
        rows = bind_rows(
            {no: _own_cells(row, own) for no, row in grid.items()},
            own,
            kind,
            names,
            rules,
        )
        if not labels and len(rows) > 1:
            continue  # the half of a table cut sideways by the page: whose amounts these are stands on another page
        totals = [row.label for row in rows if row.role == "total"]
        own = sided_by_labels(own, totals, [row.label for row in rows if row.role != "total"], kind, rules)
        measures = [c for c in own if c.role == "measure"]
        wholes = measures if len(measures) == 1 else [c for c in measures if is_whole(c, kind)]
        unit_id, unit_name = context.unit_id, None
        of_block: list[Entry] = []
        from_pixels = context.extraction_method == "ocr"
        misheaded = {c.no for c in measures if from_pixels and any(names.disagrees(text, None) for text in c.path)}
        rows = sectioned_marked(nameless_marked(rows, grid, [c.no for c in measures]), section)
        rows = funds_marked(rows, kind, rules)
        for row in misread_marked(rows, names, rules) if from_pixels else rows:
            unit_name = None if row.role == "total" or row.unit_code else row.unit_name or unit_name
            if row.unit_code is not None:
                unit_id = f"{context.locality_code}-{row.unit_code}"
            remark = next((plain(grid[row.no][n].text) for n in remarks if n in grid[row.no]), None) or None
            for column in own:
                printed = grid[row.no].get(column.no)
                if column.role == "measure" and printed is not None:
                    line = _line(kind, row, column, printed, unit_id, remark, context, rules, whole=column in wholes)
                    if line is not None:
                        if column.no in misheaded:
                            line = line._replace(flags=with_flag(line.flags, "label_doubtful"))
                        seen = bool(printed.text) or line.value_status == "illegible"
                        others = printed.alternatives
                        unit = row.unit_code, unit_name
                        of_block.append(Entry(line, block, column.no, column.path, seen, *unit, others))
        of_block = doubles_marked(of_block, {no: _said(row, own) for no, row in grid.items()})
        by_code = all(row.code and not row.code.from_name for row in rows if row.leaf)
        entries += of_block if by_code else _proven_additive(of_block)
    return entries


def _own_cells(row: Mapping[int, Cell], own: Sequence[Column]) -> dict[int, Cell]:
    """The row's cells of one list; a label that reaches over all its labels from the list before is its label too."""
    cells = {column.no: row[column.no] for column in own if column.no in row}
    labels = [column.no for column in own if column.role in ("name", "code")]
    if labels and not any(no in cells for no in labels):
        wide = next((c for c in row.values() if c.col < labels[0] and labels[-1] < c.col + c.col_span), None)
        if wide is not None:
            cells[labels[-1]] = wide
    return cells


def _proven_additive(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, those of a phase additive only if its leaves do sum to a printed total of it.

    Without codes the leaves are known from numbering and wording alone, which some lists do not keep to.
    """
    proven = {phase for phase in {entry.line.phase for entry in entries} if _leaves_sum(entries, phase)}
    return [
        entry if entry.line.phase in proven else entry._replace(line=entry.line._replace(is_additive=False))
        for entry in entries
    ]


def _leaves_sum(entries: Sequence[Entry], phase: str) -> bool:
    lines = [entry.line for entry in entries if entry.line.phase == phase]
    leaves = [line.amount_cny for line in lines if line.is_additive and line.amount_cny is not None]
    return bool(leaves) and sum(leaves) in {line.amount_cny for line in lines if line.row_role == "total"}


def _said(row: Mapping[int, Cell], own: Sequence[Column]) -> tuple[str, ...]:
    """All that the row says in one list, whatever its number."""
    return tuple(plain(row[column.no].text) if column.no in row else "" for column in own if column.role != "seq")


def _line(
    kind: KindRule,
    row: Row,
    column: Column,
    cell: Cell,
    unit_id: str | None,
    remark: str | None,
    context: LineContext,
    rules: Rules,
    *,
    whole: bool,
) -> BudgetLine | None:
    words = rules.vocabulary.rows
    source = context.cells[cell.row, cell.col]
    placeholder = is_only(words.placeholder, plain(cell.text))
    printed, own_unit = split_unit(cell.text)
    number = parse_number(printed)
    unreadable = is_only(words.unreadable, plain(cell.text)) or (number is None and is_garbled(cell.text))
    if cell.text and number is None and not placeholder and not unreadable:
        return None
    named_unit = own_unit or unit_in_header(row.label, rules) or column.unit
    unit = named_unit or context.unit
    amount = parse_amount(printed, unit) if unit and not placeholder else None
    fund, expenditure = dimensions(kind, row, column, rules)
    side = column.side or kind.side or "expenditure"
    if any(says(words.carry_forward, label) for label in row.path):
        side = "balance"
    of_which = column.of_which or row.role == "of_which"
    measure = ".".join((fund, expenditure, *(("of_which",) if column.of_which else ())))
    flags = [*row.flags, *context.doubts, *(f for f in cell.flags if f in CARRIED)]
    if unit is None or (named_unit is None and context.unit_from_document):
        flags.append("unit_missing")
    # The items of a classification of expenditure are named 支出 among the revenue meant for them too.
    named_side = own_side((row.label,), rules) if row.code is None else None
    if kind.side is None and (column.side is None or named_side not in (None, side, column.side)):
        flags.append("needs_review")  # the side is a guess, or not the one that the label names
    codes = {c.classification: c for c in (*row.other_codes, column.item, row.code) if c is not None}
    if column.item is not None and column.item.from_name and "code_from_name" not in flags:
        flags.append("code_from_name")
    if any(c.code not in code_list(rules.configs, c.classification) for c in codes.values()):
        flags.append("code_unlisted")
    phase = column.phase or context.phase
    key = (
        context.document_id,
        kind.kind,
        unit_id,
        *(codes[c].code if c in codes else None for c in CLASSIFICATIONS),
        "/".join(row.path),
        side,
        measure,
        phase,
    )
    illegible = unreadable or (not cell.text and "illegible" in cell.flags)
    unread = "illegible" if illegible else None if cell.text else "blank"
    if unread == "blank":
        key = (*key, "blank")  # counted apart, so that a blank cell moves no other line's identifier
    return BudgetLine(
        line_id=content_id("bl", *key, context.occurrences.next(*key)),
        document_id=context.document_id,
        table_id=context.table_id,
        table_kind=kind.kind,
        fiscal_year=context.fiscal_year,
        locality_code=context.locality_code,
        unit_id=unit_id,
        row_no=row.no,
        label_raw=row.label,
        row_path_raw="/".join(row.path),
        row_role="of_which" if of_which else row.role,
        line_level=row.level,
        side=side,
        measure_id=measure,
        fund_source=fund,
        expenditure_type=expenditure,
        phase=phase,
        func_code=_code(codes, "functional"),
        func_code_id=_code_id(codes, "functional", rules.configs),
        econ_dept_code=_code(codes, "econ_dept"),
        econ_dept_code_id=_code_id(codes, "econ_dept", rules.configs),
        econ_gov_code=_code(codes, "econ_gov"),
        econ_gov_code_id=_code_id(codes, "econ_gov", rules.configs),
        is_additive=row.leaf and not of_which and whole,
        amount_raw=cell.text.replace("\n", " " if unreadable else ""),
        amount_unit=unit,
        amount_quantum_cny=amount.quantum_cny if amount else None,
        amount_cny=amount.cny if amount else None,
        remark_raw=remark,
        page_no=source.page_no,
        bbox=source.bbox,
        source_cell_id=source.cell_id,
        extraction_method=context.extraction_method,
        confidence=cell.confidence,
        value_status=unread or _status(amount.cny if amount else None, number, placeholder),
        reconciliation="unchecked",
        flags=joined(flags),
    )


def _status(cny: Decimal | None, printed: Decimal | None, placeholder: bool) -> str:
    if placeholder:
        return "not_applicable"
    value = cny if cny is not None else printed
    return "zero" if value == 0 else "reported"


def _code(codes: Mapping[str, Classified], classification: str) -> str | None:
    return codes[classification].code if classification in codes else None


def _code_id(codes: Mapping[str, Classified], classification: str, configs: Configs) -> str | None:
    code = _code(codes, classification)
    entry = code_list(configs, classification).get(code) if code else None
    return f"{entry.edition_year}:{entry.code}" if entry else None
