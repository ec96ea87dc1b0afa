"""What a person should look at, and why: one record for each suspect amount or table and each reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.ids import content_id
from pipeline.model.audit import CheckRecord, TriageRecord
from pipeline.model.flags import PRINTED_RED, STRUCK_OUT
from pipeline.model.forms import EntityFact, Procurement, Project, ThreePublic
from pipeline.model.joined import apart, joined
from pipeline.model.records import BudgetLine, DocumentResult, Statement, TableRecord

Amount = BudgetLine | Statement | ThreePublic | Project | Procurement | EntityFact

DOUBT: dict[str, float] = {
    "illegible": 1.0,
    "table_illegible": 1.0,
    "contradicted": 0.9,
    "column_shifted": 0.9,
    "row_shifted": 0.9,
    "readers_disagree": 0.8,
    "printed_red": 0.6,
    "struck_out": 0.9,
    "low_confidence": 0.6,
    "repair_unwitnessed": 0.6,
    "code_name_mismatch": 0.4,
    "form_contradicted": 0.4,
    "text_contradicted": 0.4,
    "contents_conflict": 0.3,
    "printed_twice": 0.2,
}
"""The reasons, each with the doubt it casts; by doubt and money a queue is ordered."""

SHIFTS = {"column_shift": "column_shifted", "row_shift": "row_shifted"}


def triage(result: DocumentResult) -> tuple[TriageRecord, ...]:
    """The suspects of a document whose checks and repairs are done, one for each record and reason."""
    failing: dict[str, list[CheckRecord]] = defaultdict(list)
    for check in result.checks:
        if check.status == "fail":
            for record_id in apart(check.record_ids):
                failing[record_id].append(check)
    found = [
        *_repaired(result),
        *(suspect for line in result.budget_lines for suspect in _amounts(line, failing[line.line_id])),
        *(suspect for table in result.tables for suspect in _tables(table, result)),
        *_besides_lines(result),
        *_by_rule(result.checks),
    ]
    return tuple({suspect.triage_id: suspect for suspect in found}.values())


def _amounts(line: BudgetLine, failing: Sequence[CheckRecord]) -> Iterator[TriageRecord]:
    flags = set(apart(line.flags))
    if "reviewed" in flags:
        return  # a person has looked
    at_risk = abs(line.amount_cny) if line.amount_cny is not None else line.amount_high_cny
    about = f"{line.row_path_raw or line.label_raw} ({line.measure_id})"
    for reason, message in _read_badly(line, line.amount_raw):
        yield _of_line(line, reason, f"{about}: {message}", at_risk)
    if line.reconciliation == "contradicted":
        grave = [check for check in failing if check.severity == "error"]
        widest = max((abs(check.difference_cny) for check in grave if check.difference_cny is not None), default=None)
        said = "; ".join(f"{check.rule_id} {check.description}: {check.reasoning}" for check in grave[:3])
        ids = joined(check.check_id for check in grave)
        yield _of_line(line, "contradicted", f"{about}: {said}", widest, ids)


def _read_badly(record: Amount, printed: str | None) -> Iterator[tuple[str, str]]:
    """The reasons to doubt what was read, each in words."""
    flags = set(apart(record.flags))
    if record.value_status == "illegible":
        yield "illegible", "nobody could read the amount"
    if "readers_disagree" in flags:
        yield "readers_disagree", f"two readers differ on {printed!r}"
    if PRINTED_RED in flags:
        yield "printed_red", f"{printed!r} is printed in red, without a sign"
    if STRUCK_OUT in flags:
        yield "struck_out", f"digits of {printed!r} are struck out"
    if "reading_doubtful" in flags:
        yield "low_confidence", f"read as {printed!r}, in doubt"


def _besides_lines(result: DocumentResult) -> Iterator[TriageRecord]:
    """The amounts of the running text, of forms and lists; one whose cell is a budget line's too is told there."""
    lines = {line.source_cell_id for line in result.budget_lines} - {None}
    named: Sequence[tuple[str, str, Amount, str | None, str | None]] = (
        *(("statements", r.statement_id, r, r.subject, r.amount_raw) for r in result.statements),
        *(("three_public", r.three_public_id, r, r.item_raw, r.amount_raw) for r in result.three_public),
        *(("projects", r.project_id, r, r.project_name_raw, r.amount_raw) for r in result.projects),
        *(("procurement", r.procurement_id, r, r.item_raw, r.amount_raw) for r in result.procurement),
        *(("entity_facts", r.fact_id, r, r.metric_raw, r.value_raw) for r in result.entity_facts),
    )
    for resource, record_id, record, label, printed in named:
        if record.source_cell_id not in lines:
            for reason, message in _read_badly(record, printed):
                suspect = _suspect(record, resource, record_id, reason, f"{label}: {message}")
                at_risk = None if record.amount_cny is None else abs(record.amount_cny)
                yield replace(suspect, amount_cny=at_risk, page_no=record.page_no, bbox=record.bbox)


