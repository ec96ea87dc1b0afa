"""The erasure bench: its damage is damage, and it says when there is nothing to measure."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.records import BudgetLine, DocumentResult
from tests.bench.repair import garbled, main, read_right
from tests.bench.repair_scans import compared
from tests.unit.checks.ledger import ledger


@given(st.decimals("1.00", "99999999.99", places=2), st.integers(0, 10**6))
def test_a_garbled_amount_is_another_amount(value: Decimal, seed: int) -> None:
    assert garbled(value, random.Random(seed)) != value


def test_a_folder_without_pdfs_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(tmp_path)]) == 2
    assert "name a folder with --pdfs" in capsys.readouterr().err


def test_of_a_scan_only_what_it_read_like_its_twin_is_counted() -> None:
    def document(text: str) -> DocumentResult:
        entries = tuple(ledger(text, "合计"))
        tables = [SimpleNamespace(table_id=entries[0].line.table_id, seq=0)]
        return cast(DocumentResult, SimpleNamespace(tables=tables, entries=entries))

    scan, twin = (document(f"201|甲|detail|1|610.00\n205|乙|detail|1|{value}") for value in ("890.00", "390.00"))
    assert read_right(scan, twin) == {scan.entries[0].line.line_id}


def test_an_amount_whose_words_were_misread_is_right_in_its_place() -> None:
    def lines(text: str) -> list[BudgetLine]:
        return [entry.line._replace(row_path_raw=entry.line.label_raw) for entry in ledger(text, "合计")]

    truth = lines("201|甲|detail|1|610.00\n205|乙|detail|1|390.00\n206|丙|detail|1|5.00")
    read = lines("201|申|detail|1|610.00\n205|乙|detail|1|890.00\n206|内|detail|1|6.00")
    assert compared(truth, read) == {
        "amounts": 3,
        "right, words misread": 1,
        "wrong, silent": 1,
        "elsewhere, wrong, silent": 1,
        "missing": 1,
    }
