"""Stable identifiers: derived from content and place in the document, never from row numbers or runs."""

from __future__ import annotations

import hashlib
from collections import Counter


def content_id(prefix: str, *parts: object) -> str:
    """``prefix_`` and 16 hex digits of the SHA-256 of the parts."""
    text = "|".join(["" if part is None else str(part) for part in parts])
    return f"{prefix}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def named_unit_id(locality_code: str, name: str) -> str:
    """The identifier of a unit that is known by its name alone."""
    return f"{locality_code}-n{hashlib.sha256(name.encode()).hexdigest()[:12]}"


class Occurrences:
    """Counts how often a key has been seen, so that equal keys get different identifiers in reading order."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[object, ...]] = Counter()

    def next(self, *key: object) -> int:
        """0 for the first time the key is seen, then 1, 2, …"""
        self._seen[key] += 1
        return self._seen[key] - 1
