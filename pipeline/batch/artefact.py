"""What the store keeps of a document as it was interpreted: its records as Arrow tables in one zip file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline.batch.rows import document_rows, unit_contributions
from pipeline.emission.parquetfile import arrow_table
from pipeline.emission.rows import shaped_rows
from pipeline.emission.schema import BY_NAME, SCHEMA_VERSION
from pipeline.model.records import DocumentResult

if TYPE_CHECKING:
    import pyarrow as pa

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
DOUBTS = frozenset(
    {
        "readers-disagree",
        "printed-red",
        "struck-out",
        "reading-doubtful",
        "cell-illegible",
        "number-not-read",
        "table-not-found",
        "table-not-bound",
        "column-not-bound",
    }
)
"""Findings that make a document count as doubtful in the progress bar."""
UNITS = "units"


def pack_document(result: DocumentResult, version: str) -> tuple[bytes, dict[str, list[Any]]]:
    """The document's records as a zip of Arrow files, and for each resource the digest and number of its rows.

    Raises ``DataNotValid`` for records the schema refuses: this document's fault, not that of the release of all.
    """
    parts: dict[str, list[Any]] = {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, rows in document_rows(result, version).items():
            resource = BY_NAME[name]
            table = arrow_table(resource, shaped_rows(resource, rows), SCHEMA_VERSION)
            parts[name] = _put(archive, name, table)
        units = unit_contributions(result.units)
        parts[UNITS] = _put(archive, UNITS, units)
    return buffer.getvalue(), parts


def _put(archive: zipfile.ZipFile, name: str, table: pa.Table) -> list[Any]:
    import pyarrow as pa  # noqa: PLC0415 - on first use

    buffer = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with pa.ipc.new_file(buffer, table.schema, options=options) as writer:
        writer.write_table(table)
    data = buffer.getvalue()
    archive.writestr(zipfile.ZipInfo(f"{name}.arrow", _LONG_AGO), data)
    return [hashlib.sha256(data).hexdigest(), table.num_rows]


def tables_of(data: bytes, wanted: frozenset[str]) -> Iterator[tuple[str, pa.Table]]:
    """The tables of those resources in a document's artefact, by name."""
    import pyarrow as pa  # noqa: PLC0415 - on first use

    alone = pa.ipc.IpcReadOptions(use_threads=False)  # handing some rows to threads takes longer than reading them
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            name = member.removesuffix(".arrow")
            if name in wanted:
                yield name, pa.ipc.open_file(pa.BufferReader(archive.read(member)), options=alone).read_all()


def summary(result: DocumentResult) -> dict[str, Any]:
    """What manifest, logs and progress say of a document, as plain values."""
    document = result.document
    codes = {document.locality_code, *(unit.locality_code for unit in result.units)}
    return {
        "document_id": document.document_id,
        "localities": sorted(codes),
        "doubtful": any(finding.code in DOUBTS for finding in result.findings),
        "contents": {
            "pages": document.page_count,
            "tables": dict(sorted(Counter(t.table_kind for t in result.tables).items())),
            "table_status": dict(sorted(Counter(t.table_status for t in result.tables).items())),
            "cells": len(result.cells),
            "budget_lines": len(result.budget_lines),
            "findings": dict(sorted(Counter(f.code for f in result.findings).items())),
        },
        "findings": [
            {"code": f.code, "page": f.page_no, "table_id": f.table_id, "message": f.message} for f in result.findings
        ],
        "repairs": [asdict(repair) for repair in result.repairs],
    }
