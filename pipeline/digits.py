"""Two rows of digits compared: the one slip of a reader or typist that makes one of the other."""

from __future__ import annotations

from typing import Literal

Slip = Literal["", "changed", "swapped", "lost", "added"]
NEIGHBOURS = 2


def one_slip(read: str, true: str) -> Slip:
    """How ``read`` was made of ``true`` by one slip; empty when they are the same or no single slip does it.

    One digit changed, two unlike neighbours swapped, one lost, one added.
    """
    if len(read) == len(true):
        off = differing(read, true)
        if len(off) == 1:
            return "changed"
        neighbours = len(off) == NEIGHBOURS and off[1] == off[0] + 1
        return "swapped" if neighbours and read[off[0]] == true[off[1]] and read[off[1]] == true[off[0]] else ""
    shorter, longer = sorted((read, true), key=len)
    if len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))):
        return "lost" if len(read) < len(true) else "added"
    return ""


def differing(one: str, other: str) -> list[int]:
    """The places at which two texts of one length differ."""
    return [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
