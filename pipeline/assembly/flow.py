"""Reading order: the grids of all pages with the lines above and below each, then joined to logical tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.assembly.captions import LONGEST_TITLE, caption, notes, split_between
from pipeline.assembly.header_rows import count_header_rows
from pipeline.assembly.join import Fragment, join
from pipeline.config.headers import is_caption_row
from pipeline.config.rules import Rules
from pipeline.model.table import Grid, PageContent, Table, TextLine, rows_of

MOST_CAPTION_ROWS = 4


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
            caption=caption([*heads[k], *_caption_inside(grid, rules)], captions),
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


def _caption_inside(grid: Grid, rules: Rules) -> list[TextLine]:
    """The texts of the leading rows that are the caption, drawn inside the rules: title, organisation, unit."""
    rows = rows_of(grid.cells)
    lines: list[TextLine] = []
    for row in range(min(MOST_CAPTION_ROWS, max(grid.n_rows - 2, 0))):
        filled = [c for c in rows.get(row, []) if c.text]
        whole = len(filled) == 1 and filled[0].col_span == grid.n_cols and len(filled[0].text) <= LONGEST_TITLE
        caption_row = is_caption_row(rows.get(row, []), rules)
        if not whole and not caption_row:
            break
        for cell in filled:
            texts = cell.text.split("\n") if whole and not caption_row else [cell.text]
            lines += (TextLine(grid.page_no, text, cell.box or grid.box) for text in texts)
    return lines
