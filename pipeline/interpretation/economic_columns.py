"""Columns of economic items (工资福利支出 over 小计 | 基本工资): of what each is, beside the code of its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import says
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.codes import Classified, NameIndex, read_code, split_label
from pipeline.interpretation.header_tree import lowest_headers, under_illegible, under_one_leaf
from pipeline.model.table import Table

CLASSIFICATIONS = ("econ_dept", "econ_gov")
CLASS_DIGITS = 3
FEWEST = 3
"""Fewer columns named like economic items are not a table of them."""


def with_economic_items(
    columns: Sequence[Column], table: Table, kind: KindRule, names: NameIndex, rules: Rules
) -> tuple[Column, ...]:
    """The columns; those of economic items, of which no measure is known, are parts of their row's amount.

    An item's name counts below the class above it, or where no other class has it (the list of codes); its code is
    one derived from its name unless the header prints it.
    """
    if not kind.lines:
        return tuple(columns)
    items = {c.no: item for c in columns if c.unknown and (item := _item(c.path, names, rules)) is not None}
    if len(items) < FEWEST:
        return tuple(columns)
    lowest = lowest_headers(table, rules)
    unclear = under_one_leaf(lowest, set(items)) | under_illegible(table, lowest)
    alike = Counter(c.path for c in columns)
    return tuple(
        replace(c, role="measure", of_which=True, unknown=False, item=items[c.no])
        if c.no in items and c.no not in unclear and alike[c.path] == 1
        else c
        for c in columns
    )


def _item(path: Sequence[str], names: NameIndex, rules: Rules) -> Classified | None:
    """The economic class or item the lowest header names, ``None`` for any other."""
    if not path:
        return None
    printed, name = split_label(path[-1])
    code = read_code(printed or path[-1], None)
    if code is not None and code.classification in CLASSIFICATIONS:
        return code
    return next(_named(name, path[:-1], names, rules), None)


def _named(name: str, above: Sequence[str], names: NameIndex, rules: Rules) -> Iterator[Classified]:
    for classification in CLASSIFICATIONS:
        classes = [c for text in reversed(above) if (c := names.find(classification, split_label(text)[1], ()))]
        whole = next((c for c in classes if len(c.code) == CLASS_DIGITS), None)
        if whole is not None and says(rules.columns.sum, name):
            yield whole
        found = names.find(classification, name, [whole.code] if whole else ())
        if found is not None and (whole is None or found.code.startswith(whole.code)):
            yield found
