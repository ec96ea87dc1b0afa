"""Why an identity fails: the likeliest cause, and the reasoning in words a reviewer can follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from pipeline.checks.evaluate import Outcome
from pipeline.checks.figure import Figure
from pipeline.digits import one_slip

NEARLY = 5
"""A residual of at most so many tolerances is the issuer's own rounding before adding up."""
DOUBTS = frozenset({"reading_doubtful", "readers_disagree", "crosses_rule", "illegible"})


def cause_of(outcome: Outcome, figures: Mapping[str, Figure], upheld: Collection[str]) -> tuple[str | None, str]:
    """Cause as in the schema (``None`` where nothing failed) and the reasoning.

    ``upheld``: the amounts that a sum within or between tables confirms and none contradicts.
    """
    if outcome.status == "not_evaluable":
        return None, outcome.why
    if outcome.status != "fail":
        return ("rounding", "the difference lies within the printed precision") if outcome.residual else (None, "")
    residual = outcome.residual
    assert residual is not None
    assert outcome.tolerance is not None
    own = [figures[i] for i in outcome.identity.line_ids if i in figures]
    doubtful = [f for f in own if DOUBTS & f.flags or f.method == "ocr"]
    if doubtful:
        named = ", ".join(f"{f.raw} (page {f.page_no})" for f in doubtful[:3])
        return (
            "extraction_error",
            f"amounts read from pixels or in doubt take part: {named}; compare them with the page",
        )
    if abs(residual) <= NEARLY * outcome.tolerance:
        return "rounding", (
            f"every amount is read surely and the residual {residual} is only a few printed units: the issuer added"
            " unrounded figures"
        )
    if outcome.identity.family == "goals":
        return "unknown", (
            f"the goal and the list differ by {residual}: the issuer's misprint, or one of them leaves out funds that"
            " the other counts (special funds, carry-over)"
        )
    total = outcome.identity.total.line_id
    if outcome.identity.family == "prose" and total in upheld:
        return "source_error", (
            f"the table's own sums bear out {figures[total].raw}, so the running text is off by {-residual}"
            f"{_moved_point(outcome)}"
        )
    # A person's correction is manual too, and no transcript.
    if any(f.method == "manual" and f.value_status != "corrected" for f in own):
        slipped = _slipped(outcome, own)
        if slipped:
            return "extraction_error", slipped
        return "unknown", (
            f"the residual is {residual}; the text is a transcript, so either the issuer's misprint or a slip of"
            f" whoever transcribed it{_single(residual, own)}"
        )
    return "source_error", (
        f"two engines that share no code read every amount of it alike; the document itself is off by {residual}"
        f"{_single(residual, own)}"
    )


def _moved_point(outcome: Outcome) -> str:
    """Words for two amounts that differ by their decimal point."""
    assert outcome.expected is not None
    assert outcome.actual is not None
    kind = _misprint(outcome.expected, outcome.actual)
    return f" ({kind})" if kind else ""


def _slipped(outcome: Outcome, own: Sequence[Figure]) -> str:
    """Words for a row whose values stand in the wrong columns: the printed total stands among its parts or is blank."""
    if outcome.identity.family != "columns":
        return ""
    blanks = [f for f in own if f.value_status == "blank"]
    values = [f.cny for f in own[1:] if f.cny]
    if blanks and own[0].cny in values:
        return "a cell of the row is blank and its total stands in a column of parts: the values slipped by a column"
    if len(values) > 1 and any(v == sum(values, Decimal(0)) - v for v in values):
        return "one of the parts equals the sum of the others: the values of the row slipped by a column"
    if blanks:
        return "cells of the row are blank where a part must stand: lost in the transcript, or slipped by a column"
    return ""


def _single(residual: Decimal, own: Sequence[Figure]) -> str:
    """Words for one amount whose misprint explains the residual: two neighbouring digits swapped, one digit wrong."""
    for figure in own:
        value = figure.cny
        if value is None or not value:
            continue
        for wanted in (value - residual, value + residual):
            if wanted > 0 and (kind := _misprint(value, wanted)):
                return f"; {figure.label} {figure.raw} would balance as {wanted} ({kind})"
    return ""


def _misprint(printed: Decimal, wanted: Decimal) -> str:
    a, b = (f"{abs(v):.2f}".replace(".", "") for v in (printed, wanted))
    if a.strip("0") == b.strip("0") and a != b:
        return "decimal point moved"
    return {"changed": "one digit", "swapped": "two digits swapped"}.get(one_slip(a, b), "")
