"""Which decisions count: those neither withdrawn nor replaced by a later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.decisions.records import Decision, Key


def live(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions in force, in the order given; the order itself decides nothing, so that branches can be merged.

    An ``undo`` voids the decision it names, and with it that decision's replacing of an earlier one.
    """
    naming: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.supersedes is not None:
            naming[decision.supersedes].append(decision)
    void: dict[str, bool] = {}

    def is_void(decision: Decision) -> bool:
        """Whether an undo that is itself in force names it; an identifier follows from content, so no cycles."""
        if decision.id not in void:
            void[decision.id] = any(d.verdict == "undo" and not is_void(d) for d in naming[decision.id])
        return void[decision.id]

    def is_replaced(decision: Decision) -> bool:
        return any(d.verdict != "undo" and not is_void(d) for d in naming[decision.id])

    return tuple(d for d in decisions if d.verdict != "undo" and not is_void(d) and not is_replaced(d))


def conflicts(decisions: Iterable[Decision]) -> list[tuple[Decision, ...]]:
    """Groups of live decisions about one amount that do not claim the same."""
    by_key: dict[Key, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_key[decision.key].append(decision)
    return [tuple(group) for group in by_key.values() if disagree(group)]


def disagree(group: Iterable[Decision]) -> bool:
    """Whether the decisions claim different things of one amount."""
    return len({decision.claim for decision in group}) > 1
