"""Target texts: the comparison they state, or none; never a number that is not there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config.load import load_configs
from pipeline.interpretation.targets import parse_target, split_targets

WORDS = load_configs().vocabulary.performance.targets


@pytest.mark.parametrize(
    ("text", "op", "value", "unit"),
    [
        ("≥95%", "ge", "95", "%"),
        ("95%以上", "ge", "95", "%"),
        ("≥95％以上", "ge", "95", "%"),
        ("不少于3次", "ge", "3", "次"),
        ("不低于 90", "ge", "90", None),
        ("全区400家以上", "ge", "400", "家"),
        ("10余次", "ge", "10", "次"),
        ("≤560元/人/天", "le", "560", "元/人/天"),
        ("5000元以内", "le", "5000", "元"),
        ("3个月内", "le", "3", "个月"),
        ("＞98%", "gt", "98", "%"),
        ("》90%", "gt", "90", "%"),
        ("＜5%", "lt", "5", "%"),
        ("=100%", "eq", "100", "%"),
        ("100%", "eq", "100", "%"),
        ("1,200人", "eq", "1200", "人"),
        ("2.5万/次", "eq", "2.5", "万/次"),
        ("0", "eq", "0", None),
        ("约2次", "none", "2", "次"),
        ("90%左右", "none", "90", "%"),
    ],
)  # fmt: skip
def test_one_number_with_or_without_a_comparison(text: str, op: str, value: str, unit: str | None) -> None:
    found = parse_target(text, WORDS)
    assert (found.op, found.value, found.unit, found.text) == (op, Decimal(value), unit, text)


@pytest.mark.parametrize("text", ["有所提高", "长期", "不超政府部门确定的公务接待标准", "“良好”以上"])
def test_words_alone_are_a_quality(text: str) -> None:
    assert parse_target(text, WORDS)[1:3] == ("qualitative", None)


@pytest.mark.parametrize(
    "text",
    [
        "2022年1-12月", "12月底前", "2024年底", "每月", "一年", "16000,10000", "85%以上三级定点、50%以上二级定点",
        "同比减少基金支出50%", "每条线2M", "≥", "", "≤95%以上",
    ],
)  # fmt: skip
def test_dates_several_numbers_and_open_sentences_have_no_value(text: str) -> None:
    assert parse_target(text, WORDS)[1:4] == ("none", None, None)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [("10-15项", "10", "15", "项"), ("5%～8%", "5", "8", "%"), ("3至5个", "3", "5", "个")],
)
def test_a_range_has_both_ends(text: str, low: str, high: str, unit: str) -> None:
    found = parse_target(text, WORDS)
    assert found[1:] == ("range", Decimal(low), Decimal(high), unit)


def test_a_range_that_falls_is_none() -> None:
    assert parse_target("15-10项", WORDS)[1:3] == ("none", None)


@pytest.mark.parametrize(
    ("text", "operator", "unit", "found"),
    [
        ("68", "≥", "%", ("ge", Decimal(68), None, "%")),
        ("365", "＝", "天", ("eq", Decimal(365), None, "天")),
        ("提升", "定性", "", ("qualitative", None, None, None)),
        ("≤5", "≥", "天", ("none", None, None, "天")),
    ],
)
def test_comparison_and_unit_may_stand_in_columns_of_their_own(
    text: str, operator: str, unit: str, found: tuple[object, ...]
) -> None:
    assert parse_target(text, WORDS, operator, unit)[1:] == found


def test_semicolons_part_the_values_of_a_cell() -> None:
    assert split_targets("≥30次；≥30篇;一次;") == ["≥30次", "≥30篇", "一次"]
    assert split_targets("网络宣传、现场宣传") == ["网络宣传、现场宣传"]
    assert split_targets("") == [""]


OPERATORS = {"≥": "ge", "≤": "le", ">": "gt", "<": "lt", "=": "eq", "": "eq", "不少于": "ge", "不超过": "le"}
numbers = st.decimals(min_value=0, max_value=10**8, places=2, allow_nan=False)


@given(
    numbers.filter(lambda n: not 1900 <= n < 2100),
    st.sampled_from(sorted(OPERATORS)),
    st.sampled_from(["", "%", "次", "元/人", "万元", "个工作日"]),
)
def test_a_written_comparison_is_read_back_where_it_cannot_be_a_date(number: Decimal, sign: str, unit: str) -> None:
    for shown in (f"{number}", f"{number:,}"):
        found = parse_target(f"{sign}{shown}{unit}", WORDS)
        assert found[1:] == (OPERATORS[sign], number, None, unit or None)


@given(st.text(max_size=30))
def test_any_text_is_kept_and_a_value_is_a_number_of_the_text(text: str) -> None:
    found = parse_target(text, WORDS)
    assert found.text == text
    if found.value is not None:
        assert any(char.isdigit() for char in text)
