"""Where to cut the columns of a table without vertical rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.geometry import Box
from pipeline.layout.line_evidence import ends_another
from pipeline.layout.runs import Run, cut_through, is_amount
from pipeline.layout.white_strips import Strip, clear_of_headers, white_strips
from pipeline.model.page import Page
from pipeline.model.table import Region

SAME_EDGE = 3.0
"""Tables on two pages are as wide as each other when their edges differ by at most this (points), and rows that reach
over the edges of a table by no more stand in it."""


def column_cuts(path: Path | None, page: Page, area: Box, runs: Sequence[Run], above: Region | None) -> list[float]:
    """Column cuts of the area from edge to edge; empty when there is no white to cut through.

    White between the columns is cut in its middle. Where a text begins or ends in it (a centred label), camelot's
    network reader says where; its cuts hold only in such white, and white that it saw no cut in is cut all the same.
    ``above``: the table that ends the page before; as wide, it lends its columns.
    """
    inherited = _inherited(above, area, runs)
    if inherited:
        return inherited
    # Spanning headers bridge columns: only the body, from the first amount down, is cut.
    top = body_top(runs, area)
    body = [run for run in runs if run.box.centre[1] >= top]
    header = [run for run in runs if run.box.centre[1] < top]
    firsts = [run for run in header if not ends_another(run, header)]
    strips = list(clear_of_headers(list(white_strips(body, firsts)), header))
    if not strips:
        return []
    ask = path if _entered(strips, runs) else None
    proposed = _camelot_cuts(ask, page, Box(area.x0, top, area.x1, area.y1)) if ask else []
    inner = [next((x for x in proposed if left < x < right), (left + right) / 2) for left, right in strips]
    return [area.x0, *inner, area.x1]


def _entered(strips: Sequence[Strip], runs: Sequence[Run]) -> bool:
    """Whether a text begins or ends in the white, so that it matters where that is cut."""
    edges = [x for run in runs for x in (run.box.x0, run.box.x1)]
    return any(left < x < right for left, right in strips for x in edges)


def body_top(runs: Sequence[Run], area: Box) -> float:
    """Where the body of a table begins: at its first amount."""
    return min((run.box.y0 for run in runs if is_amount(run)), default=area.y0) - 1


def _camelot_cuts(path: Path, page: Page, area: Box) -> list[float]:
    """camelot's column cuts inside the area; none where it finds no table or cannot read the file."""
    from camelot.io import read_pdf  # noqa: PLC0415 - loads OpenCV and pandas: who has no such table does not pay for it

    corner = f"{area.x0:.1f},{page.height - area.y0:.1f},{area.x1:.1f},{page.height - area.y1:.1f}"
    try:
        tables = read_pdf(
            str(path), pages=str(page.number), flavor="network", table_areas=[corner], suppress_stdout=True
        )
    except (ValueError, IndexError, KeyError, TypeError, OSError):
        return []  # its PDF reader is stricter than ours; the white strips decide alone
    return [left for left, _ in tables[0].cols[1:]] if len(tables) else []


def _inherited(above: Region | None, area: Box, runs: Sequence[Run]) -> list[float]:
    """The columns of the table above a page break, where they fit."""
    if above is None or abs(above.box.x0 - area.x0) > SAME_EDGE or abs(above.box.x1 - area.x1) > SAME_EDGE:
        return []
    return [] if cut_through(runs, above.xs) else list(above.xs)
