"""Misprinted codes put right where the printed name leaves no other: the printed code stays in the repair's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.digits import one_slip
from pipeline.ids import content_id
from pipeline.interpretation.codes import CLASS_OF_DIGIT, read_code
from pipeline.interpretation.form_table import FormTable
from pipeline.model.audit import RepairRecord, rule_repair
from pipeline.model.joined import apart, joined
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
        slipped = printed is not None and code is not None and bool(one_slip(printed, code))
        if printed is None or code is None or not slipped or printed[:CLASS_DIGITS] != code[:CLASS_DIGITS]:
            fixed.append(entry)
            continue
        flags = [f for f in apart(entry.line.flags) if f != "code_from_name"]
        line = entry.line._replace(flags=joined((*flags, "code_repaired")))
        fixed.append(entry._replace(line=line))
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


def _repair(entry: Entry, printed: str, code: str) -> RepairRecord:
    line = entry.line
    field = next(FIELDS[name] for digit, name in CLASS_OF_DIGIT.items() if code[0] == digit)
    return rule_repair(
        content_id("rep", line.line_id, field, code),
        line.document_id,
        ("budget_lines", line.line_id, field),
        (printed, code),
        repair_type="code_fix",
        rule_id="code.name",
        rationale=f"{printed} is no code; the row is named {line.label_raw}, which the list has under {code} alone",
        method="name",
        proof="unique: one code bears the name, and one slip turns it into what is printed",
        page_no=line.page_no,
        bbox=line.bbox,
    )
