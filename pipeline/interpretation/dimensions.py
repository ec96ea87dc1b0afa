"""Of which fund and of which type of expenditure an amount is: its column, its row, its table."""

from __future__ import annotations

from pipeline.config.headers import SPLIT_FUNDS, carried_over, meaning_of
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.list_sides import own_side
from pipeline.interpretation.rows import Row


def dimensions(kind: KindRule, row: Row, column: Column, rules: Rules) -> tuple[str, str]:
    """Fund source and expenditure type: the column's, else what the row's labels say, else the kind's."""
    fund, expenditure = column.fund_source, column.expenditure_type
    revenue = column.side == "revenue" and (kind.side is None or _names_sources(kind, row, rules))
    if row.role == "total" and expenditure is None:
        said = meaning_of((row.label,), rules).expenditure_type  # 人员经费合计 is no total of all
        expenditure = said if not revenue and _refines(said, kind.expenditure_type) else None
    elif row.role != "total" and row.code is None and (fund is None or expenditure is None):
        meaning = meaning_of(row.path, rules)
        if revenue and fund in (None, "fiscal_total"):
            above = meaning_of(row.path[:-1], rules).fund_source
            from_above = meaning.fund_source == "superior_subsidy" and above in SPLIT_FUNDS
            fund = (above if from_above else meaning.fund_source) or fund  # 一般公共预算拨款, of which 上级补助
        elif not revenue and expenditure is None and _refines(meaning.expenditure_type, kind.expenditure_type):
            expenditure = meaning.expenditure_type
    elif not revenue and expenditure is None and row.code is not None and row.code.classification != "functional":
        expenditure = meaning_of(row.path, rules).expenditure_type if kind.side is None else None
    if fund == "carryover":
        fund = carried_over(kind.fund_source)  # a table of one fund carries over that fund
    return fund or kind.fund_source, expenditure or kind.expenditure_type


def is_whole(column: Column, kind: KindRule) -> bool:
    """Whether the column is the list's total over funds and expenditure types, not one part of it."""
    return column.fund_source in (None, kind.fund_source) and column.expenditure_type in (
        None,
        kind.expenditure_type,
    )


def _names_sources(kind: KindRule, row: Row, rules: Rules) -> bool:
    """Whether the rows of a table of revenue are its sources, not units or functions, whose names mean no source."""
    if kind.side != "revenue" or row.unit_name is not None:
        return False
    carried = meaning_of((row.label,), rules).fund_source == "carryover"
    return carried or any(own_side((text,), rules) == "revenue" for text in row.path)


def _refines(said: str | None, known: str) -> bool:
    """Whether a row's words can name a part of what the whole table is about (a project's name says nothing)."""
    return known == "all" or (said is not None and said.startswith(known))
