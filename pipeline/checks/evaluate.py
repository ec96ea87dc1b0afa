"""Identities to outcomes: expected, actual, residual, tolerance. Exact decimals throughout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from pipeline.checks.identity import Identity
from pipeline.model.records import BudgetLine, Entry

Key = TypeVar("Key", bound=Hashable)
Status = Literal["pass", "pass_rounding", "fail", "not_evaluable"]
PASSED: tuple[Status, ...] = ("pass", "pass_rounding")
ZERO = Decimal("0.00")
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Amount:
    """What an identity may reckon with: the value in yuan (``None``: unknown) and half a printed unit of it."""

    value: Decimal | None
    half_quantum: Decimal
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One identity evaluated; amounts in yuan. ``why`` says in words what kept it from being evaluated."""

    identity: Identity
    status: Status
    expected: Decimal | None = None
    actual: Decimal | None = None
    tolerance: Decimal | None = None
    why: str = ""

    @property
    def residual(self) -> Decimal | None:
        """Printed total less sum of parts."""
        if self.expected is None or self.actual is None:
            return None
        return self.actual - self.expected


def amounts(entries: Sequence[Entry]) -> dict[str, Amount]:
    """The amounts by line, with the precision their list prints.

    A number without its trailing zeros is as exact as the finest number of its column, a plain 0 as that of its list:
    a column of nothing but 0 is no column of rounded amounts.
    """
    of_column = finest_quanta(((*e.list_key, e.col), e.line.amount_quantum_cny) for e in entries)
    of_list = finest_quanta((e.list_key, e.line.amount_quantum_cny) for e in entries)
    found = {}
    for entry in entries:
        key = entry.list_key
        finest = of_list.get(key) if entry.line.amount_cny == 0 else of_column.get((*key, entry.col))
        found[entry.line.line_id] = amount_of(entry.line, (finest or ZERO) * HALF)
    return found


def finest_quanta(printed: Iterable[tuple[Key, Decimal | None]]) -> dict[Key, Decimal]:
    """The smallest printed quantum of each list, in yuan; ``printed``: of which list an amount is, and its quantum."""
    finest: dict[Key, Decimal] = {}
    for key, quantum in printed:
        if quantum is not None:
            finest[key] = min(finest.get(key, quantum), quantum)
    return finest


def amount_of(line: BudgetLine, half_quantum: Decimal) -> Amount:
    """What the line says; a placeholder (—) counts as nothing, an illegible or unitless amount as unknown."""
    if line.value_status == "blank":
        return Amount(ZERO, ZERO, blank=True)
    if line.value_status == "not_applicable":
        return Amount(ZERO, ZERO)
    return Amount(line.amount_cny, half_quantum)


def evaluate(identities: Iterable[Identity], known: Mapping[str, Amount]) -> list[Outcome]:
    """The outcome of each identity; a structure nothing bears out is not evaluable where it fails."""
    outcomes = [_outcome(identity, known) for identity in identities]
    borne: dict[tuple[object, ...], int] = defaultdict(int)
    for outcome in outcomes:
        if outcome.status in PASSED and _tells(outcome.identity, known):
            borne[outcome.identity.group] += 1
    return [
        Outcome(
            o.identity,
            "not_evaluable",
            o.expected,
            o.actual,
            o.tolerance,
            "which amounts add up here is not certain: numbering and wording alone say so, and no other sum of the"
            " same rows or columns bears it out",
        )
        if o.status == "fail" and not o.identity.proven and not borne[o.identity.group]
        else o
        for o in outcomes
    ]


def _tells(identity: Identity, known: Mapping[str, Amount]) -> bool:
    """Whether a sum that holds says anything: two parts at least are not zero."""
    return sum(bool(known[part.line_id].value) for part in identity.parts) > 1


def _outcome(identity: Identity, known: Mapping[str, Amount]) -> Outcome:
    total = known[identity.total.line_id]
    parts = [(known[part.line_id], part.weight) for part in identity.parts]
    unknown = sum(amount.value is None for amount in (total, *(p for p, _ in parts)))
    if unknown:
        return Outcome(identity, "not_evaluable", why=f"{unknown} of its amounts cannot be read or have no unit")
    expected = sum((amount.value * weight for amount, weight in parts if amount.value is not None), ZERO)
    if total.blank:
        if not expected:
            return Outcome(identity, "not_evaluable", why="the total is blank, and so are its parts")
        return Outcome(identity, "not_evaluable", expected=expected, why="the total is printed blank")
    assert total.value is not None  # counted above
    tolerance = total.half_quantum + sum((abs(w) * a.half_quantum for a, w in parts), ZERO)
    residual = total.value * identity.total.weight - expected
    status: Status = "pass" if not residual else "pass_rounding" if abs(residual) <= tolerance else "fail"
    return Outcome(identity, status, expected, total.value * identity.total.weight, tolerance)
