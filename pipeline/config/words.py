"""Whether words of the vocabulary are in a text: remembered, for the same few texts come on every page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

_REMEMBERED = 1 << 16


class IdRule(Protocol):
    """A rule of the vocabulary that names what its pattern finds."""

    @property
    def id(self) -> str: ...

    @property
    def match(self) -> str: ...


_compiled = lru_cache(_REMEMBERED)(re.compile)
"""The pattern compiled; ``re`` remembers them too, but takes longer to look than to search so short a text."""


@lru_cache(_REMEMBERED)
def says(pattern: str, text: str) -> bool:
    """Whether the pattern is found anywhere in the text."""
    return _compiled(pattern).search(text) is not None


@lru_cache(_REMEMBERED)
def is_only(pattern: str, text: str) -> bool:
    """Whether the text is nothing else than what the pattern says."""
    return _compiled(pattern).fullmatch(text) is not None


def first_said(rules: Iterable[IdRule], text: str) -> str | None:
    """The name of the first rule found in the text."""
    return next((rule.id for rule in rules if says(rule.match, text)), None)
