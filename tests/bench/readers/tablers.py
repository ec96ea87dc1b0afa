"""tablers (PDFium) with the text of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, without
from tests.bench.tables import ReadTable, placed

MODULES: tuple[str, ...] = ("tablers",)


def missing() -> str:
    """Why it cannot run."""
    return without("tablers")


def read(shares: Sequence[Share]) -> list[tuple[str, int, Any]]:
    """File, page and table."""
    import tablers

    found = []
    for share in shares:
        with tablers.Document(str(share.file)) as document:
            for number in share.pages:
                page = document.get_page(number - 1)
                tables_of_page = tablers.find_tables(page, extract_text=True, text_use_text_flow=True)
                found += [(stem(share.file), number, table) for table in tables_of_page]
                page.clear_cache()
    return found


def tables(found: list[tuple[str, int, Any]]) -> Iterator[ReadTable]:
    """The tables; a cell stands where its left and top edge are among all edges of the table."""
    for file, page, table in found:
        lefts = sorted({round(cell.bbox[0], 1) for cell in table.cells})
        tops = sorted({round(cell.bbox[1], 1) for cell in table.cells})
        cells = [
            (tops.index(round(cell.bbox[1], 1)), lefts.index(round(cell.bbox[0], 1)), cell.text or "")
            for cell in table.cells
        ]
        yield ReadTable(file, page, placed(cells))
