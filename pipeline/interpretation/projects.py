"""Project lists to projects: rows that stand for one project, told from units and classes by codes, names and sums."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.codes import CLASSIFICATIONS
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.names import normalised_name
from pipeline.interpretation.nesting import nested
from pipeline.interpretation.units import UnitRegister
from pipeline.model.forms import Project
from pipeline.model.joined import apart, joined
from pipeline.model.records import Entry
from pipeline.money import parse_number

OF_LINES = frozenset({"code_from_name", "code_unlisted", "label_doubtful", "label_missing", "duplicate_row"})
"""Flags of a budget line that say nothing of the project."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a project list; ``depth`` and ``heads`` come from the sums, the unit from the row or those above."""

    no: int
    name: str
    amount: Entry | None
    is_total: bool
    unit_code: str | None
    unit_name: str
    depth: int = 0
    heads: bool = False


def projects(form: FormTable, units: UnitRegister, occurrences: Occurrences) -> Iterator[tuple[int, Project]]:
    """Row number and project of each row of a project list that stands for one project."""
    rows, proven = _placed(_total_first(_rows(form)))
    rows = [replace(row, heads=True) if _above_units(rows, k) else row for k, row in enumerate(rows)]
    in_parts = _named_by_items(rows, form)
    unit_id: str | None = None
    path: list[ListRow] = []
    for row in rows:
        while path and path[-1].depth >= row.depth:
            path.pop()
        is_unit = _is_unit(row, form, units)
        if row.unit_code is not None:
            unit_id = f"{form.locality_code}-{row.unit_code}"
        elif is_unit or row.unit_name:
            unit_id = units.id_of(row.unit_name or row.name)
        if row.is_total or not row.name or is_unit or row.heads or _is_class(row, form):
            path.append(row)
            continue
        classes = [above.name for above in path if not above.is_total and not _is_unit(above, form, units)]
        if row.amount is not None:
            flags = () if proven and row.name not in in_parts else ("needs_review",)
            yield row.no, _project(form, row, unit_id or units.unit_of(form.table), classes, flags, occurrences)
        path.append(row)


def linked(entries: Sequence[Entry], by_row: Mapping[tuple[str, int], str]) -> list[Entry]:
    """The entries with the project of their table and row."""
    return [
        entry._replace(line=entry.line._replace(project_id=project_id))
        if (project_id := by_row.get((entry.line.table_id, entry.line.row_no)))
        else entry
        for entry in entries
    ]


class ProjectIndex:
    """The projects of one document by name, for the tables that name one."""

    def __init__(self) -> None:
        self._by_name: dict[str, dict[str, Decimal | None]] = {}

    @property
    def size(self) -> int:
        """How many names there are."""
        return len(self._by_name)

    def add(self, project: Project) -> None:
        self._by_name.setdefault(project.project_name_norm, {})[project.project_id] = project.amount_cny

    def find(self, name: str | None, cny: Decimal | None = None) -> str | None:
        """The one project of that name, or of several the one of that amount; ``None`` when that leaves it open."""
        found = self._by_name.get(normalised_name(name), {}) if name else {}
        if len(found) > 1 and cny is not None:
            found = {project: amount for project, amount in found.items() if amount == cny}
        return next(iter(found)) if len(found) == 1 else None


def _rows(form: FormTable) -> list[ListRow]:
    words = form.rules.vocabulary
    named = [c for c in form.columns if c.role == "name" and c.of != "unit"]
    names = [c.no for c in named if c.of not in CLASSIFICATIONS] or [c.no for c in named]
    unit_names = [c.no for c in form.columns if c.role == "name" and c.of == "unit"]
    unit_codes = [c.no for c in form.columns if c.role == "code" and c.of == "unit"]
    # A total may stand in any column but the amounts'.
    labels = [c.no for c in form.columns if c.role != "measure"]
    amounts = _whole_amounts(form)
    rows: list[ListRow] = []
    for no in form.body:
        name = next((t for col in reversed(names) if (t := form.said(no, col))), "") or ""
        unit_name = next((t for col in unit_names if (t := form.said(no, col))), "") or ""
        code = next((t for col in unit_codes if re.fullmatch(r"\d{3,12}", t := form.text(no, col))), None)
        in_name = next((name for col in names if (t := form.text(no, col)) and re.fullmatch(r"\d{3,12}", t)), None)
        total = any(re.search(words.rows.total, form.text(no, col)) for col in labels)
        if in_name is not None:  # the unit's code stands in the column of project names, its name beside it
            code, name = name, unit_name
        amount = amounts.get(no)
        if not name and not unit_name and code is None and amount is not None and not total:
            total = not rows  # an amount without a label above all others is their total
        if name or unit_name or code or amount is not None:
            rows.append(ListRow(no, name, amount, total, code, unit_name))
    return rows


