"""What the facts of a source say: document fields and tables as cells with spans."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FACTS_FOLDER = Path(__file__).parent / "documents"
COVERED_BY_LEFT = "←"
COVERED_BY_ABOVE = "↑"
STATUSES = frozenset({"extracted", "declared_empty", "blank_template", "not_found", "illegible"})


class FactsNotValid(ValueError):
    """A file of facts says something that cannot be a table; the message names the place."""


@dataclass(frozen=True)
class Cell:
    """One cell of a logical table; rows and columns count from 0."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str


@dataclass(frozen=True)
class Grid:
    """A logical table: every position of n_rows × n_cols belongs to exactly one cell."""

    n_rows: int
    n_cols: int
    header_rows: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableFacts:
    """One table as the document announces it; grid is None when nothing of it can be typeset."""

    kind: str
    printed_no: str
    title: str
    status: str
    unit: str
    org_line: str
    period_line: str
    notes: tuple[str, ...]
    grid: Grid | None


@dataclass(frozen=True)
class ContentsEntry:
    """One line of a contents page that is a list; table is the index of the table it names."""

    label: str
    title: str
    table: int


@dataclass(frozen=True)
class DocumentFacts:
    """All that is typeset of one source."""

    source: str
    publisher: str
    unit_code: str
    locality: Mapping[str, str]
    fiscal_year: int
    document_type: str
    cover_title: tuple[str, ...]
    contents_heading: str
    contents_style: str
    contents: tuple[ContentsEntry, ...]
    prose: tuple[str, ...]
    tables: tuple[TableFacts, ...]


def source_ids(folder: Path = FACTS_FOLDER) -> tuple[str, ...]:
    """The ids of all sources that have facts, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/document.yaml")))


def load_document(source: str, folder: Path = FACTS_FOLDER) -> DocumentFacts:
    """The facts of one source; raises FactsNotValid when a table is not a table."""
    raw: dict[str, Any] = yaml.safe_load((folder / source / "document.yaml").read_text(encoding="utf-8"))
    contents = raw["contents"]
    return DocumentFacts(
        source=source,
        publisher=raw["publisher"],
        unit_code=raw["unit_code"],
        locality=raw["locality"],
        fiscal_year=raw["fiscal_year"],
        document_type=raw["document_type"],
        cover_title=tuple(raw["cover_title"]),
        contents_heading=contents["heading"],
        contents_style=contents["style"],
        contents=tuple(ContentsEntry(**entry) for entry in contents.get("entries", ())),
        prose=tuple(raw["prose"]),
        tables=tuple(_table(entry, folder / source) for entry in raw["tables"]),
    )


def _table(entry: Mapping[str, Any], folder: Path) -> TableFacts:
    if entry["status"] not in STATUSES:
        raise FactsNotValid(f"{folder.name}: {entry['title']}: unknown status {entry['status']}")
    return TableFacts(
        kind=entry["table_kind"],
        printed_no=entry["printed_no"],
        title=entry["title"],
        status=entry["status"],
        unit=entry.get("unit", "none"),
        org_line=entry.get("org_line", ""),
        period_line=entry.get("period_line", ""),
        notes=tuple(entry.get("note_lines", ())),
        grid=read_grid(folder / entry["file"], entry["header_rows"]) if entry["file"] else None,
    )


def read_grid(path: Path, header_rows: int) -> Grid:
    """The table of one CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    try:
        return grid_from_rows(rows, header_rows)
    except FactsNotValid as error:
        raise FactsNotValid(f"{path.parent.name}/{path.name}: {error}") from error


def grid_from_rows(rows: Sequence[Sequence[str]], header_rows: int) -> Grid:
    """The grid that the rows draw, where ← and ↑ stand for the cell to the left and above."""
    n_cols = len(rows[0])
    if any(len(row) != n_cols for row in rows):
        raise FactsNotValid("rows of different length")
    owner = {(row, col): _owner(rows, row, col) for row in range(len(rows)) for col in range(n_cols)}
    covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, anchor in owner.items():
        covered.setdefault(anchor, []).append(place)
    cells = tuple(_cell(anchor, places, rows) for anchor, places in sorted(covered.items()))
    return Grid(len(rows), n_cols, header_rows, cells)


def _owner(rows: Sequence[Sequence[str]], row: int, col: int) -> tuple[int, int]:
    while rows[row][col] in (COVERED_BY_LEFT, COVERED_BY_ABOVE):
        if rows[row][col] == COVERED_BY_LEFT:
            col -= 1
        else:
            row -= 1
        if row < 0 or col < 0:
            raise FactsNotValid("a covered position points outside the table")
    return row, col


def _cell(anchor: tuple[int, int], places: Sequence[tuple[int, int]], rows: Sequence[Sequence[str]]) -> Cell:
    row, col = anchor
    row_span = max(place[0] for place in places) - row + 1
    col_span = max(place[1] for place in places) - col + 1
    if min(places) != anchor or min(place[1] for place in places) != col or len(places) != row_span * col_span:
        raise FactsNotValid(f"the cell at row {row + 1}, column {col + 1} does not cover a rectangle")
    return Cell(row, col, row_span, col_span, rows[row][col])
