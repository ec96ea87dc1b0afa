"""Tables without vertical rules: columns cut through white, rows read off their own lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.geometry import Box
from pipeline.layout.areas import aligned_areas
from pipeline.layout.column_cuts import body_top, column_cuts
from pipeline.layout.continued import continued_area, goes_on, laid_over, last_unruled
from pipeline.layout.cut_table import cells_of, rows_cut
from pipeline.layout.half_ruled import header_over, headless, ruled_headers, stacked
from pipeline.layout.header_words import headers_apart, headers_whole
from pipeline.layout.rules import joined
from pipeline.layout.runs import Run, codes_apart, runs_of, with_totals_whole
from pipeline.model.page import Char, Page
from pipeline.model.table import Region
from pipeline.visual_lines import visual_lines

DRIFT = 12.0
"""A page comes out of a scanner this far (points) beside the one before, at most."""
LONG_RULE = 0.3
"""A horizontal rule of at least this share of the page's width can bound a table."""
ACROSS = 0.9
"""One as long as this share of a table's width parts rows."""
FEWEST_CUTS = 3
"""Left edge, one cut, right edge: two columns."""


def unruled_regions(
    page: Page,
    ruled: Sequence[Region],
    path: Path | None = None,
    above: Region | None = None,
    *,
    drift: float = 0.0,
) -> tuple[Region, ...]:
    """The tables whose columns no rule draws.

    ``path``: the PDF the page is from, looked into by camelot; ``None`` where its text is in no file.
    ``above``: the unruled table that ends the page before; an area as wide takes its columns where they cut no text,
    and so do the page's first rows, be they ever so few; ``drift``: how far (points) a page may lie beside the one
    before. Raises nothing: an area without white to cut through is left as running text. A table of which rules draw
    the header or the body alone holds that region too.
    """
    if not page.located:
        return ()
    free: Sequence[Char] = page.chars
    for x0, y0, x1, y1 in (region.box for region in ruled):
        free = [c for c in free if not (x0 <= (c.x0 + c.x1) / 2 <= x1 and y0 <= (c.y0 + c.y1) / 2 <= y1)]
    printed = visual_lines(free)
    lines = [with_totals_whole(list(runs_of(line))) for line in printed]
    rules = [r for r in joined(page.horizontal_rules) if r.end - r.start >= LONG_RULE * page.width]
    found = []
    headers = ruled_headers(ruled, page.chars) if printed else []
    drawn = [region.box for region in ruled]
    areas = list(aligned_areas(lines, rules, drawn, [region.box for region in headers]))
    above = laid_over(above, lines, drift) if above and drift else above
    rest = continued_area(lines, above)
    if rest is not None and not any(map(rest.meets, drawn)):
        own = [area for area in areas if rest.meets(area)]
        if all(rest.y0 <= area.y0 and area.y1 <= rest.y1 for area in own):
            areas = [rest, *(area for area in areas if area not in own)]
    for area in areas:
        runs = _runs_in(area, printed, lines)
        if (header := header_over(runs, headers)) is not None:
            below = Box(header.box.x0, header.box.y1, header.box.x1, area.y1)
            body = rows_cut(page.number, below, header.xs, cells_of(header.xs, runs))
            found.append(stacked(header, body))
            continue
        cuts = column_cuts(path, page, area, runs, above if goes_on(area, areas, lines) else None)
        if len(cuts) >= FEWEST_CUTS:
            whole = headers_whole(runs, cuts, body_top(runs, area))
            across = [r for r in rules if r.end - r.start >= ACROSS * area.width and area.y0 < r.at < area.y1]
            found.append(rows_cut(page.number, area, cuts, cells_of(cuts, whole, across)))
    return (*headless(ruled, page.chars, printed), *found)


def seen_regions(page: Page, ruled: Sequence[Region], before: Sequence[Region] = ()) -> tuple[Region, ...]:
    """As ``unruled_regions``, of a page that is seen and not in a file: a scanner lays it down where it likes.

    ``before``: the tables of the page before.
    """
    return unruled_regions(page, ruled, above=last_unruled(before), drift=DRIFT)


def _runs_in(area: Box, printed: Sequence[Sequence[Char]], lines: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of the area, its headers, and codes that touch a name, parted where its columns are."""
    inside = [[run for run in line if area.holds(*run.box.centre)] for line in lines]
    top = body_top([run for line in inside for run in line], area)
    body = [run for line in inside for run in line if run.box.centre[1] >= top]
    heads = [line for line in inside if line and line[0].box.centre[1] < top]
    headers = [run for line in heads for run in line]
    found: list[Run] = []
    for chars, line in zip(printed, inside, strict=True):
        if line and line[0].box.centre[1] < top:
            others = [other for other in heads if other is not line]
            found += (run for run in headers_apart(chars, body, others) if area.holds(*run.box.centre))
        else:
            found += (part for run in line for part in codes_apart(run, chars, headers))
    return found
