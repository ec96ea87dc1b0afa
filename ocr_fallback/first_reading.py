"""What the cells of a grid read as at first: numbers by the numeral network, all else by the tiny recogniser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ocr_fallback.cells import LinePicture
from ocr_fallback.columns import plain
from ocr_fallback.models import numerals, recogniser
from ocr_fallback.numerals import FOREIGN
from ocr_fallback.recognise import LineText, read_lines

FIRST = "tiny"
CERTAIN = 0.98
"""A number surer than this is taken as it is; below the tiny recogniser reads the line as well …"""
SERIOUS = 0.5
"""… and where the numeral network is at least this sure of another number, the line is in dispute."""


class FirstReading(NamedTuple):
    """The texts of lines, in their order, and the positions of those that two networks read differently."""

    texts: list[LineText]
    disputed: frozenset[int]


def first_reading(lines: Sequence[LinePicture]) -> FirstReading:
    """What each line reads as; one with ink as large as a Chinese character is not shown to the numeral network."""
    shown = [k for k, line in enumerate(lines) if not line.square]
    numbers = dict(zip(shown, read_lines(numerals(), [lines[k].picture for k in shown]), strict=True))
    numbers = {k: text for k, text in numbers.items() if _is_number(text.best.text)}
    found = {k: text for k, text in numbers.items() if text.best.score >= CERTAIN}
    rest = [k for k in range(len(lines)) if k not in found]
    found |= zip(rest, read_lines(recogniser(FIRST), [lines[k].picture for k in rest]), strict=True)
    disputed = frozenset(
        k
        for k in rest
        if k in numbers and numbers[k].best.score >= SERIOUS and numbers[k].best.text != plain(found[k].best.text)
    )
    return FirstReading([found[k] for k in range(len(lines))], disputed)


def _is_number(text: str) -> bool:
    """Whether the numeral network read a number in one piece."""
    return FOREIGN not in text and " " not in text and any(char.isdigit() for char in text)
