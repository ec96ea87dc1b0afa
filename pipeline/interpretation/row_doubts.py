"""Rows of a list that a reviewer should look at: amounts below a row that has no name, labels that are no names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.config.headers import SPLIT_FUNDS, YEAR, is_header_word, meaning_of
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.interpretation.codes import NameIndex
from pipeline.interpretation.list_sides import own_side
from pipeline.interpretation.rows import Row
from pipeline.model.table import Cell
from pipeline.money import plain

Body = Mapping[int, Mapping[int, Cell]]
"""The cells of a table below its header, by row and column."""


def nameless_marked(rows: Sequence[Row], cells: Body, measures: Sequence[int]) -> list[Row]:
    """The rows; one is for review whose amounts all, or some, have others below them in a row without a name.

    They may be the rest of its numbers, or the second of two values that one cell holds; ``measures``: the columns of
    amounts.
    """
    marked = list(rows)
    for k, (above, row) in enumerate(pairwise(rows)):
        nameless = "label_missing" in row.flags and "label_missing" not in above.flags
        if not nameless or row.no != above.no + 1:
            continue
        upper, lower = ({c for c in measures if c in cells[r.no] and cells[r.no][c].text} for r in (above, row))
        if lower and lower <= upper:
            marked[k] = replace(above, flags=(*above.flags, "needs_review"))
    return marked


def first_section(cells: Body, n_cols: int, rules: Rules) -> int | None:
    """The first row of headers among the rows of a table, or from side to side, that names a year, a fund or a side.

    It says that what follows is of that, and not of what the header says. ``n_cols``: how wide the table is.
    """
    return next((no for no in sorted(cells) if _opens_section(list(cells[no].values()), n_cols, rules)), None)


def sectioned_marked(rows: Sequence[Row], section: int | None) -> list[Row]:
    """The rows, those for review that stand below the one that opens a section."""
    if section is None:
        return list(rows)
    return [replace(r, flags=(*r.flags, "needs_review")) if r.no > section else r for r in rows]


def funds_marked(rows: Sequence[Row], kind: KindRule, rules: Rules) -> list[Row]:
    """The rows of a list by code; for review is one that names another fund than the table's, and those below it.

    A table of all 财政拨款 may list 一般公共预算 with its items and then 政府性基金预算 with its own: of their amounts
    the measure says only that they are 财政拨款.
    """
    if kind.side != "expenditure" or kind.classification != "functional":
        return list(rows)
    marked: list[Row] = []
    below = False
    for row, after in zip(rows, (*rows[1:], None), strict=True):
        if row.code is None:
            fund = meaning_of((row.label,), rules).fund_source if row.role == "detail" else None
            opens = after is not None and after.code is not None and fund in SPLIT_FUNDS and fund != kind.fund_source
            below = opens or (below and row.role != "total")
        marked.append(replace(row, flags=(*row.flags, "needs_review")) if below else row)
    return marked


def _opens_section(row: Sequence[Cell], n_cols: int, rules: Rules) -> bool:
    filled = [cell for cell in row if cell.text]
    across = len(filled) == 1 and filled[0].col_span == n_cols
    if not across and (len(filled) == 1 or any(cell.text[-1].isdigit() for cell in filled)):
        return False  # as most rows of a list: amounts end with digits, and no header does
    texts = [plain(cell.text) for cell in filled]
    headers = all(is_header_word(text, rules) for text in texts) and any(
        meaning_of((text,), rules).amount for text in texts
    )
    if not across and not headers:
        return False
    return any(YEAR.search(t) or meaning_of((t,), rules).fund_source or own_side((t,), rules) for t in texts)


def misread_marked(rows: Sequence[Row], names: NameIndex, rules: Rules) -> Iterator[Row]:
    """The rows as read from pixels, those marked whose label is no name, or below such a one in their path."""
    doubted: set[str] = set()
    for row in rows:
        wrong = names.disagrees(re.sub(rules.vocabulary.rows.enumerator, "", row.label), row.code)
        marked = "label_doubtful" in row.flags
        if wrong or marked:
            doubted.add(row.label)
        if not marked and (wrong or not doubted.isdisjoint(row.path[:-1])):
            row = replace(row, flags=(*row.flags, "label_doubtful"))  # noqa: PLW2901 - the row as it is published
        yield row
