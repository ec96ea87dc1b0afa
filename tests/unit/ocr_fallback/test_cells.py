"""What ink of a cell becomes a line to read."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.cells import grid_ink
from ocr_fallback.values import BaseGrid, Box, Slot

DPI = 200.0
GRID = BaseGrid(
    Box(0, 0, 200, 60),
    (0.0, 100.0, 200.0),
    (0.0, 60.0),
    (Slot(0, 0, 1, 1, Box(0, 0, 100, 60)), Slot(0, 1, 1, 1, Box(100, 0, 200, 60))),
)


def lines(*ink: tuple[int, int, int, int]) -> list[tuple[int, bool]]:
    """Slot and faintness of each line; the first cell holds digits of 20 pixels, ``ink`` is drawn in the second."""
    page = np.full((80, 220), 255, np.uint8)
    for x in (20, 35, 50, 65):
        page[20:40, x : x + 10] = 20
    for x0, y0, x1, y1 in ink:
        page[y0:y1, x0:x1] = 20
    return [(line.slot, line.faint) for line in grid_ink(page, np.zeros_like(page), GRID, DPI).lines]


@pytest.mark.parametrize(
    ("ink", "read"),
    [
        ((150, 20, 160, 40), [(0, False), (1, False)]),  # a digit
        ((195, 22, 200, 40), [(0, False), (1, True)]),  # like a lone 1 beside the rule: read, and doubted
        ((198, 22, 200, 40), [(0, False)]),  # what is left of a rule is thinner
        ((195, 1, 200, 58), [(0, False)]),  # … and goes on from edge to edge
        ((195, 2, 200, 22), [(0, False)]),  # … or to one of them
    ],
)
def test_a_stroke_at_the_side_of_a_cell_is_read_when_it_is_like_a_one(
    ink: tuple[int, int, int, int], read: list[tuple[int, bool]]
) -> None:
    assert lines(ink) == read


@pytest.mark.parametrize(("level", "pale", "through"), [(215, 2, True), (215, 1, False), (20, 2, False)])
def test_pale_characters_all_over_are_print_of_the_back(level: int, pale: int, through: bool) -> None:
    """Four dark characters, and one or two more of this level in the next cell."""
    page = np.full((80, 220), 255, np.uint8)
    for x in (20, 35, 50, 65):
        page[20:40, x : x + 10] = 20
    for k in range(pale):
        page[20:40, 120 + 15 * k : 130 + 15 * k] = level
    assert grid_ink(page, np.zeros_like(page), GRID, DPI).shines_through == through
