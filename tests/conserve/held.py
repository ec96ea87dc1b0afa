"""What a release holds: the cells of each document, with the page and box they were read from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.geometry import Box

JOINED_OVER_A_PAGE = "wrapped_row_merged"


@dataclass(frozen=True)
class HeldCell:
    """One cell with text as the release gives it; ``box`` is on the page as displayed."""

    cell_id: str
    table_id: str
    row: int
    col: int
    text: str
    page: int
    box: Box
    joined: bool = False


@dataclass(frozen=True)
class HeldDocument:
    file_name: str
    sha256: str
    cells: tuple[HeldCell, ...]


def held_documents(release: Path) -> dict[str, HeldDocument]:
    """The documents of a release by the sha256 of their file; raises ``FileNotFoundError``."""
    document_of = {row["table_id"]: row["document_id"] for row in rows(release, "tables")}
    cells: defaultdict[str, list[HeldCell]] = defaultdict(list)
    for row in rows(release, "cells"):
        if row["bbox"] and row["page_no"]:
            cells[document_of[row["table_id"]]].append(_cell(row))
    return {
        row["file_sha256"]: HeldDocument(row["file_name"], row["file_sha256"], tuple(cells[row["document_id"]]))
        for row in rows(release, "documents")
    }


def _cell(row: dict[str, Any]) -> HeldCell:
    x0, y0, x1, y1 = map(float, row["bbox"].split(","))
    return HeldCell(
        cell_id=row["cell_id"],
        table_id=row["table_id"],
        row=row["row_no"],
        col=row["col_no"],
        text=row["text_raw"] or "",
        page=row["page_no"],
        box=Box(x0, y0, x1, y1),
        joined=JOINED_OVER_A_PAGE in (row.get("flags") or "").split("|"),
    )


def rows(release: Path, resource: str) -> list[dict[str, Any]]:
    """The rows of one Parquet resource of a release; raises ``FileNotFoundError``."""
    places = [release / "data" / f"{resource}.parquet", release / "data" / "parquet" / f"{resource}.parquet"]
    for place in places:
        if place.exists():
            found: list[dict[str, Any]] = pq.read_table(place).to_pylist()
            return found
    raise FileNotFoundError(f"{places[0]}: not there; is {release} the output of `yusuan run`?")
