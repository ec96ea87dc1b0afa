"""A printed amount as a failed sum speaks of it, whatever record it is published in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model.records import Entry


@dataclass(frozen=True, slots=True)
class Figure:
    """Who prints what, how it was read, and its value in yuan."""

    label: str
    raw: str | None
    cny: Decimal | None
    method: str
    value_status: str
    flags: frozenset[str]
    page_no: int | None


def figures_of(entries: Iterable[Entry]) -> dict[str, Figure]:
    """The amounts of lists by the line they are published as."""
    return {
        e.line.line_id: Figure(
            e.line.label_raw,
            e.line.amount_raw,
            e.line.amount_cny,
            e.line.extraction_method,
            e.line.value_status,
            e.flags,
            e.line.page_no,
        )
        for e in entries
    }
