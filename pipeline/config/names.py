"""Names of classification codes compared: what two spellings of one name share."""

from __future__ import annotations

import re

from pipeline.money import plain

_MARKS = re.compile(r"[()、,，“”\"·]")


def bare_name(name: str) -> str:
    """The name without punctuation and without regard to the kind of brackets, full-width forms folded."""
    return _MARKS.sub("", plain(name))
