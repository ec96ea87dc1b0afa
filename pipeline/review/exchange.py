"""The queue as a file for people who work in a spreadsheet, and their decisions read back from it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.decisions.records import Decision
from pipeline.emission.csvfile import guarded, unguarded
from pipeline.errors import InputUnreadable, UsageProblem
from pipeline.review.deciding import Refused, Wish, etag, in_force, take
from pipeline.review.desk import Desk
from pipeline.review.screen import screen

ASKED = ("verdict", "value", "reason")
"""The columns a person fills in."""
COLUMNS = (
    "file", "page", "table", "row", "column", "label", "read", "published", "why", "candidates", *ASKED,
    "decided", "line_id", "table_id", "seen",
)  # fmt: skip
FORMATS = ("csv", "jsonl")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: decisions taken, rows already decided the same way, rows refused with their reason."""

    taken: tuple[Decision, ...]
    already: int
    refused: tuple[str, ...]


def queue_rows(desk: Desk) -> Iterator[dict[str, str]]:
    """One row for each amount in the queue, most urgent table first; ``verdict``, ``value``, ``reason`` are empty."""
    for table in desk.queue():
        shown = screen(desk, table.table_id, "zh")
        headers = {c["col_no"]: c["header_path_raw"] for c in desk.view.columns(table.table_id)}
        for line_id in shown["items"]:
            line = shown["lines"][line_id]
            yield {
                "file": shown["table"]["file"],
                "page": str(line["page"] or ""),
                "table": shown["table"]["title"],
                "row": str(line["row"]),
                "column": headers.get(line["col"], ""),
                "label": line["label"],
                "read": line["raw"],
                "published": line["text"],
                "why": " ".join(line["why"]),
                "candidates": " | ".join(one["text"] for one in line["candidates"]),
                **dict.fromkeys(ASKED, ""),
                "decided": "; ".join(f"{d['reviewer']}: {d['value'] or d['verdict']}" for d in line["decided"]),
                "line_id": line_id,
                "table_id": table.table_id,
                "seen": line["etag"],
            }


def written(rows: Iterable[Mapping[str, str]], form: str) -> str:
    """The rows as CSV (with a byte order mark, so that spreadsheets take it for UTF-8) or as JSON lines."""
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: guarded(text) for name, text in row.items()} for row in rows)
    return buffer.getvalue()


def read_back(path: Path) -> list[dict[str, str]]:
    """The rows of such a file, as CSV in UTF-8 or GB 18030 (as Chinese spreadsheets save it) or as JSON lines.

    Raises ``InputUnreadable`` naming what is missing.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputUnreadable(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise InputUnreadable(f"{path}: neither UTF-8 nor GB 18030; save it as CSV UTF-8") from error
    if path.suffix == ".jsonl":
        rows = [_object(line, f"{path}:{number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    else:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows = [{k: unguarded(v or "") for k, v in row.items() if isinstance(k, str)} for row in reader]
    for number, row in enumerate(rows, start=1):
        if missing := {"line_id", "table_id", "seen", *ASKED} - row.keys():
            raise InputUnreadable(
                f"{path}: row {number}: no column {', '.join(sorted(missing))}; keep those of `yusuan decisions export`"
            )
    return rows


def _object(line: str, place: str) -> dict[str, str]:
    try:
        found: Any = json.loads(line)
    except ValueError as error:
        raise InputUnreadable(f"{place}: not JSON ({error})") from error
    if not isinstance(found, dict):
        raise InputUnreadable(f"{place}: not a JSON object")
    return {str(key): "" if value is None else str(value) for key, value in found.items()}


def import_rows(desk: Desk, rows: Iterable[Mapping[str, str]], reviewer: str) -> Imported:
    """Takes each row's decision where the amount is still as it was exported. Rows without a verdict are left.

    A row with a value alone is an override. Importing a file twice decides nothing twice. Raises ``UsageProblem`` when
    there is no table of the release in the file at all.
    """
    taken: list[Decision] = []
    already, refused, known = 0, [], 0
    for number, row in enumerate(rows, start=1):
        table = desk.view.tables.get(row["table_id"])
        known += table is not None
        verdict = row["verdict"].strip().lower() or ("override" if row["value"].strip() else "")
        if not verdict:
            continue
        if table is None:
            refused.append(f"row {number}: {row['table_id']}: no such table in {desk.out}")
            continue
        wish = Wish(row["line_id"], row["seen"].strip(), verdict, row["value"], row["reason"])
        if _is_decided(desk, row["table_id"], wish, reviewer):
            already += 1
            continue
        try:
            taken += take(desk, row["table_id"], [wish], reviewer)
        except Refused as refusal:
            refused.append(f"row {number}: {row['line_id']}: {_words(refusal)}")
    if not known:
        raise UsageProblem(f"the file names no table of {desk.out}; give the release it was exported from")
    return Imported(tuple(taken), already, tuple(refused))


def _is_decided(desk: Desk, table_id: str, wish: Wish, reviewer: str) -> bool:
    """Whether the reviewer has decided just this already, on what the row shows."""
    lines = desk.view.table_lines(table_id)
    line = lines.get(wish.line_id)
    if line is None or etag(line, ()) != wish.etag:
        return False
    current = in_force(desk, desk.view.tables[table_id]["document_id"], lines).get(wish.line_id, [])
    said = (wish.value or "").strip().replace(",", "")
    return any(
        d.reviewer == reviewer and d.verdict == wish.verdict and (d.verdict != "override" or d.value == said)
        for d in current
    )


def _words(refusal: Refused) -> str:
    said = {
        "changed": "the amount, or what was decided about it, is no longer as exported",
        "no_line": "no such amount",
        "no_value": "there is no value to accept; give one",
        "no_number": "is no number",
        "no_unit": "the table has no unit",
        "too_fine": "finer than a cent of yuan",
        "verdict": "no verdict: accept, override, blank, unsure or reject",
        "undone": "no longer in force",
    }
    return f"{said[refusal.fault]}{': ' + refusal.detail if refusal.detail else ''}"
