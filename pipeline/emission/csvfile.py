"""The CSV dialect of a release: comma, doubled quotes, CRLF, UTF-8 without BOM, null empty, plain decimals.

A spreadsheet takes a text that begins with = + - @ or a tab for a formula, so in CSV such a text gets a leading
apostrophe; so does one that already begins with apostrophes before such a character, which makes the rule
reversible. Numbers are exempt, and so is text that is a plain number, like the printed amount ``-12.00``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from pipeline.emission.model import CENTS, Field, Resource
from pipeline.emission.rows import Row, Value

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")
"""What a text that may need an apostrophe begins with."""
_LIVE = re.compile(r"[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def guarded(text: str) -> str:
    """The text as CSV holds it: with a leading apostrophe where a spreadsheet would see a formula."""
    return "'" + text if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` made this of."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take this cell of a CSV file for a formula."""
    return bool(_LIVE.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def plain_decimal(value: Decimal | float | int) -> str:
    """The shortest plain notation: never an exponent, no grouping, no trailing zeros after the point."""
    text = format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def csv_text(field: Field, value: Value) -> str:
    """One value as CSV holds it, before quoting. Amounts always have two places: ``12.50``."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal() if field.parquet == CENTS:
            return format(value, ".2f")
        case Decimal() | float() | int():
            return plain_decimal(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case str():
            return guarded(value)


def csv_row(resource: Resource, row: Row) -> list[str]:
    """One row as CSV holds it, before quoting."""
    return [csv_text(field, value) for field, value in zip(resource.fields, row, strict=True)]


def _column(field: Field, values: Sequence[Value]) -> Sequence[str]:
    if field.type != "string":
        # None, true and 1 come again and again; equal values of one column are one text.
        text_of = {value: csv_text(field, value) for value in set(values)}
        return [text_of[value] for value in values]
    # Most columns are texts, and nearly all of those stand as they are.
    return [value if isinstance(value, str) and value[:1] not in _FIRST else csv_text(field, value) for value in values]


def csv_header(resource: Resource) -> str:
    """The first line of the CSV file, line end included."""
    return _lines([resource.field_names])[0]


def csv_lines(resource: Resource, rows: Iterable[Row]) -> list[str]:
    """Each row as a line of the CSV file, line end included."""
    columns = zip(*rows, strict=True)
    # Column by column: one look at the field for all its values.
    texts = [_column(field, values) for field, values in zip(resource.fields, columns, strict=False)]
    return _lines(zip(*texts, strict=True))


def csv_bytes(resource: Resource, rows: Iterable[Row]) -> bytes:
    """The whole CSV file: header and rows."""
    return "".join((csv_header(resource), *csv_lines(resource, rows))).encode()


def _lines(rows: Iterable[Sequence[str]]) -> list[str]:
    lines: list[str] = []
    # The writer writes each row in one go, whatever line ends its texts hold.
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n").writerows(rows)
    return lines


def csv_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file on the disk, as ``read_csv`` gives them; only some of it is in memory at once."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, strict=True)


def read_csv(data: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file as texts, header first; apostrophes are left as they are.

    Raises ``UnicodeDecodeError`` for bytes that are not UTF-8, ``csv.Error`` for a file that is not CSV.
    """
    return csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
