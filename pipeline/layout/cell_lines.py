"""Lines stacked to the cells of a table without rules: what goes on below and what begins a row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.geometry import union
from pipeline.layout.broken_numbers import amount_starts, ends_number, first_halves
from pipeline.layout.line_evidence import CLOSE, ONE_PITCH, SAME_PITCH, UNKNOWN, LineEvidence
from pipeline.layout.runs import LEADING, SLACK, Run, is_filled
from pipeline.layout.spanning_headers import Block
from pipeline.money import plain

NO_ROOM = 1.5
"""A line that leaves less room than this share of the font size had no room for another character."""
ON_LINE = 0.25
"""The middles of what stands on one line differ by less than this share of the font size."""
_ENUMERATED = re.compile(r"[(]?[一二三四五六七八九十]+[)、]|[(]\d+[)]|\d+[、.](?!\d)|其中:")


def blocks_of(
    cuts: Sequence[float], runs: Sequence[Run], known: LineEvidence = UNKNOWN, *, drawn: bool = False
) -> list[Block]:
    """Runs stacked to cells: a line goes on the one above it where that one had no room left.

    ``known``: what tells which lines of the header are one cell. ``drawn``: rules draw the columns, so that their room
    is known; else it is that of the widest line.
    """
    placed = [_Placed(*_columns(cuts, run), run) for run in sorted(runs, key=lambda r: (r.box.y0, r.box.x0))]
    rooms = {(line.first, line.last): cuts[line.last + 1] - cuts[line.first] for line in placed if drawn}
    stacks = _stacks(placed, known, rooms)
    rows = set(_row_starts(stacks))
    if rows:
        stacks = _stacks(placed, known._replace(starts=known.starts | rows), rooms)
    found = []
    for stack in stacks:
        boxes = tuple(line.run.box for line in stack)
        found.append(Block(stack[0].first, stack[0].last, union(boxes), boxes))
    return found


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


def _stacks(placed: Sequence[_Placed], known: LineEvidence, rooms: Mapping[tuple[int, int], float]) -> list[_Stack]:
    """The runs, sorted from the top, as the lines of each cell."""
    widest = dict(rooms)
    ends: dict[tuple[int, int], float] = {}
    for first, last, run in placed:
        widest[first, last] = max(widest.get((first, last), 0.0), run.box.width)
        ends[first, last] = max(ends.get((first, last), 0.0), run.box.x1)
    halves = first_halves([line.run for line in placed])
    amounts = set(amount_starts([line.run for line in placed], halves))
    heights = sorted(amount.box.centre[1] for amount in amounts)
    labels = _centred_labels(placed, heights)
    starts, rests = known.starts | labels.starts, known.rests | labels.rests
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
            if goes_on or run in rests or _is_centred((above, run), heights) or ends_number(run, above, halves):
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


def _centred_labels(placed: Sequence[_Placed], heights: Sequence[float]) -> LineEvidence:
    """Which lines begin and go on in labels of several lines with their amounts beside the middle.

    Rows do not have their amounts between them, nor are lines rows that have amounts beside the middle one and are set
    evenly, nearer to each other than to those above and below. What is set as evenly about its amounts is a label too.
    """
    columns: dict[tuple[int, int], list[Run]] = {}
    for line in placed:
        columns.setdefault((line.first, line.last), []).append(line.run)
    starts: set[Run] = set()
    rests: set[Run] = set()
    for runs in columns.values():
        labels = [lines for lines in _even_lines(runs, ONE_PITCH / 2) if _is_centred(lines.runs, heights)]
        told = {run for lines in labels for run in lines.runs}
        labels += [
            lines
            for lines in _even_lines(runs, ONE_PITCH)
            if told.isdisjoint(lines.runs) and _is_centred(lines.runs, heights)
        ]
        leading = [lines.pitch for lines in labels if lines.apart or len(lines.runs) % 2 == 0]
        for lines in labels:
            if any(abs(lines.pitch - pitch) < ONE_PITCH for pitch in leading):
                starts.add(lines.runs[0])
                rests.update(lines.runs[1:])
    return LineEvidence(frozenset(starts), frozenset(rests))


class _EvenLines(NamedTuple):
    """Lines of a column that stand as far from one another; ``apart``: further from those above and below them."""

    runs: Sequence[Run]
    pitch: float
    apart: bool


def _even_lines(runs: Sequence[Run], reach: float) -> Iterator[_EvenLines]:
    """The lines of a column, sorted from the top, by their distances, alike within ``reach``."""
    pitches = [below.box.y1 - above.box.y1 for above, below in pairwise(runs)]
    start = 0
    while start < len(pitches):
        end = start + 1
        while end < len(pitches) and abs(pitches[end] - pitches[start]) < reach:
            end += 1
        around = [*pitches[max(start - 1, 0) : start], *pitches[end : end + 1]]
        apart = all(pitch > SAME_PITCH * pitches[start] for pitch in around)
        yield _EvenLines(runs[start : end + 1], pitches[start], apart)
        start = end


def _is_centred(lines: Sequence[Run], heights: Sequence[float]) -> bool:
    """Whether texts closely above one another have amounts beside the middle of their height and nowhere else."""
    upper, lower = lines[0], lines[-1]
    return (
        _on_line(heights, (upper.box.centre[1] + lower.box.centre[1]) / 2, ON_LINE * lower.size) > 0
        and sum(_beside(heights, line, is_one=False) for line in lines) == len(lines) % 2
        and all(
            _are_texts(below, above) and below.box.centre[1] - above.box.centre[1] <= CLOSE * below.size
            for above, below in pairwise(lines)
        )
    )


def _close(run: Run, above: Run) -> bool:
    return run.box.y1 - above.box.y1 <= LEADING * run.size


def _beside(heights: Sequence[float], run: Run, is_one: bool) -> bool:
    """Whether an amount stands on the run's line: each with one of its own, two lines are two rows.

    ``heights``: the sorted middles of all amounts; ``is_one``: the run's is among them, and does not count.
    """
    return _on_line(heights, run.box.centre[1], ON_LINE * run.size) > (1 if is_one else 0)


def _on_line(heights: Sequence[float], middle: float, reach: float) -> int:
    """How many of the sorted heights are no further from a middle."""
    return bisect_left(heights, middle + reach) - bisect_right(heights, middle - reach)
