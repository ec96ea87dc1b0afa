"""Projects follow the amounts they were read from: what a person or a sum has put right is right in both places."""

from __future__ import annotations

from dataclasses import replace

from pipeline.interpretation.projects import OF_LINES
from pipeline.model.forms import Project
from pipeline.model.joined import apart, joined
from pipeline.model.records import DocumentResult, Entry


def projects_settled(before: DocumentResult, after: DocumentResult) -> DocumentResult:
    """``after`` with the amounts of its projects as its budget lines have them now.

    ``before`` is the document as it was read: there a project and its line come from the same cell. A project whose
    line was withdrawn has no amount, ``value_status`` blank; one that was read from a form has no line and stays.
    """
    line_of = {(e.line.table_id, e.line.source_cell_id): e.line for e in before.entries if e.line.project_id}
    now = {entry.line.line_id: entry for entry in after.entries}
    settled = []
    for project in after.projects:
        read = line_of.get((project.table_id, project.source_cell_id))
        entry = now.get(read.line_id) if read is not None else None
        changed = read is not None and entry is not None and (entry.line != read or not entry.published)
        settled.append(_settled(project, entry) if changed and entry is not None else project)
    return replace(after, projects=tuple(settled))


def _settled(project: Project, entry: Entry) -> Project:
    line = entry.line
    kept = (flag for flag in (*apart(project.flags), *apart(line.flags)) if flag not in OF_LINES)
    if not entry.published:
        return replace(project, amount_raw=None, amount_quantum_cny=None, amount_cny=None, value_status="blank")
    return replace(
        project,
        amount_raw=line.amount_raw or None,
        amount_unit=line.amount_unit,
        amount_quantum_cny=line.amount_quantum_cny,
        amount_cny=line.amount_cny,
        page_no=line.page_no,
        bbox=line.bbox,
        source_cell_id=line.source_cell_id,
        extraction_method=line.extraction_method,
        confidence=line.confidence,
        value_status=line.value_status,
        flags=joined(kept),
    )
