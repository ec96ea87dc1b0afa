"""Two readings of one table laid over each other by what stands in them, so that one false row is one error, not all.

A grid with a row or column too many or too few numbers all cells behind it otherwise. Which row is which is told by
the texts that two rows share, and then which column is which by the cells that agree in the rows found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.money import parse_number, plain

NEIGHBOURS = 0.01
"""Lines that share nothing are paired all the same where they stand between pairs: a misread row is still that row."""

Place = tuple[int, int, int, int]
"""Row, column, row span, column span."""


class Shown(NamedTuple):
    """What a reader shows in a cell, and whether it marks it doubtful."""

    text: str
    doubtful: bool


class Counts(NamedTuple):
    """Cells of the truth by kind, those read right, right numbers doubted, and errors without a mark."""

    numbers: int
    numbers_right: int
    texts: int
    texts_right: int
    good_doubted: int
    silent: int


def bare(text: str) -> str:
    """The text without white space, in half-width characters."""
    return "".join(plain(text).split())


def is_number(text: str) -> bool:
    """Whether the bare text is one amount."""
    return bool(text) and parse_number(text) is not None


def compared(read: Mapping[Place, Shown], truth: Mapping[Place, str]) -> Counts:
    """The read table against the truth, cell by cell in the rows and columns that are the same.

    Silent is a number given without doubt that the truth does not have in that place, and a number of the truth in
    whose place nothing, or a text, stands without doubt; where its column is lost, its row must be doubted. A place
    counts once.
    """
    wanted = {place[:2]: text for place, shown in truth.items() if (text := bare(shown))}
    given = {place[:2]: bare(cell.text) for place, cell in read.items()}
    rows = _paired(_lines(wanted, 0), _lines(given, 0))
    cols = _columns(wanted, given, rows)
    under = {
        (place[0] + i, place[1] + k): cell
        for place, cell in read.items()
        for i in range(place[2])
        for k in range(place[3])
    }
    sure = {place[0] for place, cell in read.items() if not cell.doubtful and is_number(given[place[:2]])}
    doubted = {place[0] for place, cell in read.items() if cell.doubtful} - sure
    counts = Counter[str]()
    met = set()
    for (row, col), text in wanted.items():
        at = rows.get(row, -1), cols.get(col, -1)
        met.add(at)
        kind = "numbers" if is_number(text) else "texts"
        cell = under.get(at)
        same = given.get(at) == text
        counts[kind] += 1
        counts[f"{kind}_right"] += same
        if kind == "numbers":
            counts["good_doubted"] += same and cell is not None and cell.doubtful
            counts["silent"] += not same and not (cell.doubtful if cell is not None else at[0] in doubted)
        elif not same and cell is not None and not cell.doubtful and is_number(given.get(at, "")):
            counts["silent"] += 1
    for place, cell in read.items():
        counts["silent"] += place[:2] not in met and not cell.doubtful and is_number(given[place[:2]])
    return Counts(*(counts[name] for name in Counts._fields))


def _lines(cells: Mapping[tuple[int, int], str], axis: int) -> list[Counter[str]]:
    """The texts of each line, from the first to the last."""
    found = [Counter[str]() for _ in range(max((at[axis] for at in cells), default=-1) + 1)]
    for at, text in cells.items():
        if text:
            found[at[axis]][text] += 1
    return found


def _columns(
    wanted: Mapping[tuple[int, int], str], given: Mapping[tuple[int, int], str], rows: Mapping[int, int]
) -> dict[int, int]:
    """Which column is which: the pairs that agree in the most cells of the rows that are the same."""
    same = np.zeros((max((c for _, c in wanted), default=-1) + 1, max((c for _, c in given), default=-1) + 1))
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, col), text in given.items():
        by_row.setdefault(row, []).append((col, text))
    for (row, col), text in wanted.items():
        for other, shown in by_row.get(rows.get(row, -1), ()):
            same[col, other] += shown == text
    return _best(same)


def _paired(wanted: Sequence[Counter[str]], given: Sequence[Counter[str]]) -> dict[int, int]:
    return _best(np.array([[(a & b).total() for b in given] for a in wanted], float).reshape(len(wanted), len(given)))


def _best(alike: NDArray[np.float64]) -> dict[int, int]:
    """The pairs, both in rising order, with the greatest sum (Needleman and Wunsch)."""
    alike = alike + NEIGHBOURS
    best = np.zeros((alike.shape[0] + 1, alike.shape[1] + 1))
    for i in range(alike.shape[0]):
        for k in range(alike.shape[1]):
            best[i + 1, k + 1] = max(best[i, k] + alike[i, k], best[i, k + 1], best[i + 1, k])
    found, i, k = {}, alike.shape[0], alike.shape[1]
    while i and k:
        if best[i, k] == best[i - 1, k - 1] + alike[i - 1, k - 1]:
            i, k = i - 1, k - 1
            found[i] = k
        elif best[i, k] == best[i - 1, k]:
            i -= 1
        else:
            k -= 1
    return found
