"""Published checks as signed sums again, so that they can be evaluated with another amount in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from pipeline.model.joined import apart

ZERO = Decimal(0)
MOST_SIGNS = 8
"""More parts than this are not tried with every sign: then the sum is shown, but not recomputed."""
DOWN = frozenset({"C-TREE", "C-UNIT", "C-TOTAL"})
ACROSS = frozenset({"C-ROW"})


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` = the signed parts. ``weights``: by record, the total's is -1; empty where they are not known."""

    check_id: str
    rule_id: str
    description: str
    status: str
    total: str
    parts: tuple[str, ...]
    weights: Mapping[str, int]
    tolerance: Decimal
    reasoning: str
    off: Decimal | None
    """What the run found the sum off by."""

    @property
    def direction(self) -> str:
        """``row`` across the columns, ``column`` down the rows, else ``other`` (tables, running text)."""
        return "row" if self.rule_id in ACROSS else "column" if self.rule_id in DOWN else "other"

    def residual(self, amounts: Mapping[str, Decimal | None]) -> Decimal | None:
        """Total minus parts in yuan, ``None`` where an amount is unknown. Records not in ``amounts`` are blank: 0."""
        if not self.weights:
            return None
        values = [(amounts.get(record, ZERO), weight) for record, weight in self.weights.items()]
        if any(value is None for value, _ in values):
            return None
        return -sum((value * weight for value, weight in values if value is not None), ZERO)

    def holds(self, amounts: Mapping[str, Decimal | None]) -> bool | None:
        """Whether the residual lies within the tolerance, ``None`` where it is unknown."""
        residual = self.residual(amounts)
        return None if residual is None else abs(residual) <= self.tolerance

    def demanded(self, record: str, amounts: Mapping[str, Decimal | None]) -> Decimal | None:
        """The value of the record that makes the sum hold exactly, ``None`` where there is none."""
        weight = self.weights.get(record)
        if weight not in (1, -1):
            return None
        residual = self.residual({**amounts, record: ZERO})
        return None if residual is None else residual / weight


def sum_of(check: Mapping[str, Any], amounts: Mapping[str, Decimal | None]) -> Sum | None:
    """The check as a sum, or ``None`` when it is no sum of amounts. ``amounts``: as published, by record."""
    total, *rest = apart(check["record_ids"])
    if not rest or (total not in amounts and not any(record in amounts for record in rest)):
        return None
    return Sum(
        check["check_id"],
        check["rule_id"],
        check["description"],
        check["status"],
        total,
        tuple(rest),
        _weights(check, total, rest, amounts),
        check["tolerance_cny"] or ZERO,
        check["reasoning"] or "",
        check["difference_cny"],
    )


def _weights(
    check: Mapping[str, Any], total: str, rest: list[str], amounts: Mapping[str, Decimal | None]
) -> Mapping[str, int]:
    """The signs (not published): plus in rows and columns, else those that alone give what was expected."""
    signs = _signs([amounts.get(record, ZERO) for record in rest], check)
    if signs is None:
        return {}
    weights = {total: -1}
    for record, sign in zip(rest, signs, strict=True):
        weights[record] = weights.get(record, 0) + sign
    return weights


def _signs(values: list[Decimal | None], check: Mapping[str, Any]) -> tuple[int, ...] | None:
    if check["rule_id"] in ACROSS | DOWN:
        return (1,) * len(values)
    known = [value for value in values if value is not None]
    expected = check["expected_cny"]
    if expected is None or len(known) < len(values) or len(values) > MOST_SIGNS:
        return None
    fitting = {
        signs
        for signs in product((1, -1), repeat=len(values))
        if sum((s * v for s, v in zip(signs, known, strict=True)), ZERO) == expected
    }
    return next(iter(fitting)) if len(fitting) == 1 else None
