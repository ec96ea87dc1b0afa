"""What became of each input file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["done", "failed", "quarantined", "duplicate", "deferred"]
"""``failed``: the file is at fault and says so; ``quarantined``: reading it went wrong in a way nobody foresaw;
``deferred``: a worker that reads pixels has to take it."""

OUT_OF_MEMORY = "out-of-memory"
REASONS: dict[str, str] = {
    "unreadable": "empty, encrypted, truncated, not a PDF, no budget document, or not to be opened",
    "limit-bytes": "larger than limits.bytes",
    "limit-pages": "more pages than limits.pages",
    "limit-paths": "a page draws more vector paths than limits.paths",
    "dependency-missing": "a scan, and the packages that read pixels are not installed",
    "data-not-valid": "its records do not fit the published schema",
    "input-changed": "the file changed while it was being read",
    "exception": "a fault of the program; the log has the traceback",
    "crashed": "the reading process died twice",
    "deadline": "not done within limits.seconds and limits.seconds_per_page",
    OUT_OF_MEMORY: "more memory than limits.memory_mb, in a process of its own too",
    "duplicate": "the same bytes as another input; counted once",
}
"""Every reason an input can have for giving no document of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input's end. ``seconds`` by stage and ``peak_mb`` go to ledger and manifest only, never into the data.

    ``entry`` is what the store keeps under the task's key; an outcome without one is not remembered. ``log`` holds the
    last lines the reading process wrote.
    """

    status: Status
    reason: str = ""
    code: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0
    crashes: int = 0
    log: tuple[str, ...] = ()
    network: str = ""

    def __post_init__(self) -> None:
        if self.code and self.code not in REASONS:
            raise ValueError(f"{self.code}: not a known reason; add it to REASONS")

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return asdict(self)


def outcome_from(values: dict[str, Any]) -> Outcome:
    """The outcome ``as_json`` made these values of."""
    return Outcome(**{**values, "log": tuple(values.get("log", ()))})
