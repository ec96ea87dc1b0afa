"""What the identities demand of one amount when it is taken for unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.causes import NEARLY
from pipeline.checks.evaluate import PASSED, ZERO, Amount, Outcome
from pipeline.checks.identity import Identity

FEWEST_EXACT = 20
"""So many sums must hold to the last digit, and none only within rounding, before rounding is left out of account."""
MOST_UNKNOWN = 0.4
"""… and at most this share of the sums may be impossible to evaluate for want of an amount."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One identity's word: the value it needs in yuan, by how much it may be off, and what it can be trusted for.

    ``firm``: each other amount of it is confirmed without it, and no blank of it is contradicted or stands in a sum
    with another amount that is unknown. ``whole``: no row can be missing from it. ``is_total``: the amount is its
    total, not one of its parts.
    """

    identity: Identity
    value: Decimal
    tolerance: Decimal
    firm: bool
    whole: bool
    is_total: bool


class Evidence:
    """The document's identities as evidence, given the amounts as they stand.

    ``exact``: whether sums hold to the last printed digit in this document, so that rounding can be left out of
    account. One sum that holds only within rounding, or fails by a few printed units, says that they do not; with
    too many sums that cannot be evaluated, such a one may be among them.
    """

    def __init__(self, outcomes: Sequence[Outcome], known: Mapping[str, Amount]) -> None:
        self._known = known
        self.of: dict[str, list[Identity]] = defaultdict(list)
        self._outcome: dict[int, Outcome] = {}
        self._borne: dict[tuple[object, ...], set[str]] = defaultdict(set)
        self._confirmed: dict[str, set[int]] = defaultdict(set)
        for outcome in outcomes:
            identity = outcome.identity
            self._outcome[id(identity)] = outcome
            for line_id in identity.line_ids:
                self.of[line_id].append(identity)
            if outcome.status in PASSED and any(known[i].value for i in identity.line_ids):
                if sum(bool(known[p.line_id].value) for p in identity.parts) > 1:
                    self._borne[identity.group].add(identity.total.line_id)
                for line_id in identity.line_ids:
                    self._confirmed[line_id].add(id(identity))
        self.exact = _exact(outcomes, known)

    def violated(self, line_id: str) -> list[Identity]:
        """The identities of the amount that fail as things stand."""
        return [i for i in self.of[line_id] if self._outcome[id(i)].status == "fail"]

    def value(self, line_id: str) -> Decimal | None:
        """The amount as it stands."""
        return self._known[line_id].value

    def may_judge(self, identity: Identity) -> bool:
        """Whether the identity is certain enough to weigh amounts by: proven or borne out, and not of the prose."""
        return identity.family != "prose" and self._usable(identity)

    def is_whole(self, identity: Identity) -> bool:
        """Whether no row can be missing from it: the same rows add up where every row has an amount.

        In any one column a missing row may have been blank (a project has no 人员经费). It cannot have been in the
        column that sums this one with others, nor in all those that this one sums.
        """
        if identity.family != "rows":
            return True
        total = identity.total.line_id
        holds = self._borne[identity.group] - {total}
        across = [i for i in self.of[total] if i.family == "columns" and self._usable(i)]
        return any(i.total.line_id in holds for i in across) or any(
            all(part in holds or self._known[part].value == 0 for part, _ in i.parts)
            for i in across
            if i.total.line_id == total
        )

    def demands(self, line_id: str) -> list[Demand]:
        """What each usable identity of the amount demands; none where another of its amounts is unknown."""
        found = []
        for identity in self.of[line_id]:
            if not self.may_judge(identity):
                continue
            demand = self._demand(identity, line_id)
            if demand is not None:
                found.append(demand)
        return found

    def _usable(self, identity: Identity) -> bool:
        return identity.proven or bool(self._borne[identity.group] - {identity.total.line_id})

    def _demand(self, identity: Identity, line_id: str) -> Demand | None:
        weights = {identity.total.line_id: -identity.total.weight}
        for part in identity.parts:
            weights[part.line_id] = weights.get(part.line_id, 0) + part.weight
        own = weights.pop(line_id)
        if abs(own) != 1:
            return None
        rest, tolerance = ZERO, self._known[line_id].half_quantum
        for other, weight in weights.items():
            amount = self._known[other]
            if amount.value is None:
                return None
            rest += weight * amount.value
            tolerance += abs(weight) * amount.half_quantum
        firm = all(self._stands(other, identity, line_id) for other in weights)
        slack = ZERO if self.exact else tolerance
        is_total = identity.total.line_id == line_id
        return Demand(identity, -rest / own, slack, firm, self.is_whole(identity), is_total)

    def _stands(self, line_id: str, without: Identity, wanted: str) -> bool:
        """Whether another sum confirms an amount, or, of a blank or zero, none says that something was there."""
        if self._known[line_id].value:
            return bool(self._confirmed[line_id] - {id(without)})
        others = (i for i in self.of[line_id] if i is not without and wanted not in i.line_ids and self.may_judge(i))
        return all(self._outcome[id(i)].status in PASSED or self._is_all_blank(i) for i in others)

    def _is_all_blank(self, identity: Identity) -> bool:
        return all(self._known[i].value == 0 for i in identity.line_ids)


def _exact(outcomes: Sequence[Outcome], known: Mapping[str, Amount]) -> bool:
    exact = unknown = 0
    for outcome in outcomes:
        ids = outcome.identity.line_ids
        if outcome.identity.family == "prose":
            continue
        if any(known[i].value is None for i in ids):
            unknown += 1
        elif outcome.status == "pass":
            exact += sum(bool(known[i].value) for i in ids) > 1
        elif outcome.residual and outcome.tolerance and abs(outcome.residual) <= NEARLY * outcome.tolerance:
            return False
    return exact >= FEWEST_EXACT and unknown <= MOST_UNKNOWN * (exact + unknown)
