"""One logical table as a reader sees it: a grid of text, as CSV or as JSON with page and box of each cell.

Both print the text as the document does: unlike the data files, this CSV guards no formulas.
"""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass
from typing import Any

from pipeline.emission.package import json_text
from pipeline.emission.read import Release
from pipeline.errors import UsageProblem
from pipeline.model.joined import apart


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A row of ``tables`` and its cells in reading order, as the schema names their columns."""

    table: dict[str, Any]
    cells: tuple[dict[str, Any], ...]

    @property
    def texts(self) -> list[list[str]]:
        """Rows of text: a merged cell's text at its top left, the rest of it empty."""
        height = max((c["row_no"] + (c["row_span"] or 1) for c in self.cells), default=0)
        width = max((c["col_no"] + (c["col_span"] or 1) for c in self.cells), default=0)
        grid = [[""] * width for _ in range(height)]
        for cell in self.cells:
            grid[cell["row_no"]][cell["col_no"]] = cell["text_raw"] or ""
        return grid


def table_grid(release: Release, table_id: str) -> TableGrid:
    """The table of that identifier.

    Raises ``UsageProblem`` naming the closest identifiers when there is none.
    """
    found = release.arrow("tables", table_id=table_id).to_pylist()
    if not found:
        raise UsageProblem(_unknown(release, table_id))
    cells = release.arrow("cells", table_id=table_id).to_pylist()
    return TableGrid(found[0], tuple(sorted(cells, key=lambda c: (c["row_no"], c["col_no"]))))


def _unknown(release: Release, table_id: str) -> str:
    ids = [str(table) for table in release.arrow("tables").column("table_id").to_pylist()]
    close = difflib.get_close_matches(table_id, ids, n=3, cutoff=0.5) or ids[:3]
    hint = f"did you mean {', '.join(close)}?" if close else "the release has no tables"
    return f"{table_id}: no such table in {release.folder}; {hint}"


def table_csv(release: Release, table_id: str) -> str:
    """The table as CSV, one line a row; empty for a table without cells (illegible, declared empty, not found)."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(table_grid(release, table_id).texts)
    return buffer.getvalue()


def table_json(release: Release, table_id: str) -> str:
    """The table as JSON: what it is, and for each cell place, spans, text, page, box (pt) and status."""
    grid = table_grid(release, table_id)
    names = ("document_id", "table_kind", "printed_no", "title_raw", "amount_unit", "page_start", "page_end")
    return json_text(
        {
            "table_id": table_id,
            **{name: grid.table[name] for name in (*names, "n_rows", "n_cols", "table_status", "flags")},
            "cells": [_cell(cell) for cell in grid.cells],
        }
    )


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": cell["row_no"],
        "col": cell["col_no"],
        "row_span": cell["row_span"],
        "col_span": cell["col_span"],
        "is_header": cell["is_header"],
        "text": cell["text_raw"] or "",
        "page": cell["page_no"],
        "box": [float(edge) for edge in cell["bbox"].split(",")] if cell["bbox"] else None,
        "status": cell["value_status"],
        "confidence": cell["confidence"],
        "flags": list(apart(cell["flags"])),
    }