def _whole_amounts(form: FormTable) -> dict[int, Entry]:
    """For each row the amount over all funds: that of the first column that is split by no dimension."""
    kind = form.rules.kind(form.table_kind)
    current = [entry for entry in form.entries if entry.line.phase == form.phase]
    whole = [
        entry.col
        for entry in current
        if (entry.line.fund_source, entry.line.expenditure_type) == (kind.fund_source, kind.expenditure_type)
        and not entry.line.measure_id.endswith("of_which")
    ]
    # With one fund source only its amounts are the whole.
    column = min(whole or [entry.col for entry in current], default=None)
    return {entry.line.row_no: entry for entry in current if entry.col == column}


def _named_by_items(rows: Sequence[ListRow], form: FormTable) -> set[str]:
    """The names in several rows of a list by economic items: each row's amount is a part of the project's."""
    if not any(c.of in ("econ_dept", "econ_gov") for c in form.columns):
        return set()
    return {name for name, rows_of in Counter(row.name for row in rows if row.amount).items() if rows_of > 1}


def _total_first(rows: Sequence[ListRow]) -> Sequence[ListRow]:
    """The rows, a total that stands below all others above them."""
    if len(rows) > 1 and rows[-1].is_total and not any(row.is_total for row in rows[:-1]):
        return [rows[-1], *rows[:-1]]
    return rows


def _placed(rows: Sequence[ListRow]) -> tuple[list[ListRow], bool]:
    """The rows with their depths, and whether the sums bear them out; a unit's row heads the rows up to the next."""
    placed: list[ListRow] = []
    proven = True
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and not rows[end].is_total and rows[end].unit_code is None:
            end += 1
        own, holds = _segment(rows[start], rows[start + 1 : end])
        placed += own
        proven = proven and holds
        start = end
    return placed, proven


def _segment(first: ListRow, below: Sequence[ListRow]) -> tuple[list[ListRow], bool]:
    """A row and those below it; a total, a unit or (in a list that has neither) a sum of all heads them."""
    if not below:
        return [first], True
    heading = first.is_total or first.unit_code is not None
    depths = nested([_cny(row) for row in below], _cny(first))
    if not heading and depths is None:
        return [replace(row, depth=1) for row in (first, *below)], False
    flat = depths or (0,) * len(below)
    deeper = [k + 1 < len(flat) and flat[k + 1] > flat[k] for k in range(len(flat))]
    nested_rows = [
        replace(row, depth=depth + 1, heads=heads) for row, depth, heads in zip(below, flat, deeper, strict=True)
    ]
    return [replace(first, heads=True), *nested_rows], depths is not None


def _cny(row: ListRow) -> Decimal:
    line = row.amount.line if row.amount is not None else None
    if line is None:
        return Decimal(0)
    return line.amount_cny if line.amount_cny is not None else (parse_number(line.amount_raw) or Decimal(0))


def _is_unit(row: ListRow, form: FormTable, units: UnitRegister) -> bool:
    """Whether the row is a unit's: it has the code of one and a unit's name, or heads others under one."""
    name = row.name or row.unit_name
    if row.unit_code is not None:
        return not row.name or row.heads or units.is_unit(name)
    return row.heads and not row.is_total and not row.unit_name and units.is_unit(row.name)


def _above_units(rows: Sequence[ListRow], at: int) -> bool:
    """Whether the row is a department's, the next row one of its units'."""
    code = rows[at].unit_code
    below = rows[at + 1].unit_code if at + 1 < len(rows) else None
    return bool(code and below and below != code and below.startswith(code))


def _is_class(row: ListRow, form: FormTable) -> bool:
    return bool(re.search(form.rules.vocabulary.projects.group, row.name))


def _project(
    form: FormTable,
    row: ListRow,
    unit_id: str,
    classes: Sequence[str],
    flags: Sequence[str],
    occurrences: Occurrences,
) -> Project:
    assert row.amount is not None  # a row without an amount is no project
    words = form.rules.vocabulary.projects
    line = row.amount.line
    said = {
        key: next((c.no for c in form.columns if c.path and re.search(pattern, c.path[-1])), None)
        for key, pattern in (("code", words.code), ("category", words.category), ("text", words.description))
    }
    norm = normalised_name(row.name)
    key = (form.document_id, "project", unit_id, norm)
    kept = (flag for flag in (*flags, *apart(line.flags)) if flag not in OF_LINES)
    return Project(
        project_id=content_id("prj", *key, occurrences.next(*key)),
        document_id=form.document_id,
        table_id=form.table_id,
        fiscal_year=form.fiscal_year,
        unit_id=unit_id,
        project_code_raw=form.said(row.no, said["code"]),
        project_name_raw=row.name,
        project_name_norm=norm,
        project_class_raw=form.said(row.no, said["category"]) or "/".join(classes) or None,
        description_raw=form.said(row.no, said["text"]),
        amount_raw=line.amount_raw or None,
        amount_unit=line.amount_unit,
        amount_quantum_cny=line.amount_quantum_cny,
        amount_cny=line.amount_cny,
        page_no=line.page_no,
        bbox=line.bbox,
        source_cell_id=line.source_cell_id,
        extraction_method=line.extraction_method,
        confidence=line.confidence,
        value_status=line.value_status,
        flags=joined(kept),
    )
