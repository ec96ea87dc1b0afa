"""A small release: two documents, a table with a merged header, texts that need quoting or guarding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.emission.release import write_release

Row = dict[str, Any]
Rows = dict[str, list[Row]]

DOCUMENT = "doc_0123456789abcdef"
TABLE = "tab_0123456789abcdef"
EMPTY_TABLE = "tab_fedcba9876543210"


def document(document_id: str, sha: str) -> Row:
    return {
        "document_id": document_id,
        "disclosure_id": "999901-101-2024-department_budget",
        "revision": 1,
        "is_current": True,
        "locality_code": "999901",
        "unit_id": "999901-101",
        "publisher_raw": "示例市测试局",
        "document_type": "department_budget",
        "fiscal_year": 2024,
        "file_name": '=a "quoted", name.pdf',
        "file_sha256": sha * 64,
        "page_count": 3,
        "text_layer": "native",
        "pipeline_version": "0.1.0",
    }


def line(number: int, raw: str, cny: str | None, status: str = "reported") -> Row:
    return {
        "line_id": f"bl_{number:016x}",
        "document_id": DOCUMENT,
        "table_id": TABLE,
        "table_kind": "exp_summary",
        "fiscal_year": 2024,
        "locality_code": "999901",
        "unit_id": "999901-101",
        "row_no": number,
        "label_raw": "第一行\r\n第二行",
        "row_role": "detail",
        "line_level": 1,
        "side": "expenditure",
        "measure_id": "all.all",
        "fund_source": "all",
        "expenditure_type": "all",
        "phase": "approved_budget",
        "func_code": "20101",
        "func_code_id": "2024:20101",
        "is_additive": True,
        "amount_raw": raw,
        "amount_unit": "CNY",
        "amount_quantum_cny": Decimal("0.01") if cny else None,
        "amount_cny": Decimal(cny) if cny else None,
        "page_no": 2,
        "bbox": "1,2.5,3,4",
        "extraction_method": "text_layer",
        "confidence": 1.0,
        "value_status": status,
        "reconciliation": "unchecked",
        "flags": "rounding|low_confidence" if number == 1 else None,
    }


def cell(row: int, col: int, text: str, span: int = 1, page: int | None = 2) -> Row:
    return {
        "cell_id": f"cel_{row:08x}{col:08x}",
        "table_id": TABLE,
        "row_no": row,
        "col_no": col,
        "row_span": 1,
        "col_span": span,
        "is_header": row == 0,
        "text_raw": text,
        "text_norm": text,
        "page_no": page,
        "bbox": "1,2,3,4" if page else None,
        "extraction_method": "text_layer",
        "confidence": 0.5,
        "value_status": "reported" if text else "blank",
    }


def code(code_id: str, level: int, parent: str | None) -> Row:
    edition, _, number = code_id.partition(":")
    return {
        "code_id": code_id,
        "edition_year": int(edition),
        "code": number,
        "name": f"科目{number}",
        "level": level,
        "parent_id": parent,
        "name_source": "observed",
    }


def example_rows() -> Rows:
    table: Row = {"document_id": DOCUMENT, "table_kind": "exp_summary"}
    return {
        "documents": [document("doc_fedcba9876543210", "b"), document(DOCUMENT, "a")],
        "tables": [
            table | {"table_id": TABLE, "seq": 1, "table_status": "extracted", "n_rows": 2, "n_cols": 3},
            table | {"table_id": EMPTY_TABLE, "seq": 2, "table_status": "illegible"},
        ],
        "table_columns": [
            {"column_id": "col_0123456789abcdef", "table_id": TABLE, "col_no": 1, "header_path_raw": "支出/小计"}
            | {"role": "measure", "measure_id": "all.all", "amount_unit": "CNY"}
        ],
        "cells": [
            cell(0, 0, "科目"),
            cell(0, 1, "支出", span=2),
            cell(1, 0, "=教育", page=None),
            cell(1, 1, "-12.00"),
            cell(1, 2, ""),
        ],
        "budget_lines": [
            line(2, "-12.00", "-12.00"),
            line(1, "1,234,567.80", "1234567.80"),
            line(3, "@x", None, "illegible"),
        ],
        "units": [{"unit_id": "999901-101", "locality_code": "999901", "unit_name": "示例市测试局"}],
        "localities": [{"locality_code": "999901", "name": "示例市", "level": "unknown"}],
        "cl_functional": [code("2024:201", 1, None), code("2024:20101", 2, "2024:201")],
        "cl_economic_dept": [code("2024:301", 1, None)],
        "cl_economic_gov": [code("2024:501", 1, None)],
        "cl_measure": [{"measure_id": "all.all", "name_zh": "合计"}],
        "cl_table_kind": [{"table_kind": "exp_summary", "name_zh": "支出总表"}],
        "cl_flag": [
            {"flag": "rounding", "name_zh": "舍入", "class": "source"},
            {"flag": "low_confidence", "name_zh": "低置信", "class": "extraction"},
        ],
    }


@pytest.fixture
def rows() -> Rows:
    """Rows of the small release, free to be changed."""
    return example_rows()


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a release of the given rows (the small one) and returns its folder."""

    def do(rows: Rows | None = None, name: str = "out", log: Iterable[str] = ('{"event": "end"}',)) -> Path:
        out = tmp_path / name
        write_release(rows or example_rows(), out, manifest={"yusuan": "0.1.0"}, log_lines=log)
        return out

    return do


@pytest.fixture
def release(write: Write) -> Path:
    """The folder of the small release."""
    return write()
