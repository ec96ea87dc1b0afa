"""What the window on an amount shows, as data for the script: short keys, for every amount of the document is in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pipeline.model.joined import apart
from pipeline.report.crops import Picture
from pipeline.report.marks import origin
from pipeline.report.reading import DocumentData, Names
from pipeline.report.sums import Records, label_of, money

Row = Mapping[str, Any]
Pictures = Mapping[tuple[str, int], Picture]
"""Picture by table and page."""


def evidence(
    data: DocumentData,
    names: Names,
    records: Records,
    pictures: Pictures,
    table_names: Mapping[str, str],
    cells: Collection[str],
) -> dict[str, Any]:
    """Pictures, checks, and by identifier the lines and the ``cells`` that can be asked for; JSON values only.

    A line: l label, c column, t table, r as read, v amount in yuan, o origin, k confidence, x method, f flags,
    q reconciliation, p page, b box in points, i number of its picture, h numbers of its checks.
    """
    number = {key: n for n, key in enumerate(pictures)}
    sums = [c for c in data.checks if c["rule_id"] != "C-TOC"]
    checks_of: dict[str, list[int]] = {}
    spoken: dict[str, dict[str, str]] = {}
    for n, check in enumerate(sums):
        for record_id in apart(check["record_ids"]):
            checks_of.setdefault(record_id, []).append(n)
            if record_id not in records.lines:
                term = records.term(record_id, "")
                spoken[record_id] = {"l": term.label, "v": term.amount}

    def placed(row: Row, record_id: str) -> dict[str, Any]:
        return {
            "t": row["table_id"],
            "o": origin(row),
            "k": row["confidence"],
            "x": row["extraction_method"],
            "f": [names.flags.get(f, f) for f in apart(row["flags"])],
            "p": row["page_no"],
            "b": [float(v) for v in row["bbox"].split(",")] if row["bbox"] else None,
            "i": number.get((str(row["table_id"]), row["page_no"])),
            "h": checks_of.get(record_id, []),
        }

    lines = {
        line["line_id"]: placed(line, line["line_id"])
        | {
            "l": label_of(line),
            "c": names.measures.get(line["measure_id"], line["measure_id"]),
            "r": line["amount_raw"],
            "v": money(line["amount_cny"]),
            "q": line["reconciliation"],
        }
        for line in data.lines
    }
    shown = {
        cell_id: placed(records.cells[cell_id], cell_id)
        | {"l": records.cells[cell_id]["text_raw"] or "", "r": records.cells[cell_id]["text_raw"]}
        for cell_id in sorted(cells)
    }
    return {
        "pictures": [[f"../{p.file}", p.width, p.height, p.x0, p.y0, p.scale] for p in pictures.values()],
        "checks": [_check(check) for check in sums],
        "spoken": spoken,
        "tables": table_names,
        "lines": shown | lines,
    }


def _check(check: Row) -> list[Any]:
    difference = money(check["difference_cny"]) if check["difference_cny"] else None
    ids = apart(check["record_ids"])
    return [check["rule_id"], check["status"], check["description"], ids, check["independent"], difference]
