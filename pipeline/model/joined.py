"""Several names in one field: joined by bars, as published."""

from __future__ import annotations

from collections.abc import Iterable


def joined(names: Iterable[str]) -> str | None:
    """The names in one field, each once, in the order they came; ``None`` where there are none."""
    return "|".join(dict.fromkeys(names)) or None


def apart(field: str | None) -> tuple[str, ...]:
    """The names that a field holds, in order; none where it is empty."""
    return tuple(filter(None, field.split("|"))) if field else ()
