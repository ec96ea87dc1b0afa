"""Whether a reading can be a misreading of an amount: one slip, of the kinds that readers make."""

from __future__ import annotations

from decimal import Decimal

from pipeline.digits import differing, one_slip

WORDS = {
    "": "",
    "swapped": "two neighbouring digits were swapped",
    "lost": "a digit was lost",
    "added": "a digit was added",
}


def plausible_misread(read: Decimal, true: Decimal) -> str:
    """The one slip that makes ``read`` of ``true``, in words; empty when no single slip does.

    Slips: one digit taken for another, one lost or added, two neighbours swapped, the decimal point or the minus sign
    lost. Amounts in the unit they are printed in.
    """
    if read == true:
        return ""
    if read == -true:
        return "the sign was lost"
    if (read < 0) != (true < 0):
        return ""
    a, b = _digits(read), _digits(true)
    if a.strip("0") == b.strip("0"):
        return "the decimal point or a zero was lost"
    slip = one_slip(a, b)
    if slip == "changed":
        (at,) = differing(a, b)
        return f"{b[at]} was read as {a[at]}"
    return WORDS[slip]


def _digits(value: Decimal) -> str:
    return f"{abs(value):.2f}".replace(".", "").lstrip("0")
