"""Labels of a form and what stands beside or below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.config.words import first_said
from pipeline.interpretation.form_table import FormTable
from pipeline.model.table import Cell
from pipeline.money import plain

GOALS = frozenset({"goal", "period_goal"})
MONEY_LABELS = frozenset({"total", "annual_total", "fiscal", "other", "further"})


class Labelled(NamedTuple):
    """One label with its value; ``cell`` holds the value, ``col`` is where the label stands."""

    id: str
    label: str
    text: str
    cell: Cell
    row: int
    col: int


def labelled_values(form: FormTable, rows: Sequence[int]) -> list[Labelled]:
    """The labels of the given rows in reading order, each with the text right of it, or below it."""
    return list(_labelled(form, rows))


def label_id(form: FormTable, text: str) -> str | None:
    """What a text of a form is the label of, ``None`` for any other text."""
    return first_said(form.rules.vocabulary.performance.labels, plain(text))


def _labelled(form: FormTable, rows: Sequence[int]) -> Iterator[Labelled]:
    wanted = set(rows)
    for (row, col), cell in sorted(form.own.items()):
        if row not in wanted or not cell.text:
            continue
        text = plain(cell.text)
        found = label_id(form, text)
        if found is None:
            joined = _label_and_text(form, text)
            if joined is not None:
                yield Labelled("goal", joined[0], joined[1], cell, row, col)
            continue
        budget = _budget_column(form, cell) if found in MONEY_LABELS else None
        if budget is not None:
            under = form.covering.get((row, budget))
            if under is not None and under.text:
                yield Labelled(found, text, plain(under.text), under, row, col)
            continue
        value = _right_of(form, cell, row)
        if value is None and found in GOALS:
            value = _below(form, cell)
        if value is not None:
            yield Labelled(found, text, plain(value.text), value, row, col)


def _budget_column(form: FormTable, label: Cell) -> int | None:
    """The column of the budget a form was given, where headers above a label tell budget and outturn apart.

    Of several budgets (年初预算数, 全年预算数) it is the first.
    """
    words = form.rules.vocabulary.performance
    for row in range(label.row - 1, -1, -1):
        heads = [(c.col, plain(c.text)) for c in form.beginning_in(row) if c.col > label.col]
        if any(re.search(words.spent, text) for _, text in heads):
            return next((col for col, text in heads if re.search(words.budgeted, text)), None)
    return None


def _right_of(form: FormTable, label: Cell, row: int) -> Cell | None:
    """The first text right of a label, up to the next label."""
    for col in range(label.col + label.col_span, form.table.n_cols):
        cell = form.covering.get((row, col))
        if cell is None or not cell.text:
            continue
        return None if label_id(form, cell.text) else cell
    return None


def _below(form: FormTable, label: Cell) -> Cell | None:
    cell = form.covering.get((label.row + label.row_span, label.col))
    return cell if cell is not None and cell.text and label_id(form, cell.text) is None else None


def _label_and_text(form: FormTable, text: str) -> tuple[str, str] | None:
    """Label and text that one cell runs together (年度总体目标目标1:…)."""
    for end in range(len("年度总体绩效目标"), 3, -1):
        if len(text) > end and label_id(form, text[:end]) in GOALS and re.match("(?:目标)?[0-9].", text[end:]):
            return text[:end], text[end:]
    return None
