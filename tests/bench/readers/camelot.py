"""camelot's lattice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, without
from tests.bench.tables import ReadTable, grid

MODULES: tuple[str, ...] = ("camelot.io",)


def missing() -> str:
    """Why it cannot run."""
    return without("camelot")


def read(shares: Sequence[Share]) -> list[tuple[str, int, Any]]:
    """File, page and rows of each table."""
    from camelot.io import read_pdf

    found = []
    for share in shares:
        pages = ",".join(map(str, share.pages))
        of_file = read_pdf(str(share.file), pages=pages, flavor="lattice", suppress_stdout=True)
        found += [(stem(share.file), int(table.page), table.data) for table in of_file]
    return found


def tables(found: list[tuple[str, int, Any]]) -> Iterator[ReadTable]:
    """The tables as extracted."""
    return (ReadTable(file, page, grid(rows)) for file, page, rows in found)
