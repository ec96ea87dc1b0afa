"""Grids: the rules of any merged grid read back as its cells, and filling loses and doubles no character."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.ruled import fill
from pipeline.layout.rules import regions
from pipeline.model.page import Char, Rule

Place = tuple[int, int, int, int]
"""Row, column, row span, column span."""


@dataclass(frozen=True)
class Drawing:
    """A grid with merged cells: its cuts and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Place, ...]

    def rules(self) -> tuple[list[Rule], list[Rule]]:
        """The walls of all cells, each stroke as long as one cell's side."""
        lying, standing = set(), set()
        for row, col, rows, cols in self.cells:
            x0, x1, y0, y1 = self.xs[col], self.xs[col + cols], self.ys[row], self.ys[row + rows]
            lying |= {Rule(y0, x0, x1), Rule(y1, x0, x1)}
            standing |= {Rule(x0, y0, y1), Rule(x1, y0, y1)}
        return sorted(lying), sorted(standing)

    def cuts_are_drawn(self) -> bool:
        """Whether every cut is some cell's side; a cut that no rule draws is none."""
        tops = {row for row, _, _, _ in self.cells}
        lefts = {col for _, col, _, _ in self.cells}
        return len(tops) == len(self.ys) - 1 and len(lefts) == len(self.xs) - 1


def cuts(gaps: list[int]) -> tuple[float, ...]:
    places = [20.0]
    for gap in gaps:
        places.append(places[-1] + gap)
    return tuple(places)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    gap = st.integers(min_value=8, max_value=60)
    xs = cuts(draw(st.lists(gap, min_size=2, max_size=6)))
    ys = cuts(draw(st.lists(gap, min_size=1, max_size=6)))
    taken: set[tuple[int, int]] = set()
    cells: list[Place] = []
    for row in range(len(ys) - 1):
        for col in range(len(xs) - 1):
            if (row, col) in taken:
                continue
            rows = draw(st.integers(min_value=1, max_value=len(ys) - 1 - row))
            cols = draw(st.integers(min_value=1, max_value=len(xs) - 1 - col))
            area = {(r, c) for r in range(row, row + rows) for c in range(col, col + cols)}
            if area & taken:
                rows = cols = 1
                area = {(row, col)}
            taken |= area
            cells.append((row, col, rows, cols))
    return Drawing(xs, ys, tuple(cells))


@settings(max_examples=150, deadline=None)
@given(drawings().filter(Drawing.cuts_are_drawn))
def test_the_rules_of_a_merged_grid_read_back_as_its_cells(drawing: Drawing) -> None:
    (region,) = regions(1, *drawing.rules())
    assert region.xs == drawing.xs
    assert region.ys == drawing.ys
    assert [(s.row, s.col, s.row_span, s.col_span) for s in region.slots] == sorted(drawing.cells)


@settings(max_examples=150, deadline=None)
@given(
    drawings().filter(Drawing.cuts_are_drawn),
    st.lists(st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.sampled_from("合计12.,-"), st.floats(4, 12))),
)
def test_no_character_inside_a_grid_is_lost_or_doubled(
    drawing: Drawing, places: list[tuple[float, float, str, float]]
) -> None:
    (region,) = regions(1, *drawing.rules())
    chars = []
    for x_share, y_share, text, size in places:
        x = region.box.x0 + x_share * region.box.width
        y = region.box.y0 + y_share * region.box.height
        chars.append(Char(text, x - size / 4, y - size / 2, x + size / 4, y + size / 2, y + size / 3, size))
    grid, taken = fill(region, chars)
    assert taken == set(range(len(chars)))
    held = Counter("".join(cell.compact for cell in grid.cells))
    assert held == Counter(char.text for char in chars)


@settings(max_examples=60, deadline=None)
@given(drawings().filter(Drawing.cuts_are_drawn), st.floats(0.05, 1.5))
def test_rules_drawn_twice_are_one(drawing: Drawing, off: float) -> None:
    lying, standing = drawing.rules()
    again = ([Rule(r.at + off, r.start, r.end) for r in lying], [Rule(r.at + off, r.start, r.end) for r in standing])
    (region,) = regions(1, [*lying, *again[0]], [*standing, *again[1]])
    assert [(s.row, s.col, s.row_span, s.col_span) for s in region.slots] == sorted(drawing.cells)
    assert all(low < high for low, high in pairwise(region.xs))
