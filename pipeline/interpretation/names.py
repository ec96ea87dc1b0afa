"""Names brought to the form in which two spellings of one name are equal."""

from __future__ import annotations

import re

from pipeline.money import plain

_PUNCTUATION = re.compile(r"[\s()\[\]{}【】〔〕〈〉《》“”\"'‘’·,，、。.:：;；\-—_]+")


def normalised_name(name: str) -> str:
    """The name without white space and punctuation, full-width forms folded, letters in lower case."""
    return _PUNCTUATION.sub("", plain(name)).lower()
