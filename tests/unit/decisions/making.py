"""Decisions about the lines of a document, as the review page would make them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.decisions.keys import Places, places
from pipeline.decisions.records import Decision, Seen, Verdict, decide
from pipeline.model.records import BudgetLine, DocumentResult, Entry

TIME = "2026-01-31T08:00:00Z"


def places_of(result: DocumentResult) -> Places:
    order = {table.table_id: table.seq for table in result.tables}
    entries = sorted(result.entries, key=lambda e: (order[e.line.table_id], e.line.row_no, e.col))
    return places(result.document.disclosure_id, [e.line for e in entries])


def decision(
    result: DocumentResult, line: BudgetLine, verdict: Verdict, value: str | None = None, **said: Any
) -> Decision:
    key = places_of(result).keys[line.line_id]
    cny = None if line.amount_cny is None else str(line.amount_cny)
    seen = Seen(raw=line.amount_raw, cny=cny, unit="CNY", status=line.value_status, crop=said.pop("crop", "c0"))
    said = {"reviewer": "Li", "time": TIME, **said}
    return decide(key, seen, verdict, value=value, **said)


def entry_of(result: DocumentResult, kind: str, label: str, measure: str) -> Entry:
    return next(
        e
        for e in result.entries
        if (e.line.table_kind, e.line.label_raw, e.line.measure_id) == (kind, label, measure) and e.line.amount_cny
    )


def changed(result: DocumentResult, line_id: str, **fields: Any) -> DocumentResult:
    """The document as another reading would give it."""
    entries = tuple(
        e._replace(line=e.line._replace(**fields)) if e.line.line_id == line_id else e for e in result.entries
    )
    return replace(result, entries=entries, budget_lines=tuple(e.line for e in entries if e.published))


def line_of(result: DocumentResult, line_id: str) -> BudgetLine:
    return next(e.line for e in result.entries if e.line.line_id == line_id)
