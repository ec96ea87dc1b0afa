"""Truths: the corpus' own, page grids as in ../shared/truth, and ICDAR 2013 structure files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.bench.tables import TrueTable, grid, placed

FORMATS = ("yusuan", "icdar2013")
SUFFIX = ".truth.json"


class TruthUnreadable(Exception):
    """A truth file that is not what its format says: file, fault and what to do."""


def read_truths(folder: Path, format: str) -> list[TrueTable]:
    """The tables of every truth file in the folder, each with the stem of the PDF it is about.

    ``format``: one of ``FORMATS``. Raises ``TruthUnreadable``.
    """
    pattern, read = (f"*{SUFFIX}", _json_truth) if format == "yusuan" else ("*.xml", icdar2013)
    found: list[TrueTable] = []
    for path in sorted(folder.rglob(pattern)):
        try:
            found += read(path)
        except (ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
            raise TruthUnreadable(f"{path}: not a truth file of the format {format} ({error!r}); see README") from error
    return found


def _json_truth(path: Path) -> Iterator[TrueTable]:
    data = json.loads(path.read_text(encoding="utf-8"))
    stem = path.name.removesuffix(SUFFIX)
    if isinstance(data, list):  # page by page, not joined
        for table in data:
            yield TrueTable(stem, int(table["page"]), grid(table["grid"]), int(table.get("header_rows", 0)))
    else:  # a corpus document: logical tables, joined over their pages
        yield from (_logical(stem, table) for table in data["tables"] if table["typeset"])


def _logical(stem: str, table: dict[str, Any]) -> TrueTable:
    rows = [[""] * table["n_cols"] for _ in range(table["n_rows"])]
    for cell in table["cells"]:
        rows[cell["row"]][cell["col"]] = cell["text"]
    return TrueTable(stem, 0, grid(rows), table["header_rows"])


def icdar2013(path: Path) -> Iterator[TrueTable]:
    """The regions of an ICDAR 2013 table structure file, each a table on its page.

    Cells stand at ``start-row`` and ``start-col``; the file is about the PDF that ``filename`` names, or that of its
    own stem without ``-str``. Raises ``ParseError`` and ``KeyError`` for other XML.
    """
    root = ElementTree.parse(path).getroot()  # the user's own files
    if root.tag != "document":
        raise ValueError(f"the root is <{root.tag}>, not <document>")
    stem = Path(root.get("filename") or path.stem.removesuffix("-str")).stem
    for region in root.iterfind("table/region"):
        cells = [
            (int(cell.attrib["start-row"]), int(cell.attrib["start-col"]), cell.findtext("content") or "")
            for cell in region.iterfind("cell")
        ]
        yield TrueTable(stem, int(region.attrib["page"]), placed(cells))
