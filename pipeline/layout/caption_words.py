"""Words that stand above a table and say that it is one: its title, its unit, whose it is."""

from __future__ import annotations

import re

from pipeline.money import plain

_TITLE = re.compile(r"表(?:[(].*[)])?$")
_UNIT = re.compile(r"单位[:：].{0,4}元")
_LABELLED = re.compile(r"单位[:：]|部门[:：]|名称[:：]")


def is_title(text: str) -> bool:
    """Whether a text ends as titles of tables do, and printed numbers of tables."""
    return bool(_TITLE.search(plain(text)))


def states_unit(text: str) -> bool:
    """Whether a text says in which unit amounts are printed."""
    return bool(_UNIT.search(plain(text)))


def is_labelled(text: str) -> bool:
    """Whether a text says the unit or the organisation of a table."""
    return bool(_LABELLED.search(plain(text)))
