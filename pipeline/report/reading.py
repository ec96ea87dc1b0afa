"""A release read a handful of documents at a time, so that its size does not decide how much memory is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.emission.read import Release

Row = Mapping[str, Any]

CHUNK = 24
"""Most documents read together: each chunk is one pass over the files, each document of it is in memory."""

CHUNK_CELLS = 60_000
"""Most cells read together, unless one document has more: large documents do not come 24 at a time."""

OWN_VIEW = frozenset(
    {"documents", "tables", "table_columns", "cells", "budget_lines", "checks", "repairs", "statements", "units"}
)
"""Resources the pages show in a way of their own; any other that has documents is shown as a plain table."""

HIDDEN = ("_id", "_ids", "bbox", "_norm", "locality_code", "fiscal_year", "_quantum_cny", "extraction_method", "row_no")
"""Ends of the names of fields a plain table leaves out: keys and places for machines, what the whole page is about."""


@dataclass(frozen=True, slots=True)
class Names:
    """What codes stand for, for the whole release: by resource, key to Chinese name."""

    measures: Mapping[str, str]
    kinds: Mapping[str, str]
    flags: Mapping[str, str]
    codes: Mapping[str, str]
    localities: Mapping[str, str]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DocumentData:
    """One document with all its rows, each resource in its published order unless said otherwise."""

    document: Row
    tables: tuple[Row, ...]  # in the order of the document
    cells: Mapping[str, tuple[Row, ...]]  # by table, in reading order
    columns: Mapping[str, tuple[Row, ...]]  # by table, from the left
    lines: tuple[Row, ...]
    checks: tuple[Row, ...]
    repairs: tuple[Row, ...]
    statements: tuple[Row, ...]
    others: Mapping[str, tuple[Row, ...]]  # resources without a view of their own


def names(release: Release) -> Names:
    """The names of codes; a resource the release does not have gives none."""

    def pairs(resource: str, key: str, value: str) -> dict[str, str]:
        if resource not in release:
            return {}
        return {str(row[key]): str(row[value]) for row in release.arrow(resource).to_pylist() if row[value] is not None}

    codes: dict[str, str] = {}
    for resource in ("cl_functional", "cl_economic_dept", "cl_economic_gov"):
        codes |= pairs(resource, "code", "name") | pairs(resource, "code_id", "name")
    return Names(
        measures=pairs("cl_measure", "measure_id", "name_zh"),
        kinds=pairs("cl_table_kind", "table_kind", "name_zh"),
        flags=pairs("cl_flag", "flag", "name_zh"),
        codes=codes,
        localities=pairs("localities", "locality_code", "name"),
        units=pairs("units", "unit_id", "unit_name"),
    )


def documents(release: Release) -> Iterator[DocumentData]:
    """Every document of the release, by publisher, year and name."""
    rows = release.arrow("documents").to_pylist()
    rows.sort(
        key=lambda r: (r["locality_code"], r["publisher_raw"], r["fiscal_year"], r["file_name"], r["document_id"])
    )
    cells: Counter[str] = Counter()
    for table in release.arrow("tables").select(["document_id", "n_rows", "n_cols"]).to_pylist():
        cells[table["document_id"]] += (table["n_rows"] or 0) * (table["n_cols"] or 0)
    chunk: list[Row] = []
    held = 0
    for row in rows:
        size = cells[row["document_id"]]
        if chunk and (len(chunk) == CHUNK or held + size > CHUNK_CELLS):
            yield from _chunk(release, chunk)
            chunk, held = [], 0
        chunk.append(row)
        held += size
    if chunk:
        yield from _chunk(release, chunk)


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Rows of a resource without a view of its own: its titles, the titles of its fields, the values as text."""

    resource: str
    title: str
    title_en: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str | None, tuple[str, ...]], ...]  # the record the row is of, and its values


def plain_table(release: Release, resource: str, rows: Sequence[Row]) -> PlainTable:
    """The rows as a table: fields as the schema orders and names them, without identifiers and empty columns."""
    entry = next(e for e in release.descriptor["resources"] if e["name"] == resource)
    titles = field_titles(release, resource)
    shown = [f for f in titles if not f.endswith(HIDDEN) and any(row[f] is not None for row in rows)]
    return PlainTable(
        resource,
        str(entry.get("title") or resource),
        str(entry.get("title_en") or ""),
        tuple(titles[f] for f in shown),
        tuple(
            (row.get("source_cell_id") or row.get("record_id"), tuple(_text(row[f]) for f in shown))
            for row in sorted(rows, key=_place)
        ),
    )


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        whole, point, rest = f"{value:,f}".partition(".")
        return whole + point + rest[:2] + rest[2:].rstrip("0")
    return "" if value is None else str(value)


def other_resources(release: Release) -> list[str]:
    """Resources that speak of documents and have no view of their own, in the order of the descriptor."""
    return [
        name
        for name in release
        if name not in OWN_VIEW and "document_id" in field_titles(release, name) and not name.startswith("cl_")
    ]


def field_titles(release: Release, resource: str) -> dict[str, tuple[str, str]]:
    """Field name to its Chinese and English title, as the descriptor gives them."""
    for entry in release.descriptor["resources"]:
        if entry["name"] == resource:
            fields = entry["schema"]["fields"]
            return {f["name"]: (f.get("title") or f["name"], f.get("title_en") or "") for f in fields}
    return {}


def _chunk(release: Release, documents: Sequence[Row]) -> Iterator[DocumentData]:
    ids = [d["document_id"] for d in documents]
    wanted = ("tables", "budget_lines", "checks", "repairs", "statements", *other_resources(release))
    by_document = {name: _grouped(release, name, "document_id", ids) for name in wanted}
    tables = [t["table_id"] for rows in by_document["tables"].values() for t in rows]
    cells = _grouped(release, "cells", "table_id", tables)
    columns = _grouped(release, "table_columns", "table_id", tables)
    for document in documents:
        own = {name: rows.get(document["document_id"], []) for name, rows in by_document.items()}
        of_tables = {t["table_id"] for t in own["tables"]}
        yield DocumentData(
            document=document,
            tables=tuple(sorted(own["tables"], key=lambda t: (t["seq"], t["table_id"]))),
            cells={t: tuple(sorted(cells.get(t, ()), key=lambda c: (c["row_no"], c["col_no"]))) for t in of_tables},
            columns={t: tuple(sorted(columns.get(t, ()), key=lambda c: c["col_no"])) for t in of_tables},
            lines=tuple(own["budget_lines"]),
            checks=tuple(own["checks"]),
            repairs=tuple(own["repairs"]),
            statements=tuple(sorted(own["statements"], key=_place)),
            others={name: tuple(own[name]) for name in other_resources(release)},
        )


def _place(row: Row) -> tuple[float, ...]:
    """Where a row stands in its document: page, then down, then across; rows without a box keep their order."""
    box = [float(part) for part in row["bbox"].split(",")] if row.get("bbox") else [0.0, 0.0]
    return (row.get("page_no") or 0, row.get("row_no") or 0, box[1], box[0])


def _grouped(release: Release, resource: str, key: str, values: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    if resource in release and values:
        for row in release.arrow(resource, **{key: values}).to_pylist():
            found.setdefault(row[key], []).append(row)
    return found
