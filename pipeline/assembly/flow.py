"""Reading order: the grids of all pages with the lines above and below each, then joined to logical tables."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.assembly.captions import LONGEST_TITLE, SENTENCE_END, caption, is_unit, notes, split_between
from pipeline.assembly.field_words import in_field_words
from pipeline.assembly.header_rows import count_header_rows
from pipeline.assembly.join import Fragment, join
from pipeline.config.headers import is_caption_row
from pipeline.config.rules import Rules
from pipeline.config.schema import Captions
from pipeline.model.flags import IN_DOUBT
from pipeline.model.table import Grid, PageContent, Table, TextLine, rows_of
from pipeline.money import plain

MOST_CAPTION_ROWS = 4
UNIT_BELOW = 1.5
"""The unit of a table stands below it by less than so many heights of its line."""
_PAGE_NUMBER = re.compile(r"[-—第]*\d{1,4}[-—页]*(?:共\d+页)?")


def assemble(pages: Sequence[PageContent], located: bool, rules: Rules) -> list[Table]:
    """The logical tables of a document in reading order.

    ``located`` is false for a transcript: its tables carry no page numbers.
    """
    fragments: list[Fragment] = []
    foot: list[TextLine] = []
    for page in in_field_words(pages, rules):
        fragments += _fragments(page, foot, located, rules)
        foot = _stranded(page, rules.vocabulary.captions)
    return join(fragments, rules)


def _stranded(page: PageContent, words: Captions) -> list[TextLine]:
    """The caption at the foot of a page whose table stands on the next one; nothing where prose stands there.

    Below its unit may stand the table's header and first rows, too few to be seen as one: what goes on is that table.
    """
    last = max(page.grids, key=lambda grid: grid.box.y1, default=None)
    lines = [line for line in _between(page.lines, last, None) if not _is_page_number(line)]
    _, head = split_between(lines, words) if last is not None else ([], [])
    rest, head = head[MOST_CAPTION_ROWS:], head[:MOST_CAPTION_ROWS]
    found = caption(head, words)
    prose = any(plain(line.text).endswith(SENTENCE_END) for line in rest)
    return head if found.title and (not rest or (found.unit_label and not prose)) else []


def _fragments(page: PageContent, stranded: Sequence[TextLine], located: bool, rules: Rules) -> Iterator[Fragment]:
    items = sorted((*page.grids, *map(_lost_grid, page.lost)), key=lambda grid: (grid.box.y0, grid.box.x0))
    captions = rules.vocabulary.captions
    between = [_between(page.lines, above, below) for above, below in zip([None, *items], [*items, None], strict=True)]
    alone = items and not caption(between[0], captions).lines
    heads, feet = [[*stranded, *between[0]] if alone else between[0]], []
    for lines in between[1:-1]:
        foot, head = split_between(lines, captions)
        feet.append(foot)
        heads.append(head)
    if items:
        feet.append(between[-1])
    for k, grid in enumerate(items):
        own = caption([*heads[k], *_caption_inside(grid, rules)], captions)
        below = heads[k + 1] if k + 1 < len(items) and not feet[k] else feet[k]
        if not own.unit_label and below and _is_its_unit(grid, below, captions):
            own = replace(own, unit_label=plain(below.pop(0).text))
        yield Fragment(
            grid=grid,
            caption=own,
            header_rows=count_header_rows(grid, rules) if grid.cells else 0,
            notes=notes(feet[k], captions),
            first_on_page=k == 0,
            located=located,
            alone=k > 0 and all(map(_is_page_number, between[k])),
        )


def _is_its_unit(grid: Grid, below: Sequence[TextLine], words: Captions) -> bool:
    """Whether the first line below a table is the unit of its amounts: nearer to it than to what follows."""
    unit, *rest = below
    gap = unit.box.y0 - grid.box.y1
    after = rest[0].box.y0 - unit.box.y1 if rest else math.inf
    return is_unit(unit, words) and gap < min(after, UNIT_BELOW * unit.box.height)


def _between(lines: Sequence[TextLine], above: Grid | None, below: Grid | None) -> list[TextLine]:
    return [
        line
        for line in lines
        for middle in [(line.box.y0 + line.box.y1) / 2]
        if (above is None or _edges(above, line, middle)[1] <= middle)
        and (below is None or middle < _edges(below, line, middle)[0])
    ]


def _is_page_number(line: TextLine) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(plain(line.text)))


def _edges(grid: Grid, line: TextLine, middle: float) -> tuple[float, float]:
    """Top and bottom of a grid where a line is: one askew on a scan begins lower on one side than on the other."""
    boxes = [cell.box for cell in grid.cells if cell.page_no == line.page_no] if _holds(grid, middle) else []
    near = [box for box in boxes if box and box.x0 < line.box.x1 and line.box.x0 < box.x1]
    top, bottom = (box.y0 for box in near), (box.y1 for box in near)
    return min(top, default=grid.box.y0), max(bottom, default=grid.box.y1)


def _holds(grid: Grid, y: float) -> bool:
    return grid.box.y0 <= y < grid.box.y1


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
            doubted = IN_DOUBT.intersection(cell.flags)
            lines += (TextLine(grid.page_no, text, cell.box or grid.box, (text,) if doubted else ()) for text in texts)
    return lines
