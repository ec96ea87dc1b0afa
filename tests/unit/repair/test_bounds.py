"""What sums of rounded amounts allow an amount that nobody can read."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pipeline.repair.restore import Bounds, restore


@pytest.mark.parametrize(
    ("value", "tolerance", "low", "high"),
    [
        ("18999999.50", "0.005", "18999999.49", "18999999.51"),
        ("-2235159.68", "0.005", "-2235159.69", "-2235159.67"),
        ("12300", "50", "12250.00", "12350.00"),
    ],
)
def test_bounds_are_whole_cents_and_hold_what_the_sum_allows(value: str, tolerance: str, low: str, high: str) -> None:
    entry = cast(Any, SimpleNamespace(line=SimpleNamespace(line_id="bl_1", amount_unit="CNY")))
    demand = SimpleNamespace(value=Decimal(value), tolerance=Decimal(tolerance), firm=True, whole=True, identity=None)
    evidence = cast(Any, SimpleNamespace(demands=lambda _: [demand]))
    assert restore(entry, evidence) == Bounds(entry, Decimal(low), Decimal(high))
