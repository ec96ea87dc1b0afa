"""Two pages on one sheet of a PDF with text: each is read by itself, the left one first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.geometry import Box
from pipeline.model.page import Char, Page
from pipeline.spread import FOLD, WIDER, is_page

FEWEST_RULES = 3
"""Lying rules of a table."""


def pages_of(page: Page) -> tuple[Page, ...]:
    """The page, or its two halves where it is a sheet of two pages; places stay those of the whole."""
    if not page.located or page.width < WIDER * page.height or not _is_blank(_marks(page), page):
        return (page,)
    halves = tuple(_half(page, left=left) for left in (True, False))
    paged = (is_page("".join(c.text for c in h.chars), tabled=len(h.horizontal_rules) >= FEWEST_RULES) for h in halves)
    return halves if all(paged) else (page,)


def _is_blank(boxes: Iterable[Box], page: Page) -> bool:
    """Whether the boxes leave a fold where the middle is."""
    middle = page.width / 2
    left, right = 0.0, page.width
    for box in boxes:
        if box.x1 <= middle:
            left = max(left, box.x1)
        elif box.x0 >= middle:
            right = min(right, box.x0)
        else:
            return False
    return right - left >= FOLD


def _marks(page: Page) -> Iterable[Box]:
    return chain(
        (Box(char.x0, char.y0, char.x1, char.y1) for char in page.chars),
        (Box(rule.start, rule.at, rule.end, rule.at) for rule in page.horizontal_rules),
        (Box(rule.at, rule.start, rule.at, rule.end) for rule in page.vertical_rules),
    )


def _half(page: Page, *, left: bool) -> Page:
    middle = page.width / 2

    def own(chars: Sequence[Char]) -> tuple[Char, ...]:
        return tuple(char for char in chars if (char.x0 < middle) == left)

    chars = own(page.chars)
    both = page.second_reading
    return replace(
        page,
        chars=chars,
        horizontal_rules=tuple(rule for rule in page.horizontal_rules if (rule.start < middle) == left),
        vertical_rules=tuple(rule for rule in page.vertical_rules if (rule.at < middle) == left),
        fills=tuple(box for box in page.fills if (box.x0 < middle) == left),
        second_reading=None if both is None else chars if both is page.chars else own(both),
    )
