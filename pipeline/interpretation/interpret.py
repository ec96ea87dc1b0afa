"""Logical tables to records: kinds, contents, columns, cells, budget lines, units of one document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.config.rules import Rules
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.amount_units import document_unit, prints_unknown_unit, table_unit, units_printed
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.budget_lines import LineContext, amount_entries
from pipeline.interpretation.cells import cell_records
from pipeline.interpretation.classification_paths import ClassificationPaths
from pipeline.interpretation.code_fixes import codes_fixed
from pipeline.interpretation.codes import NameIndex
from pipeline.interpretation.columns import bind_columns
from pipeline.interpretation.contents import Judged, contents_entries, judge
from pipeline.interpretation.doubts import (
    header_blank,
    heads_blank,
    table_findings,
    units_differ,
    unrecorded,
    year_denied,
)
from pipeline.interpretation.economic_columns import with_economic_items
from pipeline.interpretation.entity_facts import EntityFactReader
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.forms import form_records
from pipeline.interpretation.identification import Identity
from pipeline.interpretation.kind import kind_of
from pipeline.interpretation.lost_tables import tables_not_found
from pipeline.interpretation.parts import Parts
from pipeline.interpretation.passages import ShownBox
from pipeline.interpretation.performance_prose import narrated_goals
from pipeline.interpretation.projects import linked
from pipeline.interpretation.proposals import proposals
from pipeline.interpretation.prose import paragraphs
from pipeline.interpretation.statements import statements
from pipeline.interpretation.table_records import column_records, table_record
from pipeline.interpretation.table_years import year_of
from pipeline.interpretation.titles import as_titled
from pipeline.interpretation.units import UnitRegister
from pipeline.model.findings import DocumentFinding
from pipeline.model.joined import joined
from pipeline.model.page import Source
from pipeline.model.records import (
    CellRecord,
    ColumnRecord,
    DocumentRecord,
    DocumentResult,
    Entry,
    TableRecord,
)
from pipeline.model.table import PageContent, Table
from pipeline.money import AmountUnit, plain

PHASE = {"budget": "approved_budget", "final": "final_account"}


def interpret(
    source: Source,
    identity: Identity,
    pages: Sequence[PageContent],
    tables: Sequence[Table],
    shown_box: ShownBox,
    rules: Rules,
) -> DocumentResult:
    """The records of one document. ``shown_box`` takes page number and box to the page as a viewer shows it."""
    document_id = source.document_id
    with_kind = [(table, kind_of(table, rules, identity.publisher).kind) for table in tables]
    entries = contents_entries(with_kind, pages, rules)
    judged = judge(with_kind, entries, rules, identity.publisher)
    parts = Parts(pages, rules)
    units = UnitRegister(identity, parts, rules)
    unit = document_unit(with_kind, pages, rules)
    reading = _Reading(document_id, identity, source, unit, shown_box, parts, rules)
    read = [reading.table(item) for item in judged]
    for item, one in zip(judged, read, strict=True):
        units.read_table(item.table, one.columns)
    for item in judged:
        if item.kind == "unit_list":
            units.read_list(item.table)
    publisher_unit = units.publisher_unit_id()
    prose = paragraphs(pages, source.located, rules.vocabulary.statements)
    paths = ClassificationPaths((entry.line for one in read for entry in one.entries), rules.configs)
    said = statements(source, identity, prose, publisher_unit, shown_box, paths, rules)
    filled = [one.form for item, one in zip(judged, read, strict=True) if item.status == "extracted"]
    goals, indicators = narrated_goals(source, prose, publisher_unit, shown_box, rules)
    facts = EntityFactReader(source, identity.fiscal_year, publisher_unit, shown_box, rules)
    forms = form_records(filled, said, units, identity.title, reading.phase, rules)
    settled = [e for item, one in zip(judged, read, strict=True) for e in units.settled(one.entries, item.table)]
    amounts, fixes = codes_fixed(linked(settled, forms.project_rows), {one.record.table_id: one.form for one in read})
    return DocumentResult(
        document=_document_record(source, document_id, identity, publisher_unit, judged, len(entries), pages, rules),
        tables=tuple(one.record for one in read),
        columns=tuple(record for one in read for record in one.column_records),
        cells=tuple(cell for one in read for cell in one.cells),
        budget_lines=tuple(entry.line for entry in amounts if entry.published),
        units=units.records(),
        findings=(
            *identity.findings,
            *(finding for one in read for finding in one.findings),
            *_unrecorded(judged, read, forms.tables(), rules),
            *tables_not_found(pages, tables),
            *(
                DocumentFinding("read-from-pixels", f"page {page.number}: {page.from_pixels}", page.number)
                for page in source.pages
                if page.from_pixels
            ),
            *source.findings,
            *(DocumentFinding("source-note", note) for note in source.notes),
        ),
        logical_tables=tuple(tables),
        entries=tuple(amounts),
        statements=said,
        repairs=(*forms.repairs, *fixes),
        projects=forms.projects,
        procurement=forms.procurement,
        three_public=forms.three_public,
        entity_facts=(*forms.entity_facts, *facts.read(prose)),
        performance_goals=(*forms.performance_goals, *goals),
        performance_indicators=(*forms.performance_indicators, *indicators),
    )


@dataclass(frozen=True, slots=True)
class _TableRead:
    record: TableRecord
    columns: tuple[Column, ...]
    column_records: tuple[ColumnRecord, ...]
    cells: tuple[CellRecord, ...]
    entries: tuple[Entry, ...]
    findings: tuple[DocumentFinding, ...]
    form: FormTable


def _unrecorded(
    judged: Sequence[Judged], read: Sequence[_TableRead], recorded: set[str | None], rules: Rules
) -> Iterator[DocumentFinding]:
    for item, one in zip(judged, read, strict=True):
        if item.status == "extracted" and one.record.table_id not in recorded:
            yield from unrecorded(item.table, rules.kind(item.kind), one.record.table_id)


class _Reading:
    """Reads the tables of one document one after the other, so that equal keys get different identifiers."""

    def __init__(
        self,
        document_id: str,
        identity: Identity,
        source: Source,
        unit: AmountUnit | None,
        shown_box: ShownBox,
        parts: Parts,
        rules: Rules,
    ) -> None:
        self._document_id = document_id
        self._identity = identity
        self._method = "text_layer" if source.text_layer != "transcript" else "manual"
        self._unit = unit
        self._shown_box = shown_box
        self._parts = parts
        self._rules = rules
        self._names = NameIndex(rules.configs)
        self.phase = PHASE[identity.document_type.split("_")[1]]
        self._line_keys, self._table_keys = Occurrences(), Occurrences()

    def table(self, item: Judged) -> _TableRead:
        """The records of one table, read in document order."""
        table = item.table
        kind = as_titled(self._rules.kind(item.kind), table, self._identity.publisher, self._rules)
        key = (self._document_id, item.kind, table.caption.printed_no, table.caption.title)
        table_id = content_id("tab", *key, self._table_keys.next(*key))
        method = "ocr" if table.reader == "ocr" else self._method
        own_year = self._identity.fiscal_year
        year, denied, by_part = year_of(table, self._identity, self._parts, self._rules)
        review = ("needs_review",)
        bound = bind_columns(table, kind, own_year, self._rules, year) if table.cells else ()
        columns = with_economic_items(bound, table, kind, self._names, self._rules)
        own_unit = table_unit(table, columns if kind.lines else (), self._rules)
        printed = units_printed(table, self._rules)
        blank = kind.lines and heads_blank(table, columns)
        doubted = denied or by_part or len(printed) > 1 or blank
        unit = own_unit or (None if prints_unknown_unit(table, self._rules) else self._unit)
        cells = cell_records(table, table_id, method, self._shown_box, self._rules)
        context = LineContext(
            document_id=self._document_id,
            table_id=table_id,
            fiscal_year=own_year,
            locality_code=self._identity.locality_code,
            unit_id=None,
            phase=self.phase,
            unit=unit,
            unit_from_document=own_unit is None,
            doubts=review if doubted else (),
            extraction_method=method,
            cells=cells,
            occurrences=self._line_keys,
        )
        expected = kind.lines and item.status == "extracted"
        entries = amount_entries(table, kind, columns, context, self._names, self._rules) if expected else []
        listed = proposals(table, columns, self._names, self._rules.configs)
        return _TableRead(
            record=table_record(self._document_id, table_id, item, own_unit, method),
            columns=columns,
            column_records=tuple(column_records(table_id, columns, own_unit, kind.lines)),
            cells=tuple(cells.values()),
            entries=tuple(entries),
            findings=(
                *([year_denied(table, table_id, own_year)] if denied else []),
                *([units_differ(table, table_id, printed)] if len(printed) > 1 else []),
                *([header_blank(table, table_id)] if blank else []),
                *table_findings(table, table_id, columns, entries, expected, listed, self._rules),
            ),
            form=FormTable(
                table=table,
                table_id=table_id,
                table_kind=item.kind,
                columns=columns,
                cells=cells,
                entries=tuple(entries),
                document_id=self._document_id,
                fiscal_year=year,
                locality_code=self._identity.locality_code,
                phase=self.phase,
                unit=unit,
                unit_from_document=own_unit is None,
                doubts=review if doubted or year != own_year else (),  # of another year, the phase is a guess
                rules=self._rules,
            ),
        )


def _document_record(
    source: Source,
    document_id: str,
    identity: Identity,
    unit_id: str | None,
    judged: Sequence[Judged],
    listed: int,
    pages: Sequence[PageContent],
    rules: Rules,
) -> DocumentRecord:
    words = rules.vocabulary.identification
    text = " ".join(plain(line.text) for page in pages for line in page.lines)
    unit_key = unit_id.split("-", 1)[1] if unit_id else content_id("n", identity.publisher).replace("_", "")
    flags = sorted({"toc_conflict" for j in judged if "toc_conflict" in j.flags} | _identity_flags(identity))
    return DocumentRecord(
        document_id=document_id,
        disclosure_id=f"{identity.locality_code}-{unit_key}-{identity.fiscal_year}-{identity.document_type}",
        locality_code=identity.locality_code,
        unit_id=unit_id,
        publisher_raw=identity.publisher,
        title_raw=identity.title,
        document_type=identity.document_type,
        fiscal_year=identity.fiscal_year,
        template_family=rules.template_family,
        file_name=source.file_name,
        file_sha256=source.sha256,
        file_bytes=source.n_bytes,
        page_count=source.n_pages,
        text_layer=source.text_layer,
        tables_listed=listed or None,
        tables_extracted=sum(j.status == "extracted" for j in judged),
        secrecy_review_raw=_said(words.secrecy_review, text),
        signoff_raw=_said(words.sign_off, text[:4000]),
        flags=joined(flags),
        file_created_at=source.created,
    )


def _identity_flags(identity: Identity) -> set[str]:
    flags = {
        "publisher-conflict": "name_variant",
        "locality-unknown": "needs_review",
        "year-conflict": "needs_review",
        "year-not-printed": "needs_review",
    }
    return {flags[f.code] for f in identity.findings if f.code in flags}


def _said(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text)
    return match.group(1).strip()[:40] if match else None
