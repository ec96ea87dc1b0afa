"""A picture of each place a reviewer has to look at: what was repaired, is suspect, or could not be read."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.emission.inputs import input_files
from pipeline.emission.placing import placed_folder
from pipeline.emission.read import Release, open_release
from pipeline.errors import DataNotValid, InputUnreadable, OutputProblem, UsageProblem
from pipeline.ingest.pictures import page_picture
from pipeline.report.crops import box_of

CLOSE_UPS = "crops"
INDEX = "crops.csv"
DPI, MARGIN = 200.0, 4.0
"""Dots an inch, and points of the page around the cell."""
HEADER = ("file", "record_id", "reasons", "document_id", "page_no", "bbox", "sha256")

_SAFE_ID = re.compile(r"[a-z]{2,4}_[0-9a-z]{8,32}")

Row = Mapping[str, Any]


class Place(NamedTuple):
    """Where a record stands on a page, and why one should look there."""

    document_id: str
    record_id: str
    page_no: int
    bbox: str
    reason: str


@dataclass(frozen=True, slots=True)
class CloseUps:
    """What was written; ``notices`` name the documents whose places could not be drawn, and why."""

    folder: Path
    pictures: int
    notices: tuple[str, ...]


def write_close_ups(out: Path, pdfs: Path | None = None, to: Path | None = None) -> CloseUps:
    """One PNG a record to look at and ``crops.csv`` about them, in ``to`` (``out``/crops): all of it or nothing.

    ``pdfs``: where the input files lie now, when not where the run read them. The same release and files give the
    same bytes. Raises ``InputUnreadable`` when there is no release or no such folder, ``UsageProblem`` when ``to``
    holds something else, ``DataNotValid`` for a record without a proper identifier, ``OutputProblem`` when it cannot
    be written.
    """
    release = open_release(out)
    target = to if to is not None else out / CLOSE_UPS
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / INDEX).is_file())):
        raise UsageProblem(f"{target}: is no folder of crops; choose another folder or an empty one")
    if pdfs is not None and not pdfs.is_dir():
        raise InputUnreadable(f"{pdfs}: no such folder; give the one with the input files")
    sources = input_files(release, pdfs)
    documents = {str(row["document_id"]): row for row in release.arrow("documents").to_pylist()}
    notices: list[str] = []
    rows: list[tuple[Any, ...]] = []
    try:
        with placed_folder(target) as folder:
            for document_id, places in groupby(sorted(set(places_of(release))), key=lambda place: place.document_id):
                source = sources.get(document_id)
                if source is None:
                    name = documents[document_id]["file_name"]
                    notices.append(f"{name}: its file is not where it was read; name its folder with --pdfs")
                    continue
                rows += _drawn(source.read_bytes(), places, folder, notices)
            table = io.StringIO()
            csv.writer(table, lineterminator="\n").writerows([HEADER, *rows])
            (folder / INDEX).write_text(table.getvalue(), encoding="utf-8")
    except OSError as error:
        raise OutputProblem(f"{target}: crops cannot be written ({error.strerror or error}); check the disk") from error
    return CloseUps(target, len(rows), tuple(notices))


def places_of(release: Release) -> Iterator[Place]:
    """The places on pages of all repairs, suspects and cells that nobody could read."""
    for row in release.arrow("repairs").to_pylist():
        yield from _place(row, row["record_id"], f"repair:{row['repair_type']}")
    for row in release.arrow("triage").to_pylist():
        yield from _place(row, row["record_id"], row["reason"])
    tables = {row["table_id"]: row["document_id"] for row in release.arrow("tables").to_pylist()}
    for row in release.arrow("cells", value_status="illegible").to_pylist():
        yield from _place({**row, "document_id": tables[row["table_id"]]}, row["cell_id"], "illegible")


def _place(row: Row, record_id: str, reason: str) -> Iterator[Place]:
    if row["page_no"] is not None and row["bbox"]:
        yield Place(str(row["document_id"]), str(record_id), int(row["page_no"]), str(row["bbox"]), str(reason))


def _drawn(data: bytes, places: Iterator[Place], folder: Path, notices: list[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of the index for one document, its pictures written."""
    for (document_id, record_id, page_no, bbox), own in groupby(places, key=lambda place: place[:4]):
        try:
            png = page_picture(data, page_no, box_of(bbox), DPI, MARGIN)
        except (ValueError, RuntimeError) as error:  # pymupdf's own errors are RuntimeErrors
            notices.append(f"{record_id}: page {page_no} cannot be drawn ({error})")
            continue
        if not _SAFE_ID.fullmatch(record_id):
            raise DataNotValid(f"{record_id!r} is no identifier; run yusuan validate")
        name = f"{record_id}.png"
        (folder / name).write_bytes(png)
        reasons = "|".join(sorted({place.reason for place in own}))
        yield name, record_id, reasons, document_id, page_no, bbox, hashlib.sha256(png).hexdigest()
