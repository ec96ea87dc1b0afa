"""Budget lines as the report reads them, with what a test does not name filled in."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

Row = dict[str, Any]
_numbers = count(1)


def line(amount: str | None, **known: Any) -> Row:
    """An additive expenditure line of all funds in table ``tab_a``, printed to the fen."""
    number = next(_numbers)
    row: Row = {
        "line_id": f"bl_{number:016x}",
        "document_id": "doc_0123456789abcdef",
        "table_id": "tab_a",
        "source_cell_id": f"cel_{number:016x}",
        "side": "expenditure",
        "phase": "approved_budget",
        "is_additive": True,
        "row_role": "detail",
        "label_raw": "行",
        "row_path_raw": None,
        "fund_source": "all",
        "measure_id": "all.all",
        "func_code": None,
        "econ_dept_code": None,
        "econ_gov_code": None,
        "amount_raw": amount,
        "amount_cny": None if amount is None else Decimal(amount),
        "amount_unit": "CNY",
        "amount_quantum_cny": Decimal("0.01"),
        "value_status": "reported",
        "reconciliation": "confirmed",
        "extraction_method": "text_layer",
        "confidence": 1.0,
        "flags": None,
        "page_no": 1,
        "bbox": "10,10,20,20",
    }
    return row | known


def income(amount: str, fund: str, **known: Any) -> Row:
    return line(amount, side="revenue", fund_source=fund, measure_id=f"{fund}.all", **known)


def total(amount: str, side: str = "revenue", **known: Any) -> Row:
    return line(amount, side=side, row_role="total", is_additive=False, **known)


def balanced() -> list[Row]:
    """100 of income from two sources, spent on two functions and three economic classes."""
    return [
        income("80.00", "general_public"),
        income("20.00", "other_income"),
        total("100.00"),
        line("60.00", func_code="2010101"),
        line("10.00", func_code="2010102"),
        line("30.00", func_code="208"),
        line("50.00", econ_dept_code="30101"),
        line("45.00", econ_dept_code="302"),
        line("5.00", econ_dept_code="310"),
    ]
