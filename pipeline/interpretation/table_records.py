"""A table and its columns as published."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ids import content_id
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.contents import Judged
from pipeline.model.joined import joined
from pipeline.model.records import ColumnRecord, TableRecord
from pipeline.money import AmountUnit


def column_records(
    table_id: str, columns: Sequence[Column], unit: AmountUnit | None, lines: bool
) -> list[ColumnRecord]:
    """The columns as published; ``lines`` says whether the table's amounts are budget lines, which have measures."""
    records = []
    for column in columns:
        measure = None
        if column.role == "measure" and lines:
            dimensions = (column.fund_source or "all", column.expenditure_type or "all")
            measure = ".".join((*dimensions, *(("of_which",) if column.of_which else ())))
        records.append(
            ColumnRecord(
                column_id=content_id("col", table_id, column.no),
                table_id=table_id,
                col_no=column.no,
                header_path_raw="/".join(column.path) or f"#{column.no}",
                role=column.role,
                measure_id=measure,
                amount_unit=(column.unit or unit) if column.role == "measure" else None,
                flags=None if column.path else "header_missing",
            )
        )
    return records


def table_record(document_id: str, table_id: str, item: Judged, unit: AmountUnit | None, method: str) -> TableRecord:
    """The table as published, with what contents and notes say of it."""
    table = item.table
    confidences = [cell.confidence for cell in table.cells]
    return TableRecord(
        table_id=table_id,
        document_id=document_id,
        seq=table.seq,
        table_kind=item.kind,
        printed_no=table.caption.printed_no or None,
        title_raw=table.caption.title or table.caption.heading or None,
        unit_label_raw=table.caption.unit_label or None,
        amount_unit=unit,
        page_start=table.page_start,
        page_end=table.page_end,
        n_fragments=table.n_fragments,
        n_rows=table.n_rows,
        n_cols=table.n_cols,
        listed_in_toc=item.listed,
        declared_empty=item.declared_empty,
        declared_empty_reason_raw=item.reason or None,
        table_status=item.status,
        note_raw="\n".join(table.notes) or None,
        extraction_method=method if table.cells else None,
        confidence=min(confidences, default=None),
        flags=joined(item.flags),
    )
