"""A release as a reviewer needs it: the records of one document or table at a time, read from memory."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.decisions.keys import Places, places
from pipeline.emission.read import Release
from pipeline.model.joined import apart
from pipeline.model.records import BudgetLine
from pipeline.review.blanks import blank_lines

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
_LINE_FIELDS = BudgetLine._fields
_CELL_FIELDS = (
    "cell_id", "table_id", "row_no", "col_no", "row_span", "col_span", "is_header", "text_raw", "page_no", "bbox",
)  # fmt: skip
MOST_TABLES = 600
"""Tables whose cells are kept at a time."""
_TEXTS = ("amount_raw", "label_raw", "row_path_raw")
_OTHERS = re.compile(r"row (\d+), column (\d+): .*?; (?:or|guesses:) (.*)$", re.DOTALL)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


class ReleaseView:
    """The resources the review reads, each loaded once and filtered in memory."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._whole: dict[tuple[str, str], tuple[pa.Table, dict[str, tuple[int, int]]]] = {}
        self._cells: dict[str, list[Row]] = {}

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Documents by identifier."""
        return {row["document_id"]: row for row in self.release.arrow("documents").to_pylist()}

    @cached_property
    def tables(self) -> dict[str, Row]:
        """Tables by identifier."""
        return {row["table_id"]: row for row in self.release.arrow("tables").to_pylist()}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Chinese names of table kinds."""
        return {row["table_kind"]: row["name_zh"] for row in self.release.arrow("cl_table_kind").to_pylist()}

    @cached_property
    def triage(self) -> list[Row]:
        """What the run says a person should look at."""
        return self.release.arrow("triage").to_pylist() if "triage" in self.release else []

    def rows(self, resource: str, document_id: str) -> list[Row]:
        """The rows of one document."""
        return self._of(resource, "document_id", document_id)

    def columns(self, table_id: str) -> list[Row]:
        """The columns of one table, left to right."""
        return sorted(self._of("table_columns", "table_id", table_id), key=lambda row: row["col_no"])

    def cells(self, table_id: str) -> list[Row]:
        """The cells of one table in reading order; of the columns that a reviewer sees."""
        self.fetch_cells([table_id])
        return self._cells[table_id]

    def fetch_cells(self, table_ids: Sequence[str]) -> None:
        """Reads the cells of these tables at once, for ``cells`` to give.

        The one resource too large to keep, and lying in no order that helps: reading one table costs as much as many.
        """
        missing = [table_id for table_id in dict.fromkeys(table_ids) if table_id not in self._cells]
        if not missing:
            return
        if len(self._cells) + len(missing) > MOST_TABLES:
            self._cells.clear()
            missing = list(dict.fromkeys(table_ids))
        found: dict[str, list[Row]] = {table_id: [] for table_id in missing}
        for row in self.release.arrow("cells", columns=_CELL_FIELDS, table_id=missing).to_pylist():
            found[row["table_id"]].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (row["row_no"], row["col_no"]))
        self._cells |= found

    @lru_cache(maxsize=512)  # noqa: B019 - lives as long as the server, which has one view
    def lines(self, document_id: str) -> tuple[BudgetLine, ...]:
        """The document's published lines in reading order: table, row, column."""
        rows = self.rows("budget_lines", document_id)
        found = [_line(row) for row in rows]
        columns = self._columns_of(line for line in found if line.bbox is None)

        def order(line: BudgetLine) -> tuple[int, int, float]:
            across = float(line.bbox.partition(",")[0]) if line.bbox else columns.get(line.source_cell_id or "", 0)
            return self.tables[line.table_id]["seq"], line.row_no, across

        return tuple(sorted(found, key=order))

    @lru_cache(maxsize=512)  # noqa: B019 - as above
    def places(self, document_id: str) -> Places:
        """The keys of the document's published lines."""
        return places(self.documents[document_id]["disclosure_id"], self.lines(document_id))

    @lru_cache(maxsize=64)  # noqa: B019 - as above
    def table_lines(self, table_id: str) -> dict[str, BudgetLine]:
        """What can be decided in one table, by line: its published amounts, and blank cells that sums count on."""
        document_id = self.tables[table_id]["document_id"]
        own = [line for line in self.lines(document_id) if line.table_id == table_id]
        named = {record for check in self.rows("checks", document_id) for record in apart(check["record_ids"])}
        blank = blank_lines(self.columns(table_id), self.cells(table_id), own, named)
        return {line.line_id: line for line in (*own, *blank.values())}

    def lines_with_blanks(self, document_id: str, kinds: Collection[str]) -> dict[str, BudgetLine]:
        """The document's published lines, and the blank cells of the tables of those kinds that sums count on."""
        tables = [i for i, t in self.tables.items() if t["document_id"] == document_id and t["table_kind"] in kinds]
        found = {line.line_id: line for line in self.lines(document_id)}
        for table_id in tables:
            found |= self.table_lines(table_id)
        return found

    @cached_property
    def readings(self) -> dict[tuple[str, int, int], tuple[str, ...]]:
        """What else a cell could say, by table, row and column: the run's log alone holds it."""
        log = self.release.folder / "logs" / "run.jsonl"
        found: dict[tuple[str, int, int], tuple[str, ...]] = {}
        for text in log.read_text(encoding="utf-8").split("\n") if log.is_file() else ():
            if '"reading-doubtful"' not in text and '"cell-illegible"' not in text:
                continue
            event = json.loads(text)
            match = _OTHERS.search(event.get("message", ""))
            if match and event.get("table_id"):
                others = tuple(_QUOTED.findall(match[3]))
                found[event["table_id"], int(match[1]), int(match[2])] = others
        return found

    def _columns_of(self, lines: Iterable[BudgetLine]) -> dict[str, int]:
        """Column numbers by cell, for lines without a box (a transcript's)."""
        tables = sorted({line.table_id for line in lines})
        self.fetch_cells(tables)
        return {cell["cell_id"]: cell["col_no"] for table_id in tables for cell in self.cells(table_id)}

    def _of(self, resource: str, column: str, value: str) -> list[Row]:
        """The rows whose column has the value: the resource is sorted by it once, then each value is one slice."""
        import pyarrow.compute as pc  # noqa: PLC0415 - on first use

        if (resource, column) not in self._whole:
            whole = self.release.arrow(resource).sort_by(column)
            slices, start = {}, 0
            for entry in pc.value_counts(whole[column]).to_pylist():
                slices[entry["values"]] = (start, entry["counts"])
                start += entry["counts"]
            self._whole[resource, column] = whole, slices
        whole, slices = self._whole[resource, column]
        found: list[Row] = whole.slice(*slices[value]).to_pylist() if value in slices else []
        return found


def _line(row: Row) -> BudgetLine:
    """The line of a row; a release holds an empty text as null."""
    said = {name: row[name] for name in _LINE_FIELDS}
    return BudgetLine(**{**said, **{name: said[name] or "" for name in _TEXTS}})
