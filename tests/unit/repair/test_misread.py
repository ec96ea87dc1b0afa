"""One slip of a reader is known for what it is; two are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repair.misread import plausible_misread


@pytest.mark.parametrize(
    ("read", "true", "slip"),
    [
        ("2900000.00", "3900000.00", "3 was read as 2"),
        ("12240.00", "-12240.00", "the sign was lost"),
        ("100282700", "1002827.00", "the decimal point or a zero was lost"),
        ("40.00", "400.00", "the decimal point or a zero was lost"),
        ("964094.00", "964904.00", "two neighbouring digits were swapped"),
        ("96494.00", "964904.00", "a digit was lost"),
        ("9664904.00", "964904.00", "a digit was added"),
        ("964904.00", "964904.00", ""),
        ("123456.00", "124365.00", ""),
        ("5.00", "-7.00", ""),
    ],
)
def test_slips(read: str, true: str, slip: str) -> None:
    assert plausible_misread(Decimal(read), Decimal(true)) == slip


@given(st.decimals("0.01", "9999999.99", places=2), st.integers(0, 9))
def test_one_digit_taken_for_another_is_always_a_slip(value: Decimal, digit: int) -> None:
    text = f"{value:.2f}"
    wrong = Decimal(text[:-1] + str(digit))
    assert bool(plausible_misread(wrong, value)) == (wrong != value)
