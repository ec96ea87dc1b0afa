"""Sheets wider than the page: a spreadsheet prints their columns on page after page, here put side by side again.

The parts on the right have the very rows of the part on the left and no labels. Programs print a sheet that is longer
than the page as well either down first (all left parts, then all right parts) or across first.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.layout.caption_words import is_labelled, is_title, states_unit
from pipeline.layout.side_by_side import Sheet, moved, parts_of, side_by_side
from pipeline.model.page import Char, Page
from pipeline.money import parse_number
from pipeline.visual_lines import line_text, visual_lines

FEWEST_RULES = 5
"""Lying rules on a sheet's first page: with fewer, equal rows may be chance."""
OTHER_RULES, OTHER_SHARE = 2, 3
"""The parts may differ in so many rules (headers are merged over rows) and in one for so many that they share."""
SAME_PLACE = 1.0
"""Places on two pages are the same when they differ by at most this (points)."""
MOST_HEADER_ROWS = 7
"""Rows of a header, with a caption that is printed in the grid."""
LABELLED = 0.5
"""At least this share of the rows below the header has a label in the part on the left."""
MOST_DOWN, MOST_ACROSS = 40, 8
"""Pages that a sheet is long and wide."""
CENTRED = 0.01
"""A title stands in the middle when it is off by at most this share of the width."""
LETTER_SPACE = 3.0
"""White between two characters of a title in font sizes."""

_CHINESE = re.compile("[一-鿿]")
_DIGITS = re.compile(r"\d+")


class _Rows(NamedTuple):
    """The heights of a page's lying rules, and from where to where its rules reach."""

    heights: tuple[float, ...]
    left: float
    right: float


class _Texts(NamedTuple):
    """What stands in a page's rules: the rows with Chinese text, whether any text, the header rows without labels.

    ``header``: the texts of those rows; ``above``: the texts above the rules, and the caption in them, but for digits,
    which number pages; ``over``: the characters above the rules.
    """

    labelled: frozenset[int]
    filled: bool
    header_rows: int
    header: str
    above: frozenset[str]
    over: tuple[Char, ...]

    @property
    def is_bare(self) -> bool:
        """Whether no row below the header has a label."""
        return max(self.labelled, default=-1) < self.header_rows


class _Document(NamedTuple):
    """The pages of a document with what is asked of them again and again."""

    pages: Sequence[Page]
    rows: Sequence[_Rows]
    texts: Callable[[int], _Texts]


def wide_sheets(pages: Sequence[Page]) -> Iterator[Sheet]:
    """The sheets of a document that are printed on several pages side by side."""
    rows = [_rows(page) for page in pages]
    document = _Document(pages, rows, cache(lambda k: _texts(pages[k], rows[k])))
    start = 0
    while start < len(pages):
        down, across = _extent(document, start)
        if across > 1:
            for first in range(start, start + down):
                numbers = range(first, first + down * across, down)
                yield side_by_side(_tables(document, numbers), rows[first].heights[-1])
        start += down * across


