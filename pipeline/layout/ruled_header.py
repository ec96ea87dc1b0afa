"""A header that rules draw over a body that none do: one table."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import Box
from pipeline.layout.runs import Run, is_amount, runs_of
from pipeline.model.page import Char
from pipeline.model.table import Region
from pipeline.visual_lines import visual_lines

REACH = 2.0
"""The first row of the body stands at most this many font sizes below the header."""
SLACK = 3.0
"""Edges closer than this (points) are aligned."""
MOST_ROWS = 5
"""A header has at most so many rows."""
FILLED = 0.5
"""At least this share of the columns have a header."""


def ruled_headers(ruled: Sequence[Region], chars: Sequence[Char]) -> list[Region]:
    """The ruled regions that can be the header of a table without rules below them.

    They are few rows of texts without an amount; a form left blank has a last row without any. ``chars``: the page's.
    """
    return [region for region in ruled if len(region.ys) <= MOST_ROWS + 1 and _is_header(region, chars)]


def header_over(runs: Sequence[Run], headers: Sequence[Region]) -> Region | None:
    """The header right above an area with these runs whose columns cut none of them; ``None`` where there is none."""
    first = min(runs, key=lambda run: run.box.y0, default=None)
    if first is None:
        return None
    within = [
        header
        for header in headers
        if is_below(first, header.box)
        and header.box.x0 - SLACK < min(r.box.x0 for r in runs)
        and max(r.box.x1 for r in runs) < header.box.x1 + SLACK
        and not any(run.box.x0 + 1 < x < run.box.x1 - 1 for run in runs for x in header.xs[1:-1])
    ]
    return within[0] if within else None


def is_below(run: Run, header: Box) -> bool:
    """Whether a run stands right below a header."""
    return -SLACK < run.box.y0 - header.y1 < REACH * run.size and header.x0 - SLACK < run.box.x0 < header.x1


def stacked(header: Region, body: Region) -> Region:
    """One region of a header and the body below it, which has the same columns."""
    rows = len(header.ys) - 1
    slots = (*header.slots, *(slot._replace(row=slot.row + rows) for slot in body.slots))
    box = Box(header.box.x0, header.box.y0, header.box.x1, body.box.y1)
    return Region(header.page_no, box, header.xs, (*header.ys, *body.ys[1:]), slots, ruled=False)


def _is_header(region: Region, chars: Sequence[Char]) -> bool:
    own = [char for char in chars if region.box.holds(*char.centre)]
    if any(is_amount(run) for line in visual_lines(own) for run in runs_of(line)):
        return False
    last = [slot for slot in region.slots if slot.row + slot.row_span == len(region.ys) - 1]
    filled = sum(any(slot.box.holds(*char.centre) for char in own) for slot in last)
    return filled >= max(FILLED * len(last), 1)
