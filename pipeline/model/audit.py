"""What leaves checks and repair: one frozen record for each row of ``checks`` and ``repairs``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class CheckRecord(NamedTuple):
    """The outcome of one identity. Amounts in yuan; ``record_ids`` are joined by ``|``, the total first."""

    check_id: str
    document_id: str
    table_id: str | None
    rule_id: str
    description: str
    expected_cny: Decimal | None
    actual_cny: Decimal | None
    difference_cny: Decimal | None
    tolerance_cny: Decimal | None
    status: str
    independent: bool
    severity: str
    cause: str | None
    record_ids: str | None
    reasoning: str | None


@dataclass(frozen=True, slots=True)
class RepairRecord:
    """One thing changed or filled in, with all that speaks for it.

    ``method``: how the value was found; ``proof``: what shows that no other value fits; ``witnesses``: checks that
    hold with the new value and were not used to find it.
    """

    repair_id: str
    document_id: str
    resource: str
    record_id: str
    field: str
    value_before: str | None
    value_after: str | None
    repair_type: str
    rule_id: str | None
    rationale: str
    evidence_check_ids: str | None
    actor: str
    actor_version: str | None
    confidence: float | None
    review_state: str
    method: str
    candidates: str | None
    proof: str
    witness_check_ids: str | None
    page_no: int | None
    bbox: str | None


DEMANDED = "derived"
"""The ``method`` of an amount that nothing prints: sums alone gave it."""
RULES_VERSION = "1"
"""Of the rules that repair, as ``actor_version`` says it."""


def rule_repair(  # noqa: PLR0913 - a repair has that many sides, all named
    repair_id: str,
    document_id: str,
    record: tuple[str, str, str],
    change: tuple[str | None, str | None],
    *,
    repair_type: str,
    rule_id: str | None,
    rationale: str,
    method: str,
    proof: str,
    confidence: float = 0.9,
    evidence_check_ids: str | None = None,
    witness_check_ids: str | None = None,
    candidates: str | None = None,
    page_no: int | None = None,
    bbox: str | None = None,
) -> RepairRecord:
    """What a rule has changed, not yet reviewed. ``record``: resource, identifier, field; ``change``: before, after."""
    resource, record_id, field = record
    before, after = change
    return RepairRecord(
        repair_id=repair_id,
        document_id=document_id,
        resource=resource,
        record_id=record_id,
        field=field,
        value_before=before,
        value_after=after,
        repair_type=repair_type,
        rule_id=rule_id,
        rationale=rationale,
        evidence_check_ids=evidence_check_ids,
        actor="rule",
        actor_version=RULES_VERSION,
        confidence=confidence,
        review_state="unreviewed",
        method=method,
        candidates=candidates,
        proof=proof,
        witness_check_ids=witness_check_ids,
        page_no=page_no,
        bbox=bbox,
    )


@dataclass(frozen=True, slots=True)
class TriageRecord:
    """One reason to look at one record. ``amount_cny`` is the money at risk, ``weight`` the doubt from 0 to 1."""

    triage_id: str
    document_id: str
    table_id: str | None
    resource: str
    record_id: str
    reason: str
    message: str
    amount_cny: Decimal | None
    weight: float
    check_ids: str | None
    page_no: int | None
    bbox: str | None
