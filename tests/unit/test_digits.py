"""One slip between two rows of digits, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.digits import one_slip


@pytest.mark.parametrize(
    ("read", "true", "slip"),
    [
        ("1234", "1234", ""),
        ("1284", "1234", "changed"),
        ("1324", "1234", "swapped"),
        ("3214", "1234", ""),
        ("134", "1234", "lost"),
        ("12234", "1234", "added"),
        ("12", "1234", ""),
        ("124", "1335", ""),
    ],
)
def test_slips(read: str, true: str, slip: str) -> None:
    assert one_slip(read, true) == slip


@given(st.text("0123456789", min_size=1, max_size=9), st.data())
def test_a_lost_digit_is_an_added_one_seen_from_the_other_side(true: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(true) - 1))
    shorter = true[:at] + true[at + 1 :]
    assert (one_slip(shorter, true), one_slip(true, shorter)) == ("lost", "added")
