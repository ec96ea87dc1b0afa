"""Misprinted codes put right where the printed name leaves no other: the printed code stays in the repair's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.ids import content_id
from pipeline.interpretation.codes import CLASS_OF_DIGIT, read_code
from pipeline.interpretation.form_table import FormTable
from pipeline.model.audit import RepairRecord
from pipeline.model.records import Entry

FIELDS = {"functional": "func_code", "econ_dept": "econ_dept_code", "econ_gov": "econ_gov_code"}
CLASS_DIGITS = 3
"""The class (类) of the printed code must be that of the code the name stands for."""


def codes_fixed(entries: Sequence[Entry], forms: Mapping[str, FormTable]) -> tuple[list[Entry], list[RepairRecord]]:
    """The entries with ``code_repaired`` where a code was misprinted, and a repair for each.

    A code is misprinted when what stands in the code column is no code (2210), the row's name is that of one code of
    the list alone, and the two differ by one slip within one class.
    """
    fixed: list[Entry] = []
    repairs: list[RepairRecord] = []
    for entry in entries:
        printed = _printed(entry, forms.get(entry.line.table_id))
        code = entry.code
        slipped = printed is not None and code is not None and _one_slip(printed, code)
        if printed is None or code is None or not slipped or printed[:CLASS_DIGITS] != code[:CLASS_DIGITS]:
            fixed.append(entry)
            continue
        flags = [f for f in (entry.line.flags or "").split("|") if f and f != "code_from_name"]
        line = replace(entry.line, flags="|".join((*flags, "code_repaired")))
        fixed.append(replace(entry, line=line))
        if entry.published:
            repairs.append(_repair(entry, printed, code))
    return fixed, repairs


def _printed(entry: Entry, form: FormTable | None) -> str | None:
    """What stands in the code column of a row whose code is known by its name alone."""
    if form is None or "code_from_name" not in entry.flags:
        return None
    columns = [c.no for c in form.columns if c.role == "code" and c.of != "unit" and c.block == entry.block]
    texts = [form.text(entry.line.row_no, column) for column in columns]
    printed = "".join(texts)
    return printed if printed.isdigit() and printed[0] in CLASS_OF_DIGIT and read_code(printed, None) is None else None


def _one_slip(printed: str, code: str) -> bool:
    """Whether one digit lost, added or changed, or two neighbours swapped, makes the one the other."""
    if printed == code or abs(len(printed) - len(code)) > 1:
        return False
    if len(printed) == len(code):
        differing = [i for i in range(len(code)) if printed[i] != code[i]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1  # noqa: PLR2004 - two neighbours
        first, last = (differing[0], differing[-1]) if differing else (0, 0)
        return len(differing) == 1 or (swapped and (printed[first], printed[last]) == (code[last], code[first]))
    short, long = sorted((printed, code), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _repair(entry: Entry, printed: str, code: str) -> RepairRecord:
    line = entry.line
    field = next(FIELDS[name] for digit, name in CLASS_OF_DIGIT.items() if code[0] == digit)
    return RepairRecord(
        repair_id=content_id("rep", line.line_id, field, code),
        document_id=line.document_id,
        resource="budget_lines",
        record_id=line.line_id,
        field=field,
        value_before=printed,
        value_after=code,
        repair_type="code_fix",
        rule_id="code.name",
        rationale=f"{printed} is no code; the row is named {line.label_raw}, which the list has under {code} alone",
        evidence_check_ids=None,
        actor="rule",
        actor_version="1",
        confidence=0.9,
        review_state="unreviewed",
        method="name",
        candidates=None,
        proof="unique: one code bears the name, and one slip turns it into what is printed",
        witness_check_ids=None,
        page_no=line.page_no,
        bbox=line.bbox,
    )
