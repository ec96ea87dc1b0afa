"""What became of every table of a release: the resources it feeds, or the reason why it feeds none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.emission.package import json_text
from pipeline.emission.read import Release
from pipeline.emission.schema import RESOURCES

_ABOUT_TABLES = frozenset({"tables", "table_columns", "cells", "checks", "repairs", "triage"})
"""Resources that tell of tables or of the work on them, not what a table says."""
_ELSEWHERE = {
    "toc": "its rows are told by listed_in_toc and declared_empty of tables",
    "unit_list": "its rows are told by units",
    "activity_plan": "no resource is for single meetings and trainings; its cells are published",
}
_STATUS = {
    "declared_empty": "the document declares it empty",
    "blank_template": "a form nobody filled in",
    "not_found": "listed in the contents, not in the document",
    "illegible": "nobody could read it",
}
UNKNOWN_KIND = "its kind is not known; its cells are published"
NO_NUMBERS = "no figure below its header"
UNEXPLAINED = "no reason known"


@dataclass(frozen=True, slots=True)
class TableFate:
    """One table: ``feeds`` counts the rows of each resource made from it; ``reason`` says why there are none.

    ``unread`` counts cells with digits, of columns whose measure is known, that gave no budget line.
    """

    seq: int
    table_id: str
    kind: str
    printed_no: str
    title: str
    status: str
    feeds: Mapping[str, int]
    reason: str
    unread: int

    @property
    def is_exception(self) -> bool:
        """Whether somebody should look at it: figures that became nothing, without a reason the document gives."""
        return self.reason in {UNKNOWN_KIND, UNEXPLAINED}


@dataclass(frozen=True, slots=True)
class DocumentFate:
    """One document: its rows in each resource, and its tables in the order of the document."""

    document_id: str
    file: str
    rows: Mapping[str, int]
    tables: tuple[TableFate, ...]


def coverage(release: Release) -> tuple[DocumentFate, ...]:
    """What became of every table, document by document in the order of their file names."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    feeds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for resource in RESOURCES:
        names = {field.name for field in resource.fields}
        if "document_id" in names and resource.name != "documents":
            for (document,) in _rows(release, resource.name, ("document_id",)):
                rows[document][resource.name] += 1
        if "table_id" in names and resource.name not in _ABOUT_TABLES:
            for (table,) in _rows(release, resource.name, ("table_id",)):
                feeds[table][resource.name] += 1
    figures, unread = _figures(release)
    tables: defaultdict[str, list[TableFate]] = defaultdict(list)
    for row in release.arrow("tables").to_pylist():
        fed = dict(sorted(feeds[row["table_id"]].items()))
        fate = _fate(row, fed, figures[row["table_id"]], unread[row["table_id"]])
        tables[row["document_id"]].append(fate)
    documents = sorted(_rows(release, "documents", ("file_name", "document_id")))
    return tuple(
        DocumentFate(
            document, file, dict(sorted(rows[document].items())), tuple(sorted(tables[document], key=lambda t: t.seq))
        )
        for file, document in documents
    )


def _rows(release: Release, name: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for batch in release.batches(name, columns):
        yield from batch


def _figures(release: Release) -> tuple[Counter[str], Counter[str]]:
    """Of each table: cells below the header with digits; those of columns with a measure that gave no budget line."""
    measured = {
        (table, column)
        for table, column, measure in _rows(release, "table_columns", ("table_id", "col_no", "measure_id"))
        if measure
    }
    read = {cell for (cell,) in _rows(release, "budget_lines", ("source_cell_id",))}
    figures: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    columns = ("cell_id", "table_id", "col_no", "is_header", "text_raw")
    for cell, table, column, is_header, text in _rows(release, "cells", columns):
        if is_header or not any(character.isdigit() for character in text or ""):
            continue
        figures[table] += 1
        if (table, column) in measured and cell not in read:
            unread[table] += 1
    return figures, unread


def _fate(row: Mapping[str, Any], feeds: Mapping[str, int], figures: int, unread: int) -> TableFate:
    reason = "" if feeds else _reason(str(row["table_kind"]), str(row["table_status"]), figures)
    return TableFate(
        row["seq"],
        row["table_id"],
        row["table_kind"],
        row["printed_no"] or "",
        row["title_raw"] or "",
        row["table_status"],
        feeds,
        reason,
        unread if "budget_lines" in feeds else 0,
    )


def _reason(kind: str, status: str, figures: int) -> str:
    if kind in _ELSEWHERE:
        return _ELSEWHERE[kind]
    if status in _STATUS:
        return _STATUS[status]
    if not figures:
        return NO_NUMBERS
    return UNKNOWN_KIND if kind == "other" else UNEXPLAINED


def coverage_lines(documents: Sequence[DocumentFate]) -> Iterator[str]:
    """For people: a line a document, a line a table below it (``!`` marks exceptions), and what it comes to."""
    for document in documents:
        yield f"{document.file}: {_counts(document.rows)}"
        for table in document.tables:
            name = " ".join(part for part in (table.printed_no, table.title) if part) or "(no title)"
            became = f"→ {_counts(table.feeds)}" if table.feeds else f"– {table.reason}"
            left = f"; {table.unread} figures gave no line" if table.unread else ""
            mark = "!" if table.is_exception else " "
            yield f"{mark} {table.seq:3} {table.kind:18} {table.status:14} {name} {became}{left}"
    tables = [table for document in documents for table in document.tables]
    feeding = sum(1 for table in tables if table.feeds)
    reasons = Counter(table.reason for table in tables if not table.feeds)
    yield f"{len(documents)} documents, {len(tables)} tables: {feeding} feed a resource, {len(tables) - feeding} do not"
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {count} × {reason}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def coverage_json(documents: Sequence[DocumentFate]) -> str:
    """The same as a JSON list of documents."""
    return json_text([asdict(document) for document in documents])
