"""Entries written as a table: ``code|label|role|level|amount...``; a blank amount is a blank cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.model.records import BudgetLine, Entry

BLANK: dict[str, Any] = dict.fromkeys(BudgetLine._fields)


def ledger(text: str, headers: str = "合计") -> list[Entry]:
    """The entries, row by row; headers are parted by bars, their levels by slashes."""
    tops = [tuple(h.split("/")) for h in headers.split("|")]
    made = []
    for no, row in enumerate(text.strip().splitlines()):
        code, label, role, level, *values = (cell.strip() for cell in row.split("|"))
        for col, raw in enumerate(values):
            said = {
                "line_id": f"{no}.{col}",
                "table_id": "t",
                "row_no": no,
                "label_raw": label,
                "row_role": role,
                "line_level": int(level),
                "func_code": code or None,
                "measure_id": "m",
                "amount_raw": raw,
                "amount_quantum_cny": Decimal("0.01") if raw else None,
                "amount_cny": Decimal(raw) if raw else None,
                "value_status": "reported" if raw else "blank",
                "extraction_method": "text_layer",
            }
            made.append(Entry(BudgetLine(**{**BLANK, **said}), 0, col, tops[col], bool(raw)))
    return made
