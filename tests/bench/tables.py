"""What a reader hands back and what a truth holds: tables as rows of texts, on plain values that cross processes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class ReadTable:
    """One table, or the part of it that stands on one page, as a reader gives it.

    ``rows``: texts; a position that a spanning cell covers is empty. ``doubted``: places the reader itself doubts.
    ``proved``: places whose number the reader has confirmed by a sum. ``group``: parts with one group are one table
    to the reader; ``header``: the header rows it left out where the part goes on a page before.
    """

    file: str
    page: int
    rows: tuple[tuple[str, ...], ...]
    doubted: frozenset[Place] = frozenset()
    proved: frozenset[Place] = frozenset()
    group: str = ""
    header: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class TrueTable:
    """One table as it is: on one page, or on several (``page`` 0) with the header once and ``header_rows`` of it."""

    file: str
    page: int
    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 0


def grid(rows: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    """The rows with nothing for ``None``, all as wide as the widest."""
    width = max(map(len, rows), default=0)
    return tuple((*(text or "" for text in row), *[""] * (width - len(row))) for row in rows)


def placed(cells: Sequence[tuple[int, int, str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of the cells given as (row, column, text)."""
    rows = [
        [""] * (max((c for _, c, _ in cells), default=-1) + 1)
        for _ in range(max((r for r, *_ in cells), default=-1) + 1)
    ]
    for row, col, text in cells:
        rows[row][col] = text
    return grid(rows)


def folded(text: str) -> str:
    """The text as all readers are compared by: full-width forms as ASCII, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def to_json(table: ReadTable) -> dict[str, Any]:
    """The table as JSON holds it."""
    return {**asdict(table), "doubted": sorted(table.doubted), "proved": sorted(table.proved)}


def from_json(value: Mapping[str, Any]) -> ReadTable:
    """The table ``to_json`` made this of."""
    return ReadTable(
        file=value["file"],
        page=value["page"],
        rows=grid(value["rows"]),
        doubted=frozenset((r, c) for r, c in value["doubted"]),
        proved=frozenset((r, c) for r, c in value["proved"]),
        group=value["group"],
        header=grid(value["header"]),
    )
