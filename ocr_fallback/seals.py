"""Whether a seal lies where characters could be: then some may be lost under it."""

from __future__ import annotations

from ocr_fallback.cells import LinePicture
from ocr_fallback.ink import MARGIN
from ocr_fallback.values import Gray, Slot

BESIDE = 1.2
"""So many character heights beside the ink a lost character would stand."""
COVERED = 0.2
"""A seal that covers this share of that room can hide one."""
HIDDEN = 0.5
"""A seal that covers so many squares of the character height can hide a digit."""


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


def hides_all(stamped: Gray, slot: Slot, usual: float, dpi: float) -> bool:
    """Whether the seal covers enough of a cell that seems blank to hide a digit, ``usual`` pixels high."""
    margin = MARGIN * dpi
    x0, y0, x1, y1 = (max(round(v), 0) for v in (slot.box.x0 + margin, slot.box.y0 + margin, *slot.box[2:]))
    covered = stamped[y0 : max(y1 - round(margin), 0), x0 : max(x1 - round(margin), 0)] > 0
    return bool(covered.sum() >= HIDDEN * usual**2)
