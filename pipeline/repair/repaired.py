"""A document with its unreadable amounts restored, every step recorded; legible print is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.checks.reconcile import document_outcomes, known_amounts
from pipeline.config.load import Configs
from pipeline.ids import content_id
from pipeline.model.audit import RepairRecord
from pipeline.model.records import BudgetLine, DocumentResult, Entry
from pipeline.repair.demand import Evidence
from pipeline.repair.restore import Bounds, Restored, only_explanation, reread, restore

MOST_ROUNDS = 10
"""Amounts restored in one round can determine others in the next."""
TRANSCRIBED = ("manual", "ocr")
"""Where a blank cell may be an amount that was lost on the way; in a text layer it is what the issuer printed."""


def repaired(result: DocumentResult, configs: Configs) -> DocumentResult:
    """The result with restored amounts in its budget lines and entries, and ``repairs``; checks are not renewed."""
    if not any(map(_may_be_wanting, result.entries)):
        return result  # a text layer that was read whole: nothing to restore, nothing to weigh
    written: dict[str, Restored] = {}
    bounds: dict[str, Bounds] = {}
    for _ in range(MOST_ROUNDS):
        evidence = Evidence(document_outcomes(result, configs), known_amounts(result))
        found = {r.entry.line.line_id: r for r in _found(result.entries, evidence)}
        values = {i: r for i, r in found.items() if isinstance(r, Restored) and i not in written}
        bounds = {i: b for i, b in found.items() if isinstance(b, Bounds)}
        if not values:
            break
        # One reading at a time: replacing one can acquit the others.
        replaced = [i for i, r in values.items() if r.method == "reading"]
        for line_id in replaced[1:]:
            del values[line_id]
        written |= values
        result = _with(result, values)
    entries = tuple(_bounded(e, bounds.get(e.line.line_id)) for e in result.entries)
    return replace(
        result,
        entries=entries,
        budget_lines=tuple(e.line for e in entries if e.published),
        repairs=(*result.repairs, *(repair_record(r) for _, r in sorted(written.items()))),
    )


def _may_be_wanting(entry: Entry) -> bool:
    """Whether the amount is one that a repair could touch at all."""
    return entry.line.value_status == "illegible" or entry.line.extraction_method in TRANSCRIBED


def _found(entries: Sequence[Entry], evidence: Evidence) -> list[Restored | Bounds]:
    found: list[Restored | Bounds] = []
    for entry in entries:
        line = entry.line
        if "reviewed" in entry.flags:
            continue  # a person has read it
        if line.value_status == "illegible":
            restored = restore(entry, evidence)
            # What a person has found wrong is not written back, whatever the sums say.
            if isinstance(restored, Bounds) or (restored is not None and restored.value != entry.refused):
                found.append(restored)
        elif line.value_status == "blank" and line.extraction_method in TRANSCRIBED:
            filled = restore(entry, evidence)
            # A blank is what is printed, unless it is a total whose parts are there and a second sum needs it.
            if isinstance(filled, Restored) and _is_lost_total(filled):
                found.append(filled)
        elif line.value_status in ("reported", "zero"):
            again = reread(entry, evidence)
            if again is not None and only_explanation(again, entries, evidence):
                found.append(again)
    return found


def _is_lost_total(found: Restored) -> bool:
    totals = {identity.total.line_id for identity in found.used}
    return found.value > 0 and bool(found.witnesses) and totals == {found.entry.line.line_id}


def _with(result: DocumentResult, values: Mapping[str, Restored]) -> DocumentResult:
    entries = tuple(_restored(e, values.get(e.line.line_id)) for e in result.entries)
    return replace(result, entries=entries)


def _restored(entry: Entry, found: Restored | None) -> Entry:
    if found is None:
        return entry
    line = entry.line
    flags = "|".join(dict.fromkeys([*filter(None, (line.flags or "").split("|")), "needs_review"]))
    quantum = line.amount_quantum_cny or Decimal("0.01") * (10_000 if line.amount_unit == "CNY_10K" else 1)
    status, method = ("repaired", line.extraction_method) if found.method == "reading" else ("derived", "derived")
    changed: BudgetLine = replace(
        line,
        amount_cny=found.value.quantize(Decimal("0.01")),
        amount_quantum_cny=quantum,
        value_status=status,
        extraction_method=method,
        confidence=min(line.confidence, 0.5),
        flags=line.flags if found.witnesses else flags,
    )
    return replace(entry, line=changed, published=True)


def _bounded(entry: Entry, found: Bounds | None) -> Entry:
    if found is None or entry.line.value_status != "illegible":
        return entry
    line = replace(entry.line, amount_low_cny=found.low, amount_high_cny=found.high)
    return replace(entry, line=line)


def repair_record(found: Restored) -> RepairRecord:
    """The row of ``repairs`` for one restored amount, sums written out in ``rationale``."""
    line = found.entry.line
    reading = found.method == "reading"
    sums = "; ".join(identity.description for identity in found.used)
    said = f"read as {line.amount_raw!r}: {found.slip}; " if reading else ""
    before = line.amount_raw or None
    proof = "unique: every identity that contains the amount demands this value and no other, without slack"
    return RepairRecord(
        repair_id=content_id("rep", line.line_id, "amount_cny", found.value),
        document_id=line.document_id,
        resource="budget_lines",
        record_id=line.line_id,
        field="amount_cny",
        value_before=before,
        value_after=str(found.value.quantize(Decimal("0.01"))),
        repair_type="ocr_substitution" if reading else "derivation",
        rule_id=found.used[0].rule_id,
        rationale=f"{said}{sums}",
        evidence_check_ids="|".join(i.check_id(line.document_id) for i in found.used),
        actor="rule",
        actor_version="1",
        confidence=0.9 if found.witnesses else 0.5,
        review_state="unreviewed",
        method=found.method,
        candidates="|".join(found.entry.alternatives) or None,
        proof=proof,
        witness_check_ids="|".join(i.check_id(line.document_id) for i in found.witnesses) or None,
        page_no=line.page_no,
        bbox=line.bbox,
    )