def _extent(document: _Document, start: int) -> tuple[int, int]:
    """How many pages the sheet that begins here is long and wide; 1 and 1 where it is no wide one."""
    rows = document.rows
    if not rows[start].heights:
        return 1, 1
    for down in range(1, min((len(rows) - start) // 2, MOST_DOWN) + 1):
        if not _same_columns(rows[start], rows[start + down - 1]):
            break
        across = 1
        while across < MOST_ACROSS and _goes_on(document, start, down, start + down * across):
            across += 1
        for wide in range(across, 1, -1):
            if any(proof(document, start, down, wide) for proof in (_are_bare, _is_centred, _share_caption)):
                return down, wide
    return 1, 1


def _goes_on(document: _Document, start: int, down: int, right: int) -> bool:
    """Whether the pages from ``right`` on may be columns of those from ``start`` on: they have the same rows."""
    pages, rows, texts = document
    if right + down > len(rows) or not _same_rows(rows[start], rows[right]):
        return False
    size = pages[start].width, pages[start].height
    if any((pages[right + k].width, pages[right + k].height) != size for k in range(down)):
        return False
    own, other = texts(start), texts(right)
    repeated = own.above & other.above
    if any(map(is_title, repeated)) or any(map(is_labelled, repeated)) or own.header == other.header != "":
        return False  # what has a title, a unit or labels of its own is a table of its own
    # Where nothing could say that they are parts no more is asked: a long table has the same rows on all its pages.
    if not (own.labelled and other.is_bare) and own.above == other.above:
        return False
    return all(
        _same_rows(rows[start + k], rows[right + k])
        and _same_columns(rows[right], rows[right + k])
        and texts(start + k).above <= own.above
        and texts(right + k).above <= other.above
        for k in range(1, down)
    )


def _are_bare(document: _Document, start: int, down: int, across: int) -> bool:
    """Whether the part on the left has labels, and the others below their headers none, though something."""
    rows, texts = document.rows, document.texts
    filled = any(texts(k).filled for k in range(start + down, start + down * across))
    if not filled or len(rows[start].heights) < FEWEST_RULES:
        return False
    for left in range(start, start + down):
        for right in range(left + down, left + down * across, down):
            own, other = texts(left), texts(right)
            body = range(other.header_rows, len(rows[left].heights) - 1)
            labelled = sum(row in own.labelled for row in body)
            repeats = left == start or other.header in ("", texts(right - left + start).header)
            if not repeats or labelled < max(LABELLED * len(body), 1) or not other.is_bare:
                return False
    return True


def _is_centred(document: _Document, start: int, down: int, across: int) -> bool:
    """Whether a title stands above the middle of all parts together, as it does over no part alone."""
    numbers = range(start, start + down * across, down)
    parts = parts_of(_tables(document, numbers))
    left, right = parts[0].left, parts[-1].right
    over = (moved(char, part) for k, part in zip(numbers, parts, strict=True) for char in document.texts(k).over)
    for line in visual_lines(over):
        whole = all(after.x0 - char.x1 <= LETTER_SPACE * char.size for char, after in pairwise(line))
        off = abs((line[0].x0 + line[-1].x1) / 2 - (left + right) / 2)
        if whole and is_title(line_text(line)) and off <= CENTRED * (right - left):
            return True
    return False


def _share_caption(document: _Document, start: int, down: int, across: int) -> bool:
    """Whether the part on the left says what the table is, the last one in which unit, and no other says anything."""
    first, *others = (document.texts(k).above for k in range(start, start + down * across, down))
    stating = [any(map(states_unit, above)) for above in (first, *others)]
    titled = any(any(map(is_title, above)) for above in others)
    named = any(map(is_title, first)) and any(map(is_labelled, first))
    return named and not titled and stating == [False] * len(others) + [True]


def _tables(document: _Document, numbers: Iterable[int]) -> list[tuple[Page, float, float]]:
    """The pages with the left and right ends of their tables."""
    return [(document.pages[k], document.rows[k].left, document.rows[k].right) for k in numbers]


def _same_rows(own: _Rows, other: _Rows) -> bool:
    if not other.heights or abs(own.heights[-1] - other.heights[-1]) > SAME_PLACE:
        return False
    ends = (
        (bisect_left(other.heights, y - SAME_PLACE), bisect_right(other.heights, y + SAME_PLACE)) for y in own.heights
    )
    shared = sum(first < last for first, last in ends)
    others = len(own.heights) + len(other.heights) - 2 * shared
    return others <= min(OTHER_RULES, shared // OTHER_SHARE)


def _same_columns(own: _Rows, other: _Rows) -> bool:
    """Whether a page may go on the one above it: its table reaches from the same left to the same right."""
    return abs(own.left - other.left) <= SAME_PLACE and abs(own.right - other.right) <= SAME_PLACE


def _rows(page: Page) -> _Rows:
    """The rules of a page; nothing where its places mean nothing or pictures may show more than its rules."""
    lying, standing = page.horizontal_rules, page.vertical_rules
    if not page.located or page.images or not lying:
        return _Rows((), 0.0, 0.0)
    heights: list[float] = []
    for at in sorted({rule.at for rule in lying}):
        if not heights or at - heights[-1] > SAME_PLACE:
            heights.append(at)
    left = min([*(rule.start for rule in lying), *(rule.at for rule in standing)])
    right = max([*(rule.end for rule in lying), *(rule.at for rule in standing)])
    return _Rows(tuple(heights), left, right)


def _texts(page: Page, rows: _Rows) -> _Texts:
    within: dict[int, list[Char]] = {}
    over: list[Char] = []
    for char in page.chars:
        _, x0, y0, x1, y1, _, _ = char
        y = (y0 + y1) / 2
        if y < rows.heights[0]:
            over.append(char)
        elif y < rows.heights[-1] and rows.left <= (x0 + x1) / 2 <= rows.right:
            within.setdefault(bisect_right(rows.heights, y) - 1, []).append(char)
    texts = {row: "".join([char.text for char in chars]) for row, chars in within.items()}
    labelled = frozenset(row for row, text in texts.items() if _CHINESE.search(text))
    # A label with a number on its row is a row of the body, whatever is below it.
    heads = [
        row
        for row in labelled
        if row < MOST_HEADER_ROWS and all(parse_number(text) is None for text in _pieces(within[row]))
    ]
    header_rows = max(heads, default=-1) + 1
    header = "".join(texts.get(row, "") for row in range(header_rows))
    inside = [char for row in range(header_rows) for char in within.get(row, ())]
    captions = [*_pieces(over), *(text for text in _pieces(inside) if is_title(text) or is_labelled(text))]
    above = frozenset(_DIGITS.sub("", text) for text in captions)
    return _Texts(labelled, bool(within), header_rows, header, above, tuple(over))


def _pieces(chars: Sequence[Char]) -> Iterator[str]:
    return (piece for line in visual_lines(chars) for piece in line_text(line).split())
