"""PyMuPDF's find_tables with its settings as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, without
from tests.bench.tables import ReadTable, grid

MODULES: tuple[str, ...] = ("pymupdf",)


def missing() -> str:
    """Why it cannot run."""
    return without("pymupdf")


def read(shares: Sequence[Share]) -> list[tuple[str, int, Any]]:
    """File, page and rows of each table."""
    import pymupdf

    found = []
    for share in shares:
        with pymupdf.open(share.file) as document:
            for number in share.pages:
                page = document[number - 1]
                found += [(stem(share.file), number, table.extract()) for table in page.find_tables().tables]
    return found


def tables(found: list[tuple[str, int, Any]]) -> Iterator[ReadTable]:
    """The tables as extracted."""
    return (ReadTable(file, page, grid(rows)) for file, page, rows in found)
