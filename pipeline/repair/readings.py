"""Readings chosen together: where several doubtful amounts spoil each other's sums, CP-SAT picks among what was read.

One amount at a time cannot be judged while another of the same sum is wrong too. Here each amount read from pixels
that a failing sum contains may be any of its own readings, every sum of these amounts has to hold, and as few as
possible change. What is chosen is written only if no other choice of readings fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.checks.identity import Identity
from pipeline.model.records import Entry
from pipeline.money import parse_amount, unit_of
from pipeline.repair.choice import MILLI, one_of_each, only_pick
from pipeline.repair.demand import Evidence
from pipeline.repair.restore import Restored

FEWEST_SUMS = 2
"""An amount is replaced only where it takes part in so many sums that failed."""


def chosen_readings(entries: Sequence[Entry], evidence: Evidence) -> list[Restored]:
    """The amounts whose other reading lets all sums hold; empty where there is nothing to choose or no one answer.

    Raises ``OutOfTime`` when the solver cannot tell within its time.
    """
    if not evidence.exact:
        return []  # where sums are rounded, several readings fit
    options = {
        e.line.line_id: own
        for e in entries
        if e.line.extraction_method == "ocr" and evidence.violated(e.line.line_id) and len(own := _options(e)) > 1
    }
    sums = {id(i): i for line_id in options for i in evidence.of[line_id] if evidence.may_judge(i)}
    sums = {key: i for key, i in sums.items() if all(evidence.value(x) is not None for x in i.line_ids)}
    if not options or not any(identity in evidence.violated(identity.total.line_id) for identity in sums.values()):
        return []
    picked = _picked(options, list(sums.values()), evidence)
    if picked is None:
        return []
    by_id = {e.line.line_id: e for e in entries}
    found = []
    for line_id, value in picked.items():
        failed = [i for i in evidence.violated(line_id) if id(i) in sums]
        if value == evidence.value(line_id):
            continue
        if len(failed) < FEWEST_SUMS or not all(evidence.is_whole(i) for i in failed):
            return []  # one of the changes stands on too little, and with it the others
        entry = by_id[line_id]
        text = next(t for t in entry.alternatives if _amount(t, entry) == value)
        found.append(Restored(entry, value, tuple(failed), (), "reading", f"{text!r} is one of its readings"))
    return found


def _options(entry: Entry) -> tuple[Decimal, ...]:
    """The amount as read, and what its other readings say."""
    read = () if entry.line.amount_cny is None else (entry.line.amount_cny,)
    others = (amount for text in entry.alternatives if (amount := _amount(text, entry)) is not None)
    return tuple(dict.fromkeys((*read, *others)))


def _amount(text: str, entry: Entry) -> Decimal | None:
    amount = parse_amount(text, unit_of(entry.line.amount_unit))
    return None if amount is None else amount.cny


def _picked(
    options: Mapping[str, Sequence[Decimal]], sums: Sequence[Identity], evidence: Evidence
) -> dict[str, Decimal] | None:
    """A value for each amount such that all sums hold with the fewest changes; ``None`` if none or another fits too."""
    model, taken = one_of_each({line_id: len(own) for line_id, own in options.items()})

    def value(line_id: str) -> Any:
        if line_id in options:
            return sum(int(v * MILLI) * var for v, var in zip(options[line_id], taken[line_id], strict=True))
        return int((evidence.value(line_id) or Decimal(0)) * MILLI)

    for identity in sums:
        total = identity.total.weight * value(identity.total.line_id)
        model.add(total == sum(part.weight * value(part.line_id) for part in identity.parts))
    changes = sum(var for own in taken.values() for var in own[1:])

    def rivals(picked: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        return ((line_id, i) for line_id, own in taken.items() for i in range(len(own)) if i != picked[line_id])

    picked = only_pick(model, taken, changes, rivals)
    return None if picked is None else {line_id: own[picked[line_id]] for line_id, own in options.items()}