def _repaired(result: DocumentResult) -> Iterator[TriageRecord]:
    lines = {line.line_id: line for line in result.budget_lines}
    for repair in result.repairs:
        line = lines.get(repair.record_id)
        if line is None or repair.witness_check_ids or repair.review_state != "unreviewed":
            continue
        reason = SHIFTS.get(repair.repair_type, "repair_unwitnessed")
        at_risk = None if line.amount_cny is None else abs(line.amount_cny)
        message = (
            f"{repair.value_before or 'nothing'} → {repair.value_after} without another witness: {repair.rationale}"
        )
        yield _of_line(line, reason, message, at_risk, repair.evidence_check_ids)


def _tables(table: TableRecord, result: DocumentResult) -> Iterator[TriageRecord]:
    named = table.title_raw or table.printed_no or table.table_kind
    if table.table_status == "illegible":
        yield _of_table(table, "table_illegible", f"{named}: the table could not be read")
    twice = [
        line for line in result.budget_lines if line.table_id == table.table_id and "duplicate_row" in str(line.flags)
    ]
    if twice:
        rows = len({line.row_no for line in twice})
        yield _of_table(table, "printed_twice", f"{named}: {rows} rows repeat the row above; they add nothing")


def _by_rule(checks: Sequence[CheckRecord]) -> Iterator[TriageRecord]:
    reasons = {
        "C-TOC": "contents_conflict",
        "C-CODE": "code_name_mismatch",
        "C-PROC": "column_shifted",
        "C-3P": "form_contradicted",
        "C-PERF": "form_contradicted",
        "C-PROSE": "text_contradicted",
    }
    for check in checks:
        reason = reasons.get(check.rule_id)
        slipped = check.rule_id != "C-PROC" or check.cause == "extraction_error"
        if check.status == "fail" and reason is not None and slipped:
            yield _of_check(check, reason)


def _of_line(
    line: BudgetLine, reason: str, message: str, amount: Decimal | None, check_ids: str | None = None
) -> TriageRecord:
    suspect = _suspect(line, "budget_lines", line.line_id, reason, message)
    return replace(suspect, amount_cny=amount, check_ids=check_ids, page_no=line.page_no, bbox=line.bbox)


def _of_table(table: TableRecord, reason: str, message: str) -> TriageRecord:
    return replace(_suspect(table, "tables", table.table_id, reason, message), page_no=table.page_start)


def _of_check(check: CheckRecord, reason: str) -> TriageRecord:
    suspect = _suspect(check, "checks", check.check_id, reason, f"{check.description}: {check.reasoning}")
    at_risk = None if check.actual_cny is None else abs(check.actual_cny)
    return replace(suspect, amount_cny=at_risk, check_ids=check.check_id)


def _suspect(
    about: Amount | TableRecord | CheckRecord, resource: str, record_id: str, reason: str, message: str
) -> TriageRecord:
    return TriageRecord(
        triage_id=content_id("tri", record_id, reason),
        document_id=about.document_id,
        table_id=None if isinstance(about, Statement) else about.table_id,
        resource=resource,
        record_id=record_id,
        reason=reason,
        message=message,
        amount_cny=None,
        weight=DOUBT[reason],
        check_ids=None,
        page_no=None,
        bbox=None,
    )
