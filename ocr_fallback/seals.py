"""Whether a seal lies where a number's first or last characters could be: then some may be lost under it."""

from __future__ import annotations

from ocr_fallback.cells import LinePicture
from ocr_fallback.values import Gray, Slot

BESIDE = 1.2
"""So many character heights beside the ink a lost character would stand."""
COVERED = 0.2
"""A seal that covers this share of that room can hide one."""


def hides_characters(stamped: Gray, slot: Slot, line: LinePicture) -> bool:
    """Whether the seal covers the room of a character right before or after the line's ink, inside its cell."""
    box, room = line.box, BESIDE * line.box.height
    sides = (
        (max(box.x0 - room, slot.box.x0), box.x0),
        (box.x1, min(box.x1 + room, slot.box.x1)),
    )
    for left, right in sides:
        strip = stamped[max(int(box.y0), 0) : int(box.y1) + 1, max(int(left), 0) : int(right) + 1]
        if right - left > room / 3 and strip.size and (strip > 0).mean() >= COVERED:
            return True
    return False
