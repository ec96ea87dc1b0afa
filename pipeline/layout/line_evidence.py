"""Which lines of a header that no rule draws are one cell, and which begin the next below."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.layout.runs import SLACK, Run, overlap
from pipeline.money import plain

SAME_HEIGHT = 2.0
"""Middles of headers that differ by less than this (points) are at one height."""
SAME_PITCH = 1.15
"""Lines of one cell stand at most so many times as far apart as the closest lines of the header."""
ONE_PITCH = 0.6
"""Two distances between lines that differ by less (points) are one: at 150 dpi a pixel is half a point."""
OFF_ROWS = 1.0
"""Lines that are nearer (points) to a whole number of leadings apart may stand in rows of a grid."""
CLOSE = 2.0
"""Lines of one cell stand at most so many font sizes apart, whatever tells that they are of one."""
# 类, 款, 项, 目 and 节 over columns of codes, and the ordinals of lists, are headers of one character.
_REST = re.compile(r"(?![类款项目节甲乙丙丁])[一-鿿]")
_OPEN = re.compile(r"[(][^()]*$")


class LineEvidence(NamedTuple):
    """Lines known to begin a cell though they follow closely on another, and lines known to go on from another."""

    starts: frozenset[Run] = frozenset()
    rests: frozenset[Run] = frozenset()


UNKNOWN = LineEvidence()


def line_evidence(heads: Sequence[Run]) -> LineEvidence:
    """What is known of the lines of a header; ``heads``: its runs, without numbers of columns.

    The text tells most: a bracket left open, or a lone character that is no header, goes on. So does the leading: the
    distance of lines in cells that do not stand in one row. Else headers of one line tell, see below. Several side by
    side below one are its children.
    """
    over = {run: above for run in heads if (above := _over(run, heads)) is not None}
    only = {
        run: above
        for run, above in over.items()
        if _pitch(run, above) <= CLOSE * run.size and not any(over.get(one) == above for one in _level(run, heads))
    }
    told = {run for run, above in only.items() if _ends_text(run, above)}
    if (leading := _leading(only, heads)) is not None:
        told = set(_set_closely(only, leading, heads, told))
    starts = _starts(over, heads) - told
    return LineEvidence(starts, (_centred_rests(only, heads, told) | told) - starts)


def ends_another(run: Run, heads: Sequence[Run]) -> bool:
    """Whether a header is the end of the one above it, below it from side to side: no column has it for its header."""
    above = _over(run, heads)
    return (
        above is not None
        and _pitch(run, above) <= CLOSE * run.size
        and _ends_text(run, above)
        and above.box.x0 - SLACK <= run.box.x0
        and run.box.x1 <= above.box.x1 + SLACK
    )


def _ends_text(run: Run, above: Run) -> bool:
    """Whether a line ends the text above it: it is in its brackets or no more than a character."""
    text, upper = plain(run.text), plain(above.text)
    return bool(_OPEN.search(upper) or (_REST.fullmatch(text) and len(upper) > 1))


def _leading(over: Mapping[Run, Run], heads: Sequence[Run]) -> float | None:
    """The distance of two lines that is that of others which do not stand in the same rows; None without such.

    Cells are centred in height: the lines of one that spans two rows stand between those of the cells in these rows,
    while rows of single lines stand in line from side to side. Of several distances it is that of the most lines.
    """
    pitches = [
        (_pitch(run, above), run.box.centre[1])
        for run, above in over.items()
        if not _is_beside_another_child(run, above, heads)
    ]
    alike = {
        one: [height for other, height in pitches if abs(other - one[0]) < ONE_PITCH] for one in dict.fromkeys(pitches)
    }
    found = [
        (len(heights), -pitch)
        for (pitch, height), heights in alike.items()
        if any(min((height - other) % pitch, (other - height) % pitch) > OFF_ROWS for other in heights)
    ]
    return -max(found)[1] if found else None


def _starts(over: Mapping[Run, Run], heads: Sequence[Run]) -> frozenset[Run]:
    """The lines that begin a cell though they follow closely on a line above them.

    Headers of one line tell: one is centred in height on this line and those below it, where none of these stands, and
    another stands in the row of the line above; or one is centred on this line and the one above, and another stands
    beside this line with nothing above it: its parent can only be in the row of the line above.
    """
    bottom = max((run.box.y1 for run in heads), default=0.0)
    return frozenset(
        run
        for run, above in over.items()
        if _is_of_lower_rows(run, above, heads, bottom) or _is_beside_a_child(run, above, heads)
    )


def _centred_rests(over: Mapping[Run, Run], heads: Sequence[Run], told: Collection[Run]) -> frozenset[Run]:
    """The lines that go on from the line above them, however far apart the lines of a cell are set.

    Of all lines above one another they stand closest. A header of one line is centred in height on all lines of their
    cell, and none stands at the height of the last with nothing above it, as those beside the child of a parent do.
    """
    closest = min((_pitch(run, above) for run, above in over.items()), default=0.0)
    upper = _set_closely(over, closest, heads, told)
    rests: set[Run] = set()
    for last in upper.keys() - set(upper.values()):
        lines = [last]
        while (above := upper.get(lines[-1])) is not None:
            lines.append(above)
        first = lines[-1]
        level = _at(heads, (first.box.centre[1] + last.box.centre[1]) / 2)
        centred = any(_stands_alone(one, heads, first.box.y0) for one in level if one not in lines)
        if centred and not _is_beside_another_child(last, first, heads):
            rests.update(lines[:-1])
    return frozenset(rests)


def _over(run: Run, heads: Sequence[Run]) -> Run | None:
    """The header next above one, over it from side to side; the boxes of lines found in pixels may overlap."""
    return max((o for o in heads if overlap(o, run) and o.box.y1 <= run.box.centre[1]), key=_bottom, default=None)


def _pitch(run: Run, above: Run) -> float:
    return run.box.centre[1] - above.box.centre[1]


def _is_of_lower_rows(run: Run, above: Run, heads: Sequence[Run], bottom: float) -> bool:
    """Whether a header of one line is centred on this line and those below, another stands in the row above it."""
    level = _at(heads, (run.box.y0 + bottom) / 2)
    if any(overlap(other, run) for other in level):
        return False
    of_one_line = any(_stands_alone(one, heads, above.box.y0) for one in level)
    return of_one_line and len(_at(heads, above.box.centre[1])) > 1


def _is_beside_a_child(run: Run, above: Run, heads: Sequence[Run]) -> bool:
    """Whether a header of one line is centred on this line and the one above, another stands beside this one alone."""
    rows = _at(heads, (above.box.y0 + run.box.y1) / 2), _at(heads, run.box.centre[1])
    return all(any(_stands_alone(one, heads, -math.inf) for one in row) for row in rows)


def _is_beside_another_child(run: Run, above: Run, heads: Sequence[Run]) -> bool:
    """Whether a header stands alone beside a line, below the top of the line above: both are children of that."""
    return any(_stands_alone(one, heads, above.box.y0) for one in _beside(run, heads))


def _set_closely(
    over: Mapping[Run, Run], leading: float, heads: Sequence[Run], told: Collection[Run]
) -> dict[Run, Run]:
    """The lines about a leading below another, or ``told`` to go on, and that other, but for the first lines of cells.

    One beside the first line of a cell that ends at the height its own ends at is a first line too.
    """
    upper = {run: above for run, above in over.items() if run in told or _pitch(run, above) <= SAME_PITCH * leading}
    beside = {run: _beside(run, heads) for run in upper if run not in told}
    while firsts := list(_beside_firsts(upper, beside)):
        for run in firsts:
            del upper[run], beside[run]
    return upper


def _beside_firsts(upper: Mapping[Run, Run], beside: Mapping[Run, Sequence[Run]]) -> Iterator[Run]:
    """The lines with one beside them that goes on from none and whose cell ends at the height their own ends at."""
    ends: dict[Run, float] = {}
    for run in sorted(upper, key=_middle, reverse=True):
        ends[upper[run]] = max(ends.get(upper[run], -math.inf), ends.get(run, run.box.y1))
    for run, level in beside.items():
        end = ends.get(run, run.box.y1)
        if any(abs(ends.get(one, one.box.y1) - end) < SAME_HEIGHT for one in level if one not in upper):
            yield run


def _level(run: Run, heads: Sequence[Run]) -> list[Run]:
    """The other headers at a line's height."""
    return [one for one in _at(heads, run.box.centre[1]) if one is not run]


def _beside(run: Run, heads: Sequence[Run]) -> list[Run]:
    """The headers at a line's height without another between."""
    return [one for one in _level(run, heads) if not any(_is_between(other, run, one) for other in heads)]


def _is_between(run: Run, one: Run, other: Run) -> bool:
    left, right = sorted((one.box, other.box))
    return left.x1 <= run.box.x0 and run.box.x1 <= right.x0


def _stands_alone(header: Run, heads: Sequence[Run], top: float) -> bool:
    """Whether no other header stands over or under one, below a height."""
    return not any(other is not header and overlap(other, header) and other.box.y1 > top for other in heads)


def _at(runs: Sequence[Run], height: float) -> list[Run]:
    return [run for run in runs if abs(run.box.centre[1] - height) < SAME_HEIGHT]


def _middle(run: Run) -> float:
    return run.box.centre[1]


def _bottom(run: Run) -> float:
    return run.box.y1
