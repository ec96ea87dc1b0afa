"""The few rows of a table without rules that go on at the top of the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import Box, union
from pipeline.layout.caption_words import is_labelled, is_title
from pipeline.layout.column_cuts import SAME_EDGE
from pipeline.layout.header_reach import LINE_PITCH, Line
from pipeline.layout.runs import cut_through, is_amount
from pipeline.model.table import Region

MOST_ABOVE = 2
"""Lines of one text (a running head) that may stand above them."""
MOST_HEADERS = 8
"""Lines of the header that is printed again."""


def last_unruled(found: Sequence[Region]) -> Region | None:
    """Of the tables found on a page the last that not rules alone draw: the next page may go on with it."""
    return next((region for region in reversed(found) if not region.ruled), None)


def continued_area(lines: Sequence[Line], above: Region | None) -> Box | None:
    """The area, as wide as the table that ends the page before, of the page's first rows; ``None`` where it has none.

    They need no number of rows and no header, though it may be printed again above them, without title or unit: each
    row stands in that table's columns, and the first has an amount.
    """
    if above is None:
        return None
    begin = next((k for k, line in enumerate(lines[: MOST_ABOVE + 1]) if len(line) > 1), None)
    if begin is None or any(map(_opens_another, lines[:begin])):
        return None
    rows = lines[begin : begin + MOST_HEADERS + 1]
    first = next((k for k, line in enumerate(rows, begin) if len(line) > 1 and any(map(is_amount, line))), None)
    if (
        first is None
        or not _fits(lines[first], above)
        or not all(_is_header(line, above) for line in lines[begin:first])
    ):
        return None
    end = first + 1
    while end < len(lines) and _fits(lines[end], above) and _closely(lines[end - 1], lines[end]):
        end += 1
    inside = union(run.box for line in lines[begin:end] for run in line)
    return Box(above.box.x0, inside.y0 - 1, above.box.x1, inside.y1 + 1)


def goes_on(area: Box, areas: Sequence[Box], lines: Sequence[Line]) -> bool:
    """Whether an area may go on with the table that ends the page before: the page's first, without caption above."""
    first = all(area.y0 <= other.y0 for other in areas)
    return first and not any(_opens_another(line) for line in lines if line[0].box.centre[1] < area.y0)


def laid_over(above: Region, lines: Sequence[Line], drift: float) -> Region:
    """The table above, moved sideways by no more than ``drift`` points to where the page's first rows stand in it.

    A scanner lays each page down elsewhere. It stays where it is if they stand in it there, or nowhere.
    """
    rows = [line for line in lines if len(line) > 1][:MOST_HEADERS]
    steps = sorted((sign * k for k in range(int(drift) + 1) for sign in (1, -1)), key=abs)
    moved = (_moved(above, step) for step in steps)
    return next((here for here in moved if rows and all(_fits(line, here) for line in rows)), above)


def _moved(region: Region, right: float) -> Region:
    """The region's outline and columns so far to the right; its cells are not asked for."""
    x0, y0, x1, y1 = region.box
    return replace(region, box=Box(x0 + right, y0, x1 + right, y1), xs=tuple(x + right for x in region.xs), slots=())


def _is_header(line: Line, above: Region) -> bool:
    return _is_inside(line, above) and not _opens_another(line)


def _opens_another(line: Line) -> bool:
    """Whether a line is of the caption of another table."""
    return any(is_labelled(run.text) or is_title(run.text) for run in line)


def _fits(line: Line, above: Region) -> bool:
    return _is_inside(line, above) and not cut_through(line, above.xs)


def _is_inside(line: Line, above: Region) -> bool:
    return line[0].box.x0 > above.box.x0 - SAME_EDGE and line[-1].box.x1 < above.box.x1 + SAME_EDGE


def _closely(upper: Line, lower: Line) -> bool:
    return lower[0].box.y0 - upper[0].box.y1 < LINE_PITCH * upper[0].size
