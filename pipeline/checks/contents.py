"""What the contents table claims against what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.ids import content_id
from pipeline.model.audit import CheckRecord
from pipeline.model.records import TableRecord

RULE = "C-TOC"


def contents_checks(tables: Sequence[TableRecord], severity: str) -> Iterator[CheckRecord]:
    """One check for each table the contents list."""
    for table in tables:
        if not table.listed_in_toc or table.table_kind == "toc":
            continue
        name = table.printed_no or table.title_raw or table.table_kind
        fault = _fault(table)
        yield CheckRecord(
            check_id=content_id("chk", table.document_id, RULE, table.table_id),
            document_id=table.document_id,
            table_id=table.table_id,
            rule_id=RULE,
            description=f"{name} {table.title_raw or ''}".strip(),
            expected_cny=None,
            actual_cny=None,
            difference_cny=None,
            tolerance_cny=None,
            status="fail" if fault else "pass",
            independent=True,
            severity=severity if fault else "info",
            cause="source_error" if fault and table.extraction_method == "text_layer" else "unknown" if fault else None,
            record_ids=table.table_id,
            reasoning=fault or None,
        )


def _fault(table: TableRecord) -> str:
    if table.table_status == "not_found":
        return "the contents list it and do not call it empty, but it is nowhere in the document"
    if "toc_conflict" in (table.flags or ""):
        return "the contents call it empty and it has amounts, or the other way round"
    return ""
