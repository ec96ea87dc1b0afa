"""A document with its unreadable amounts restored, every step recorded; legible print is never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.checks.reconcile import document_outcomes, known_amounts
from pipeline.config.load import Configs
from pipeline.model.findings import DocumentFinding
from pipeline.model.flags import with_flag
from pipeline.model.records import BudgetLine, DocumentResult, Entry
from pipeline.money import SCALE, in_cents, unit_of
from pipeline.repair.again import ReadAgain, read_again
from pipeline.repair.choice import OutOfTime
from pipeline.repair.demand import Evidence
from pipeline.repair.log import doubled_records, moved_records, restored_record
from pipeline.repair.lost import lost_totals
from pipeline.repair.readings import chosen_readings
from pipeline.repair.restore import Bounds, Restored, only_explanation, reread, restore
from pipeline.repair.slips import TRANSCRIBED, Moved, unslipped

OUT_OF_TIME = "repair-out-of-time"
MOST_ROUNDS = 10
"""Amounts restored in one round can determine others in the next."""


def repaired(result: DocumentResult, configs: Configs, read: ReadAgain | None = None) -> DocumentResult:
    """The result with slipped rows moved back, restored amounts, and ``repairs``; checks are not renewed.

    ``read`` reads a page of pixels once more; without it what was read at first is all there is to choose from.
    """
    doubled = tuple(doubled_records(result.entries, {t.table_id: t.title_raw or t.table_kind for t in result.tables}))
    if not any(map(_may_be_wanting, result.entries)):
        return replace(
            result, repairs=(*result.repairs, *doubled)
        )  # a text layer that was read whole: nothing to restore or to weigh
    result, moved = _unslipped(result, configs)
    if read is not None:
        known = known_amounts(result)
        evidence = Evidence(document_outcomes(result, known, configs), known)
        result = replace(result, entries=tuple(read_again(result.entries, evidence, read)))
    written: dict[str, Restored] = {}
    bounds: dict[str, Bounds] = {}
    late = False
    for _ in range(MOST_ROUNDS):
        known = known_amounts(result)
        outcomes = document_outcomes(result, known, configs)
        evidence = Evidence(outcomes, known)
        found = {r.entry.line.line_id: r for r in _found(result.entries, evidence)}
        found |= {r.entry.line.line_id: r for r in lost_totals(result.entries, [o.identity for o in outcomes], known)}
        values = {i: r for i, r in found.items() if isinstance(r, Restored) and i not in written}
        bounds = {i: b for i, b in found.items() if isinstance(b, Bounds)}
        if not values:
            values, late = _together(result.entries, evidence, written)
        if not values:
            break
        # One reading at a time: replacing one can acquit the others.
        replaced = [i for i, r in values.items() if r.method == "reading" and i in found]
        for line_id in replaced[1:]:
            del values[line_id]
        written |= values
        result = _with(result, values)
    if late:
        note = "the solver had no answer in its time which readings of doubtful amounts let all sums hold; they stand"
        result = replace(result, findings=(*result.findings, DocumentFinding(OUT_OF_TIME, note)))
    shifts = tuple(moved_records(moved, document_outcomes(result, known_amounts(result), configs))) if moved else ()
    alone = {record.record_id for record in shifts if not record.witness_check_ids}
    entries = tuple(_bounded(_doubted(e, alone), bounds.get(e.line.line_id)) for e in result.entries)
    return replace(
        result,
        entries=entries,
        budget_lines=tuple(e.line for e in entries if e.published),
        repairs=(*result.repairs, *doubled, *shifts, *(restored_record(r) for _, r in sorted(written.items()))),
    )


def _together(
    entries: Sequence[Entry], evidence: Evidence, written: Collection[str]
) -> tuple[dict[str, Restored], bool]:
    """Readings chosen together, where no amount alone can be told any more, and whether time was up before."""
    try:
        chosen = chosen_readings(entries, evidence)
    except OutOfTime:
        return {}, True  # as if there were several answers: the sums stay failed, and say so
    return {r.entry.line.line_id: r for r in chosen if r.entry.line.line_id not in written}, False


def _unslipped(result: DocumentResult, configs: Configs) -> tuple[DocumentResult, list[Moved]]:
    try:
        changed, moved = unslipped(result, configs)
    except OutOfTime:
        note = "the solver had no answer in its time whether rows slipped by columns; the amounts stand as read"
        return replace(result, findings=(*result.findings, DocumentFinding(OUT_OF_TIME, note))), []
    return replace(result, entries=tuple(changed.get(e.line.line_id, e) for e in result.entries)), moved


def _doubted(entry: Entry, alone: Collection[str]) -> Entry:
    """The entry flagged for review where a repair of it has no other witness."""
    if entry.line.line_id not in alone:
        return entry
    return entry._replace(line=entry.line._replace(flags=with_flag(entry.line.flags, "needs_review")))


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
        elif line.value_status in ("reported", "zero"):
            again = reread(entry, evidence)
            if again is not None and only_explanation(again, entries, evidence):
                found.append(again)
    return found


def _with(result: DocumentResult, values: Mapping[str, Restored]) -> DocumentResult:
    entries = tuple(_restored(e, values.get(e.line.line_id)) for e in result.entries)
    return replace(result, entries=entries)


def _restored(entry: Entry, found: Restored | None) -> Entry:
    if found is None:
        return entry
    line = entry.line
    quantum = line.amount_quantum_cny or Decimal("0.01") * SCALE[unit_of(line.amount_unit)]
    status, method = ("repaired", line.extraction_method) if found.method == "reading" else ("derived", "derived")
    changed: BudgetLine = line._replace(
        amount_cny=in_cents(found.value),
        amount_quantum_cny=quantum,
        value_status=status,
        extraction_method=method,
        confidence=min(line.confidence, 0.5),
        flags=line.flags if found.witnesses else with_flag(line.flags, "needs_review"),
    )
    return entry._replace(line=changed, published=True)


def _bounded(entry: Entry, found: Bounds | None) -> Entry:
    if found is None or entry.line.value_status != "illegible":
        return entry
    line = entry.line._replace(amount_low_cny=found.low, amount_high_cny=found.high)
    return entry._replace(line=line)
