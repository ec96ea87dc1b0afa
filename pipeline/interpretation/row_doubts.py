"""Rows of a list that a reviewer should look at: amounts below a row that has no name, labels that are no names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.config.headers import YEAR, is_header_word, meaning_of
from pipeline.config.rules import Rules
from pipeline.interpretation.codes import NameIndex
from pipeline.interpretation.list_sides import own_side
from pipeline.interpretation.rows import Row
from pipeline.model.table import Cell
from pipeline.money import plain


def nameless_marked(rows: Sequence[Row], filled: Mapping[int, set[int]]) -> list[Row]:
    """The rows; one is for review whose amounts all, or some, have others below them in a row without a name.

    They may be the rest of its numbers, or the second of two values that one cell holds; ``filled``: the columns with
    an amount, by row.
    """
    marked = list(rows)
    for k, (above, row) in enumerate(pairwise(rows)):
        nameless = "label_missing" in row.flags and "label_missing" not in above.flags
        if nameless and row.no == above.no + 1 and filled[row.no] and filled[row.no] <= filled[above.no]:
            marked[k] = replace(above, flags=(*above.flags, "needs_review"))
    return marked


def sections_marked(
    rows: Sequence[Row], cells: Mapping[int, Mapping[int, Cell]], n_cols: int, rules: Rules
) -> list[Row]:
    """The rows, those for review that stand below a row of headers among them, or one from side to side.

    Such a row that names a year, a fund or a side says that what follows is of that, and not of what the header says.
    ``cells``: the table's body, by row and column; ``n_cols``: how wide it is.
    """
    first = next((no for no in sorted(cells) if _opens_section(list(cells[no].values()), n_cols, rules)), None)
    if first is None:
        return list(rows)
    return [replace(r, flags=(*r.flags, "needs_review")) if r.no > first else r for r in rows]


def _opens_section(row: Sequence[Cell], n_cols: int, rules: Rules) -> bool:
    texts = [plain(cell.text) for cell in row if cell.text]
    across = len(texts) == 1 and any(cell.text and cell.col_span == n_cols for cell in row)
    headers = (
        len(texts) > 1
        and all(is_header_word(text, rules) for text in texts)
        and any(meaning_of((text,), rules).amount for text in texts)
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
