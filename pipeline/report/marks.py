"""Where an amount comes from, told by a shape as well as a colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.model.flags import IN_DOUBT
from pipeline.model.joined import apart

Row = Mapping[str, Any]

SHAPES: Mapping[str, str] = {
    "reported": "",
    "derived": "◆",
    "repaired": "▲",
    "corrected": "■",
    "illegible": "✕",
    "doubtful": "?",
}
"""Origin to the character beside the amount; an amount read as printed has none."""

CONTRADICTED = "≠"


def origin(row: Row) -> str:
    """The key of ``SHAPES`` for a cell or a line: what was done to it goes before how sure its reading is."""
    status = str(row["value_status"])
    if status in SHAPES and status != "reported":
        return status
    if IN_DOUBT & set(apart(row["flags"])):
        return "doubtful"
    return "reported"
