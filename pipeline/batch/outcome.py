"""What became of each input file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.model.records import DocumentResult

Status = Literal["done", "failed", "duplicate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input: its result, or why there is none. ``seconds`` is CPU time; it goes to the manifest only."""

    path: str
    file_name: str
    status: Status
    reason: str = ""
    error: str = ""
    seconds: float = 0.0
    result: DocumentResult | None = None
