"""A document's readings with the decisions of people put in their place, before anything is restored from sums.

Decisions go before repairs because sums are made of readings: an amount derived from a reading that a person has
corrected would otherwise stay wrong. For the same reason an amount a person has read is never repaired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.decisions.keys import Places, places
from pipeline.decisions.live import disagree, live
from pipeline.decisions.records import Decision
from pipeline.decisions.renamed import Identifiers, about
from pipeline.ids import content_id
from pipeline.model.audit import RepairRecord
from pipeline.model.findings import DocumentFinding
from pipeline.model.flags import with_flag
from pipeline.model.joined import apart, joined
from pipeline.model.records import BudgetLine, DocumentResult, Entry
from pipeline.money import Amount, parse_amount, unit_of

Crop = Callable[[int | None, str | None], str | None]
"""Page number and box to the digest of the pixels there; ``None`` where there is no page to look at."""
SETTLED = frozenset({"needs_review", "reading_doubtful", "readers_disagree", "illegible"})
"""Flags that speak of a doubt: a person who has looked at the page ends it."""
REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of a document's live decisions: those to apply by line, and those that cannot be."""

    applied: dict[str, Decision]
    stale: dict[str, Decision]
    conflicting: dict[str, tuple[Decision, ...]]
    unmatched: tuple[Decision, ...]


def standing(decisions: Sequence[Decision], where: Places, lines: dict[str, BudgetLine], crop: Crop) -> Standing:
    """How the decisions about one document stand to its lines (by identifier), as the machine reads them now."""
    found: dict[str, list[Decision]] = defaultdict(list)
    unmatched = []
    for decision in live(decisions):
        line_id = where.find(decision.key, decision.seen.status == "blank")
        if line_id is None:
            unmatched.append(decision)
        else:
            found[line_id].append(decision)
    conflicting = {line_id: tuple(group) for line_id, group in found.items() if disagree(group)}
    single = {line_id: group[0] for line_id, group in found.items() if line_id not in conflicting}
    stale = {line_id: d for line_id, d in single.items() if is_stale(d, lines[line_id], crop)}
    applied = {line_id: d for line_id, d in single.items() if line_id not in stale}
    return Standing(applied, stale, conflicting, tuple(unmatched))


def is_stale(decision: Decision, line: BudgetLine, crop: Crop) -> bool:
    """Whether both the machine's reading and the picture changed since; without a picture the reading alone tells.

    A machine that now reads what the person said has not made the decision stale.
    """
    if decision.seen.raw == line.amount_raw:
        return False
    said = amount_said(decision, line)
    if said is not None and said.cny == line.amount_cny:
        return False
    return decision.seen.crop is None or crop(line.page_no, line.bbox) != decision.seen.crop


def decided(result: DocumentResult, decisions: Sequence[Decision], crop: Crop) -> DocumentResult:
    """The result with the decisions about it applied, one repair record each, and a finding for each that cannot be.

    ``decisions``: of any documents, in any order. Applying them to a result twice is applying them once.
    """
    document = result.document
    now = Identifiers(document.disclosure_id, document.unit_id or "")
    own = about(decisions, now, document.locality_code, document.publisher_raw)
    if not own:
        return result
    order = {table.table_id: table.seq for table in result.tables}
    entries = sorted(result.entries, key=lambda e: (order[e.line.table_id], e.line.row_no, e.col))
    where = places(document.disclosure_id, map(_as_read, entries))
    stand = standing(own, where, {e.line.line_id: e.line for e in entries}, crop)
    pairs = [(e, stand.applied[e.line.line_id]) for e in result.entries if e.line.line_id in stand.applied]
    unusable = {e.line.line_id for e, d in pairs if d.value is not None and amount_said(d, e.line) is None}
    usable = {i: d for i, d in stand.applied.items() if i not in unusable}
    changed = tuple(applied(e, usable[i]) if (i := e.line.line_id) in usable else e for e in result.entries)
    known = {repair.repair_id for repair in result.repairs}
    records = [_record(e, d) for e, d in pairs if d.verdict != "unsure" and e.line.line_id in usable]
    noticed = (
        *(_finding("decision-matches-nothing", d, "no amount of the document fits its key") for d in stand.unmatched),
        *(_finding("decision-stale", d, "reading and picture both changed since") for d in stand.stale.values()),
        *(_finding("decision-conflict", group[0], _all(group)) for group in stand.conflicting.values()),
        *(_finding("decision-stale", d, _no_amount(e)) for e, d in pairs if e.line.line_id in unusable),
    )
    return replace(
        result,
        entries=changed,
        budget_lines=tuple(entry.line for entry in changed if entry.published),
        repairs=(*result.repairs, *(r for r in records if r.repair_id not in known)),
        findings=(*result.findings, *(f for f in noticed if f not in result.findings)),
    )


