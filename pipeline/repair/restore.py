"""One amount at a time: the only value the identities leave it, or none.

A value is written only when it is unique, when no usable identity of the amount contradicts it, and when one demands
it whose other amounts are sure (``Demand.firm``) and from which no row is missing (``Demand.whole``, or another demands
the same that would not miss the same row); for amounts in 万元 always a second one. A reading is replaced only where
it was made from pixels, at least two such identities are violated by it, the value is one slip away from it (or is one
of its other readings), and no other amount of those identities could explain the violation as well. Uniqueness
alone is not safe: a lost row makes unique wrong values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.checks.identity import Identity
from pipeline.model.audit import DEMANDED
from pipeline.model.records import Entry
from pipeline.money import CENT, SCALE, parse_amount, unit_of
from pipeline.repair.demand import Demand, Evidence
from pipeline.repair.misread import plausible_misread

TWO = 2


@dataclass(frozen=True, slots=True)
class Restored:
    """A value in yuan found for an entry: ``used`` found it, ``witnesses`` hold with it and were not needed."""

    entry: Entry
    value: Decimal
    used: tuple[Identity, ...]
    witnesses: tuple[Identity, ...]
    method: str
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the identities allow an amount that they do not determine, in yuan, out to whole cents."""

    entry: Entry
    low: Decimal
    high: Decimal


def restore(entry: Entry, evidence: Evidence) -> Restored | Bounds | None:
    """The value of an amount that is unknown (illegible, or blank where a value must stand)."""
    demands = evidence.demands(entry.line.line_id)
    if not demands:
        return None
    low = max(d.value - d.tolerance for d in demands)
    high = min(d.value + d.tolerance for d in demands)
    if low > high:
        return None  # the document contradicts itself here; its checks say so
    safe = [d for d in demands if d.firm and _misses_no_row(d, demands)]
    if not safe:
        return None
    # Where sums are rounded, intervals that meet in one point do so by chance.
    if any(d.tolerance for d in demands):
        return Bounds(entry, low.quantize(CENT, ROUND_FLOOR), high.quantize(CENT, ROUND_CEILING))
    # Amounts in 万元 are rounded before they are added up: there one sum alone proves nothing.
    if len(demands) < TWO and entry.line.amount_unit != "CNY":
        return None
    witnesses = tuple(d.identity for d in demands if d is not safe[0])
    return Restored(entry, low, (safe[0].identity,), witnesses, DEMANDED)


def reread(entry: Entry, evidence: Evidence) -> Restored | None:
    """The value of an amount whose reading from pixels at least two identities contradict."""
    violated = evidence.violated(entry.line.line_id)
    if len(violated) < TWO or entry.line.extraction_method != "ocr":
        return None
    demands = evidence.demands(entry.line.line_id)
    if not _agreed(demands) or not {id(i) for i in violated} <= {id(d.identity) for d in demands}:
        return None
    value = demands[0].value
    slip = _slip(entry, value)
    if not slip:
        return None
    return Restored(entry, value, tuple(d.identity for d in demands), (), "reading", slip)


def only_explanation(found: Restored, entries: Sequence[Entry], evidence: Evidence) -> bool:
    """Whether no other amount of the violated identities could be the wrong one instead."""
    accused = {i for identity in evidence.violated(found.entry.line.line_id) for i in identity.line_ids}
    for other in entries:
        if other.line.line_id in accused and other.line.line_id != found.entry.line.line_id:
            rival = reread(other, evidence)
            if rival is not None:
                return False
    return True


def _misses_no_row(demand: Demand, agreeing: Sequence[Demand]) -> bool:
    """Whether no row is missing from the sum, or one beside it says the same that the row would not be missing from.

    A row is missing among the parts of one total. A sum of that total in which the amount plays another part, and one
    that does not run down the list, would give another value.
    """
    return demand.whole or any(d.identity.family != "rows" or d.is_total != demand.is_total for d in agreeing)


def _agreed(demands: Sequence[Demand]) -> bool:
    return (
        len({d.value for d in demands}) == 1
        and all(d.firm and not d.tolerance and _misses_no_row(d, demands) for d in demands)
        and len(demands) >= TWO
    )


def _slip(entry: Entry, value: Decimal) -> str:
    line = entry.line
    unit = unit_of(line.amount_unit)
    for other in entry.alternatives:
        amount = parse_amount(other, unit)
        if amount is not None and amount.cny == value:
            return f"{other!r} is one of its readings"
    if line.amount_cny is None:
        return ""
    return plausible_misread(line.amount_cny / SCALE[unit], value / SCALE[unit])
