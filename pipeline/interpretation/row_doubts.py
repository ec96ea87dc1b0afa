"""Rows of a list that a reviewer should look at: amounts below a row that has no name, labels that are no names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.config.rules import Rules
from pipeline.interpretation.codes import NameIndex
from pipeline.interpretation.rows import Row


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
