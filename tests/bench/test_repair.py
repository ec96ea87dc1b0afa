"""The erasure bench: its damage is damage, and it says when there is nothing to measure."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.repair import garbled, main


@given(st.decimals("1.00", "99999999.99", places=2), st.integers(0, 10**6))
def test_a_garbled_amount_is_another_amount(value: Decimal, seed: int) -> None:
    assert garbled(value, random.Random(seed)) != value


def test_a_folder_without_pdfs_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(tmp_path)]) == 2
    assert "name a folder with --pdfs" in capsys.readouterr().err
