"""Whether the code a row prints stands in the code list under the name the row prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.config.editions import Code
from pipeline.config.names import bare_name
from pipeline.ids import content_id
from pipeline.model.audit import CheckRecord
from pipeline.model.records import BudgetLine, Entry

RULE = "C-CODE"
CODED = ("econ_dept_code", "func_code", "econ_gov_code")
"""A row with two codes prints the name of the first of these: economic tables name the department's classification."""


def code_checks(
    entries: Sequence[Entry], lists: Mapping[str, Mapping[str, Code]], severity: str
) -> Iterator[CheckRecord]:
    """One check for each row that prints code and name. ``lists``: the code list of each column in ``CODED``."""
    only_code = {column: _codes_by_name(codes.values()) for column, codes in lists.items()}
    seen: set[tuple[str, int, int]] = set()
    for entry in entries:
        line = entry.line
        row = (line.table_id, entry.block, line.row_no)
        if row in seen or {"code_from_name", "duplicate_row"} & entry.flags or not line.label_raw:
            continue
        column = next((name for name in CODED if getattr(line, name)), None)
        if column is None:
            continue
        seen.add(row)
        code, name = getattr(line, column), bare_name(line.label_raw)
        listed = lists[column].get(code)
        elsewhere = only_code[column].get(name)
        if listed is not None and bare_name(listed.name) == name:
            yield _record(line, entry, code, "pass", severity, None)
        elif listed is None and elsewhere is None:
            yield _record(
                line,
                entry,
                code,
                "not_evaluable",
                severity,
                "the observed list has no such code, and none of this name alone",
            )
        elif elsewhere is None:
            # The list is observed, not official: another name under a listed code may be another edition's.
            reason = f"the list calls {code} {listed.name if listed else ''}; the printed name is not in it"
            yield _record(line, entry, code, "not_evaluable", severity, reason)
        else:
            beside = f"; it calls {code} {listed.name}" if listed is not None else f"; it has no {code}"
            yield _record(
                line, entry, code, "fail", severity, f"the list has {line.label_raw} under {elsewhere}{beside}"
            )


def _codes_by_name(codes: Iterable[Code]) -> dict[str, str]:
    """The code of each name that only one code bears (一般行政管理事务 is an item of most sections)."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        found[bare_name(code.name)].append(code.code)
    return {name: own[0] for name, own in found.items() if len(own) == 1}


def _record(
    line: BudgetLine, entry: Entry, code: str, status: str, severity: str, reasoning: str | None
) -> CheckRecord:
    sure = line.extraction_method == "text_layer"
    return CheckRecord(
        check_id=content_id("chk", line.table_id, RULE, entry.block, line.row_no),
        document_id=line.document_id,
        table_id=line.table_id,
        rule_id=RULE,
        description=f"row {line.row_no}: {code} {line.label_raw}",
        expected_cny=None,
        actual_cny=None,
        difference_cny=None,
        tolerance_cny=None,
        status=status,
        independent=True,
        severity=severity if status == "fail" else "info",
        cause=("source_error" if sure else "unknown") if status == "fail" else None,
        record_ids=line.line_id,
        reasoning=reasoning,
    )
