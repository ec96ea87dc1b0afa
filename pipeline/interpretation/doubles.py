"""Rows that a list prints a second time: each below the first, or a whole page of them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from pipeline.model.flags import with_flag
from pipeline.model.records import Entry

Said = Mapping[int, tuple[str, ...]]
"""What each row of a list says, by the number of the row."""
SET_TWICE = 0.3
"""A list of which this share of the rows repeats the row above was set twice (all of it would be a half)."""
FEWEST_AGAIN = 5
"""So many rows in a row, as far below the same rows each, are a page printed twice …"""
MISREAD = 0.2
"""… though this share of them is not the same: one of two scans may be misread."""
MOST_ALIKE = 4
"""Rows that say the same so often say nothing about what is printed twice."""


def doubles_marked(entries: Sequence[Entry], said: Said) -> list[Entry]:
    """The entries, those of a second printing marked and not adding up."""
    again = printed_again(said)
    marked: list[Entry] = []
    for entry in entries:
        line = entry.line
        if entry.published and line.row_no in again:
            flags = with_flag(line.flags, "duplicate_row")
            marked.append(entry._replace(line=line._replace(is_additive=False, flags=flags)))
        else:
            marked.append(entry)
    return marked


def printed_again(said: Said) -> set[int]:
    """The rows of a second printing.

    One row like the one above it proves nothing: a group of one project bears its name and costs as much.
    """
    beside = {no for no, texts in said.items() if texts == said.get(no - 1)}
    return beside if beside and len(beside) >= SET_TWICE * len(said) else _page_again(said)


def _page_again(said: Said) -> set[int]:
    """The rows of the second of two like pages that follow one another; none where there are no such."""
    places: dict[tuple[str, ...], list[int]] = {}
    for no in sorted(said):
        if any(text[-1:].isdigit() for text in said[no]):
            places.setdefault(said[no], []).append(no)
    alike = [numbers for numbers in places.values() if 1 < len(numbers) <= MOST_ALIKE]
    pairs = [pair for numbers in alike for pair in combinations(numbers, 2)]
    distances = Counter(below - above for above, below in pairs)
    distance, count = max(distances.items(), key=lambda item: item[1], default=(0, 0))
    if count < FEWEST_AGAIN:
        return set()
    second = {below for above, below in pairs if below - above == distance}
    rows = {no for no in said if min(second) <= no <= max(second)}
    return rows if len(rows) <= distance and len(second) >= (1 - MISREAD) * len(rows) else set()
