"""What in the ink of a cell speaks against what was read in it: seals, streaks, marks, faint or cut characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocr_fallback.cells import LinePicture
from ocr_fallback.columns import plain
from ocr_fallback.judging import is_text
from ocr_fallback.seals import hides_all, hides_characters
from ocr_fallback.streaks import crosses
from ocr_fallback.values import Sheet, Slot

BESIDE = 0.6
"""A streak so many character heights beside a number may have been one of its digits."""


def ink_doubts(
    own: Sequence[tuple[LinePicture, str]], slot: Slot, sheet: Sheet, height: float, dpi: float
) -> Iterator[str]:
    """What in the ink of a cell, lines and their readings, speaks against it; ``height``: of the grid's characters."""
    numbers = [line for line, text in own if _numeral(text)]
    if any(hides_characters(sheet.stamped, slot, line) for line in numbers):
        yield "seal"
    if not own and hides_all(sheet.stamped, slot, height, dpi):
        yield "seal"
    if any(crosses(sheet.streaked, line.box, BESIDE * height if line in numbers else 0.0) for line, _ in own):
        yield "streak"
    if own and slot.unsure:
        yield "grid"
    if any(line.faint for line, _ in own):
        yield "faint"
    if any(line.incomplete for line in numbers):
        yield "edge"
    if any(line.signed and _unsigned(text) for line, text in own):
        yield "sign"
    if any(line.marked for line in numbers):
        yield "mark"


def _numeral(text: str) -> bool:
    return any(c.isdigit() for c in text) and not is_text(plain(text))


def _unsigned(text: str) -> bool:
    """Whether the text is a number that does not begin with a minus sign or bracket."""
    return _numeral(text) and plain(text)[0].isdigit()
