"""The words in front of an amount: where they begin, with commas and brackets minded."""

from __future__ import annotations

from typing import NamedTuple


class Clause(NamedTuple):
    """Words in front of an event: ``start`` to ``end`` in ``text``, in a sentence that begins at ``sentence``."""

    text: str
    sentence: int
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def clause_start(text: str, at: int, where: int) -> int:
    """Where the clause that ends at ``where`` begins: behind the last comma, colon or bracket left open."""
    depth = 0
    for i in range(where - 1, at - 1, -1):
        char = text[i]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                return i + 1
            depth -= 1
        elif char in ",:;。" and depth == 0:
            return i + 1
    return at


def opening(text: str, closed: int) -> int:
    """Where the bracket that closes at ``closed`` was opened."""
    depth = 0
    for i in range(closed, -1, -1):
        depth += (text[i] == ")") - (text[i] == "(")
        if depth == 0:
            return i
    return 0
