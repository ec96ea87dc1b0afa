"""opendataloader-pdf, a Java program: its fast local mode, tables from its JSON."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.places import Share
from tests.bench.readers import stem, without, without_command
from tests.bench.tables import ReadTable, placed

MODULES: tuple[str, ...] = ("opendataloader_pdf",)


def missing() -> str:
    """Why it cannot run."""
    return without("opendataloader_pdf", "extra bench") or without_command("java", "Java 11 or newer")


def read(shares: Sequence[Share]) -> list[tuple[str, frozenset[int], Any]]:
    """File, the pages meant and the JSON of each document; all files in one call, as its makers advise."""
    import opendataloader_pdf

    with tempfile.TemporaryDirectory() as scratch:
        with contextlib.redirect_stdout(sys.stderr):
            opendataloader_pdf.convert(
                input_path=[str(share.file) for share in shares], output_dir=scratch, format="json", quiet=True
            )
        out = Path(scratch)
        return [
            (
                stem(share.file),
                frozenset(share.pages),
                json.loads((out / f"{stem(share.file)}.json").read_text(encoding="utf-8")),
            )
            for share in shares
        ]


def tables(found: list[tuple[str, frozenset[int], Any]]) -> Iterator[ReadTable]:
    """Its table elements."""
    for file, pages, document in found:
        for table in _elements(document, "table"):
            if table["page number"] in pages:
                cells = [
                    (cell["row number"] - 1, cell["column number"] - 1, "\n".join(_texts(cell)))
                    for row in table["rows"]
                    for cell in row["cells"]
                ]
                yield ReadTable(file, table["page number"], placed(cells))


def _elements(node: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == kind:
            yield node
        else:
            for value in node.values():
                yield from _elements(value, kind)
    elif isinstance(node, list):
        for value in node:
            yield from _elements(value, kind)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("content"), str):
            yield node["content"]
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
