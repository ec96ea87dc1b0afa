"""Flags of a record: their names joined by bars, as published."""

from __future__ import annotations

from pipeline.model.joined import apart, joined

PRINTED_RED, STRUCK_OUT = "printed_red", "struck_out"
CARRIED = frozenset(
    {"crosses_rule", "reading_doubtful", "readers_disagree", "wrapped_row_merged", PRINTED_RED, STRUCK_OUT}
)
"""Flags of a cell that its amount takes over."""
IN_DOUBT = frozenset({"reading_doubtful", "readers_disagree"})
"""Flags of what may be misread, and is published all the same."""


def with_flag(flags: str | None, name: str) -> str:
    """The flags and that one, each once, in the order they came."""
    return joined((*apart(flags), name)) or name
