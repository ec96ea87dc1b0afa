"""What a Sankey of a document may show: only breakdowns whose published, additive amounts give the same total.

A breakdown is one list of one table: income by source of funds, expenditure by functional class, or by economic
class. Documents hardly ever print which source pays which class, or which function which economic class. So the
flows pass through the common total; a direct flow is drawn only where rows carry both codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

Row = Mapping[str, Any]
By = Literal["source", "function", "economic"]
ORDER: tuple[By, ...] = ("source", "function", "economic")
SCOPES = ("all", "fiscal_total", "general_public", "government_fund", "state_capital")
"""Sources of funds a breakdown may cover, the widest first."""

CLASS_DIGITS = 3
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Part:
    """One class or source with the sum of its lines, in yuan."""

    key: str
    amount: Decimal
    line_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of one total, all from one table."""

    by: By
    table_id: str
    scope: str
    measure_id: str | None
    parts: tuple[Part, ...]
    slack: Decimal
    joint: Mapping[tuple[str, str], Decimal]  # (function, economic) where every line carries both codes

    @property
    def total(self) -> Decimal:
        return sum((p.amount for p in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Flow:
    """Breakdowns that agree on their total, in the order they are drawn, and those left out because they do not."""

    stages: tuple[Breakdown, ...]
    left_out: tuple[Breakdown, ...]

    @property
    def total(self) -> Decimal:
        return max(stage.total for stage in self.stages)

    @property
    def exact(self) -> bool:
        """Whether the totals are equal to the last fen; else they agree within what rounding allows."""
        return len({stage.total for stage in self.stages}) == 1


def flow_of(lines: Sequence[Row], table_order: Sequence[str]) -> Flow | None:
    """The widest set of agreeing breakdowns of the document's main phase; ``None`` when nothing can be shown.

    A breakdown that stands alone is shown when the total its own table prints is its sum.
    """
    found = breakdowns(lines, table_order)
    best: tuple[tuple[int, int, Decimal], tuple[Breakdown, ...]] | None = None
    for rank, scope in enumerate(SCOPES):
        of_scope = [b for b in found if b.scope == scope]
        for anchor in of_scope:
            stages = _agreeing(anchor, of_scope)
            if len(stages) == 1 and not _printed_total(anchor, lines):
                continue
            score = (len(stages), -rank, anchor.total)
            if best is None or score > best[0]:
                best = (score, stages)
    if best is None:
        return None
    stages = best[1]
    shown = {stage.by for stage in stages}
    left = tuple(b for b in found if b.by not in shown and b.scope == stages[0].scope)
    return Flow(stages, left)


def _agreeing(anchor: Breakdown, among: Sequence[Breakdown]) -> tuple[Breakdown, ...]:
    stages = []
    for by in ORDER:
        near = [b for b in among if b.by == by and abs(b.total - anchor.total) <= b.slack + anchor.slack]
        if anchor.by == by:
            stages.append(anchor)
        elif near:
            # The exact one first, then the one of the same table, then the first of the document.
            stages.append(min(near, key=lambda b: (abs(b.total - anchor.total), b.table_id != anchor.table_id)))
    return tuple(stages)


def _printed_total(breakdown: Breakdown, lines: Sequence[Row]) -> bool:
    side = "revenue" if breakdown.by == "source" else "expenditure"
    totals = (
        line["amount_cny"]
        for line in lines
        if line["table_id"] == breakdown.table_id
        and line["row_role"] == "total"
        and line["side"] == side
        and line["fund_source"] == breakdown.scope
    )
    return any(t is not None and abs(t - breakdown.total) <= breakdown.slack for t in totals)


def breakdowns(lines: Sequence[Row], table_order: Sequence[str]) -> list[Breakdown]:
    """Every breakdown the additive lines give; one with an unknown or negative amount is none."""
    phases = Counter(line["phase"] for line in lines if line["is_additive"] and line["phase"] != "prior_year")
    if not phases:
        return []
    phase = max(sorted(phases), key=lambda p: phases[p])
    found = []
    for table_id in table_order:
        own = [line for line in lines if line["table_id"] == table_id and line["phase"] == phase]
        additive = [line for line in own if line["is_additive"]]
        spent = [line for line in additive if line["side"] == "expenditure"]
        carried = [line for line in additive if line["side"] == "balance"]
        earned = [line for line in additive if line["side"] == "revenue" and line["func_code"] is None]
        found.append(_sources(table_id, earned, own))
        found.append(_classes("function", table_id, [li for li in spent if li["func_code"]], carried))
        found.append(_classes("economic", table_id, [li for li in spent if li["econ_dept_code"]], carried))
    return [b for b in found if b is not None]


def _sources(table_id: str, earned: Sequence[Row], own: Sequence[Row]) -> Breakdown | None:
    if {line["fund_source"] for line in earned} <= {"all"}:
        return None  # one amount of all funds says nothing of sources
    parts = _parts(earned, "fund_source", len("general_public_fiscal") * 2)
    if parts is None:
        return None
    draft = Breakdown("source", table_id, "", None, parts, _slack(earned), {})
    # What the list covers is said by the total it adds up to.
    for scope in SCOPES:
        candidate = replace(draft, scope=scope)
        if _printed_total(candidate, own):
            return candidate
    return None


def _classes(by: By, table_id: str, spent: Sequence[Row], carried: Sequence[Row]) -> Breakdown | None:
    scopes = {line["fund_source"] for line in spent}
    if len(scopes) != 1:
        return None
    field = "func_code" if by == "function" else "econ_dept_code"
    parts = _parts(spent, field, CLASS_DIGITS)
    if parts is None:
        return None
    if carried and by == "function":
        amounts = [line["amount_cny"] for line in carried]
        if any(a is None or a < 0 for a in amounts):
            return None
        parts = (*parts, Part("balance", sum(amounts, Decimal(0)), tuple(line["line_id"] for line in carried)))
    measures = {line["measure_id"] for line in spent}
    joint: dict[tuple[str, str], Decimal] = {}
    if all(line["func_code"] and line["econ_dept_code"] for line in spent):
        for line in spent:
            key = (line["func_code"][:CLASS_DIGITS], line["econ_dept_code"][:CLASS_DIGITS])
            joint[key] = joint.get(key, Decimal(0)) + line["amount_cny"]
    (scope,) = scopes
    parts = tuple(part for part in parts if part.amount)
    return Breakdown(
        by, table_id, scope, measures.pop() if len(measures) == 1 else None, parts, _slack([*spent, *carried]), joint
    )


def _parts(lines: Sequence[Row], field: str, length: int) -> tuple[Part, ...] | None:
    grouped: dict[str, list[Row]] = {}
    for line in lines:
        if line["amount_cny"] is None or line["amount_cny"] < 0:
            return None
        grouped.setdefault(line[field][:length], []).append(line)
    parts = [
        Part(key, sum((line["amount_cny"] for line in rows), Decimal(0)), tuple(line["line_id"] for line in rows))
        for key, rows in sorted(grouped.items())
    ]
    return tuple(part for part in parts if part.amount) or None


def _slack(lines: Sequence[Row]) -> Decimal:
    """Half of each printed quantum: by so much the sum of rounded amounts may be off."""
    return sum(((line["amount_quantum_cny"] or Decimal(0)) * HALF for line in lines), Decimal(0))
