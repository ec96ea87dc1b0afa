"""Performance tables that list projects row by row, indicators beside them: in columns, or in lanes by level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.indicator_columns import IndicatorHeader, Lane, column_id, indicator_headers
from pipeline.interpretation.indicators import IndicatorReader
from pipeline.interpretation.performance_forms import MONEY, ReadGoal
from pipeline.interpretation.units import UnitRegister
from pipeline.money import parse_number


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of one project: the row that names it, and all that are its."""

    row: int
    rows: range
    flags: tuple[str, ...] = ()


def is_list(form: FormTable) -> bool:
    """Whether the table has a column of names under a header, beside goals or indicators."""
    columns = _columns(form)
    named = "project" in columns or "unit_name" in columns
    return named and ("goal_text" in columns or any(h.row < form.table.header_rows for h in indicator_headers(form)))


def read_list(form: FormTable, units: UnitRegister, scope: str) -> Iterator[ReadGoal]:
    """The goals of the list in order, each with its indicators."""
    columns = _columns(form)
    name_column = columns.get("project", columns.get("unit_name"))
    if name_column is None:
        return
    headers = [h for h in indicator_headers(form) if h.row < form.table.header_rows]
    reader = IndicatorReader(form)
    for block in _blocks(form, name_column, columns, headers):
        name = form.said(block.row, name_column) or ""
        goal = form.said(block.row, columns["goal_text"]) if "goal_text" in columns else None
        reader.start_again()
        indicators = tuple(reader.rows(headers, block.rows.start, block.rows.stop))
        total = re.search(form.rules.vocabulary.rows.total, name)
        if not name or total or (scope == "project" and not goal and not indicators and units.is_unit(name)):
            continue
        cells = form.named_cells(block.row, columns, MONEY)
        code = form.said(block.row, columns["project_code"]) if "project_code" in columns else None
        yield ReadGoal(
            scope=scope,
            name=name,
            goal_text=goal or "",
            cell=form.covering[block.row, name_column],
            amounts=cells,
            unit_name=_unit_name(form, block.row, columns),
            unit_code=_unit_code(form, block.row),
            project_code=code or "",
            indicators=indicators,
            flags=block.flags,
        )


def _columns(form: FormTable) -> dict[str, int]:
    """The columns by what their headers say, the lowest header that is known deciding."""
    found: dict[str, int] = {}
    for column in form.columns:
        for text in reversed(column.path):
            name = column_id(text, form.rules)
            if name is not None:
                found.setdefault(name, column.no)
                break
    return found


def _blocks(
    form: FormTable, name_column: int, columns: dict[str, int], headers: Sequence[IndicatorHeader]
) -> list[_Block]:
    starts: list[int] = []
    flagged: set[int] = set()
    key: tuple[str, ...] = ()
    lanes = headers[0].lanes if headers else ()
    waiting: int | None = None
    for row in form.body:
        name = form.said(row, name_column) or ""
        named = bool(name) and not (len(lanes) > 1 and not _has_money(form, row, columns))
        own = (name, form.text(row, columns.get("project_code", name_column)))
        if not named:
            # Every lane begins anew: the rows of the next project, whose name stands in the middle of its rows.
            if len(lanes) > 1 and starts and _all_lanes(form, row, lanes):
                waiting = row
            continue
        if own != key or not _goes_on(form, row, columns):
            start = waiting if waiting is not None else row
            if waiting is not None:
                flagged.add(row)
            starts.append(start)
        key, waiting = own, None
    if not starts:
        return []
    named_rows = [_named_row(form, start, name_column, columns, len(lanes) > 1) for start in starts]
    ends = [*starts[1:], form.table.n_rows]
    return [
        _Block(named, range(start, end), ("needs_review",) if named in flagged else ())
        for start, end, named in zip(starts, ends, named_rows, strict=True)
    ]


def _named_row(form: FormTable, start: int, name_column: int, columns: dict[str, int], lanes: bool) -> int:
    for row in range(start, form.table.n_rows):
        if form.said(row, name_column) and (not lanes or _has_money(form, row, columns)):
            return row
    return start


def _goes_on(form: FormTable, row: int, columns: dict[str, int]) -> bool:
    """Whether a row of the same name goes on with the project above, as where a cell is printed anew on a new page."""
    column = columns.get("project", columns.get("unit_name"))
    return column is not None and form.text(row, column) == form.text(row - 1, column)


def _has_money(form: FormTable, row: int, columns: dict[str, int]) -> bool:
    """Whether a row prints one of its amounts, in a list that has any."""
    amounts = [form.text(row, columns[key]) for key in MONEY if key in columns]
    return not amounts or any(parse_number(text) is not None for text in amounts)


def _all_lanes(form: FormTable, row: int, lanes: Sequence[Lane]) -> bool:
    return all(form.text(row, col) for lane in lanes for col in lane.columns.values())


def _unit_name(form: FormTable, row: int, columns: dict[str, int]) -> str:
    if "project" not in columns or "unit_name" not in columns:
        return ""
    return form.said(row, columns["unit_name"]) or ""


def _unit_code(form: FormTable, row: int) -> str:
    codes = [c.no for c in form.columns if c.role == "code" and c.of == "unit"]
    return next((t for n in codes if re.fullmatch(r"\d{3,9}", t := form.text(row, n))), "")
