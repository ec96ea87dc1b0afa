"""Trees of sums read from amounts alone: found where there is one, left where there are several or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.nesting import Tree, nested


def tree(*values: int) -> Tree:
    return nested([Decimal(v) for v in values])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((10, 4, 6), ((0, (1, 2)),)),
        ((10, 10, 4, 6), ((0, (1,)), (1, (2, 3)))),
        ((20, 20, 10, 10), ((0, (1,)), (1, (2, 3)))),
        ((7, 4, 3, 1, 2), ((0, (1, 2)), (2, (3, 4)))),
        ((10, 4, 5), ()),
        ((10,), ()),
        ((0, 0), ()),
        ((5, 5, -1, 1), ()),
    ],
)
def test_a_tree_of_sums(values: tuple[int, ...], expected: Tree) -> None:
    assert tree(*values) == expected


def test_two_equally_deep_readings_are_none() -> None:
    # 9 = 6 + 3 with 6 = 3 + 3 and 3 = 3, in more than one way of pairing the threes
    assert tree(9, 3, 3, 3, 3) == ()


def test_a_long_list_of_equal_amounts_gives_up() -> None:
    assert tree(60, *[1] * 120) == ()


@given(st.lists(st.lists(st.integers(1, 10**9), min_size=2, max_size=5), min_size=2, max_size=6))
def test_every_sum_of_the_tree_holds(groups: list[list[int]]) -> None:
    values = [sum(map(sum, groups))]
    for group in groups:
        values += [sum(group), *group]
    for top, parts in tree(*values):
        assert values[top] == sum(values[i] for i in parts)
