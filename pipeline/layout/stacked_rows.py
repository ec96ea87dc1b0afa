"""Rows that no rule parts: a band of a ruled table that holds several lines of amounts is cut into rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from pipeline.geometry import Box, union
from pipeline.layout.broken_numbers import BROKEN
from pipeline.layout.cell_lines import ON_LINE, blocks_of
from pipeline.layout.cut_table import bands_replaced, cells_of, rows_cut
from pipeline.layout.runs import Run, is_filled, is_filling
from pipeline.model.page import Char
from pipeline.model.table import Grid, Region, Slot
from pipeline.money import plain
from pipeline.visual_lines import line_text, visual_lines

TALL = 2.0
"""A band that holds two lines is at least this many font sizes high."""
NO_ROOM = 1.6
"""A line that leaves less room in its cell than this share of the font size may be a piece of a broken number."""
FEWEST_ALONE = 3
"""So many amounts above one another are rows though they have no decimals, or no other column has amounts."""

_Line = TypeVar("_Line")


class _Stack(NamedTuple):
    """The lines of one cell of a band, from top to bottom; those of its header, in a table's first band, apart."""

    slot: Slot
    lines: list[Run]
    header: list[Run]

    @property
    def amounts(self) -> bool:
        """Whether these are several whole amounts, or one below a header, and not one that is broken over lines.

        Of a broken number one line alone has the decimals; one without any is told by the lines it fills.
        """
        texts = [plain(line.text) for line in self.lines]
        fewest = 1 if self.header else 2
        if len(texts) < fewest or not all(map(is_filled, self.lines)):
            return False
        decimals = {len(text.partition(".")[2]) for text in texts if any(c.isdigit() for c in text)}
        if decimals != {0}:
            return len(decimals) == 1
        room = all(self.slot.box.width - line.box.width > NO_ROOM * line.size for line in self.lines)
        return room and len(texts) >= FEWEST_ALONE and not any(map(BROKEN.fullmatch, texts))


def has_stacks(grid: Grid) -> bool:
    """Whether a cell holds nothing but several numbers, one a line: what ``unstacked`` looks at more closely."""
    texts = ((cell.row, cell.text.split("\n")) for cell in grid.cells if "\n" in cell.text)
    return any(all(map(is_filling, lines if row else _below_header(lines, is_filling))) for row, lines in texts)


def unstacked(region: Region, chars: Sequence[Char]) -> Region:
    """The region, every band that holds several lines of amounts cut into a row for each; else the region itself."""
    stacks = _stacks(region, chars)
    return bands_replaced(region, {band: _cut(region, band, own) for band, own in stacks.items() if _several_rows(own)})


def _cut(region: Region, band: int, stacks: Sequence[_Stack]) -> Region:
    """The band as rows, its header's where it has one."""
    runs = [run for stack in stacks for run in (*stack.header, *stack.lines)]
    area = Box(region.xs[0], region.ys[band], region.xs[-1], region.ys[band + 1])
    headed = any(stack.header for stack in stacks if stack.amounts)
    blocks = cells_of(region.xs, runs) if headed else blocks_of(region.xs, runs)
    return rows_cut(region.page_no, area, region.xs, blocks)


def _stacks(region: Region, chars: Sequence[Char]) -> Mapping[int, list[_Stack]]:
    """The lines of each cell in the bands that are high enough for two and are cut by nothing but columns."""
    whole = {slot.row for slot in region.slots if slot.row_span == slot.col_span == 1}
    whole -= {row for slot in region.slots for row in slot.rows if slot.row_span > 1 or slot.col_span > 1}
    held: dict[tuple[int, int], list[Char]] = defaultdict(list)
    xs, ys = region.xs, region.ys
    for char in chars:
        x, y = char.centre
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            band = bisect_right(ys, y) - 1
            if band in whole and ys[band + 1] - ys[band] >= TALL * char.size:
                held[band, bisect_right(xs, x) - 1].append(char)
    stacks: dict[int, list[_Stack]] = defaultdict(list)
    for slot in region.slots:
        if (slot.row, slot.col) in held:
            runs = [_run(line) for line in visual_lines(held[slot.row, slot.col])]
            lines = runs if slot.row else _below_header(runs, is_filled)
            stacks[slot.row].append(_Stack(slot, lines, runs[: len(runs) - len(lines)]))
    return stacks


def _below_header(lines: list[_Line], filled: Callable[[_Line], bool]) -> list[_Line]:
    """The lines of a cell from its first number on; all of them where it has none."""
    first = next((k for k, line in enumerate(lines) if filled(line)), 0)
    return lines[first:]


def _run(line: Sequence[Char]) -> Run:
    return Run(line_text(line), union(Box(c.x0, c.y0, c.x1, c.y1) for c in line), line[0].size)


def _several_rows(stacks: Sequence[_Stack]) -> bool:
    """Whether the amounts of a band stand in several lines, each beside something of another column."""
    amounts = [stack for stack in stacks if stack.amounts]
    if not amounts or (len(amounts) == 1 and len(amounts[0].lines) < FEWEST_ALONE):
        return False
    return all(
        any(_on_line(line, other) for beside in stacks if beside is not stack for other in beside.lines)
        for stack in amounts
        for line in stack.lines
    )


def _on_line(line: Run, other: Run) -> bool:
    return abs(line.box.centre[1] - other.box.centre[1]) < ON_LINE * line.size
