"""What is left for people, by table, most money at the greatest doubt first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from pipeline.decisions.apply import Standing
from pipeline.model.joined import apart
from pipeline.model.records import BudgetLine

State = Literal["open", "stale", "conflict", "unsure", "sent_back"]
LATER: tuple[State, ...] = ("unsure", "sent_back")
"""Looked at once without an answer: they come back when everything else is done."""
AGAIN = 1.0
"""The doubt of an amount about which decisions contradict each other or no longer fit."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to look: a code of triage (or ``decision_stale``, ``decision_conflict``) and its evidence."""

    code: str
    message: str
    check_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One amount to look at. ``money`` in yuan, ``doubt`` from 0 to 1, ``place``: page, top and left edge."""

    line_id: str
    document_id: str
    table_id: str
    reasons: tuple[Reason, ...]
    money: Decimal
    doubt: float
    place: tuple[float, ...] = ()
    state: State = "open"

    @property
    def weight(self) -> float:
        """Money at risk times doubt; money nobody knows counts as one yuan."""
        return float(max(self.money, Decimal(1))) * self.doubt


@dataclass(frozen=True, slots=True)
class TableItems:
    """The amounts of one table to look at, those that come later last."""

    table_id: str
    document_id: str
    items: tuple[Item, ...]

    @property
    def weight(self) -> float:
        """What the items not put off weigh together."""
        return sum(item.weight for item in self.items if item.state not in LATER)

    @property
    def open(self) -> int:
        """How many are not put off."""
        return sum(item.state not in LATER for item in self.items)


def suspects(triage: Sequence[Mapping[str, Any]], typical: Callable[[str], Decimal]) -> dict[str, Item]:
    """Items by line from the rows of ``triage``; ``typical``: a table's largest amount, for those that name none."""
    by_line: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in triage:
        if row["resource"] == "budget_lines":
            by_line[row["record_id"]].append(row)
    found = {}
    for line_id, rows in by_line.items():
        amounts = [row["amount_cny"] for row in rows if row["amount_cny"] is not None]
        reasons = tuple(
            Reason(row["reason"], row["message"], apart(row["check_ids"]))
            for row in sorted(rows, key=lambda row: (-row["weight"], row["reason"]))
        )
        money = max(map(abs, amounts)) if amounts else typical(rows[0]["table_id"])
        doubt = max(row["weight"] for row in rows)
        where = place_of(rows[0]["page_no"], rows[0]["bbox"])
        found[line_id] = Item(line_id, rows[0]["document_id"], rows[0]["table_id"], reasons, money, doubt, where)
    return found


def settled(
    items: Mapping[str, Item],
    standing: Standing,
    lines: Mapping[str, BudgetLine],
    mended: Callable[[str], bool],
) -> dict[str, Item]:
    """One document's items once its decisions are taken into account.

    ``mended`` says of a check whether it holds with the decided amounts: an amount that is only contradicted leaves
    the queue when all its failed checks do.
    """
    left: dict[str, Item] = {}
    for line_id, item in items.items():
        if line_id in standing.applied:
            continue
        causes = [r for r in item.reasons if r.code != "contradicted" or not r.check_ids]
        failing = [c for r in item.reasons if r.code == "contradicted" for c in r.check_ids]
        if causes or not failing or not all(map(mended, failing)):
            left[line_id] = item
    for line_id, decision in standing.applied.items():
        state: State | None = {"unsure": "unsure", "reject": "sent_back"}.get(decision.verdict)  # type: ignore[assignment]  # two of the states
        if state is not None and line_id in lines:
            left[line_id] = _again(items.get(line_id), lines[line_id], state, f"{decision.reviewer}: {decision.reason}")
    for line_id, decision in standing.stale.items():
        left[line_id] = _again(items.get(line_id), lines[line_id], "stale", f"{decision.id}, {decision.reviewer}")
    for line_id, group in standing.conflicting.items():
        said = "; ".join(f"{d.reviewer}: {d.value or d.verdict}" for d in group)
        left[line_id] = _again(items.get(line_id), lines[line_id], "conflict", said)
    return left


def _again(item: Item | None, line: BudgetLine, state: State, message: str) -> Item:
    money = abs(line.amount_cny) if line.amount_cny is not None else Decimal(1)
    reason = Reason(f"decision_{state}", message)
    if item is None:
        where = place_of(line.page_no, line.bbox)
        return Item(line.line_id, line.document_id, line.table_id, (reason,), money, AGAIN, where, state)
    reasons = (reason, *item.reasons)
    return replace(item, reasons=reasons, money=max(money, item.money), doubt=AGAIN, state=state)


def place_of(page_no: int | None, bbox: str | None) -> tuple[float, ...]:
    """Page, top and left edge of a published box; empty for a transcript, which has none."""
    if page_no is None or bbox is None:
        return ()
    left, top, *_ = map(float, bbox.split(","))
    return float(page_no), top, left


def by_table(items: Iterable[Item]) -> list[TableItems]:
    """The items grouped by table: weightiest table first, tables with nothing but items for later at the end."""
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.document_id, item.table_id].append(item)
    tables = [
        TableItems(table_id, document_id, tuple(sorted(group, key=lambda i: (i.state in LATER, i.place, i.line_id))))
        for (document_id, table_id), group in groups.items()
    ]
    return sorted(tables, key=lambda table: (not table.open, -table.weight, table.table_id))
