"""Lines of a label too tall for its row, printed over the text of the row below: back to their own cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.page import Char
from pipeline.model.table import Region

APART, TOO_NEAR = 0.05, 0.8
"""Baselines that differ by so much of the font size are two lines', but nearer than a cell's own lines ever stand."""
UPON = 0.5
"""Two characters lie upon each other where they share more than this part of the narrower one's width."""
NEXT_LINE = 2.0
"""The lines of one label are no more than so many font sizes apart."""
OUTSIDE = -1
"""In the place of a slot: beside the table."""
SET_SOLID = 0.05
"""Characters of one text stand closer than this share of the font size."""


def give_back_overprinted(region: Region, chars: Sequence[Char], owners: dict[int, int]) -> None:
    """Mends ``owners`` (character position → slot position) in place.

    Rows of a fixed height show the second line of a label in the row below, upon the label there. Of lines that lie
    upon each other in one cell the highest is the upper cell's if the file draws it right behind the upper cell's text.
    """
    held: dict[int, list[int]] = defaultdict(list)
    for i, slot in owners.items():
        held[slot].append(i)
    for slot, own in held.items():
        if slot != OUTSIDE and (line := _highest_upon_another(chars, own)):
            above = _cell_above(region, chars, owners, slot, line)
            if above is not None:
                owners.update(dict.fromkeys(_printed_line(chars, line), above))


def _highest_upon_another(chars: Sequence[Char], own: Sequence[int]) -> list[int]:
    """The highest printed line of a cell, if it lies upon the next one."""
    size = chars[own[0]].size
    levels = sorted({chars[i].baseline for i in own})
    if len(levels) == 1 or not APART * size < levels[1] - levels[0] <= TOO_NEAR * size:
        return []
    highest, next_one = ([i for i in own if chars[i].baseline == level] for level in levels[:2])
    return highest if any(_share(chars[i], chars[j]) > UPON for i in highest for j in next_one) else []


def _share(one: Char, other: Char) -> float:
    """How much of the narrower character's width both have in common."""
    return (min(one.x1, other.x1) - max(one.x0, other.x0)) / max(min(one.x1 - one.x0, other.x1 - other.x0), 0.1)


def _cell_above(
    region: Region, chars: Sequence[Char], owners: Mapping[int, int], slot: int, line: Sequence[int]
) -> int | None:
    """The cell above whose text the line goes on; ``None`` where it goes on none."""
    before = owners.get(line[0] - 1, slot)
    if before in (slot, OUTSIDE):
        return None
    here, there = region.slots[slot], region.slots[before]
    touches = there.row + there.row_span == here.row and there.col <= here.col < there.col + there.col_span
    down = chars[line[0]].baseline - chars[line[0] - 1].baseline
    return before if touches and 0 < down <= NEXT_LINE * chars[line[0]].size else None


def _printed_line(chars: Sequence[Char], part: Sequence[int]) -> Iterator[int]:
    """The positions of a part of a printed line, and of what goes on behind it without a gap in the next cell."""
    yield from part
    i = part[-1] + 1
    while i < len(chars) and _goes_on(chars[i - 1], chars[i]):
        yield i
        i += 1


def _goes_on(one: Char, other: Char) -> bool:
    return one.baseline == other.baseline and abs(other.x0 - one.x1) <= SET_SOLID * one.size
