"""Money: what is printed reads back as the same amount, exactly, and never through a float."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.money import parse_amount, parse_number

cents = st.integers(min_value=-(10**15), max_value=10**15)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
to_full_width = str.maketrans("0123456789.,()-", "０１２３４５６７８９．，（）－")


@given(cents)
def test_yuan_with_grouping_commas_read_back_exactly(amount: int) -> None:
    value = Decimal(amount).scaleb(-2)
    read = parse_amount(f"{value:,.2f}", "CNY")
    assert read is not None
    assert (read.cny, read.quantum_cny) == (value, Decimal("0.01"))


@given(st.integers(min_value=1 - 10**10, max_value=10**10 - 1), st.integers(min_value=0, max_value=6))
def test_ten_thousands_read_back_exactly(units: int, places: int) -> None:
    value = Decimal(units).scaleb(-places)
    read = parse_amount(f"{value:,.{places}f}", "CNY_10K")
    assert read is not None
    assert (read.cny, read.quantum_cny) == (value * 10_000, Decimal(10_000).scaleb(-places))


@given(decimals)
def test_full_width_digits_and_brackets_mean_the_same(value: Decimal) -> None:
    text = f"{abs(value):,.4f}"
    assert parse_number(f"({text})".translate(to_full_width)) == -abs(value)
    assert parse_number(f"{value:,.4f}".translate(to_full_width)) == value


@given(st.text(max_size=12))
def test_any_text_gives_a_decimal_or_nothing(text: str) -> None:
    value = parse_number(text)
    assert value is None or type(value) is Decimal
    amount = parse_amount(text, "CNY")
    assert amount is None or {type(part) for part in amount} == {Decimal}
