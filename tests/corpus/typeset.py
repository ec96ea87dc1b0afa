"""PDF bytes of a document in a house style, set by Typst from document.typ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from .columns import is_amount, plan_columns, text_width
from .facts import Cell, DocumentFacts, TableFacts
from .styles import Style

TEMPLATE = Path(__file__).parent / "document.typ"
# Texts up to this width in em are set in the middle of their cell; longer ones start at its left.
CENTRED_EM = 5.0
FORM_KINDS = frozenset({"perf_project", "perf_unit", "perf_special_fund"})
Json = dict[str, Any]


class FontMissing(RuntimeError):
    """A font of a house style is not installed; tests/corpus/apt-packages.txt names the packages."""


def typeset(document: DocumentFacts, style: Style) -> bytes:
    """The PDF of one document; the same bytes for the same facts and style."""
    pdf, warnings = typst.compile_with_warnings(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"document": json.dumps(_payload(document, style), ensure_ascii=False)},
        pdf_tags=False,
    )
    for warning in warnings:
        if "unknown font family" in warning.message:
            raise FontMissing(f"{warning.message}: install the packages of apt-packages.txt")
    if not isinstance(pdf, bytes):
        raise TypeError("Typst returned pages, not one PDF")
    return pdf


def _payload(document: DocumentFacts, style: Style) -> Json:
    shapes = [
        (table.kind, _shape(index, table, style))
        for index, table in enumerate(document.tables)
        if table.grid is not None
    ]
    return {
        "style": asdict(style),
        "title": " ".join(document.cover_title),
        "year": document.fiscal_year,
        "cover": document.cover_title,
        "publisher": document.publisher,
        "contents_heading": document.contents_heading,
        "contents_style": document.contents_style,
        "contents": [asdict(entry) for entry in document.contents],
        "contents_tables": [shape for kind, shape in shapes if kind == "toc"],
        "prose": document.prose,
        "sheets": _sheets([shape for kind, shape in shapes if kind != "toc"], style),
    }


def _sheets(shapes: Sequence[Json], style: Style) -> list[Json]:
    if style.one_table_a_page:
        return [{"landscape": shape["landscape"], "tables": [shape]} for shape in shapes]
    groups = groupby(shapes, key=lambda shape: bool(shape["landscape"]))
    return [{"landscape": landscape, "tables": list(group)} for landscape, group in groups]


def _shape(index: int, table: TableFacts, style: Style) -> Json:
    grid = table.grid
    if grid is None:
        raise ValueError(f"{table.title}: a table without a grid cannot be typeset")
    plan = plan_columns(
        grid,
        margin=style.margin,
        inset=style.inset,
        base_size=style.size,
        least_size=style.least_size,
        only_landscape=style.only_landscape and table.kind != "toc",
    )
    if table.kind == "toc" and plan.landscape:
        raise ValueError(f"{table.title}: a contents table must fit an upright page")
    return {
        "index": index,
        "printed_no": table.printed_no,
        "title": table.title,
        "unit_line": "" if table.unit == "none" else f"单位：{table.unit}",
        "org_line": table.org_line,
        "period_line": table.period_line,
        "notes": table.notes,
        "n_rows": grid.n_rows,
        "n_cols": grid.n_cols,
        "header_rows": grid.header_rows,
        "widths": plan.widths,
        "size": plan.size,
        "landscape": plan.landscape,
        "unruled": table.kind in style.unruled_kinds,
        "cells": [_set_cell(cell, grid.header_rows, table.kind) for cell in grid.cells],
    }


def _set_cell(cell: Cell, header_rows: int, kind: str) -> Mapping[str, Any]:
    return {
        **asdict(cell),
        "align": _alignment(cell, header_rows, kind),
        "unbroken": is_amount(cell.text),
    }


def _alignment(cell: Cell, header_rows: int, kind: str) -> str:
    if cell.row < header_rows or cell.text in ("合计", "小计"):
        return "center"
    # Printed codes have no decimal point and no grouping comma, yet some amounts have neither: a code has ≤ 7
    # digits and stands in one of the first four columns.
    if is_amount(cell.text):
        code = cell.text.isdigit() and len(cell.text) <= 7 and cell.col < 4
        return "center" if code or kind in FORM_KINDS else "right"
    return "center" if kind in FORM_KINDS and text_width(cell.text) <= CENTRED_EM else "left"
