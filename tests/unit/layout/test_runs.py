"""Runs of characters along one line."""

from __future__ import annotations

import pytest

from pipeline.layout.runs import runs_of
from pipeline.model.page import Char


@pytest.mark.parametrize(("size", "parts"), [(12.0, ["支出", "9.00"]), (0.0, ["支", "出", "9", ".", "0", "0"])])
def test_a_gap_is_wide_beside_the_size_of_the_characters(size: float, parts: list[str]) -> None:
    """Without a size any gap is: specks that were read as signs have none."""
    places = [100.0, 113.0, 200.0, 207.0, 214.0, 221.0]
    line = [Char(text, x, 50.0, x + 6.0, 62.0, 60.0, size) for text, x in zip("支出9.00", places, strict=True)]
    assert [run.text for run in runs_of(line)] == parts
