"""Rows that do not fit the schema are refused by name; the rest come out in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emission.model import CENTS, Field, Resource
from pipeline.emission.rows import _by_column, _by_row, shaped_rows
from pipeline.errors import DataNotValid

THINGS = Resource(
    "things",
    "物",
    "Things",
    "id",
    (
        Field("id", "string", "号", "Id", required=True),
        Field("amount", "number", "额", "Amount", parquet=CENTS),
        Field("share", "number", "率", "Share"),
        Field("count", "integer", "数", "Count"),
        Field("yes", "boolean", "是", "Yes"),
        Field("day", "date", "日", "Day"),
        Field("time", "datetime", "时", "Time"),
    ),
)


def test_rows_are_sorted_and_completed() -> None:
    rows = shaped_rows(THINGS, [{"id": "b"}, {"id": "a", "count": 1}])
    assert rows == [("a", None, None, 1, None, None, None), ("b", *[None] * 6)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": "a", "colour": 1}, ("things a", "colour")),
        ({"id": None}, ("id", "required")),
        ({"count": 1}, ("id", "required")),
        ({"id": ""}, ("id", "required")),
        ({"id": 7}, ("id", "text")),
        ({"id": "a\0"}, ("id", "NUL")),
        ({"id": "\ud800"}, ("id", "surrogate")),
        ({"id": "a", "amount": 1.5}, ("things a", "amount", "exact decimal")),
        ({"id": "a", "amount": 1}, ("amount", "exact decimal")),
        ({"id": "a", "amount": Decimal("0.001")}, ("amount", "exactly")),
        ({"id": "a", "amount": Decimal(10) ** 18}, ("amount", "exactly")),
        ({"id": "a", "amount": Decimal("NaN")}, ("amount", "exact decimal")),
        ({"id": "a", "share": float("nan")}, ("share", "finite")),
        ({"id": "a", "share": True}, ("share", "finite")),
        ({"id": "a", "count": True}, ("count", "whole number")),
        ({"id": "a", "count": 1.0}, ("count", "whole number")),
        ({"id": "a", "yes": 1}, ("yes", "true or false")),
        ({"id": "a", "day": "2024-01-01"}, ("day", "date")),
        ({"id": "a", "day": datetime(2024, 1, 1, tzinfo=UTC)}, ("day", "date")),
        ({"id": "a", "time": datetime(2024, 1, 1)}, ("time", "zone")),
    ],
)
def test_a_row_that_does_not_fit_is_named(row: dict[str, Any], words: tuple[str, ...]) -> None:
    with pytest.raises(DataNotValid) as refused:
        shaped_rows(THINGS, [row])
    for word in words:
        assert word in str(refused.value)


def test_two_rows_with_one_key_are_both_shown() -> None:
    rows = [{"id": "a", "count": 1}, {"id": "a", "count": 2}]
    with pytest.raises(DataNotValid, match=r"things a: .*count=1.*count=2"):
        shaped_rows(THINGS, rows)
    with pytest.raises(DataNotValid, match="equal in every column"):
        shaped_rows(THINGS, [rows[0], rows[0]])


def test_zero_has_no_sign_and_times_are_utc() -> None:
    east = timezone(timedelta(hours=8))
    row = {"id": "a", "amount": Decimal("-0.00"), "day": date(2024, 2, 1), "time": datetime(2024, 2, 1, 8, tzinfo=east)}
    (shaped,) = shaped_rows(THINGS, [row])
    assert str(shaped[1]) == "0.00"
    assert shaped[5:] == (date(2024, 2, 1), datetime(2024, 2, 1, tzinfo=UTC))


TEXTS = st.text(st.sampled_from("ab\r\n\0\ud800项"), max_size=3)
ROWS = st.fixed_dictionaries(
    {"id": st.text("abc", max_size=2)},
    optional={
        "amount": st.none() | st.decimals(allow_nan=True, places=2) | st.decimals(-1, 1) | st.just(1),
        "share": st.none() | st.floats() | st.integers(0, 1),
        "count": st.none() | st.integers() | st.booleans(),
        "yes": st.none() | st.booleans() | st.integers(0, 1),
        "day": st.none() | st.dates(),
        "colour": st.none(),
    },
) | st.fixed_dictionaries({"id": TEXTS, "share": st.floats(0, 1), "amount": st.decimals(0, 9, places=2)})


@given(st.lists(ROWS, max_size=4))
def test_columns_checked_whole_give_what_rows_give(rows: list[dict[str, Any]]) -> None:
    """The quick way gives the same rows or leaves them to the one that names faults; it never lets a fault pass."""
    quick = _by_column(THINGS, rows)
    try:
        slow = _by_row(THINGS, rows)
    except DataNotValid:
        assert quick is None
    else:
        assert quick is None or repr(quick) == repr(slow)


def test_plain_rows_are_checked_by_column() -> None:
    rows = [{"id": "a", "amount": Decimal("1.5"), "share": 0.5, "count": 1, "yes": True}, {"id": "b"}]
    assert _by_column(THINGS, rows) == _by_row(THINGS, rows)
