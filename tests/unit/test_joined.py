"""Several names in one field, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.flags import with_flag
from pipeline.model.joined import apart, joined

NAMES = st.lists(st.text("abc_", min_size=1), unique=True)


@given(NAMES)
def test_what_is_joined_comes_apart_again(names: list[str]) -> None:
    assert list(apart(joined(names))) == names


def test_no_names_are_no_field_and_each_name_stands_once() -> None:
    assert joined([]) is None
    assert joined(["b", "a", "b"]) == "b|a"
    assert apart(None) == apart("") == ()


def test_a_flag_is_added_once_and_last() -> None:
    assert with_flag("b|a", "b") == "b|a"
    assert with_flag("b|a", "c") == "b|a|c"
    assert with_flag(None, "c") == "c"
