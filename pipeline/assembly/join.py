"""Page fragments to logical tables: the same columns, no new title, header repeated or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.assembly.break_rows import WRAPPED, key_columns, mend_break
from pipeline.config.headers import LABEL_ROLES, is_index_row, meaning_of, role_of
from pipeline.config.rules import Rules
from pipeline.config.words import says
from pipeline.model.flags import IN_DOUBT
from pipeline.model.table import Caption, Cell, Grid, Table, rows_of
from pipeline.money import plain

SAME_CUT = 0.012
"""Columns are the same when their relative positions differ by at most this share of the table's width."""
SAME_CUTS = 0.6
SAME_PLACE = 1.0
"""Columns on one page are at the same place when they differ by at most this (points)."""
FORM_HEAD = 6
"""How far down in a form the header of its list (一级指标 | 二级指标 | …) may stand."""
_UNREAD = IN_DOUBT | {"illegible"}
FEWEST_FILLED = 2
"""A grid with fewer cells that hold text is a frame or a chart, unless it continues a table."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One grid with what stands around it."""

    grid: Grid
    caption: Caption
    header_rows: int
    notes: tuple[str, ...]
    first_on_page: bool
    """Of a sheet of two pages, on its half."""
    located: bool
    alone: bool = False
    """Whether nothing, a page's number at most, is printed between it and the grid above it on its page."""


def join(fragments: Sequence[Fragment], rules: Rules) -> list[Table]:
    """The logical tables, in reading order, numbered from 0."""
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        if groups and _continues(groups[-1], fragment, rules):
            groups[-1].append(fragment)
        elif not fragment.grid.cells or sum(bool(c.text) for c in fragment.grid.cells) >= FEWEST_FILLED:
            groups.append([fragment])
    return [_table(seq, group, rules) for seq, group in enumerate(groups)]


def _continues(group: Sequence[Fragment], fragment: Fragment, rules: Rules) -> bool:
    first, last = group[0], group[-1]
    if not (last.grid.cells and fragment.grid.cells) or _is_anothers(first, fragment, rules):
        return False
    in_one_flow = not fragment.located and not fragment.caption.lines and not last.notes
    repeated = _repeated_rows(first, fragment, rules)
    # Without rules columns are cut where each page leaves white: the same header says that they are the same.
    same_header = 0 < repeated == first.header_rows and first.grid.n_cols == fragment.grid.n_cols
    if not in_one_flow and not same_header and not _same_columns(last.grid, fragment.grid):
        return False
    if _is_headed_anew(first, fragment, rules):
        return False
    if fragment.caption.title or fragment.caption.printed_no:
        same_caption = (fragment.caption.title, fragment.caption.printed_no) == (
            first.caption.title,
            first.caption.printed_no,
        )
        return same_caption and repeated > 0 and not _starts_form(fragment, rules)
    if _starts_form(fragment, rules):
        return False
    if not fragment.located:
        return in_one_flow or (repeated > 0 and repeated >= fragment.header_rows)
    # On the page of the last one the first is that of a sheet's other half.
    next_pages = (last.grid.page_no, last.grid.page_no + 1, _pages(last)[-1] + 1)
    if fragment.first_on_page and fragment.grid.page_no in next_pages:
        return not last.notes or repeated > 0
    return repeated >= fragment.header_rows and _goes_on_below(last, fragment)


def _goes_on_below(above: Fragment, fragment: Fragment) -> bool:
    """Whether a grid with nothing printed above it has the very columns of one on its page: pages made one long one."""
    same_page = fragment.grid.page_no == _pages(above)[-1] and above.grid.n_cols == fragment.grid.n_cols
    ends = zip(above.grid.xs, fragment.grid.xs, strict=False)
    return same_page and fragment.alone and all(abs(one - other) <= SAME_PLACE for one, other in ends)


def _is_anothers(first: Fragment, fragment: Fragment, rules: Rules) -> bool:
    """Whether both print whose amounts theirs are, in which unit, or first of all their total, and not the same."""
    names = [plain(one.caption.organisation) for one in (first, fragment)]
    pattern = rules.vocabulary.captions.unit_label
    units = [re.search(pattern, plain(one.caption.unit_label)) for one in (first, fragment)]
    rows = [_texts([c for c in one.grid.cells if c.row == one.header_rows]) for one in (first, fragment)]
    totals = [row if any(says(rules.vocabulary.rows.total, text) for text in row) else [] for row in rows]
    return _differ(*names) or _differ(*(unit and unit[1] for unit in units)) or _differ(*totals)


