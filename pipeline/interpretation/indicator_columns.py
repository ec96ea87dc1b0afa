"""Where the indicators of a performance table stand: the header row of their columns, in one or several lanes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.config.rules import Rules
from pipeline.config.words import first_said
from pipeline.interpretation.form_table import FormTable
from pipeline.money import plain

NAMES = frozenset({"level2", "level3"})
"""One of these beside a target makes a row the header of indicators."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The columns of one series of indicators; ``level1`` is what the header above them says, if it does."""

    columns: Mapping[str, int]
    level1: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorHeader:
    """The header row of the indicators and the lanes it opens."""

    row: int
    lanes: tuple[Lane, ...]


def indicator_headers(form: FormTable) -> list[IndicatorHeader]:
    """The header rows of indicators, top down; a page that repeats the header gives it again."""
    found = []
    for row in range(form.table.n_rows):
        lanes = tuple(_lanes(form, row))
        if lanes:
            found.append(IndicatorHeader(row, lanes))
    return found


def column_id(text: str, rules: Rules) -> str | None:
    """What a column head of a performance table says its cells are."""
    return first_said(rules.vocabulary.performance.columns, plain(text))


def _lanes(form: FormTable, row: int) -> Iterator[Lane]:
    heads = [(cell.col, plain(cell.text)) for cell in form.beginning_in(row) if cell.text]
    named = [(col, column_id(text, form.rules)) for col, text in heads]
    targets = [col for col, name in named if name == "target"]
    if not targets or not NAMES & {name for _, name in named}:
        return
    if len(targets) == 1:
        columns: dict[str, int] = {}
        for col, name in named:
            if name is not None:
                columns.setdefault(name, col)
        yield Lane(columns)
        return
    # Several targets side by side: each belongs to the name left of it, and the header above tells its level.
    for col in targets:
        left = [c for c, name in named if name == "level3" and c < col]
        if left:
            yield Lane({"level3": max(left), "target": col}, _above(form, row, max(left)))


def _above(form: FormTable, row: int, col: int) -> str:
    """The nearest level named above a column, or left of it where spans are lost."""
    for upper in range(row - 1, -1, -1):
        for left in range(col, -1, -1):
            text = form.text(upper, left)
            if first_said(form.rules.vocabulary.performance.levels, text):
                return text
            if text:
                break
    return ""
