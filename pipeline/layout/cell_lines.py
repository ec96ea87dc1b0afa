"""Lines stacked to the cells of a table without rules: what goes on below and what begins a row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.geometry import union
from pipeline.layout.runs import LEADING, Run, is_filled
from pipeline.layout.spanning_headers import Block
from pipeline.money import plain

SLACK = 2.0
"""Edges closer than this (points) are aligned."""
NO_ROOM = 1.5
"""A line that leaves less room than this share of the font size had no room for another character."""
ON_LINE = 0.25
"""The middles of what stands on one line differ by less than this share of the font size."""
TWO_LINES = 2.0
"""The middles of two lines of one label are at most so many font sizes apart."""
NEARLY = 0.8
"""Where at least this share of the numbers go on below, it is no chance."""
_WHOLE_CODE = re.compile(r"[235]\d{4}(?:\d{2})?")
FEWEST_CODES = 3
"""So many codes that go on below are no chance; among other codes one is none."""
_CUT_CODE, _CODE_END = re.compile(r"\d{4}|\d{6}"), re.compile(r"\d{1,3}")
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_GROUP_CODE, _ITEM_END = re.compile(r"\d{5}"), re.compile(r"\d{2}")
_SHORT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d")
_DIGIT = re.compile(r"\d")
_ENUMERATED = re.compile(r"[(]?[一二三四五六七八九十]+[)、]|[(]\d+[)]|\d+[、.](?!\d)|其中:")
BROKEN = re.compile(r"-?[\d,]+[.,]|-?\d{1,3}(?:,\d{3})*,\d{1,2}")
"""A number that goes on below: no number ends with a point or comma, nor with less than three digits behind a comma."""


def blocks_of(
    cuts: Sequence[float], runs: Sequence[Run], starts: Collection[Run] = (), *, drawn: bool = False
) -> list[Block]:
    """Runs stacked to cells: a line goes on the one above it where that one had no room left.

    ``starts``: runs known to begin a cell. ``drawn``: rules draw the columns, so that their room is known; else it is
    that of the widest line.
    """
    placed = [_Placed(*_columns(cuts, run), run) for run in sorted(runs, key=lambda r: (r.box.y0, r.box.x0))]
    rooms = {(line.first, line.last): cuts[line.last + 1] - cuts[line.first] for line in placed if drawn}
    stacks = _stacks(placed, starts, rooms)
    rows = set(_row_starts(stacks))
    if rows:
        stacks = _stacks(placed, rows.union(starts), rooms)
    return [Block(stack[0].first, stack[0].last, union(line.run.box for line in stack)) for stack in stacks]


class _Placed(NamedTuple):
    """A run with the columns it lies in (first, last)."""

    first: int
    last: int
    run: Run


_Stack = list[_Placed]


def _columns(cuts: Sequence[float], run: Run) -> tuple[int, int]:
    first = max((k for k in range(len(cuts) - 1) if cuts[k] <= run.box.x0 + SLACK), default=0)
    last = min((k for k in range(len(cuts) - 1) if cuts[k + 1] >= run.box.x1 - SLACK), default=len(cuts) - 2)
    return min(first, last), max(first, last)


def _stacks(placed: Sequence[_Placed], starts: Collection[Run], rooms: Mapping[tuple[int, int], float]) -> list[_Stack]:
    """The runs, sorted from the top, as the lines of each cell."""
    widest = dict(rooms)
    ends: dict[tuple[int, int], float] = {}
    for first, last, run in placed:
        widest[first, last] = max(widest.get((first, last), 0.0), run.box.width)
        ends[first, last] = max(ends.get((first, last), 0.0), run.box.x1)
    halves = _first_halves([line.run for line in placed])
    amounts = set(_amount_starts([line.run for line in placed], halves))
    heights = sorted(amount.box.centre[1] for amount in amounts)
    stacks: list[_Stack] = []
    lowest: dict[tuple[int, int], _Stack] = {}
    for line in placed:
        run, place = line.run, (line.first, line.last)
        stack = lowest.get(place)
        if stack is not None and run not in starts:
            above = stack[-1].run
            own_row = _beside(heights, run, run in amounts) and any(
                _beside(heights, over.run, over.run in amounts) for over in stack
            )
            goes_on = not own_row and _goes_on(run, above, widest[place], ends[place])
            if goes_on or _around_amount(heights, above, run) or _ends_number(run, above, halves):
                stack.append(line)
                continue
        lowest[place] = [line]
        stacks.append(lowest[place])
    return stacks


def _row_starts(stacks: Sequence[_Stack]) -> Iterator[Run]:
    """The lines stacked on another though both are rows: an amount stands beside one, and two texts beside the two."""
    several = [(above.run, below.run) for stack in stacks for above, below in pairwise(stack)]
    several = [(above, below) for above, below in several if not is_filled(below)]
    if not several:
        return
    heights = sorted(line.run.box.centre[1] for stack in stacks for line in stack if is_filled(line.run))
    closely: list[tuple[float, float]] = []
    by_place: dict[tuple[int, int], _Stack] = {}
    for stack in stacks:
        over = by_place.get((stack[0].first, stack[0].last))
        if over and _close(stack[0].run, over[-1].run) and not is_filled(stack[0].run):
            closely.append((over[-1].run.box.centre[1], stack[0].run.box.centre[1]))
        by_place[stack[0].first, stack[0].last] = stack
    for above, below in several:
        reach = ON_LINE * below.size
        if any(_beside(heights, run, is_filled(run)) for run in (above, below)) and any(
            abs(upper - above.box.centre[1]) < reach and abs(lower - below.box.centre[1]) < reach
            for upper, lower in closely
        ):
            yield below


def _goes_on(run: Run, above: Run, room: float, end: float) -> bool:
    """Whether a run is the next line of the text above: close below a line that had no room left, no number.

    ``end``: how far right the column's texts reach; an indented label goes on further left.
    """
    more = NO_ROOM * run.size
    full = above.box.width + more > room or (above.box.x1 + more > end and run.box.x0 < above.box.x0 - SLACK)
    return _close(run, above) and full and _are_texts(run, above)


def _are_texts(run: Run, above: Run) -> bool:
    """Whether neither is a number, and the lower does not begin an item of its own."""
    return not is_filled(run) and not is_filled(above) and not _ENUMERATED.match(plain(run.text))


def _around_amount(heights: Sequence[float], above: Run, run: Run) -> bool:
    """Whether two lines are one label, its amounts in the middle of its height: between them, beside neither."""
    upper, lower = above.box.centre[1], run.box.centre[1]
    return (
        _on_line(heights, (upper + lower) / 2, ON_LINE * run.size) > 0
        and lower - upper <= TWO_LINES * run.size
        and not any(_beside(heights, line, is_one=False) for line in (above, run))
        and _are_texts(run, above)
    )


def _close(run: Run, above: Run) -> bool:
    return run.box.y1 - above.box.y1 <= LEADING * run.size


def _ends_number(run: Run, above: Run, halves: Collection[Run]) -> bool:
    """Whether a run is the rest of a number that broke off on the line above (1,234,5 and 67.00)."""
    return above in halves and _under(run, above) and bool(re.fullmatch(r"[\d,.]+", plain(run.text)))


def _under(run: Run, above: Run) -> bool:
    """Whether a run stands closely below another, over or under it from side to side."""
    close = 0 < run.box.y1 - above.box.y1 <= LEADING * run.size
    return close and run.box.x0 < above.box.x1 + SLACK and above.box.x0 < run.box.x1 + SLACK


def _first_halves(runs: Sequence[Run]) -> frozenset[Run]:
    """The first halves of numbers and codes that go on below.

    A number of four or six digits is, where nearly all of them have digits closely below that make a code of them, one
    of five digits where all two digits of its column stand closely below such (20103 and 01, no code by itself), and
    one with a single decimal, where nearly all such numbers of a table have one digit closely below, and the others
    two decimals (12.8 and 0).
    """
    broken = {run for run in runs if BROKEN.fullmatch(plain(run.text))}
    short = [run for run in runs if _SHORT.fullmatch(plain(run.text))]
    if short:
        digits = [run for run in runs if _DIGIT.fullmatch(plain(run.text))]
        others = {len(text.partition(".")[2]) for run in runs if is_filled(run) and "." in (text := plain(run.text))}
        ended = [run for run in short if any(_under(digit, run) for digit in digits)]
        if others <= {1, 2} and len(ended) >= NEARLY * len(short):
            broken.update(ended)
    cut = [run for run in runs if _CUT_CODE.fullmatch(plain(run.text))]
    if cut:
        ends = [run for run in runs if _CODE_END.fullmatch(plain(run.text))]
        ended = [run for run in cut if any(_ends_code(end, run) for end in ends)]
        among = len(ended) >= FEWEST_CODES or any(_is_among_codes(run, ends, runs) for run in ended)
        if len(ended) >= NEARLY * len(cut) and among:
            broken.update(ended)
    items = [run for run in runs if _ITEM_END.fullmatch(plain(run.text))]
    groups = [run for run in runs if items and _GROUP_CODE.fullmatch(plain(run.text))]
    ended = [group for group in groups if _is_among_codes(group, items, runs)]
    below = [item for item in items if any(abs(item.box.x0 - group.box.x0) < SLACK for group in ended)]
    if all(any(_ends_code(item, group) for group in ended) for item in below):
        broken.update(ended)
    return frozenset(broken)


def _is_among_codes(cut: Run, ends: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Whether a number and the digits below it make an item whose class, group or sibling begins at the same edge.

    No group or item is numbered 00, as round amounts are.
    """
    beside = [plain(r.text) for r in runs if r is not cut and abs(r.box.x0 - cut.box.x0) < SLACK]
    codes = [text for text in beside if _CODE.fullmatch(text)]
    wholes = [plain(cut.text) + plain(end.text) for end in ends if _ends_code(end, cut)]
    return any(
        "00" not in (whole[3:5], whole[5:]) and any(code == whole[:3] or code[:5] == whole[:5] for code in codes)
        for whole in wholes
    )


def _ends_code(end: Run, cut: Run) -> bool:
    """Whether two lines make a code: they begin below one another, as amounts of different length do not."""
    whole = plain(cut.text) + plain(end.text)
    return _under(end, cut) and abs(end.box.x0 - cut.box.x0) < SLACK and bool(_WHOLE_CODE.fullmatch(whole))


def _amount_starts(runs: Sequence[Run], halves: Collection[Run]) -> list[Run]:
    """The runs that begin a number: whole ones and first halves."""
    return [r for r in runs if r in halves or (is_filled(r) and not any(_ends_number(r, b, halves) for b in halves))]


def _beside(heights: Sequence[float], run: Run, is_one: bool) -> bool:
    """Whether an amount stands on the run's line: each with one of its own, two lines are two rows.

    ``heights``: the sorted middles of all amounts; ``is_one``: the run's is among them, and does not count.
    """
    return _on_line(heights, run.box.centre[1], ON_LINE * run.size) > (1 if is_one else 0)


def _on_line(heights: Sequence[float], middle: float, reach: float) -> int:
    """How many of the sorted heights are no further from a middle."""
    return bisect_left(heights, middle + reach) - bisect_right(heights, middle - reach)
