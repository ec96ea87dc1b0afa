"""Reading order: the grids of all pages with the lines above and below each, then joined to logical tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.assembly.captions import LONGEST_TITLE, caption, notes, split_between
from pipeline.assembly.header_rows import count_header_rows
from pipeline.assembly.join import Fragment, join
from pipeline.config.rules import Rules
from pipeline.model.table import Grid, PageContent, Table, TextLine
from pipeline.money import plain


def assemble(pages: Sequence[PageContent], located: bool, rules: Rules) -> list[Table]:
    """The logical tables of a document in reading order.

    ``located`` is false for a transcript: its tables carry no page numbers.
    """
    return join([f for page in pages for f in _fragments(page, located, rules)], rules)


def _fragments(page: PageContent, located: bool, rules: Rules) -> Iterator[Fragment]:
    items = sorted((*page.grids, *map(_lost_grid, page.lost)), key=lambda grid: (grid.box.y0, grid.box.x0))
    captions = rules.vocabulary.captions
    between = [_between(page.lines, above, below) for above, below in zip([None, *items], [*items, None], strict=True)]
    heads, feet = [between[0]], []
    for lines in between[1:-1]:
        foot, head = split_between(lines, captions)
        feet.append(foot)
        heads.append(head)
    if items:
        feet.append(between[-1])
    for k, grid in enumerate(items):
        yield Fragment(
            grid=grid,
            caption=caption([*heads[k], *_caption_inside(grid, captions.unit_label)], captions),
            header_rows=count_header_rows(grid, rules) if grid.cells else 0,
            notes=notes(feet[k], captions),
            first_on_page=k == 0,
            located=located,
        )


def _between(lines: Sequence[TextLine], above: Grid | None, below: Grid | None) -> list[TextLine]:
    top = above.box.y1 if above else float("-inf")
    bottom = below.box.y0 if below else float("inf")
    return [line for line in lines if top <= (line.box.y0 + line.box.y1) / 2 < bottom]


def _lost_grid(line: TextLine) -> Grid:
    """A table nobody could read: a place in the flow, no rows."""
    return Grid(line.page_no, line.box, 0, 0, (), (), "none")


def _caption_inside(grid: Grid, unit_label: str) -> list[TextLine]:
    """The texts of leading rows that span the grid whole: title and unit line drawn inside the rules."""
    lines: list[TextLine] = []
    for row in range(min(3, max(grid.n_rows - 2, 0))):
        whole = [c for c in grid.cells if c.row == row and c.text]
        if len(whole) != 1 or len(whole[0].text) > LONGEST_TITLE:
            break
        if whole[0].col_span != grid.n_cols and not re.search(unit_label, plain(whole[0].text)):
            break
        box = whole[0].box or grid.box
        lines += (TextLine(grid.page_no, text, box) for text in whole[0].text.split("\n"))
    return lines
