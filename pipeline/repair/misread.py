"""Whether a reading can be a misreading of an amount: one slip, of the kinds that readers make."""

from __future__ import annotations

from decimal import Decimal

NEIGHBOURS = 2


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
    if len(a) == len(b):
        off = [i for i in range(len(a)) if a[i] != b[i]]
        if len(off) == 1:
            return f"{b[off[0]]} was read as {a[off[0]]}"
        swapped = len(off) == NEIGHBOURS and off[1] == off[0] + 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
        return "two neighbouring digits were swapped" if swapped else ""
    shorter, longer = sorted((a, b), key=len)
    if len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))):
        return "a digit was lost" if len(a) < len(b) else "a digit was added"
    return ""


def _digits(value: Decimal) -> str:
    return f"{abs(value):.2f}".replace(".", "").lstrip("0")
