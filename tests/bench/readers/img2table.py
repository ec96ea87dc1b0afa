"""img2table on PDFs with a text layer, in an environment of its own: it needs another OpenCV than camelot does.

    make bench-peers

makes that environment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem
from tests.bench.tables import ReadTable, grid

MODULES: tuple[str, ...] = ("img2table.document",)
PYTHON = Path(".venv-img2table/bin/python")


def missing() -> str:
    """Why it cannot run."""
    return "" if PYTHON.exists() else f"no {PYTHON} (make bench-peers)"


def read(shares: Sequence[Share]) -> list[tuple[str, int, Any]]:
    """File, page and rows of each table."""
    from img2table.document import PDF

    found = []
    for share in shares:
        document = PDF(str(share.file), pages=[number - 1 for number in share.pages], pdf_text_extraction=True)
        for index, extracted in document.extract_tables(implicit_rows=False, borderless_tables=False).items():
            found += [(stem(share.file), index + 1, table) for table in extracted]
    return found


def tables(found: list[tuple[str, int, Any]]) -> Iterator[ReadTable]:
    """The tables; of a merged cell, which it repeats, the first place keeps the text."""
    for file, page, table in found:
        seen: set[tuple[float, ...]] = set()
        rows = []
        for cells in table.content.values():
            row = []
            for cell in cells:
                box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                row.append("" if box in seen else cell.value or "")
                seen.add(box)
            rows.append(row)
        yield ReadTable(file, page, grid(rows))
