"""Whether a list tells of revenue or of expenditure: by its headers, its totals, its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import says
from pipeline.interpretation.bound_column import Column

MIXED_SIDES = frozenset({"gov_fund", "state_capital"})
"""Kinds that some localities print with revenue and expenditure side by side, others with expenditure only."""
FEWEST_LABELS = 4
"""So many labels of one side, a total among them, say the side of their list against its header."""


def list_side(columns: Sequence[Column], kind: KindRule, rules: Rules) -> str | None:
    """The side that the headers of a list's labels name, else that of its kind."""
    if kind.side is not None and kind.kind not in MIXED_SIDES:
        return kind.side
    labels = [c for c in columns if c.role in ("name", "code")] or list(columns)
    for column in labels:
        side = own_side(column.path, rules)
        if side:
            return side
    return kind.side


def sided_by_labels(
    own: Sequence[Column], totals: Sequence[str], others: Sequence[str], kind: KindRule, rules: Rules
) -> list[Column]:
    """The columns of a list; where no header names its side, that which its totals name, else two other labels.

    Where the labels name both sides they decide nothing, nor where each amount's own header names one (本年收入 and
    本年支出 by functional classification, whose items all are 支出). Two totals, or a total and all labels that name a
    side, go before a header: it may be another list's, where a cell between them was lost or a header reached too
    far.
    """
    words = {"revenue": rules.columns.revenue, "expenditure": rules.columns.expenditure}
    if kind.side is not None or {c.side for c in own if c.role == "measure"} >= words.keys():
        return list(own)
    headed = any(column.side for column in own)
    every = (*totals, *others) if totals else ()
    for labels, fewest in ((totals, 2), (every, FEWEST_LABELS)) if headed else ((totals, 1), (others, 2)):
        count = {side: sum(says(pattern, label) for label in labels) for side, pattern in words.items()}
        named = [side for side in words if count[side]]
        if len(named) == 1 and count[named[0]] >= fewest:
            return [column if column.side == "balance" else replace(column, side=named[0]) for column in own]
    return list(own)


def own_side(path: Sequence[str], rules: Rules) -> str | None:
    """The side the topmost header names that names just one."""
    for text in path:
        revenue = says(rules.columns.revenue, text)
        expenditure = says(rules.columns.expenditure, text)
        if revenue != expenditure:
            return "revenue" if revenue else "expenditure"
    return None
