"""Decisions made at the desk: taken only on what the person has really seen, kept before anything else happens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import ValidationError

from pipeline.decisions.apply import amount_said
from pipeline.decisions.live import live
from pipeline.decisions.records import Decision, Seen, Verdict, decide, exact
from pipeline.decisions.store import append, locked
from pipeline.model.records import BudgetLine
from pipeline.money import AmountUnit
from pipeline.review.candidates import printed
from pipeline.review.desk import Desk

Fault = Literal["changed", "undone", "no_value", "no_number", "no_unit", "too_fine", "no_line", "verdict"]


class Refused(Exception):
    """A decision that was not taken: why, as a code, and who decided meanwhile, if that is why."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants: about which line, seen in which state (``etag``), what."""

    line_id: str
    etag: str
    verdict: str
    value: str | None = None
    reason: str = ""


def etag(line: BudgetLine, decisions: Sequence[Decision]) -> str:
    """A digest of what is shown of an amount: reading, published value, decisions in force."""
    said = [line.amount_raw, str(line.amount_cny), line.value_status, *sorted(d.id for d in decisions)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def in_force(desk: Desk, document_id: str, lines: Mapping[str, BudgetLine]) -> dict[str, list[Decision]]:
    """The live decisions about a document by the line they mean; those about none of ``lines`` are left out."""
    places = desk.places(document_id, lines)
    found: dict[str, list[Decision]] = {}
    for decision in live(desk.decisions(document_id)):
        line_id = places.find(decision.key, decision.seen.status == "blank")
        if line_id is not None:
            found.setdefault(line_id, []).append(decision)
    return found


def take(desk: Desk, table_id: str, wishes: Sequence[Wish], reviewer: str) -> list[Decision]:
    """The decisions taken, all or none, in the order wished.

    Raises ``Refused`` when an amount or the decisions about it are not as the person saw them, or a value cannot be.
    """
    document_id = desk.view.tables[table_id]["document_id"]
    lines = desk.view.table_lines(table_id)
    with locked(desk.path(document_id)):
        current = in_force(desk, document_id, lines)
        made: list[Decision] = []
        taken: list[Decision] = []
        for wish in wishes:
            line = lines.get(wish.line_id)
            if line is None:
                raise Refused("no_line", wish.line_id)
            standing = current.get(wish.line_id, [])
            if etag(line, standing) != wish.etag:
                raise Refused("changed", "; ".join(f"{d.reviewer}: {d.value or d.verdict}" for d in standing))
            decision = _made(desk, document_id, line, wish, standing, reviewer)
            # One decision replaces one other; of several that contradict each other the rest is withdrawn.
            made += [_undo(other, reviewer) for other in standing[1:]]
            made.append(decision)
            taken.append(decision)
            current[wish.line_id] = [decision]  # a second wish about the same amount has not seen this one
        append(desk.path(document_id), made)
    return taken


def undo(desk: Desk, table_id: str, decision_id: str, reviewer: str) -> Decision:
    """The withdrawal of a decision. Raises ``Refused`` when it is no longer in force."""
    document_id = desk.view.tables[table_id]["document_id"]
    with locked(desk.path(document_id)):
        found = next((d for d in live(desk.decisions(document_id)) if d.id == decision_id), None)
        if found is None:
            raise Refused("undone", decision_id)
        withdrawal = _undo(found, reviewer)
        append(desk.path(document_id), [withdrawal])
    return withdrawal


def _undo(decision: Decision, reviewer: str) -> Decision:
    return decide(decision.key, decision.seen, "undo", reviewer, supersedes=decision.id)


def _made(
    desk: Desk, document_id: str, line: BudgetLine, wish: Wish, standing: Sequence[Decision], reviewer: str
) -> Decision:
    key = desk.places(document_id, {line.line_id: line}).keys[line.line_id]
    seen = Seen(
        raw=line.amount_raw,
        cny=None if line.amount_cny is None else str(line.amount_cny),
        unit=cast("AmountUnit | None", line.amount_unit),
        status=line.value_status,
        crop=desk.crop(document_id)(line.page_no, line.bbox),
    )
    value = _value(line, wish)
    supersedes = standing[0].id if standing else None
    try:
        decision = decide(
            key,
            seen,
            cast("Verdict", wish.verdict),
            reviewer,
            value=value,
            reason=wish.reason.strip(),
            supersedes=supersedes,
        )
    except ValidationError as error:
        raise Refused("verdict", wish.verdict) from error
    if decision.value is not None and amount_said(decision, line) is None:
        raise Refused("too_fine", decision.value)
    return decision


def _value(line: BudgetLine, wish: Wish) -> str | None:
    """The value as plain decimal text; accepting means the published one."""
    if wish.verdict not in ("accept", "override"):
        return None
    if line.amount_unit is None:
        raise Refused("no_unit")
    if wish.verdict == "accept":
        if line.amount_cny is None:
            raise Refused("no_value")
        return printed(line.amount_cny, line)
    value = exact(wish.value or "")
    if value is None:
        raise Refused("no_number", wish.value or "")
    return value
