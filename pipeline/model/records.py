"""What leaves interpretation: one frozen record for each row to be published, named as in the schema.

A document has some of most kinds and thousands of cells, lines and checks: those are tuples, which are made, changed
and written several times faster than data classes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.audit import CheckRecord, RepairRecord, TriageRecord
from pipeline.model.findings import DocumentFinding
from pipeline.model.forms import EntityFact, PerformanceGoal, PerformanceIndicator, Procurement, Project, ThreePublic
from pipeline.model.joined import apart
from pipeline.model.table import Table


def field_names(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record in the order of the schema."""
    names: tuple[str, ...] = getattr(kind, "_fields", ())
    return names or tuple(field.name for field in fields(kind))


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    document_id: str
    disclosure_id: str
    locality_code: str
    unit_id: str | None
    publisher_raw: str
    title_raw: str
    document_type: str
    fiscal_year: int
    template_family: str | None
    file_name: str
    file_sha256: str
    file_bytes: int
    page_count: int | None
    text_layer: str
    tables_listed: int | None
    tables_extracted: int
    secrecy_review_raw: str | None
    signoff_raw: str | None
    flags: str | None
    revision: int = 1
    supersedes_document_id: str | None = None
    is_current: bool = True
    file_created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TableRecord:
    table_id: str
    document_id: str
    seq: int
    table_kind: str
    printed_no: str | None
    title_raw: str | None
    unit_label_raw: str | None
    amount_unit: str | None
    page_start: int | None
    page_end: int | None
    n_fragments: int
    n_rows: int
    n_cols: int
    listed_in_toc: bool | None
    declared_empty: bool
    declared_empty_reason_raw: str | None
    table_status: str
    note_raw: str | None
    extraction_method: str | None
    confidence: float | None
    flags: str | None


@dataclass(frozen=True, slots=True)
class ColumnRecord:
    column_id: str
    table_id: str
    col_no: int
    header_path_raw: str
    role: str
    measure_id: str | None
    amount_unit: str | None
    flags: str | None


class CellRecord(NamedTuple):
    cell_id: str
    table_id: str
    row_no: int
    col_no: int
    row_span: int
    col_span: int
    is_header: bool
    text_raw: str
    text_norm: str
    page_no: int | None
    bbox: str | None
    extraction_method: str
    confidence: float
    value_status: str
    flags: str | None


class BudgetLine(NamedTuple):
    line_id: str
    document_id: str
    table_id: str
    table_kind: str
    fiscal_year: int
    locality_code: str
    unit_id: str | None
    row_no: int
    label_raw: str
    row_path_raw: str
    row_role: str
    line_level: int
    side: str
    measure_id: str
    fund_source: str
    expenditure_type: str
    phase: str
    func_code: str | None
    func_code_id: str | None
    econ_dept_code: str | None
    econ_dept_code_id: str | None
    econ_gov_code: str | None
    econ_gov_code_id: str | None
    is_additive: bool
    amount_raw: str
    amount_unit: str | None
    amount_quantum_cny: Decimal | None
    amount_cny: Decimal | None
    remark_raw: str | None
    page_no: int | None
    bbox: str | None
    source_cell_id: str | None
    extraction_method: str
    confidence: float
    value_status: str
    reconciliation: str
    flags: str | None
    amount_low_cny: Decimal | None = None
    amount_high_cny: Decimal | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One amount the running text asserts, with its change against the year before."""

    statement_id: str
    document_id: str
    fiscal_year: int
    unit_id: str | None
    section_raw: str | None
    sentence_raw: str
    subject: str
    func_code: str | None
    econ_code: str | None
    amount_raw: str
    amount_unit: str | None
    amount_quantum_cny: Decimal | None
    amount_cny: Decimal | None
    yoy_direction: str | None
    yoy_amount_raw: str | None
    yoy_amount_cny: Decimal | None
    yoy_pct: Decimal | None
    reason_raw: str | None
    page_no: int | None
    bbox: str | None
    source_cell_id: str | None
    extraction_method: str
    confidence: float
    value_status: str
    flags: str | None


@dataclass(frozen=True, slots=True)
class UnitRecord:
    unit_id: str
    locality_code: str
    local_code: str | None
    unit_name: str
    aliases_raw: str | None = None
    parent_unit_id: str | None = None
    nature_raw: str | None = None
    rank_raw: str | None = None
    funding_raw: str | None = None


class Entry(NamedTuple):
    """One amount cell: its budget line, and where it stands in the list and under the header.

    ``published`` is false for a blank cell: its line only carries what the amount would be about, and is written
    to no file unless the amount is derived. ``header`` holds the column's texts, top down; ``block`` numbers the
    side-by-side list; ``unit_code`` is the local code printed in the row, ``unit_name`` the unit that it or a row
    above it names without one.
    ``read_status``: the line's status before a person decided on it.
    """

    line: BudgetLine
    block: int
    col: int
    header: tuple[str, ...]
    published: bool = True
    unit_code: str | None = None
    unit_name: str | None = None
    alternatives: tuple[str, ...] = ()
    refused: Decimal | None = None
    """A value in yuan that a person has found wrong: no sum may bring it back."""
    read_status: str | None = None

    @property
    def list_key(self) -> tuple[str, int]:
        """The table and the side-by-side list in it."""
        return self.line.table_id, self.block

    @property
    def code(self) -> str | None:
        """The code the row is listed under, printed or known by its name."""
        return self.line.func_code or self.line.econ_dept_code or self.line.econ_gov_code

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(apart(self.line.flags))


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Everything one file gave: the records to publish, the tables they come from, and what was noticed."""

    document: DocumentRecord
    tables: tuple[TableRecord, ...]
    columns: tuple[ColumnRecord, ...]
    cells: tuple[CellRecord, ...]
    budget_lines: tuple[BudgetLine, ...]
    units: tuple[UnitRecord, ...]
    findings: tuple[DocumentFinding, ...]
    logical_tables: tuple[Table, ...] = ()
    entries: tuple[Entry, ...] = ()
    checks: tuple[CheckRecord, ...] = ()
    repairs: tuple[RepairRecord, ...] = ()
    statements: tuple[Statement, ...] = ()
    triage: tuple[TriageRecord, ...] = ()
    projects: tuple[Project, ...] = ()
    procurement: tuple[Procurement, ...] = ()
    three_public: tuple[ThreePublic, ...] = ()
    entity_facts: tuple[EntityFact, ...] = ()
    performance_goals: tuple[PerformanceGoal, ...] = ()
    performance_indicators: tuple[PerformanceIndicator, ...] = ()
