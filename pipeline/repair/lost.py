"""Sums that stand blank in a transcript although their parts are there: lost on the way, and what they must be.

A blank is what is printed, unless two sums that hold in the document with it need the same value: its own, and one it
is a part of or is once more the total of. All blanks of a document are filled together, for one lost column of totals
leaves no sum to check its single amounts against; those that any sum contradicts are taken out again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from pipeline.checks.evaluate import ZERO, Amount
from pipeline.checks.identity import Identity
from pipeline.model.records import Entry
from pipeline.repair.restore import Restored

TRANSCRIPT = "manual"
"""Pixels without ink are a blank that is printed; only who typed a table off can have lost a number."""
FEWEST_SUMS = 2


def lost_totals(
    entries: Sequence[Entry], identities: Sequence[Identity], known: Mapping[str, Amount]
) -> list[Restored]:
    """The blank totals that at least two sums demand, and none contradicts."""
    blank = {
        e.line.line_id: e for e in entries if e.line.value_status == "blank" and e.line.extraction_method == TRANSCRIPT
    }
    own: dict[str, list[Identity]] = defaultdict(list)
    of: dict[str, list[Identity]] = defaultdict(list)
    for identity in identities:
        if identity.family in ("rows", "columns"):
            if identity.total.line_id in blank:
                own[identity.total.line_id].append(identity)
            for line_id in identity.line_ids:
                of[line_id].append(identity)
    left = set(own)
    while left:
        values = _filled(left, own, known)
        held = {i: [s for s in of[i] if _holds(s, values, known)] for i in values}
        doubtful = {
            i
            for i in values
            if len(held[i]) < FEWEST_SUMS or len(held[i]) < len(of[i]) or not _upheld(i, held[i], known)
        }
        if not doubtful:
            return [_restored(blank[i], value, own[i], held[i]) for i, value in sorted(values.items())]
        left = set(values) - doubtful
    return []


def _filled(
    wanted: Collection[str], own: Mapping[str, Sequence[Identity]], known: Mapping[str, Amount]
) -> dict[str, Decimal]:
    """The sums of the parts, inner ones first; a blank whose sums differ, or that has no parts, is left out."""
    values: dict[str, Decimal] = {}
    waiting = sorted(wanted)
    while waiting:
        ready = [i for i in waiting if not any(p.line_id in waiting for s in own[i] for p in s.parts)]
        if not ready:
            return values  # blanks that are parts of one another
        for line_id in ready:
            demanded = {_sum(identity, values, known) for identity in own[line_id]}
            if len(demanded) == 1 and (value := demanded.pop()):
                values[line_id] = value
        waiting = [i for i in waiting if i not in ready]
    return values


def _sum(identity: Identity, values: Mapping[str, Decimal], known: Mapping[str, Amount]) -> Decimal | None:
    total = ZERO
    for line_id, weight in identity.parts:
        value = values.get(line_id, known[line_id].value)
        if value is None:
            return None
        total += weight * value
    return total


def _holds(identity: Identity, values: Mapping[str, Decimal], known: Mapping[str, Amount]) -> bool:
    expected, total = _sum(identity, values, known), identity.total.line_id
    actual = values.get(total, known[total].value)
    if expected is None or actual is None:
        return False
    slack = sum((known[i].half_quantum for i in identity.line_ids), ZERO)
    return abs(actual - expected) <= slack


def _upheld(line_id: str, held: Sequence[Identity], known: Mapping[str, Amount]) -> bool:
    """Whether a sum other than its own holds, with an amount in it that is printed."""
    return (
        any(identity.total.line_id != line_id and bool(known[identity.total.line_id].value) for identity in held)
        or len([i for i in held if i.total.line_id == line_id]) >= FEWEST_SUMS
    )


def _restored(entry: Entry, value: Decimal, own: Sequence[Identity], held: Sequence[Identity]) -> Restored:
    witnesses = tuple(identity for identity in held if identity is not own[0])
    return Restored(entry, value, (own[0],), witnesses, "lost total")
