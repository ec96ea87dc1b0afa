"""What in a table's cells says that its grid may be wrong, though every wall of it looks sure.

The evidence is in the readings and in the ink, not in the rules: two amounts in one cell, an amount across columns
that other rows keep apart, a stroke longer than any character, characters too small for anything to be sure, digits in
more pieces than there are digits (a scan in black and white loses the thin strokes of 4, and 1 is left).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from ocr_fallback.cells import LinePicture
from ocr_fallback.columns import is_numeric, plain
from ocr_fallback.recognise import LineText
from ocr_fallback.values import BaseGrid

SMALLEST = 10.5
"""Characters or digits of fewer pixels are blurred: rules cannot be told from strokes, nor 6 from 8, nor 2 from 7."""
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d+\.\d{2}")
"""An amount with separators, two decimals long: the next may follow without white space."""
CODE_LIKE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
"""A code of a class, a group or an item."""
LONGER, THIN = 1.15, 0.3
"""A stroke so many characters high, and at most this share of that wide, is no character …"""
TALLEST = 1.8
"""… nor is any in one piece that is so many characters high: the rim of a seal scanned without its colour."""
BROKEN, PRINT_BROKEN = 1.2, 0.15
"""A number is broken in more pieces of ink than so many a character; the print is, where so many, two at least, are."""
FEWEST = 2
"""So many rows with amounts in columns of their own show that the columns are apart."""


def grid_doubts(
    grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[LineText], usual: float
) -> list[tuple[str, ...]]:
    """Per slot, in one word each, what speaks against the grid there; ``usual``: its characters' height in pixels."""
    numbers = [line.box.height for line, text in zip(pictures, texts, strict=True) if is_numeric(text.best.text)]
    if usual < SMALLEST or (numbers and median(numbers) < SMALLEST):
        return [("small",)] * len(grid.slots)
    broken = _broken(grid, pictures, texts)
    pointless = _pointless(grid, pictures, texts)
    ruled = {line.slot for line in pictures if _is_piece_of_rule(line, usual)}
    found = [0] * len(grid.slots)
    most = [0] * len(grid.slots)
    for line, text in zip(pictures, texts, strict=True):
        amounts = _amounts(text.best.text)
        found[line.slot] += amounts
        most[line.slot] = max(most[line.slot], amounts)
    # A column whose wall was missed holds two amounts in some rows; in others it is unknown where the one belongs.
    several = {
        (slot.col, slot.col_span)
        for slot, all_lines, one_line in zip(grid.slots, found, most, strict=True)
        if one_line > 1 or (all_lines > 1 and slot.row_span > 1)
    }
    apart = [0] * (len(grid.xs) - 1)
    for slot, count in zip(grid.slots, found, strict=True):
        if count and slot.col_span == 1:
            apart[slot.col] += 1
    reasons = []
    for k, (slot, count) in enumerate(zip(grid.slots, found, strict=True)):
        across = slot.col_span > 1 and max(apart[slot.col : slot.col + slot.col_span]) >= FEWEST
        held = {
            "several": bool(count) and (slot.col, slot.col_span) in several,
            "across": bool(count) and across,
            "rule": k in ruled,
            "broken": k in broken,
            "pointless": k in pointless,
        }
        reasons.append(tuple(word for word, holds in held.items() if holds))
    return reasons


def _pointless(grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[LineText]) -> set[int]:
    """The slots of amounts without a point in columns so narrow that some stand on several lines.

    One at the end of a line is lost easily, in all of a column too: 30. and 00 below it are 30.00.
    """
    lines: dict[int, list[str]] = defaultdict(list)
    for line, text in zip(pictures, texts, strict=True):
        lines[line.slot].append(plain(text.best.text))
    numbers = {k: "".join(own) for k, own in lines.items() if all(map(is_numeric, own))}
    amounts = {grid.slots[k].col for k, number in numbers.items() if not CODE_LIKE.fullmatch(number)}
    narrow = amounts & {grid.slots[k].col for k in numbers if len(lines[k]) > 1}
    return {k for k, number in numbers.items() if "." not in number and grid.slots[k].col in narrow}


def _broken(grid: BaseGrid, pictures: Sequence[LinePicture], texts: Sequence[LineText]) -> set[int]:
    """The slots of numbers whose strokes are broken; where many are, of all numbers, and those that seem blank."""
    numbers = {
        k: len(line.blobs) > BROKEN * _pieces(plain(text.best.text))
        for k, (line, text) in enumerate(zip(pictures, texts, strict=True))
        if is_numeric(text.best.text)
    }
    if sum(numbers.values()) <= max(PRINT_BROKEN * len(numbers), 1):
        return {pictures[k].slot for k, broken in numbers.items() if broken}
    blank = set(range(len(grid.slots))) - {line.slot for line in pictures}
    return blank | {pictures[k].slot for k in numbers}


def _pieces(text: str) -> int:
    """The pieces of ink that characters of numbers have when none is broken: two rings and a stroke make a %."""
    return len(text) + 2 * text.count("%")


def _is_piece_of_rule(line: LinePicture, usual: float) -> bool:
    """Whether the line is one piece of ink longer than characters are high: a rule that left its cut reads as 1."""
    height = line.box.height
    return len(line.blobs) == 1 and (height > LONGER * max(usual, line.box.width / THIN) or height > TALLEST * usual)


def _amounts(text: str) -> int:
    """How many amounts stand in a line of nothing else."""
    shown = plain(text)
    return 0 if any(c.isalpha() for c in shown) else len(AMOUNT.findall(shown))