def _is_headed_anew(first: Fragment, fragment: Fragment, rules: Rules) -> bool:
    """Whether a header, or a heading over the same header, tells another table: its columns or its name are not ours.

    A column's header that may be misread tells nothing, nor do the numbers of columns.
    """
    ours = {(c.col, plain(c.text)) for c in first.grid.cells if c.row < first.header_rows and c.text}
    rows = rows_of([c for c in fragment.grid.cells if c.row < fragment.header_rows])
    theirs = [c for row in rows.values() if not is_index_row(row, rules) for c in row if c.text]
    unread = any(_UNREAD & set(c.flags) for c in (*theirs, *first.grid.cells) if c.row < first.header_rows)
    words = {text for _, text in ours}
    others = [c for c in theirs if plain(c.text) not in words]
    down, below = _down_columns(first), _down_columns(fragment)
    if first.grid.n_cols == fragment.grid.n_cols:
        others += [c for c in theirs if c.col_span == 1 and (c.col, plain(c.text)) not in ours]
        others = [c for c in others if below[c.col] != down[c.col]]
    else:
        others = [c for c in others if below[c.col] not in down.values()]
    if ours and not unread and any(_heads_amounts(plain(c.text), rules) for c in others):
        return True
    heading = fragment.caption.heading
    named = {plain(line) for line in first.caption.lines}
    return (
        bool(heading and theirs) and heading not in named | words and bool(first.caption.title or first.caption.heading)
    )


def _down_columns(fragment: Fragment) -> dict[int, str]:
    """What the header says above each column, whatever lines and rows it is set in."""
    found = dict.fromkeys(range(fragment.grid.n_cols), "")
    for cell in sorted(fragment.grid.cells, key=lambda cell: cell.row):
        for col in range(cell.col, cell.col + cell.col_span) if cell.row < fragment.header_rows else ():
            found[col] += plain(cell.text)
    return found


def _heads_amounts(text: str, rules: Rules) -> bool:
    """Whether a header says what its amounts, or the labels beside them, are."""
    said, role = meaning_of((text,), rules), role_of((text,), rules)
    labels = role is not None and (role.role == "code" or role.role in LABEL_ROLES)
    return bool(said.amount or said.fund_source or said.expenditure_type or labels)


def _differ(ours: object, theirs: object) -> bool:
    return bool(ours and theirs) and ours != theirs


def _pages(fragment: Fragment) -> list[int]:
    """The pages its cells are on, first to last: a sheet may be wider than a page."""
    return sorted({fragment.grid.page_no, *(c.page_no for c in fragment.grid.cells if c.page_no is not None)})


def _starts_form(fragment: Fragment, rules: Rules) -> bool:
    """A form (project, unit) begins anew on its first row, whatever its caption repeats; its title may be inside."""
    form_start = rules.vocabulary.rows.form_start
    grid = fragment.grid
    below_title = [cell for cell in grid.cells if cell.col_span < grid.n_cols] or grid.cells
    first = min(below_title, key=lambda cell: (cell.row, cell.col))
    return fragment.header_rows < 2 and says(form_start, plain(first.text))  # noqa: PLR2004 - a form's first row is no spanning header


def _same_columns(above: Grid, below: Grid) -> bool:
    if above.n_cols == below.n_cols and not _spread(above, below):
        return True
    ours, theirs = _relative(above)[1:-1], _relative(below)[1:-1]  # the edges are alike in any two tables
    common = sum(any(abs(a - b) <= SAME_CUT for b in theirs) for a in ours)
    return common >= SAME_CUTS * min(len(ours), len(theirs)) and _alike(above.box.width, below.box.width)


def _spread(above: Grid, below: Grid) -> bool:
    return any(abs(a - b) > SAME_CUT for a, b in zip(_relative(above), _relative(below), strict=True))


def _alike(width: float, other: float) -> bool:
    return abs(width - other) <= SAME_CUT * max(width, other)


def _relative(grid: Grid) -> list[float]:
    left, width = grid.xs[0], grid.xs[-1] - grid.xs[0]
    return [(x - left) / width for x in grid.xs]


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [plain(cell.text) for cell in cells]


