"""What Excel and OpenDocument workbooks have in common: which resources, on which sheets, within which limits.

A workbook is for people: it has the resources that are published as CSV (`cells`, every cell of every table, is not
among them), each on a sheet of its name, and first a sheet that says what the columns mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from pipeline.emission.model import Resource
from pipeline.emission.read import Release
from pipeline.emission.rows import Row, Value
from pipeline.emission.schema import RESOURCES
from pipeline.errors import UsageProblem
from pipeline.portals.target import batches

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header among them."""
LONGEST_TEXT = 32_767
EXACT_DIGITS = 15
"""Digits a number of a spreadsheet keeps."""
FIELDS_SHEET = "fields"
FIELDS_HEADER = ("resource", "field", "title_zh", "title_en", "type", "unit", "description")
WORKBOOK = tuple(resource for resource in RESOURCES if "csv" in resource.formats)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the resource, its rows, at most ``MOST_ROWS`` less one."""

    name: str
    resource: Resource
    rows: Iterator[Row]


def field_rows() -> Iterator[tuple[str | None, ...]]:
    """The rows of the sheet that says what the columns mean, without its header."""
    for resource in WORKBOOK:
        for field in resource.fields:
            titles = (field.title_zh, field.title_en)
            yield resource.name, field.name, *titles, field.type, field.unit, field.description


def sheets(release: Release, resource: Resource, target: str, most_rows: int = MOST_ROWS) -> Iterator[Sheet]:
    """The sheets of a resource; with more rows than a sheet holds it goes on at ``name_2``, ``name_3``.

    The rows of one sheet must be taken before the next is asked for. Raises ``UsageProblem`` while they are taken for
    a text or a number that a cell cannot hold.
    """
    rows = (row for batch in batches(release, resource) for row in batch)
    number = 1
    first = next(rows, None)
    while True:
        head = () if first is None else (first,)
        rest = islice(rows, most_rows - 1 - len(head))
        name = resource.name if number == 1 else f"{resource.name}_{number}"
        yield Sheet(name, resource, _fitting((row for part in (head, rest) for row in part), resource, target))
        first, number = next(rows, None), number + 1
        if first is None:
            return


def _fitting(rows: Iterator[Row], resource: Resource, target: str) -> Iterator[Row]:
    key_at = resource.field_names.index(resource.primary_key)
    for row in rows:
        for name, value in zip(resource.field_names, row, strict=True):
            if fault := _fault(value):
                place = f"{resource.name} {row[key_at]} {name}"
                raise UsageProblem(f"--to {target}: {place}: {fault}; use --to sqlite, or the CSV and Parquet files")
        yield row


def _fault(value: Value) -> str:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"a text of {len(value)} characters; a cell holds {LONGEST_TEXT}"
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        digits = len(Decimal(value).normalize().as_tuple().digits)
        if digits > EXACT_DIGITS:
            return f"{value} has {digits} digits; a spreadsheet keeps {EXACT_DIGITS}"
    return ""