def amount_said(decision: Decision, line: BudgetLine) -> Amount | None:
    """The amount a decision gives a line, or ``None`` where the line has no unit or no amount can be so fine."""
    if decision.value is None or line.amount_unit is None:
        return None
    return parse_amount(decision.value, unit_of(line.amount_unit))


def _as_read(entry: Entry) -> BudgetLine:
    """The line with the status the machine gave it: places are counted by that, whatever people have said since."""
    return entry.line if entry.read_status is None else entry.line._replace(value_status=entry.read_status)


def applied(entry: Entry, decision: Decision) -> Entry:
    """The entry as the decision says; one with a value needs ``amount_said``."""
    return _applied(entry, decision)._replace(read_status=entry.read_status or entry.line.value_status)


def _applied(entry: Entry, decision: Decision) -> Entry:
    line = entry.line
    flags = apart(line.flags)
    doubtful = with_flag(line.flags, "needs_review")
    settled = joined((*(f for f in flags if f not in SETTLED and f != REVIEWED), REVIEWED))
    if decision.verdict == "unsure":
        return entry._replace(line=line._replace(flags=doubtful))
    if decision.verdict == "reject":
        refused = Decimal(decision.seen.cny) if decision.seen.cny else entry.refused
        unread = line._replace(amount_cny=None, value_status="illegible", confidence=0.0, flags=doubtful)
        return entry._replace(line=unread, published=True, refused=refused)
    if decision.verdict == "blank":
        gone = line._replace(amount_cny=None, amount_quantum_cny=None, value_status="blank", flags=settled)
        return entry._replace(line=gone, published=False)
    amount = amount_said(decision, line)
    assert amount is not None  # the caller has sorted out those
    said = line._replace(confidence=1.0, flags=settled)
    if amount.cny == line.amount_cny:
        return entry._replace(line=said)
    corrected = said._replace(
        amount_cny=amount.cny,
        amount_quantum_cny=amount.quantum_cny,
        value_status="corrected",
        extraction_method="manual",
    )
    return entry._replace(line=corrected, published=True)


def _record(entry: Entry, decision: Decision) -> RepairRecord:
    """The row of ``repairs`` that tells who decided what; a value accepted as read changes nothing and says so."""
    line = entry.line
    amount = amount_said(decision, line)
    why = f": {decision.reason}" if decision.reason else ""
    return RepairRecord(
        repair_id=content_id("rep", line.line_id, decision.id),
        document_id=line.document_id,
        resource="budget_lines",
        record_id=line.line_id,
        field="amount_cny",
        value_before=line.amount_raw or None,
        value_after=str(amount.cny) if amount is not None else None,
        repair_type="manual",
        rule_id=decision.id,
        rationale=f"{decision.verdict} by {decision.reviewer}, {decision.time}{why}",
        evidence_check_ids=None,
        actor="human",
        actor_version=decision.reviewer,
        confidence=1.0 if decision.verdict != "reject" else None,
        review_state="rejected" if decision.verdict == "reject" else "accepted",
        method="decision",
        candidates=joined(entry.alternatives),
        proof="a person has compared the cell with the page",
        witness_check_ids=None,
        page_no=line.page_no,
        bbox=line.bbox,
    )


def _finding(code: str, decision: Decision, note: str) -> DocumentFinding:
    key = decision.key
    about = f"{key.table_kind}, {key.label or key.row}, {key.measure_id}"
    return DocumentFinding(code, f"{summary(decision)} on {about}: {note}")


def summary(decision: Decision) -> str:
    """The decision in a few words: identifier, verdict, value, who, when."""
    value = f" {decision.value}" if decision.value is not None else ""
    return f"{decision.id} ({decision.verdict}{value}, {decision.reviewer}, {decision.time})"


def _all(group: Sequence[Decision]) -> str:
    return "; ".join(summary(decision) for decision in group) + ": they differ, none is applied"


def _no_amount(entry: Entry) -> str:
    unit = entry.line.amount_unit
    return "its value is finer than a cent of yuan" if unit else "the table has no amount unit any more"
