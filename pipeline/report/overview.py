"""The release at a glance: sums of what the pages show, added up while they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.report.pages import Counts

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list of the index: its row and its numbers, nothing of its contents."""

    document: Row
    counts: Counts


@dataclass(slots=True)
class Overview:
    """Grows by one entry a document."""

    entries: list[Entry] = field(default_factory=list)
    reconciliation: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    checks: Counter[tuple[str, str]] = field(default_factory=Counter)
    tables: Counter[tuple[str, str]] = field(default_factory=Counter)
    amounts: int = 0
    from_pixels: int = 0
    repairs: int = 0

    def add(self, document: Row, counts: Counts) -> None:
        """Counts the document in."""
        self.entries.append(Entry(document, counts))
        self.reconciliation += counts.reconciliation
        self.origins += counts.origins
        self.checks += counts.checks
        self.tables += counts.tables
        self.amounts += counts.amounts
        self.from_pixels += counts.from_pixels
        self.repairs += counts.repairs


def failed_inputs(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    """Inputs that became no document: name and reason, by name. Paths of the machine stay in the manifest."""
    return sorted(
        (
            {"file_name": str(entry.get("file_name")), "reason": str(entry.get("reason") or entry.get("outcome"))}
            for entry in manifest.get("inputs", ())
            if not entry.get("document_id")
        ),
        key=lambda entry: entry["file_name"],
    )
