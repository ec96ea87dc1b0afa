"""Tables of which rules draw the header alone, or the body alone: one table of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.geometry import Box
from pipeline.layout.areas import is_below
from pipeline.layout.cell_lines import blocks_of
from pipeline.layout.cut_table import rows_cut
from pipeline.layout.header_reach import header_lines
from pipeline.layout.line_evidence import line_evidence
from pipeline.layout.runs import Run, cut_through, is_amount, runs_between, runs_of
from pipeline.layout.spanning_headers import over_children
from pipeline.model.page import Char
from pipeline.model.table import Region
from pipeline.visual_lines import visual_lines

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
        and not cut_through(runs, header.xs)
    ]
    return within[0] if within else None


def headless(ruled: Sequence[Region], chars: Sequence[Char], lines: Sequence[Sequence[Char]]) -> Iterator[Region]:
    """The ruled regions whose first row prints an amount, below lines of text that can be their header, each with it.

    ``chars``: those of the page; ``lines``: those outside ruled regions, as they are printed.
    """
    for region in ruled:
        above = (list(runs_between(line, region.xs)) for line in reversed(lines) if line[0].y1 <= region.box.y0 + SLACK)
        runs = [run for line in header_lines(above, region.box) for run in line]
        if runs and any(map(is_amount, runs)):
            continue
        blocks = blocks_of(region.xs, runs, line_evidence(runs), drawn=True)
        columns = {c for block in blocks for c in range(block.first, block.last + 1)}
        if len(columns) >= max(FILLED * (len(region.xs) - 1), 2) and _begins_with_amount(region, chars):
            top = min(run.box.y0 for run in runs) - 1
            place = Box(region.box.x0, top, region.box.x1, region.box.y0)
            widened = over_children(blocks, region.xs, region.box.y0)
            yield stacked(rows_cut(region.page_no, place, region.xs, widened), region)


def stacked(header: Region, body: Region) -> Region:
    """One region of a header and the body below it, which has the same columns."""
    rows = len(header.ys) - 1
    slots = (*header.slots, *(slot._replace(row=slot.row + rows) for slot in body.slots))
    box = Box(header.box.x0, header.box.y0, header.box.x1, body.box.y1)
    return Region(header.page_no, box, header.xs, (*header.ys, *body.ys[1:]), slots, body.ruled)


def _is_header(region: Region, chars: Sequence[Char]) -> bool:
    own = [char for char in chars if region.box.holds(*char.centre)]
    if _has_amount(own):
        return False
    last = [slot for slot in region.slots if slot.row + slot.row_span == len(region.ys) - 1]
    filled = sum(any(slot.box.holds(*char.centre) for char in own) for slot in last)
    return filled >= max(FILLED * len(last), 1)


def _begins_with_amount(region: Region, chars: Sequence[Char]) -> bool:
    first = [slot.box for slot in region.slots if slot.row == 0]
    return any(_has_amount([char for char in chars if box.holds(*char.centre)]) for box in first)


def _has_amount(chars: Sequence[Char]) -> bool:
    return any(is_amount(run) for line in visual_lines(chars) for run in runs_of(line))
