"""Marks that stand in pairs."""

from __future__ import annotations

import pytest

from ocr_fallback.pairs import is_unpaired


@pytest.mark.parametrize(
    ("text", "unpaired"),
    [
        ("文化科技卫生“三下乡”专项经费", False),
        ("文化科技卫生“三下乡专项经费", True),
        ("三下乡”专项经费", True),
        ("维修(护）费（含《条例》）", False),
        ("维修（护费", True),
        ("条例》", True),
        ("1）基本支出\n二）项目支出", False),
        ("维修护）费", True),
        ("支出（（一）项）", False),
        ("", False),
    ],
)
def test_a_mark_without_its_other_is_told(text: str, unpaired: bool) -> None:
    assert is_unpaired(text) == unpaired
