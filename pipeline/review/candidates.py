"""What an amount could be: as it was read, its other readings, and the values its sums demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model.records import BudgetLine
from pipeline.money import SCALE, in_cents, parse_amount, unit_of
from pipeline.review.sums import Sum

MOST = 5
"""As many as there are keys for them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value: as printed (``text``, in the table's unit) and in yuan; where it comes from; the sums it satisfies."""

    text: str
    cny: Decimal
    sources: tuple[str, ...]
    holds: int
    of: int


def candidates(
    line: BudgetLine,
    readings: Sequence[str],
    again: Sequence[str],
    sums: Sequence[Sum],
    amounts: Mapping[str, Decimal | None],
) -> tuple[Candidate, ...]:
    """At most five, the published value first, then by how many of its sums they satisfy.

    ``readings``: other readings of the cell; ``again``: those of a cell that was sent back; ``sums``: those that
    contain the amount; ``amounts``: in force, by record.
    """
    if line.amount_unit is None:
        return ()
    unit = unit_of(line.amount_unit)
    sources: dict[Decimal, list[str]] = {}
    if line.amount_cny is not None:
        sources[line.amount_cny] = ["published"]
    for source, texts in (("reading", readings), ("again", again)):
        for text in texts:
            amount = parse_amount(text, unit)
            if amount is not None:
                sources.setdefault(amount.cny, []).append(source)
    if line.amount_cny is None and (own := parse_amount(line.amount_raw, unit)) is not None:
        sources.setdefault(own.cny, []).append("reading")  # a reading that was withdrawn
    for one in sums:
        value = one.demanded(line.line_id, amounts)
        if value is not None and value == in_cents(value):
            sources.setdefault(in_cents(value), []).append(one.rule_id)
    found = [_candidate(line, value, said, sums, amounts) for value, said in sources.items()]
    found.sort(key=lambda c: ("published" not in c.sources, -c.holds, -len(c.sources), c.cny))
    return tuple(found[:MOST])


def _candidate(
    line: BudgetLine,
    value: Decimal,
    said: Sequence[str],
    sums: Sequence[Sum],
    amounts: Mapping[str, Decimal | None],
) -> Candidate:
    verdicts = [one.holds({**amounts, line.line_id: value}) for one in sums]
    known = [verdict for verdict in verdicts if verdict is not None]
    return Candidate(printed(value, line), value, tuple(dict.fromkeys(said)), sum(known), len(known))


def printed(value: Decimal, line: BudgetLine) -> str:
    """The amount in yuan as the table prints amounts: in its unit, with its decimals, or more where it needs them."""
    scale = SCALE[unit_of(line.amount_unit)]
    inner = value / scale
    places = 2
    if line.amount_quantum_cny is not None:
        exponent = (line.amount_quantum_cny / scale).normalize().as_tuple().exponent
        places = max(-exponent, 0) if isinstance(exponent, int) else places
    if inner != round(inner, places):
        exponent = inner.normalize().as_tuple().exponent
        places = max(-exponent, 0) if isinstance(exponent, int) else places
    return f"{inner:.{places}f}"
