"""Texts that show what was lost of them."""

from __future__ import annotations

import pytest

from ocr_fallback.completeness import is_cut, is_unpaired


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


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("、部门预算", True),
        ("7一、一般公共服务支出", True),
        ("00十二、交通运输支出", True),
        ("'-专用项目", True),
        ("一、部门预算", False),
        ("2026年一、二季度", False),
        ("1、机关工资福利支出", False),
        ("", False),
    ],
)
def test_a_text_without_its_beginning_or_with_the_end_of_another_is_told(text: str, cut: bool) -> None:
    assert is_cut(text) == cut
