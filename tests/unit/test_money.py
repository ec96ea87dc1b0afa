"""Printed text to exact amounts: what is one number, what is none, and what a cell's unit makes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.money import Amount, AmountUnit, in_cents, number_in, parse_amount, parse_number, plain


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("12", "12"),
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("-3.2", "-3.2"),
        ("−3.2", "-3.2"),
        ("(3.2)", "-3.2"),
        ("（1,000.00）", "-1000.00"),
        ("１，２３４．５０", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("￥12", "12"),
        ("¥ -12.50", "-12.50"),
        ("¥(12.50)", "-12.50"),
        ("￥639.58万元", "639.58"),
        ("△3.2", "-3.2"),
        ("▲3.2", "-3.2"),
        ("–3.2", "-3.2"),
        ("‑3.2", "-3.2"),
        ("41,052,\n896.08", "41052896.08"),
        ("0.00", "0"),
        ("12.5①", "12.5"),
        ("1,234.50¹", "1234.50"),
        ("12.5万元²", "12.5"),
    ],
)
def test_one_well_formed_number_is_read(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "¥", "¥ -", "¥¥1", "—", "**", "无", "合计",
        "12,34.5", "1234,567", "1,23", ",123", "1,,234",
        "12 34.5", "0 0", "00", "007", "00.00", "0,123",
        "1.2.3", ".5", "5.", "(5", "5)", "--5", "5-",
        "12元", "50%", "≥90%", "1/2", "1e3", "nan", "2024年",
        "①", "⑴", "²", "1²3", "1②.5", "180\n350", "12.5\n0",
    ],
)  # fmt: skip
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_a_number_larger_than_any_amount_is_none() -> None:
    assert parse_number("99999999999999.99") == Decimal("99999999999999.99")
    assert parse_number("-111111111111111") is None
    assert parse_amount("11,111,111,111.00", "CNY_10K") is None
    assert parse_amount("1,111,111,111.00", "CNY_10K") is not None


def test_trailing_zeros_are_kept() -> None:
    assert str(parse_number("1.50")) == "1.50"


@pytest.mark.parametrize(
    ("text", "unit", "cny", "quantum"),
    [
        ("1,234.56", "CNY", "1234.56", "0.01"),
        ("1,234", "CNY", "1234.00", "1"),
        ("1.5", "CNY_10K", "15000.00", "1000"),
        ("12.345678", "CNY_10K", "123456.78", "0.01"),
        ("66", "CNY_10K", "660000.00", "10000"),
        ("-0.05", "CNY", "-0.05", "0.01"),
        ("0.00", "CNY_10K", "0.00", "100"),
    ],
)
def test_an_amount_is_in_yuan_with_the_value_of_its_last_digit(
    text: str, unit: AmountUnit, cny: str, quantum: str
) -> None:
    assert parse_amount(text, unit) == Amount(Decimal(cny), Decimal(quantum))


@pytest.mark.parametrize(("text", "unit"), [("0.001", "CNY"), ("1.0000001", "CNY_10K"), ("未定", "CNY")])
def test_finer_than_a_cent_or_no_number_is_no_amount(text: str, unit: AmountUnit) -> None:
    assert parse_amount(text, unit) is None


def test_a_zero_beyond_the_cent_changes_nothing() -> None:
    assert parse_amount("1.500", "CNY") == Amount(Decimal("1.50"), Decimal("0.001"))


def test_plain_text_is_folded_and_has_no_space() -> None:
    assert plain("（一） 单位：\n万元　１２") == "(一)单位:万元12"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("公务接待费²（万元）", "公务接待费(万元)"),
        ("合计¹", "合计"),
        ("m²", "m²"),
        ("①基本支出", "①基本支出"),
        ("项目①", "项目①"),
    ],
)
def test_marks_of_notes_are_no_part_of_words(text: str, folded: str) -> None:
    assert plain(text) == folded


def test_a_run_of_many_digits_raises_nothing() -> None:
    assert parse_amount("2010301\n2010302\n2010303\n2010304", "CNY") is None


@pytest.mark.parametrize("text", ["-0.00", "(0)", "△0"])
def test_nothing_is_no_negative_zero(text: str) -> None:
    assert not parse_number(text).is_signed()


@pytest.mark.parametrize(("value", "shown"), [("-0", "0.00"), ("-1.5", "-1.50"), ("3", "3.00")])
def test_amounts_have_two_decimals_and_zero_no_sign(value: str, shown: str) -> None:
    assert str(in_cents(Decimal(value))) == shown
