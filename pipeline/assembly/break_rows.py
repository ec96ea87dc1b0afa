"""Rows and merged cells that a page break cuts in two, made whole again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.config.headers import role_of
from pipeline.config.rules import Rules
from pipeline.model.table import Cell, rows_of
from pipeline.money import parse_number, plain

WRAPPED = "wrapped_row_merged"
KEYED = 0.9
"""A table has keys when at least this share of its rows fills a key column."""

CODE_LENGTHS = (3, 5, 7)
"""Digits of a class, a group and an item of the classifications."""

Place = tuple[int, int]
"""Column and column span: what the two halves of a cut cell share."""


def mend_break(cells: list[Cell], start: int, header_rows: int, keys: set[int], rules: Rules) -> tuple[list[Cell], int]:
    """The cells with the break before row ``start`` mended, and how many rows that removed (0 or 1).

    The first row below the break is the second half of the row above when nothing in it stands on its own:
    each text goes on a line that had no room left, or the row lacks the key that every other row has, or a number is
    cut in two.
    """
    above = {(c.col, c.col_span): c for c in cells if c.row < start and c.row + c.row_span == start}
    below = {(c.col, c.col_span): c for c in cells if c.row == start}
    if start > header_rows and _is_half(cells, above, below, start, header_rows, keys, rules):
        return _without_half(cells, above, below, start), 1
    return _with_spans(cells, above, below), 0


def _is_half(
    cells: Sequence[Cell],
    above: Mapping[Place, Cell],
    below: Mapping[Place, Cell],
    start: int,
    header_rows: int,
    keys: set[int],
    rules: Rules,
) -> bool:
    filled = [c for c in below.values() if c.text]
    if not filled or any((c.col, c.col_span) not in above for c in filled):
        return False
    pairs = [(above[c.col, c.col_span], c) for c in filled]
    usual = _usual_decimals(cells, start, header_rows)
    whole = {tail.col for head, tail in pairs if _one_number(head, tail, usual.get(tail.col, 0))}
    if any(tail.col in whole and not _prints(tail.text, usual.get(tail.col, 0)) for _, tail in pairs):
        return all(_is_rest(head, tail, tail.col in whole, tail.col in keys, rules) for head, tail in pairs)
    alone = [tail for _, tail in pairs if tail.col not in whole]
    if any(c.col in keys for c in filled) or (alone and all(parse_number(c.text) is not None for c in filled)):
        return False
    enumerator = rules.vocabulary.rows.enumerator
    if any(re.search(enumerator, plain(c.text)) for c in filled):
        return False
    if any(parse_number(tail.text) is not None and head.text and tail.col not in whole for head, tail in pairs):
        return False
    flowing = all(head.runs_full or tail.col in whole for head, tail in pairs)
    return flowing or (
        _keyed(cells, start, header_rows, keys)
        and all(head.text or parse_number(tail.text) is not None for head, tail in pairs)
    )


def _one_number(head: Cell, tail: Cell, usual: int) -> bool:
    """Whether a number is cut in two (1,234,5 and 67.00, 1,234.5 and 6): the first half is none, or short of decimals.

    ``usual``: how many decimals the column prints, 0 where it mixes them.
    """
    whole = plain(head.text + tail.text)
    if not head.text or parse_number(whole) is None:
        return False
    return parse_number(head.text) is None or _decimals(head.text) < usual == _decimals(whole)


def _is_rest(head: Cell, tail: Cell, one_number: bool, key: bool, rules: Rules) -> bool:
    """Whether a text can be the rest of the one above the break, of which a number beside them is cut in two."""
    if one_number or not head.text:
        return True
    if key:
        code = plain(head.text + tail.text)
        return code.isdigit() and len(code) in CODE_LENGTHS
    return parse_number(tail.text) is None and not re.search(rules.vocabulary.rows.enumerator, plain(tail.text))


def _usual_decimals(cells: Sequence[Cell], start: int, header_rows: int) -> Mapping[int, int]:
    """By column the decimals that all its numbers print, the two rows at the break apart."""
    found: dict[int, set[int]] = defaultdict(set)
    for cell in cells:
        if cell.row >= header_rows and cell.row not in (start - 1, start) and parse_number(cell.text) is not None:
            found[cell.col].add(_decimals(cell.text))
    return {col: decimals.pop() for col, decimals in found.items() if len(decimals) == 1}


def _prints(text: str, decimals: int) -> bool:
    """Whether the text is a number with so many decimals."""
    return parse_number(text) is not None and _decimals(text) == decimals


def _decimals(text: str) -> int:
    return len(plain(text).partition(".")[2])


def _keyed(cells: Sequence[Cell], start: int, header_rows: int, keys: set[int]) -> bool:
    """Whether nearly every other row has a key, so that a row without one is no row."""
    body = [row for r, row in rows_of(cells).items() if r >= header_rows and r != start]
    spans = any(c.row_span > 1 for row in body for c in row)
    return (
        bool(keys)
        and not spans
        and sum(any(c.col in keys and c.text for c in row) for row in body) >= KEYED * len(body)
    )


def _without_half(
    cells: Sequence[Cell], above: Mapping[Place, Cell], below: Mapping[Place, Cell], start: int
) -> list[Cell]:
    """The two half rows as one; what lies lower moves up by a row."""
    grown = {id(head): below[place] for place, head in above.items() if place in below}
    mended = []
    for cell in cells:
        if cell.row > start:
            mended.append(cell._replace(row=cell.row - 1))
        elif cell.row < start:
            tail = grown.get(id(cell))
            mended.append(_grown(cell, tail) if tail is not None else cell)
    return mended


def _grown(head: Cell, tail: Cell) -> Cell:
    if not tail.text:
        return head._replace(row_span=head.row_span + tail.row_span - 1)
    return head._replace(
        row_span=head.row_span + tail.row_span - 1,
        text="\n".join(part for part in (head.text, tail.text) if part),
        confidence=min(head.confidence, tail.confidence),
        flags=tuple(dict.fromkeys((*head.flags, *tail.flags, WRAPPED))),
    )


def _with_spans(cells: Sequence[Cell], above: Mapping[Place, Cell], below: Mapping[Place, Cell]) -> list[Cell]:
    """Merged cells cut by the break joined: the second half is blank, and one half spans rows."""
    cut = {
        place: tail
        for place, tail in below.items()
        if not tail.text and place in above and max(tail.row_span, above[place].row_span) > 1
    }
    if not any(above[place].text for place in cut):
        return list(cells)
    gone = {id(tail) for tail in cut.values()}
    grown = {id(above[place]): tail.row_span for place, tail in cut.items()}
    return [c._replace(row_span=c.row_span + grown.get(id(c), 0)) for c in cells if id(c) not in gone]


def key_columns(cells: Sequence[Cell], header_rows: int, rules: Rules) -> set[int]:
    """Columns that nearly every row fills: a running number, a code."""
    heads: dict[int, list[str]] = defaultdict(list)
    for cell in cells:
        if cell.row < header_rows and cell.text:
            for col in range(cell.col, cell.col + cell.col_span):
                heads[col].append(cell.text)
    return {
        col
        for col, path in heads.items()
        if (rule := role_of(tuple(path), rules)) is not None and rule.role in ("seq", "code")
    }
