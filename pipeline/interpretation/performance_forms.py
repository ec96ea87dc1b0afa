"""Performance forms of one project, unit or fund: labels above, tasks between, indicators below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.interpretation.form_labels import GOALS, Labelled, label_id, labelled_values
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.indicator_columns import IndicatorHeader, column_id, indicator_headers
from pipeline.interpretation.indicators import IndicatorReader, ReadIndicator
from pipeline.model.table import Cell
from pipeline.money import parse_number, plain

SCOPES = {"perf_project": "project", "perf_unit": "unit_overall", "perf_special_fund": "special_fund"}
MONEY = ("total", "fiscal", "other")


@dataclass(frozen=True, slots=True)
class ReadGoal:
    """A goal as printed: texts, the cells of its amounts, its indicators, and the tasks below it."""

    scope: str
    name: str
    goal_text: str
    cell: Cell
    amounts: dict[str, Cell]
    department: str = ""
    period: str = ""
    unit_name: str = ""
    unit_code: str = ""
    project_code: str = ""
    indicators: tuple[ReadIndicator, ...] = ()
    tasks: tuple[ReadGoal, ...] = ()
    flags: tuple[str, ...] = ()


def read_forms(form: FormTable) -> Iterator[ReadGoal]:
    """The goals of a table that is one form, or several below one another, where they name anything to have one."""
    headers = indicator_headers(form)
    starts = [0]
    for row in range(1, form.table.n_rows):
        first = next((cell for cell in form.beginning_in(row) if cell.text), None)
        again = first is not None and first.col == 0 and label_id(form, first.text) == "name"
        if again and any(starts[-1] < header.row < row for header in headers):
            starts.append(row)
    for start, end in zip(starts, [*starts[1:], form.table.n_rows], strict=True):
        goal = _read_form(form, [header for header in headers if start <= header.row < end], start, end)
        if goal is not None:
            yield goal


def _read_form(form: FormTable, headers: Sequence[IndicatorHeader], start: int, end: int) -> ReadGoal | None:
    first = headers[0].row if headers else end
    tasks = _task_rows(form, start, first)
    above = [row for row in range(start, first) if row not in tasks]
    values = labelled_values(form, above)
    by_id: dict[str, Labelled] = {}
    for value in values:
        by_id.setdefault(value.id, value)
    scope = SCOPES[form.table_kind]
    # A project is not what its unit is called.
    named = by_id.get("name") or (by_id.get("unit") if scope != "project" else None)
    goal = _goal_text(values)
    name = named.text if named else (_title_name(form) or "")
    indicators = tuple(IndicatorReader(form).rows(headers, first, end))
    if not name and not goal and not indicators:
        return None
    source = named or next((v for v in values if v.id in GOALS), None)
    cell = source.cell if source else next(iter(form.own.values()))
    read = tuple(_tasks(form, tasks)) if tasks else ()
    amounts = _amounts(form, values)
    total = next((task for task in read if task.name == ""), None)
    return ReadGoal(
        scope=scope,
        name=name,
        goal_text=goal,
        cell=cell,
        amounts=total.amounts if total else amounts,
        department=by_id["department"].text if "department" in by_id else "",
        period=by_id["period"].text if "period" in by_id else "",
        indicators=indicators,
        tasks=tuple(task for task in read if task.name),
    )


def _goal_text(values: Sequence[Labelled]) -> str:
    """The goal; where one is set for the whole period and one for the year, both with their labels."""
    goals = [value for value in values if value.id in GOALS]
    if len(goals) == 1:
        return goals[0].text
    return "\n".join(f"{value.label}:{value.text}" for value in goals)


def _title_name(form: FormTable) -> str | None:
    """The project a title names (3、公务用车租赁费绩效目标表), ``None`` for the title of a form."""
    words = form.rules.vocabulary.performance
    match = re.search(words.title_name, plain(form.table.caption.title))
    return match["name"] if match and not re.search(words.generic_title, match["name"]) else None


def _amounts(form: FormTable, values: Sequence[Labelled]) -> dict[str, Cell]:
    """The cells of total, fiscal and other funds; of two columns that of the year.

    Other funds are not all of them where a further source has an amount.
    """
    annual = next((value for value in values if value.id == "annual_total"), None)
    total = annual or next((value for value in values if value.id == "total"), None)
    found: dict[str, Cell] = {"total": total.cell} if total else {}
    for name in ("fiscal", "other"):
        own = [value for value in values if value.id == name]
        side = [value for value in own if annual is None or value.col == annual.col]
        if side:
            found[name] = side[0].cell
    if any(value.id == "further" and parse_number(value.text) for value in values) or _has_unknown_source(form, found):
        found.pop("other", None)
    return found


def _has_unknown_source(form: FormTable, known: Mapping[str, Cell]) -> bool:
    """Whether between the amounts of a form, or right below them, there is one more whose label no rule knows."""
    if "total" not in known or len({cell.col for cell in known.values()}) > 1:
        return False
    last, col = max(cell.row for cell in known.values()), known["total"].col
    row = min(cell.row for cell in known.values())
    while row <= last or parse_number(form.text(row, col)) is not None:
        cell = form.covering.get((row, col))
        if cell is not None and cell not in known.values() and parse_number(cell.text):
            return True
        row += 1
    return False


def _task_rows(form: FormTable, top: int, end: int) -> range:
    """The rows of the list of tasks: from its header to the goal or the indicators."""
    rows = (row for row in range(top, end) for c in form.beginning_in(row) if column_id(c.text, form.rules) == "task")
    start = next(rows, None)
    if start is None:
        return range(0)
    for row in range(start + 1, end):
        if any(label_id(form, form.text(row, col)) in GOALS for col in range(form.table.n_cols)):
            return range(start, row)
        if any(re.match("年度总体目标", form.text(row, col)) for col in range(form.table.n_cols)):
            return range(start, row)
    return range(start, end)


def _tasks(form: FormTable, rows: range) -> Iterator[ReadGoal]:
    """The tasks, and one without a name for the row that sums them."""
    columns: dict[str, int] = {}
    start = rows.start
    for row in (rows.start, rows.start + 1):
        named = [
            (cell.col, name)
            for cell in form.beginning_in(row)
            if cell.text and (name := column_id(cell.text, form.rules) or label_id(form, cell.text))
        ]
        if any(name in ("task", "fiscal") for _, name in named):
            start = row + 1
            # The lower header says which of the amounts is the total.
            columns |= {name: col for col, name in named if name not in columns or name == "total"}
    if "task" in columns:
        header = form.covering[rows.start, columns["task"]]
        start = max(start, header.row + header.row_span)
    for row in range(start, rows.stop):
        texts = {name: form.said(row, col) or "" for name, col in columns.items()}
        name, content = texts.get("task", ""), texts.get("task_content", "")
        cells = form.named_cells(row, columns, MONEY)
        if not name and not content:
            continue
        is_sum = label_id(form, name) == "total" or re.search(form.rules.vocabulary.rows.total, name)
        if is_sum or re.search("合计$", name):
            yield ReadGoal("unit_task", "", "", next(iter(cells.values()), form.beginning_in(row)[0]), cells)
            continue
        if re.fullmatch(form.rules.vocabulary.performance.placeholder, name + content):
            continue
        numbered = re.search(form.rules.vocabulary.performance.task_number, name)
        said = content if numbered and content else name
        place = columns.get("task_content" if numbered and content else "task", 0)
        yield ReadGoal("unit_task", said or content, content, form.covering[row, place], cells)
