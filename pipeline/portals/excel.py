"""An Excel workbook: numbers as numbers, codes and every other text as text, never as a formula or a link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.emission.model import CENTS, Field
from pipeline.emission.read import Release
from pipeline.emission.rows import Value
from pipeline.errors import OutputProblem
from pipeline.portals.sheets import FIELDS_HEADER, FIELDS_SHEET, WORKBOOK, Sheet, field_rows, sheets
from pipeline.portals.target import Published, Site, replacing

FILE = "yusuan.xlsx"
_MADE = datetime(2000, 1, 1)


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The release as ``yusuan.xlsx``, written anew.

    Raises ``UsageProblem`` for a text or number that a cell cannot hold, ``OutputProblem`` when it cannot be written.
    """
    path = folder / FILE
    with replacing(path) as partial:
        workbook = xlsxwriter.Workbook(str(partial), {"constant_memory": True})
        workbook.set_properties({"created": _MADE})
        try:
            _write(workbook, release)
        finally:
            try:
                workbook.close()
            except FileCreateError as error:
                raise OutputProblem(f"{path}: cannot be written: {error}; make room or give another folder") from error
    return Published((path,))


def _write(workbook: Any, release: Release) -> None:
    head = workbook.add_format({"bold": True})
    fields = workbook.add_worksheet(FIELDS_SHEET)
    _header(fields, FIELDS_HEADER, head)
    for number, row in enumerate(field_rows(), start=1):
        for column, text in enumerate(row):
            fields.write_string(number, column, text or "")
    formats = {
        kind: workbook.add_format({"num_format": pattern})
        for kind, pattern in (("cents", "#,##0.00"), ("date", "yyyy-mm-dd"), ("datetime", "yyyy-mm-dd hh:mm:ss"))
    }
    for resource in WORKBOOK:
        for sheet in sheets(release, resource, "excel"):
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, head, formats)


def _header(worksheet: Any, names: tuple[str, ...], head: Any) -> None:
    worksheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        worksheet.write_string(0, column, name, head)


def _write_sheet(worksheet: Any, sheet: Sheet, head: Any, formats: dict[str, Any]) -> None:
    _header(worksheet, sheet.resource.field_names, head)
    writers = [_writer(worksheet, field, formats) for field in sheet.resource.fields]
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                writers[column](number, column, value)
    worksheet.autofilter(0, 0, number, len(writers) - 1)


def _writer(worksheet: Any, field: Field, formats: dict[str, Any]) -> Callable[[int, int, Value], object]:
    """Writes a value of that column; the kind of cell is the column's, whatever the value looks like."""

    def moment(row: int, column: int, value: Value) -> object:
        assert isinstance(value, date)  # by the column's type
        naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        return worksheet.write_datetime(row, column, naive, formats[field.type])

    match field.type:
        case "string":
            return worksheet.write_string  # type: ignore[no-any-return]  # xlsxwriter has no types
        case "boolean":
            return worksheet.write_boolean  # type: ignore[no-any-return]  # xlsxwriter has no types
        case "date" | "datetime":
            return moment
        case _:
            shown = formats["cents"] if field.parquet == CENTS else None
            return lambda row, column, value: worksheet.write_number(row, column, _number(value), shown)


def _number(value: Value) -> float | int | Decimal:
    assert isinstance(value, (float, int, Decimal))  # by the column's type
    return value
