"""pdfplumber with its settings as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, without
from tests.bench.tables import ReadTable, grid

MODULES: tuple[str, ...] = ("pdfplumber",)


def missing() -> str:
    """Why it cannot run."""
    return without("pdfplumber", "extra bench")


def read(shares: Sequence[Share]) -> list[tuple[str, int, Any]]:
    """File, page and rows of each table."""
    import pdfplumber

    found = []
    for share in shares:
        with pdfplumber.open(share.file, pages=list(share.pages)) as document:
            for page in document.pages:
                found += [(stem(share.file), page.page_number, rows) for rows in page.extract_tables()]
                page.close()
    return found


def tables(found: list[tuple[str, int, Any]]) -> Iterator[ReadTable]:
    """The tables as extracted."""
    return (ReadTable(file, page, grid(rows)) for file, page, rows in found)