def _repeated_rows(first: Fragment, fragment: Fragment, rules: Rules) -> int:
    """How many leading rows of the fragment repeat the table's header, wherever in a form that header stands."""
    ours, theirs = rows_of(first.grid.cells), rows_of(fragment.grid.cells)
    if first.header_rows:
        return _repeats(ours, theirs, 0, min(first.header_rows, fragment.grid.n_rows), rules)
    starts = range(1, min(FORM_HEAD, first.grid.n_rows))
    return max((_repeats(ours, theirs, start, fragment.header_rows, rules) for start in starts), default=0)


def _repeats(
    ours: Mapping[int, list[Cell]], theirs: Mapping[int, list[Cell]], start: int, most: int, rules: Rules
) -> int:
    """Leading rows of ``theirs`` that equal ours from ``start`` on, at most ``most``; 0 when a cell reaches further."""
    count = 0
    for row in range(most):
        own, other = ours.get(start + row, []), theirs.get(row, [])
        both_number = is_index_row(own, rules) and is_index_row(other, rules)
        if not _is_same_row(own, other) and not both_number:
            break
        count += 1
    whole = all(c.row + c.row_span <= count for r in range(count) for c in theirs.get(r, []))
    return count if whole else 0


def _is_same_row(own: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two rows print the same, as far as they were read: half of the texts are, and no others without doubt."""
    ours, theirs = _texts(own), _texts(other)
    if ours == theirs:
        return True
    places = [[(c.col, c.row_span, c.col_span) for c in cells] for cells in (own, other)]
    if places[0] != places[1]:
        return False
    doubted = [any(_UNREAD & set(cell.flags) for cell in pair) for pair in zip(own, other, strict=True)]
    same = [a == b for a, b in zip(ours, theirs, strict=True)]
    return 2 * sum(same) >= len(same) and all(s or d for s, d in zip(same, doubted, strict=True))


def _table(seq: int, group: Sequence[Fragment], rules: Rules) -> Table:
    group = [replace(f, grid=_padded(f.grid, group)) for f in group] if not group[0].located else group
    first = group[0]
    cuts = _common_cuts([fragment.grid for fragment in group])
    cells: list[Cell] = []
    n_rows = 0
    for fragment in group:
        drop = 0 if fragment is first else _repeated_rows(first, fragment, rules)
        placed = _on_columns(fragment.grid, cuts)
        moved = (c._replace(row=c.row - drop + n_rows) for c in placed if c.row >= drop)
        cells += placed if fragment is first else moved
        start = n_rows
        n_rows += fragment.grid.n_rows - drop
        if fragment is not first and start < n_rows:
            keys = key_columns(cells, first.header_rows, rules)
            cells, gone = mend_break(cells, start, first.header_rows, keys, rules)
            n_rows -= gone
    pages = [page for fragment in group for page in _pages(fragment)] if first.located else []
    flags = sorted({flag for cell in cells for flag in cell.flags if flag == WRAPPED})
    return Table(
        seq=seq,
        caption=first.caption,
        n_rows=n_rows,
        n_cols=len(cuts) - 1,
        header_rows=first.header_rows,
        cells=tuple(cells),
        page_start=min(pages, default=None),
        page_end=max(pages, default=None),
        n_fragments=len(group),
        notes=tuple(note for fragment in group for note in fragment.notes),
        status="extracted" if cells else "illegible",
        flags=tuple(flags),
        reader=first.grid.reader,
    )


def _padded(grid: Grid, group: Sequence[Fragment]) -> Grid:
    """A transcript's grid with as many columns as its widest fragment: it leaves out blank columns on the right."""
    widest = max((f.grid for f in group), key=lambda other: other.n_cols)
    return replace(grid, n_cols=widest.n_cols, xs=widest.xs)


def _common_cuts(grids: Sequence[Grid]) -> list[float]:
    """Relative column cuts of all fragments together."""
    if not grids[0].cells:
        return [0.0]
    if all(grid.n_cols == grids[0].n_cols for grid in grids):
        return _relative(grids[0])
    cuts: list[float] = []
    for grid in grids:
        for cut in _relative(grid):
            if not any(abs(cut - known) <= SAME_CUT for known in cuts):
                cuts.append(cut)
    return sorted(cuts)


def _on_columns(grid: Grid, cuts: Sequence[float]) -> list[Cell]:
    if grid.n_cols == len(cuts) - 1:
        return list(grid.cells)
    own = _relative(grid)
    place = [min(range(len(cuts)), key=lambda k: abs(cuts[k] - x)) for x in own]
    return [c._replace(col=place[c.col], col_span=place[c.col + c.col_span] - place[c.col]) for c in grid.cells]
