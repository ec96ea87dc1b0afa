"""Published checks are sums again: signs found, residuals recomputed, values demanded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.review.sums import sum_of

D = Decimal


def check(rule: str = "C-ROW", ids: str = "t|a|b", expected: str | None = "5", **said: Any) -> dict[str, Any]:
    usual = {
        "check_id": "c",
        "rule_id": rule,
        "description": "",
        "status": "fail",
        "record_ids": ids,
        "reasoning": None,
    }
    value = None if expected is None else D(expected)
    return {**usual, "expected_cny": value, "difference_cny": None, "tolerance_cny": D("0.01"), **said}


def test_a_sum_is_evaluated_with_another_amount() -> None:
    amounts = {"t": D(6), "a": D(2), "b": D(3)}
    one = sum_of(check(), amounts)
    assert one is not None
    assert (one.residual(amounts), one.holds(amounts)) == (D(1), False)
    assert one.holds({**amounts, "b": D("4.01")}) is True
    assert (one.demanded("t", amounts), one.demanded("a", amounts)) == (D(5), D(3))
    assert one.demanded("t", {**amounts, "a": None}) is None
    assert one.residual({**amounts, "a": None}) is None
    assert one.demanded("other", amounts) is None


def test_signs_are_those_that_give_what_was_expected() -> None:
    amounts = {"t": D(1), "a": D(5), "b": D(3)}
    one = sum_of(check("C-XTAB", expected="2"), amounts)
    assert one is not None
    assert one.weights == {"t": -1, "a": 1, "b": -1}
    assert one.demanded("b", amounts) == D(4)


@pytest.mark.parametrize(
    ("rule", "expected", "amounts"),
    [
        ("C-XTAB", "7", {"t": D(1), "a": D(5), "b": D(3)}),  # no signs give 7
        ("C-XTAB", "3", {"t": D(1), "a": D(3), "b": D(0)}),  # several do
        ("C-XTAB", None, {"t": D(1), "a": None, "b": D(3)}),  # nobody knows
    ],
)
def test_signs_that_are_not_certain_are_not_used(rule: str, expected: str | None, amounts: dict[str, Decimal]) -> None:
    one = sum_of(check(rule, expected=expected), amounts)
    assert one is not None
    assert (one.weights, one.residual(amounts), one.demanded("t", amounts)) == ({}, None, None)


def test_a_sum_with_an_unknown_part_demands_it() -> None:
    amounts = {"t": D(6), "a": None}
    one = sum_of(check(expected=None), amounts)
    assert one is not None
    assert one.demanded("a", amounts) == D(6), "b is blank: nothing"
    assert sum_of(check("C-ROW", "t|a|a"), {"t": D(2), "a": D(1)}) is not None


def test_what_is_no_sum_of_amounts_is_left() -> None:
    assert sum_of(check(ids="tab_1"), {"t": D(1)}) is None
    assert sum_of(check(ids="x|y"), {"t": D(1)}) is None


def test_a_part_counted_twice_is_not_demanded() -> None:
    amounts = {"t": D(2), "a": D(1)}
    one = sum_of(check("C-TREE", "t|a|a", expected="2"), amounts)
    assert one is not None
    assert (one.weights["a"], one.demanded("a", amounts)) == (2, None)


@pytest.mark.parametrize(("rule", "direction"), [("C-ROW", "row"), ("C-TREE", "column"), ("C-SIDE", "other")])
def test_sums_run_somewhere(rule: str, direction: str) -> None:
    one = sum_of(check(rule), {"t": D(6), "a": D(2), "b": D(3)})
    assert one is not None
    assert one.direction == direction
