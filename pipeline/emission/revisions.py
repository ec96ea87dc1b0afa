"""Re-issued documents: the same disclosure in other bytes is a later revision of it, not a second disclosure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any

Row = dict[str, Any]

UNKNOWN_LOCALITY = "000000"


def with_revisions(documents: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of ``documents`` with ``revision``, ``supersedes_document_id`` and ``is_current`` set.

    Documents are revisions of one another when they have the same ``disclosure_id`` and the same publisher as printed,
    and their place is known: without a place nobody knows that the disclosure is the same, and both stay current.
    Order: ``published_date``; else ``file_created_at`` (a file without one comes first); else the file name without its
    ending, to which issuers add dates or 更正; at last the identifier, so that it never depends on the run.
    """
    rows = [dict(row) for row in documents]
    disclosures: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        unknown = row["locality_code"] == UNKNOWN_LOCALITY
        key = (row["document_id"],) if unknown else (row["disclosure_id"], row["publisher_raw"])
        disclosures[key].append(row)
    for issues in disclosures.values():
        earlier: str | None = None
        for number, row in enumerate(sorted(issues, key=_order), start=1):
            row["revision"] = number
            row["supersedes_document_id"] = earlier
            row["is_current"] = number == len(issues)
            earlier = row["document_id"]
    return rows


def _order(row: Row) -> tuple[str, float, str, str]:
    created = row.get("file_created_at")
    seconds = created.timestamp() if isinstance(created, datetime) else float("-inf")
    return str(row.get("published_date") or ""), seconds, PurePath(row["file_name"]).stem, row["document_id"]
