"""The ground truth of a document: what a perfect reader would find in its PDF."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from .facts import DocumentFacts, TableFacts


def truth_text(document: DocumentFacts, style_name: str) -> str:
    """The truth as JSON text: document fields and one entry per table, joined over its pages."""
    return json.dumps(truth(document, style_name), ensure_ascii=False, indent=1) + "\n"


def truth(document: DocumentFacts, style_name: str) -> dict[str, Any]:
    """The truth as plain values; a table that is listed but not typeset has no cells."""
    return {
        "source": document.source,
        "style": style_name,
        "publisher": document.publisher,
        "unit_code": document.unit_code,
        "locality": dict(document.locality),
        "fiscal_year": document.fiscal_year,
        "document_type": document.document_type,
        "cover_title": list(document.cover_title),
        "contents": [asdict(entry) for entry in document.contents],
        "prose": list(document.prose),
        "tables": [_table(table) for table in document.tables],
    }


def _table(table: TableFacts) -> dict[str, Any]:
    grid = table.grid
    return {
        "kind": table.kind,
        "printed_no": table.printed_no,
        "title": table.title,
        "unit": table.unit,
        "org_line": table.org_line,
        "period_line": table.period_line,
        "notes": list(table.notes),
        "status": table.status,
        "typeset": grid is not None,
        "n_rows": grid.n_rows if grid else 0,
        "n_cols": grid.n_cols if grid else 0,
        "header_rows": grid.header_rows if grid else 0,
        "cells": [asdict(cell) for cell in grid.cells] if grid else [],
    }
