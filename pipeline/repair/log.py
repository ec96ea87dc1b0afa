"""Repairs as records: before, after, the sums that prove it, who else bears it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.checks.evaluate import PASSED, Outcome
from pipeline.checks.identity import Identity
from pipeline.ids import content_id
from pipeline.model.audit import RepairRecord, rule_repair
from pipeline.model.joined import joined
from pipeline.model.records import BudgetLine, Entry
from pipeline.money import in_cents
from pipeline.repair.restore import Restored
from pipeline.repair.slips import Moved


def restored_record(found: Restored) -> RepairRecord:
    """The record of one restored amount, sums written out in ``rationale``."""
    reading = found.method == "reading"
    sums = "; ".join(identity.description for identity in found.used)
    return _record(
        found.entry.line,
        value_before=found.entry.line.amount_raw or None,
        value_after=str(in_cents(found.value)),
        repair_type="ocr_substitution" if reading else "derivation",
        rationale=f"read as {found.entry.line.amount_raw!r}: {found.slip}; {sums}" if reading else sums,
        used=found.used,
        witnesses=found.witnesses,
        method=found.method,
        candidates=found.entry.alternatives,
        proof="unique: every identity that contains the amount demands this value and no other, without slack",
    )


def moved_records(moved: Sequence[Moved], outcomes: Sequence[Outcome]) -> Iterator[RepairRecord]:
    """The records of amounts moved back under their headers; ``outcomes`` are those after the move.

    Where the sums across the row leave one layout, the sums down the columns and the other tables are witnesses.
    """
    shifts = {(step.entry.list_key, step.layout.start, step.layout.by) for step in moved}
    of: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for line_id in outcome.identity.line_ids:
            of.setdefault(line_id, []).append(outcome)
    for step in moved:
        line = step.entry.line
        own = [o.identity for o in of.get(line.line_id, ()) if o.status in PASSED]
        used = [i for i in own if i.family == "columns"]
        down = [i for i in own if i.family == "rows"]
        if not step.by_row:
            used, down = used + down, []
        witnesses = [*down, *(i for i in own if i.family in ("tables", "prose"))]
        alike = sum(key == step.entry.list_key for key, _, _ in shifts) == 1
        side = "left" if step.layout.by > 0 else "right"
        sums = "; ".join(identity.description for identity in used)
        yield _record(
            line,
            value_before=step.before or None,
            value_after=str(in_cents(line.amount_cny or Decimal(0))),
            repair_type="column_shift" if alike else "row_shift",
            rationale=(
                f"{line.amount_raw!r} was read in column {step.source_col}, {abs(step.layout.by)} to the {side} of its"
                f" header; these sums hold only with it here: {sums}"
            ),
            used=used,
            witnesses=witnesses,
            method="layout",
            proof="unique: no other way the values of the rows can have slipped lets all sums of the list hold",
        )


def doubled_records(entries: Sequence[Entry], titles: Mapping[str, str]) -> Iterator[RepairRecord]:
    """One record for each table that prints its rows twice: the second printing counts for nothing."""
    twice: dict[str, list[BudgetLine]] = {}
    for entry in entries:
        if "duplicate_row" in entry.flags:
            twice.setdefault(entry.line.table_id, []).append(entry.line)
    for table_id, lines in sorted(twice.items()):
        rows = len({line.row_no for line in lines})
        yield rule_repair(
            content_id("rep", table_id, "dedupe"),
            lines[0].document_id,
            ("tables", table_id, "is_additive"),
            ("true", "false"),
            repair_type="dedupe",
            rule_id=None,
            rationale=f"{titles.get(table_id, table_id)}: {rows} rows repeat rows above them, label and amounts alike",
            method="repetition",
            proof="the rows have label, measure and amount of rows above, one by one; no sum counts them",
            page_no=lines[0].page_no,
        )


def _record(  # noqa: PLR0913 - a repair has that many sides, all named
    line: BudgetLine,
    *,
    value_before: str | None,
    value_after: str,
    repair_type: str,
    rationale: str,
    used: Sequence[Identity],
    witnesses: Sequence[Identity],
    method: str,
    proof: str,
    candidates: Sequence[str] = (),
) -> RepairRecord:
    return rule_repair(
        content_id("rep", line.line_id, "amount_cny", value_after),
        line.document_id,
        ("budget_lines", line.line_id, "amount_cny"),
        (value_before, value_after),
        repair_type=repair_type,
        rule_id=used[0].rule_id if used else None,
        rationale=rationale,
        method=method,
        proof=proof,
        confidence=0.9 if witnesses else 0.5,
        evidence_check_ids=joined(i.check_id(line.document_id) for i in used),
        witness_check_ids=joined(i.check_id(line.document_id) for i in witnesses),
        candidates=joined(candidates),
        page_no=line.page_no,
        bbox=line.bbox,
    )
