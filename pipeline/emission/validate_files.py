"""Checks of files as bytes and text: there, whole, unchanged, UTF-8 without BOM, CRLF, plain numbers, no formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.emission.csvfile import is_formula, read_csv
from pipeline.emission.findings import Finding, finding
from pipeline.emission.model import Resource
from pipeline.emission.package import DESCRIPTOR
from pipeline.emission.read import parquet_twin
from pipeline.emission.release import file_facts

_BOM = b"\xef\xbb\xbf"
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")


def file_findings(out: Path, resource: Resource, entry: dict[str, Any]) -> Iterator[Finding]:
    """Files of the resource that are missing or not those the descriptor describes."""
    for format in resource.formats:
        path = resource.path(format)
        described = entry if format == resource.formats[0] else parquet_twin(entry) or {}
        try:
            facts = file_facts(out / path)
        except OSError:
            yield finding("missing-file", resource.name, path=path)
            continue
        for what, value in facts.items():
            if described.get(what) != value:
                yield finding("file-changed", resource.name, path=path, what=what, descriptor=DESCRIPTOR)


def part_findings(out: Path, resource: Resource, entry: dict[str, Any]) -> Iterator[Finding]:
    """Parquet in several parts: frictionless, and others, read the first one only and call the resource valid."""
    if "parquet" not in resource.formats:
        return
    described = entry if resource.formats[0] == "parquet" else parquet_twin(entry) or {}
    path = described.get("path")
    if isinstance(path, list):
        yield finding("parquet-parts", resource.name, note=f"the descriptor lists {len(path)} files")
    if described.get("extrapaths"):
        yield finding("parquet-parts", resource.name, note="the descriptor lists further files (extrapaths)")
    if (out / resource.path("parquet")).is_dir():
        yield finding("parquet-parts", resource.name, note=f"{resource.path('parquet')} is a folder")


def csv_findings(out: Path, resource: Resource) -> Iterator[Finding]:
    """Where the CSV leaves the dialect. A missing file gives nothing here."""
    path = resource.path("csv")
    if not (out / path).is_file():
        return
    data = (out / path).read_bytes()
    if data.startswith(_BOM):
        yield finding("bom", resource.name, path=path)
    # A bare LF is allowed inside a quoted text only, so the text between the quotes is left out.
    if re.search(rb"(?<!\r)\n", re.sub(rb'"[^"]*"', b"", data)) or not data.endswith(b"\r\n"):
        yield finding("line-ending", resource.name, path=path)
    try:
        rows = read_csv(data.removeprefix(_BOM))
        yield from _cell_findings(resource, next(rows, []), rows)
    except UnicodeDecodeError as error:
        yield finding("not-utf8", resource.name, path=path, note=f"byte {error.start}")
    except csv.Error as error:
        yield finding("bad-row", resource.name, line="?", note=error)


def _cell_findings(resource: Resource, header: list[str], rows: Iterable[list[str]]) -> Iterator[Finding]:
    numeric = [
        (i, name)
        for i, name in enumerate(header)
        if name in resource.field_names and resource.field(name).type in ("number", "integer")
    ]
    texts = [
        (i, name)
        for i, name in enumerate(header)
        if name in resource.field_names and resource.field(name).type == "string"
    ]
    for row in rows:
        for i, name in texts:
            if i < len(row) and is_formula(row[i]):
                yield finding("formula", resource.name, row[0], name, value=repr(row[i]))
        for i, name in numeric:
            value = row[i] if i < len(row) else ""
            if _GROUPED.fullmatch(value):
                yield finding("grouping-comma", resource.name, row[0], name, value=value)
            elif _EXPONENT.fullmatch(value):
                yield finding("exponent", resource.name, row[0], name, value=value)
