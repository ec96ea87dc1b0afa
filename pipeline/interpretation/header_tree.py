"""The header tree: what stands above each column, and where what it says is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pipeline.config.headers import is_caption_row, is_header_word, is_index_row, meaning_of, numbers_column
from pipeline.config.rules import Rules
from pipeline.model.table import Cell, Table, rows_of
from pipeline.money import number_in, plain

MISREAD = frozenset({"illegible", "reading_doubtful"})
"""Flags of a cell whose text may not be what is printed."""


def header_paths(table: Table, rules: Rules) -> list[tuple[str, ...]]:
    """For each column the texts above it, top down, equal neighbours folded; spans without marks filled in."""
    rows = rows_of(table.cells)
    texts: list[list[str]] = []
    for row in range(table.header_rows):
        cells = rows.get(row, [])
        texts.append([""] * table.n_cols)
        filled = [c for c in cells if c.text]
        spanning = len(filled) == 1 and filled[0].col_span == table.n_cols
        if spanning or is_caption_row(cells, rules):
            continue
        if is_index_row(cells, rules):
            cells = [c for c in cells if not numbers_column(c.text, rules)]
        for cell in cells:
            for col in range(cell.col, min(cell.col + cell.col_span, table.n_cols)):
                texts[row][col] = plain(cell.text)
    spans_known = any(c.col_span > 1 for c in table.cells if c.row < table.header_rows)
    if not spans_known:
        _fill_spans(texts, placed=table.page_start is not None)
    texts.append([""] * table.n_cols)
    for col, cell in lowest_headers(table, rules).items():
        if cell.row == table.header_rows:
            texts[-1][col] = plain(cell.text)
    paths = []
    for col in range(table.n_cols):
        path: list[str] = []
        for level in texts:
            if level[col] and (not path or path[-1] != level[col]):
                path.append(level[col])
        paths.append(tuple(path))
    return paths


def _fill_spans(texts: list[list[str]], *, placed: bool) -> None:
    """Fills blank header cells, in place, from the left where a lower header hangs below them (lost spans).

    Where places are known a header stands above its children, so that one hangs below its own column too.
    """
    for row, cells in enumerate(texts):
        for col in range(1, len(cells)):
            children = (col - 1, col) if placed else (col,)
            hangs = all(any(lower[c] for lower in texts[row + 1 :]) for c in children)
            parent = row == 0 or texts[row - 1][col] == texts[row - 1][col - 1]
            if not cells[col] and cells[col - 1] and hangs and parent:
                above = any(upper[col] for upper in texts[:row])
                if not above or row > 0:
                    cells[col] = cells[col - 1]


def under_one_leaf(lowest: Mapping[int, Cell], numeric: set[int]) -> set[int]:
    """Columns of numbers that share their lowest header: which of them it means is not known."""
    shared = [cols for cell in set(lowest.values()) if len(cols := {c for c in numeric if lowest.get(c) is cell}) > 1]
    return set().union(*shared)


def under_misread_leaf(lowest: Mapping[int, Cell], rules: Rules) -> set[int]:
    """Columns whose lowest header may be misread and means nothing by itself, or lies over several columns.

    What stands above it says no more than what the column is a part of.
    """

    def misread(cell: Cell) -> bool:
        if not MISREAD.intersection(cell.flags):
            return False
        meaning = meaning_of((plain(cell.text),), rules)
        known = meaning.amount or meaning.fund_source or meaning.expenditure_type
        return not known or cell.col_span > 1

    return {col for col, cell in lowest.items() if misread(cell)}


def lowest_headers(table: Table, rules: Rules) -> dict[int, Cell]:
    """By column the lowest header cell over it, printed or known to be printed; it may stand in the total row."""
    rows = rows_of(table.cells)
    lowest: dict[int, Cell] = {}
    for row in range(table.header_rows):
        cells = rows.get(row, [])
        if not is_index_row(cells, rules) and not is_caption_row(cells, rules):
            for cell in cells:
                if (cell.text or "illegible" in cell.flags) and cell.col_span < table.n_cols:
                    lowest.update(dict.fromkeys(range(cell.col, cell.col + cell.col_span), cell))
    return lowest | _leaves_beside_total(table, lowest, rules)


def _leaves_beside_total(table: Table, lowest: Mapping[int, Cell], rules: Rules) -> dict[int, Cell]:
    """By column the headers that stand in the total row: 合计|0|105.00|合计|基本支出|项目支出|0.

    So the funds table of some final accounts is printed, which leaves the leaves of 本年支出 no row of their own. Below
    a header over several columns each of them must have one, and nothing but numbers below it.
    """
    columns: dict[Cell, list[int]] = defaultdict(list)
    for col, cell in lowest.items():
        columns[cell].append(col)
    shared = [own for own in columns.values() if len(own) > 1]
    if not shared:
        return {}
    below = [cell for cell in table.cells if cell.row > table.header_rows and cell.text]
    worded = {cell.col for cell in below if number_in(cell.text) is None}
    amounts = {cell.col for cell in below} - worded
    words = {
        cell.col: cell
        for cell in rows_of(table.cells).get(table.header_rows, ())
        if cell.text and cell.col_span == 1 and cell.col not in worded and is_header_word(plain(cell.text), rules)
    }
    return {
        col: words[col] for own in shared if all(c in words for c in own) and amounts.intersection(own) for col in own
    }


def under_illegible(table: Table, lowest: Mapping[int, Cell]) -> set[int]:
    """Columns with a header nobody could read above their lowest: what they are a part of is not known."""
    heads = [c for c in table.cells if c.row < table.header_rows and not c.text and "illegible" in c.flags]
    return {
        col
        for cell in heads
        if cell.col_span < table.n_cols
        for col in range(cell.col, cell.col + cell.col_span)
        if lowest.get(col) is not cell
    }
