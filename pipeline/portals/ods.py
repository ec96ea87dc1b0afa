"""An OpenDocument spreadsheet, written row by row.

Own code, for a reason: the maintained library (odfdo) takes 0.2 ms a cell and keeps the whole workbook in memory, a
minute for twenty-three documents; what is needed of the format is three kinds of cell. The tests read the result back
with that library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.emission.csvfile import plain_decimal
from pipeline.emission.read import Release
from pipeline.emission.rows import Value
from pipeline.portals.sheets import FIELDS_HEADER, FIELDS_SHEET, WORKBOOK, field_rows, sheets
from pipeline.portals.target import Published, Site, replacing

FILE = "yusuan.ods"
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0"'
    f' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content xmlns:office="{_URN}:office:1.0"'
    f' xmlns:table="{_URN}:table:1.0" xmlns:text="{_URN}:text:1.0" office:version="1.3">'
    "<office:body><office:spreadsheet>"
)
_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
"""Characters that XML cannot hold, not even escaped."""


def publish(release: Release, folder: Path, site: Site) -> Published:
    """The release as ``yusuan.ods``, written anew.

    Raises ``UsageProblem`` for a text or number that a cell cannot hold, ``OutputProblem`` when it cannot be written.
    """
    path = folder / FILE
    with replacing(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), _TYPE)  # first and not compressed: the format's magic
        archive.writestr(_entry("META-INF/manifest.xml"), _MANIFEST)
        with archive.open(_entry("content.xml"), "w", force_zip64=True) as file:
            for part in _content(release):
                file.write(part.encode())
    return Published((path,))


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry of a fixed date: the same release gives the same bytes."""
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    entry.compress_type = method
    return entry


def _content(release: Release) -> Iterator[str]:
    yield _HEAD
    yield from _sheet(FIELDS_SHEET, FIELDS_HEADER, field_rows())
    for resource in WORKBOOK:
        for sheet in sheets(release, resource, "ods"):
            yield from _sheet(sheet.name, resource.field_names, sheet.rows)
    yield _TAIL


def _sheet(name: str, header: tuple[str, ...], rows: Iterable[Iterable[Value]]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(name)}>"
    yield _row(header)
    for row in rows:
        yield _row(row)
    yield "</table:table>"


def _row(values: Iterable[Value]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(value: Value) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case bool():
            return _typed("boolean", f'office:boolean-value="{str(value).lower()}"', str(value).upper())
        case int() | float() | Decimal():
            number = plain_decimal(value)
            return _typed("float", f'office:value="{number}"', number)
        case datetime():
            moment = value.strftime("%Y-%m-%dT%H:%M:%SZ")
            return _typed("date", f'office:date-value="{moment}"', moment)
        case date():
            return _typed("date", f'office:date-value="{value.isoformat()}"', value.isoformat())
        case str():
            return _typed("string", "", value)


def _typed(kind: str, attribute: str, text: str) -> str:
    head = f'<table:table-cell office:value-type="{kind}" {attribute}>'
    return head + "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n")) + "</table:table-cell>"


def _spaced(line: str) -> str:
    """The text with the white space XML readers would fold written as elements."""
    safe = escape(line.translate(_UNPRINTABLE))
    for mark, element in (("\t", "<text:tab/>"), ("  ", ' <text:s text:c="1"/>')):
        safe = safe.replace(mark, element)
    return f'<text:s text:c="1"/>{safe[1:]}' if safe.startswith(" ") else safe
