"""Characters to cells by position: every character of a table goes to the one cell its centre lies in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extraction.crossing import NUMERIC, WIDEST_PADDING, keep_numbers_whole
from pipeline.extraction.overprinted import OUTSIDE, SET_SOLID, give_back_overprinted
from pipeline.model.page import Char
from pipeline.model.table import Cell, Grid, Region, Slot
from pipeline.money import prints_amount
from pipeline.visual_lines import line_text, visual_lines

_HALF = re.compile(r"[.,]\n|\n(?:[.,]|0\d)")
CROSSES_RULE = "crosses_rule"

FULL_LINE = 1.6
"""A line that leaves less room than this share of the font size had no room for another character."""


def fill(region: Region, chars: Sequence[Char]) -> tuple[Grid, set[int]]:
    """The table's grid with text, and the positions in ``chars`` of the characters it took.

    A number printed across a rule stays whole: it goes to the cell that holds most of it, unless its two
    parts read as two numbers.
    """
    held, taken, crossing = deal(region, chars)
    cells = tuple(
        _cell(slot, visual_lines(held[k]) if held[k] else (), region.page_no, k in crossing)
        for k, slot in enumerate(region.slots)
    )
    rows, cols = len(region.ys) - 1, len(region.xs) - 1
    return Grid(region.page_no, region.box, rows, cols, region.xs, cells, "ruled"), taken


def deal(region: Region, chars: Sequence[Char]) -> tuple[list[list[Char]], set[int], set[int]]:
    """The characters of each slot, the positions taken, and the slots that hold a number printed across a rule."""
    owners = _owners(region, chars)
    crossing = keep_numbers_whole(region, chars, owners)
    _keep_labels_whole(region, chars, owners)
    give_back_overprinted(region, chars, owners)
    held: list[list[Char]] = [[] for _ in region.slots]
    taken: set[int] = set()
    for i, owner in owners.items():
        if owner != OUTSIDE:
            held[owner].append(chars[i])
            taken.add(i)
    return held, taken, crossing


def _cell(slot: Slot, lines: Sequence[Sequence[Char]], page_no: int, crosses: bool) -> Cell:
    last = lines[-1][-1] if lines else None
    return Cell(
        slot.row,
        slot.col,
        slot.row_span,
        slot.col_span,
        _text(slot, lines),
        page_no,
        slot.box,
        flags=(CROSSES_RULE,) if crosses else (),
        runs_full=last is not None and slot.box.x1 - last.x1 < FULL_LINE * last.size,
    )


def _text(slot: Slot, lines: Sequence[Sequence[Char]]) -> str:
    """The lines of a cell below one another; a number that broke off where its line had no room left is one again.

    Digits alone, without point or comma, may be two numbers as well and stay apart. What is no number by itself is the
    rest of one, whatever room there was.
    """
    texts = list(map(line_text, lines))
    whole = "".join(texts)
    halves = all(_HALF.search(f"{above}\n{text}") for above, text in pairwise(texts))
    full = halves or all(_is_full(slot, line) for line in lines[:-1])
    broken = len(lines) > 1 and prints_amount(whole) and full
    return whole if broken else "\n".join(texts)


def _is_full(slot: Slot, line: Sequence[Char]) -> bool:
    """Whether a line left no room for another character, or none but what is kept free on both sides of cells."""
    size = line[0].size
    room = slot.box.width - (line[-1].x1 - line[0].x0)
    padding = min(line[0].x0 - slot.box.x0, slot.box.x1 - line[-1].x1, WIDEST_PADDING * size)
    return room < FULL_LINE * size or room - 2 * padding < size


def _owners(region: Region, chars: Sequence[Char]) -> dict[int, int]:
    """Character position → slot position, for the characters in the table or on a line beside it."""
    cols = len(region.xs) - 1
    slot_at = [OUTSIDE] * ((len(region.ys) - 1) * cols)
    for k, slot in enumerate(region.slots):
        for row in slot.rows:
            for col in range(slot.col, slot.col + slot.col_span):
                slot_at[row * cols + col] = k
    xs, ys = region.xs, region.ys
    top, bottom, left, right = ys[0], ys[-1], xs[0], xs[-1]
    owners: dict[int, int] = {}
    owner, west, east, north, south = OUTSIDE, 0.0, 0.0, 0.0, 0.0
    for i, (text, x0, y0, x1, y1, _, _) in enumerate(chars):
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if west <= x < east and north <= y < south:  # as most: in the base cell of the character before
            owners[i] = owner
        elif top <= y < bottom and left <= x < right:
            row, col = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
            north, south, west, east = ys[row], ys[row + 1], xs[col], xs[col + 1]
            owners[i] = owner = slot_at[row * cols + col]
        elif top <= y < bottom and text in NUMERIC:
            owners[i] = OUTSIDE
    return owners


def _keep_labels_whole(region: Region, chars: Sequence[Char], owners: dict[int, int]) -> None:
    """Gives back, in ``owners``, the end of a label too long for its cell that runs on over the amount beside it.

    A spreadsheet shows such text clipped and prints all of it. The amount's cell has nothing but numbers of its own.
    """
    spilled: dict[int, list[int]] = {}
    home: dict[int, int] = {}
    at, before = -1, OUTSIDE
    for i, owner in owners.items():
        if at != i - 1:
            before = OUTSIDE
        at = i
        if before not in (owner, OUTSIDE) and owner != OUTSIDE and _goes_on(chars, i):
            left, right = region.slots[before], region.slots[owner]
            if left.row == right.row and left.col < right.col:
                home[i] = before
                spilled.setdefault(owner, []).append(i)
                continue  # what goes on after it goes on the label
        before = owner
    for slot, end in spilled.items():
        own = [i for i, owner in owners.items() if owner == slot and i not in home]
        if own and all(chars[i].text in NUMERIC for i in own):
            owners.update({i: home[i] for i in end})


def _goes_on(chars: Sequence[Char], i: int) -> bool:
    """Whether a Chinese character follows the one printed before it on its line without a gap."""
    if i == 0 or not "一" <= chars[i].text <= "鿿":
        return False
    before, char = chars[i - 1], chars[i]
    return abs(before.baseline - char.baseline) < 1 and abs(char.x0 - before.x1) <= SET_SOLID * char.size
