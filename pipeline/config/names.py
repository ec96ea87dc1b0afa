"""Names of classification codes compared: what two spellings of one name share."""

from __future__ import annotations

import re

from pipeline.money import plain


def bare_name(name: str) -> str:
    """The name without punctuation and without regard to the kind of brackets, full-width forms folded."""
    return re.sub(r"[()、,，“”\"·]", "", plain(name))
