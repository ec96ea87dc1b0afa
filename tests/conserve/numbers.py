"""Numbers of a text, and how the numbers two readers see differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tests.conserve.printed import plain

Kind = Literal["lost", "other cell", "split", "merged", "changed", "duplicated", "invented"]

NUMERIC = frozenset("0123456789.,%-")
MOST_PARTS = 4
"""Into how many parts a split number, and from how many a merged one, is still recognised."""

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_WHOLE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?%?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2})(?![\d%])")


class Placed(NamedTuple):
    """A number and the position of the cell it belongs to; ``None`` when it lies in no cell."""

    number: str
    cell: int | None


class Difference(NamedTuple):
    kind: Kind
    printed: tuple[Placed, ...]
    held: tuple[Placed, ...]


def numbers(text: str) -> list[str]:
    """The numbers of a text in order, white space removed: digits with sign, commas, point and percent."""
    return _NUMBER.findall(plain(text))


def amounts(text: str) -> list[str]:
    """The numbers of a text that look like money: grouped by commas, or with one or two decimals."""
    return [n for word in text.split() for n in _AMOUNT.findall(plain(word))]


def is_whole(run: str) -> bool:
    """Whether a run of numeric characters reads as exactly one number."""
    return _WHOLE.fullmatch(run) is not None


def differences(missing: Sequence[Placed], extra: Sequence[Placed], printed: Counter[str]) -> Iterator[Difference]:
    """What became of each missing number and where each extra one comes from, each told once.

    ``missing`` are printed and not held in their cell, ``extra`` are held and not printed in their cell,
    ``printed`` is all the page's tables print. Both sequences are in reading order.
    """
    gone, come = list(missing), list(extra)
    for number in list(gone):
        twin = next((held for held in come if held.number == number.number), None)
        if twin:
            gone.remove(number)
            come.remove(twin)
            yield Difference("other cell", (number,), (twin,))
    for held in list(come):
        if parts := _parts(held.number, gone):
            come.remove(held)
            for part in parts:
                gone.remove(part)
            yield Difference("merged", tuple(parts), (held,))
    for number in list(gone):
        if parts := _parts(number.number, come):
            gone.remove(number)
            for part in parts:
                come.remove(part)
            yield Difference("split", (number,), tuple(parts))
    for number in gone:
        twin = next((held for held in come if held.cell == number.cell), None)
        if twin:
            come.remove(twin)
            yield Difference("changed", (number,), (twin,))
        else:
            yield Difference("lost", (number,), ())
    for held in come:
        yield Difference("duplicated" if printed[held.number] else "invented", (), (held,))


def _parts(whole: str, pieces: Sequence[Placed]) -> list[Placed]:
    """The neighbouring pieces that together make the whole, fewest first; empty when none do."""
    wanted = _bare(whole)
    for count in range(2, MOST_PARTS + 1):
        for start in range(len(pieces) - count + 1):
            run = list(pieces[start : start + count])
            if "".join(_bare(piece.number) for piece in run) == wanted:
                return run
    return []


def _bare(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
