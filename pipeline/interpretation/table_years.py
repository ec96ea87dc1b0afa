"""Whose year the amounts of a table are: its title says so, else the part of the document it stands in."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.config.rules import Rules
from pipeline.interpretation.header_tree import header_paths
from pipeline.interpretation.identification import Identity, years_of
from pipeline.interpretation.parts import Parts
from pipeline.model.table import Table


class TableYear(NamedTuple):
    """The year; ``denied``: the title names another one; ``by_part``: only the heading of its part names it."""

    year: int
    denied: bool = False
    by_part: bool = False


def year_of(table: Table, identity: Identity, parts: Parts, rules: Rules) -> TableYear:
    """The year of a table's amounts.

    A title, or the heading of a part, that names another year alone is believed where the document's title names that
    year too; elsewhere a title's may be a slip, unless a header names the document's year.
    """
    own, named = identity.fiscal_year, years_of(table.caption.title)
    if not named:
        part = parts.above(table)
        if part is not None and part.year is not None and part.year in identity.other_years:
            return TableYear(part.year, by_part=True)
        return TableYear(own)
    if len(named) != 1 or own in named:
        return TableYear(own)
    if named <= identity.other_years:
        return TableYear(next(iter(named)))
    return TableYear(own, denied=not any(str(own) in text for path in header_paths(table, rules) for text in path))
