"""The story of one amount, from the page to the published value, as text a reviewer can follow."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.emission.read import Release
from pipeline.errors import UsageProblem
from pipeline.model.joined import apart
from pipeline.money import UNIT_NAMES, unit_of

Row = Mapping[str, Any]


def explanation(release: Release, record_id: str) -> str:
    """The story of a budget line or of a cell (then of the lines read from it), lines ending in a newline.

    Raises ``UsageProblem`` naming the closest identifiers when there is none of that name.
    """
    lines = {str(row["line_id"]): row for row in release.arrow("budget_lines").to_pylist()}
    wanted = [lines[record_id]] if record_id in lines else []
    cells = [] if wanted else release.arrow("cells", cell_id=record_id).to_pylist()
    if cells:
        wanted = [row for row in lines.values() if row["source_cell_id"] == record_id]
    repairs = [] if wanted else _of_cells(release, cells) or release.arrow("repairs", record_id=record_id).to_pylist()
    if not wanted and not cells and not repairs:
        close = difflib.get_close_matches(record_id, lines, n=3, cutoff=0.5) or list(lines)[:3]
        hint = f"did you mean {', '.join(close)}?" if close else "it has no budget lines"
        raise UsageProblem(f"{record_id}: no budget line and no cell of {release.folder}; {hint}")
    told: list[str] = []
    for cell in cells:
        told += _cell(cell)
    for line in wanted:
        told += line_story(line, _evidence(release, str(line["document_id"]), lines))
    for repair in repairs:
        told += _repair(repair)
    return "".join(part + "\n" for part in told)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the story of a line draws on: its document, and the lines, statements, repairs and checks of it."""

    document: Row
    lines: Mapping[str, Row]
    statements: Mapping[str, Row]
    repairs: Sequence[Row]
    checks: Sequence[Row]


def _evidence(release: Release, document_id: str, lines: Mapping[str, Row]) -> Evidence:
    (document,) = release.arrow("documents", document_id=document_id).to_pylist()
    return Evidence(
        document,
        lines,
        {str(row["statement_id"]): row for row in release.arrow("statements", document_id=document_id).to_pylist()},
        release.arrow("repairs", document_id=document_id).to_pylist(),
        release.arrow("checks", document_id=document_id).to_pylist(),
    )


def _cell(cell: Row) -> Iterator[str]:
    yield f"cell {cell['cell_id']} of table {cell['table_id']}, row {cell['row_no']}, column {cell['col_no']}"
    yield f"  printed: {cell['text_raw']!r} ({cell['value_status']}){_place(cell)}"


def line_story(line: Row, evidence: Evidence) -> Iterator[str]:
    """The story of a budget line, line by line: place, reading, value, repairs, checks with their sums."""
    document = evidence.document
    about = line["row_path_raw"] or line["label_raw"]
    yield f"{line['line_id']}: {about} · {line['measure_id']} · {line['table_kind']}"
    yield f"  file: {document['file_name']}, sha256 {document['file_sha256']}{_place(line)}"
    yield (
        f"  read: {line['amount_raw'] or 'nothing'!r} by {line['extraction_method']},"
        f" confidence {line['confidence']}, flags {line['flags'] or 'none'}"
    )
    unit = UNIT_NAMES[unit_of(line["amount_unit"])] if line["amount_unit"] else "unit unknown"
    yield f"  published: {_amount(line['amount_cny'])} yuan ({line['value_status']}; printed in {unit})"
    if line["amount_low_cny"] is not None:
        yield f"  not determined: between {line['amount_low_cny']} and {line['amount_high_cny']} yuan"
    for repair in evidence.repairs:
        if repair["record_id"] == line["line_id"]:
            yield from _repair(repair)
    yield f"  reconciliation: {line['reconciliation']}"
    for check in evidence.checks:
        ids = apart(check["record_ids"])
        if line["line_id"] in ids:
            yield from _check(check, ids, evidence.lines, evidence.statements)


def _repair(repair: Row) -> Iterator[str]:
    yield (
        f"  repair {repair['repair_id']}: {repair['value_before'] or 'nothing'} → {repair['value_after'] or 'nothing'}"
        f" ({repair['repair_type']}, {repair['review_state']})"
    )
    yield f"    because: {repair['rationale']}"
    yield f"    proof: {repair['proof']}"
    if repair["actor"] != "human":
        yield f"    checks used: {repair['evidence_check_ids']}"
        yield f"    independent witnesses: {repair['witness_check_ids'] or 'none; a person has to look'}"


def _of_cells(release: Release, cells: Sequence[Row]) -> list[Row]:
    """What was done to amounts in these cells that are not published: a person has said that a cell is blank."""
    if not cells:
        return []
    documents = {t["table_id"]: t["document_id"] for t in release.arrow("tables").to_pylist()}
    places = {(documents[cell["table_id"]], cell["page_no"], cell["bbox"]) for cell in cells if cell["bbox"]}
    repairs = release.arrow("repairs", actor="human").to_pylist()
    return [r for r in repairs if (r["document_id"], r["page_no"], r["bbox"]) in places]


def _check(check: Row, ids: Sequence[str], lines: Mapping[str, Row], statements: Mapping[str, Row]) -> Iterator[str]:
    used = "" if check["independent"] else ", used by a repair and no witness"
    yield f"  {check['rule_id']} {check['status']}{used}: {check['description']}"
    terms = [_term(i, lines, statements) for i in ids]
    yield f"    {terms[0]} = {' + '.join(terms[1:])}"
    if check["difference_cny"]:
        yield f"    difference {check['difference_cny']}, tolerance {check['tolerance_cny']}"
    if check["reasoning"]:
        yield f"    {check['cause'] or 'note'}: {check['reasoning']}"


def _term(record_id: str, lines: Mapping[str, Row], statements: Mapping[str, Row]) -> str:
    row = lines.get(record_id) or statements.get(record_id)
    return _amount(row["amount_cny"]) if row is not None else "blank"


def _amount(value: object) -> str:
    return "unknown" if value is None else f"{value:,.2f}"


def _place(row: Row) -> str:
    return f", page {row['page_no']}, box {row['bbox']}" if row["page_no"] else ", no page (a transcript)"
