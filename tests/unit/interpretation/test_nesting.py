"""Rows without codes: which of them head others is what the sums leave open to no other reading."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.interpretation.nesting import MOST_ROWS, nested


def depths(values: str, total: str) -> tuple[int, ...] | None:
    return nested([Decimal(value) for value in values.split()], Decimal(total))


@pytest.mark.parametrize(
    ("values", "total", "found"),
    [
        ("30 20", "50", (0, 0)),
        ("50 30 20", "50", (0, 1, 1)),
        ("50 50 30 20", "50", (0, 1, 2, 2)),
        ("30 30 20", "50", (0, 1, 0)),  # one row heads the other: flat they would be 80
        ("30 30 20", "80", (0, 0, 0)),
        ("60 10 50 40 40", "100", (0, 1, 1, 0, 1)),
        ("30 20", "51", None),
        ("0 30 0 20", "50", (0, 0, 0, 0)),
    ],
)
def test_depths_make_every_sum_hold(values: str, total: str, found: tuple[int, ...] | None) -> None:
    assert depths(values, total) == found


def test_a_list_too_long_is_not_searched() -> None:
    assert nested([Decimal(1)] * (MOST_ROWS + 1), Decimal(MOST_ROWS + 1)) is None


Tree = list["int | Tree"]
trees = st.recursive(
    st.lists(st.integers(1, 99), min_size=2, max_size=4), lambda t: st.lists(t, min_size=2, max_size=3), max_leaves=12
)


def written(tree: object) -> list[int]:
    """The rows of a tree: each group's sum, then its rows."""
    if isinstance(tree, int):
        return [tree]
    assert isinstance(tree, list)
    own = [written(part) for part in tree]
    return [sum(rows[0] for rows in own), *(value for rows in own for value in rows)]


@given(trees)
def test_a_reading_is_found_for_every_tree_and_each_heading_row_is_the_sum_below_it(tree: object) -> None:
    total, *values = written(tree)
    found = nested([Decimal(v) for v in values], Decimal(total))
    assert found is not None
    assert sum(v for v, depth in zip(values, found, strict=True) if depth == 0) == total
    for i, depth in enumerate(found):
        below = []
        for j in range(i + 1, len(found)):
            if found[j] <= depth:
                break
            if found[j] == depth + 1:
                below.append(values[j])
        assert not below or sum(below) == values[i]
