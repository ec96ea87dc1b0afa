"""Base grids from drawn pages: spans, skew, open sides, seals, and characters that must not become rules."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.base_grid import base_grids
from ocr_fallback.paper import ink_on_paper
from ocr_fallback.rules import find_rules
from ocr_fallback.straighten import straightened, straightening
from ocr_fallback.values import BaseGrid

DPI = 200.0
XS, YS = (100, 400, 700, 1000), (100, 160, 220, 280, 340)


def page() -> np.ndarray:
    return np.full((500, 1200, 3), 255, np.uint8)


def ruled(image: np.ndarray, *, thickness: int = 2) -> np.ndarray:
    """A table of 4 rows and 3 columns whose first row spans the last two columns."""
    for y in YS:
        cv2.line(image, (XS[0], y), (XS[-1], y), (0, 0, 0), thickness)
    for x in XS:
        cv2.line(image, (x, YS[1] if x == XS[2] else YS[0]), (x, YS[-1]), (0, 0, 0), thickness)
    return image


def grids_of(image: np.ndarray) -> tuple[BaseGrid, ...]:
    gray = ink_on_paper(image).gray
    flat = straightened(gray, straightening(gray))
    return base_grids(flat, find_rules(flat, DPI), DPI)


def shape(grid: BaseGrid) -> set[tuple[int, int, int, int]]:
    return {(slot.row, slot.col, slot.row_span, slot.col_span) for slot in grid.slots}


SPANNING = {(0, 0, 1, 1), (0, 1, 1, 2), *((row, col, 1, 1) for row in (1, 2, 3) for col in (0, 1, 2))}


def test_a_spanning_header_is_one_cell() -> None:
    (grid,) = grids_of(ruled(page()))
    assert shape(grid) == SPANNING
    assert grid.xs == pytest.approx(XS, abs=2)
    assert grid.ys == pytest.approx(YS, abs=2)


@pytest.mark.parametrize("degrees", [-2.0, -0.7, 0.7, 2.0])
def test_a_skewed_table_is_straightened(degrees: float) -> None:
    image = ruled(page())
    turn = cv2.getRotationMatrix2D((600.0, 250.0), degrees, 1.0)
    skewed = cv2.warpAffine(image, turn, (1200, 500), borderValue=(255, 255, 255))
    (grid,) = grids_of(np.asarray(skewed, dtype=np.uint8))
    assert shape(grid) == SPANNING


def test_keystone_is_undone() -> None:
    corners = np.array([[0, 0], [1200, 0], [1200, 500], [0, 500]], np.float32)
    seen = corners + np.array([[8, 3], [-6, 9], [5, -4], [-3, 6]], np.float32)
    bent = cv2.warpPerspective(
        ruled(page()), cv2.getPerspectiveTransform(corners, seen), (1200, 500), borderValue=(255, 255, 255)
    )
    (grid,) = grids_of(np.asarray(bent, dtype=np.uint8))
    assert shape(grid) == SPANNING


def test_sides_without_a_rule_are_closed_where_the_crossing_rules_end() -> None:
    image = page()
    for y in YS:
        cv2.line(image, (XS[0], y), (XS[-1], y), (0, 0, 0), 2)
    for x in XS[1:-1]:
        cv2.line(image, (x, YS[0]), (x, YS[-1]), (0, 0, 0), 2)
    (grid,) = grids_of(image)
    assert len(grid.slots) == 12


def test_a_table_cut_by_the_pages_edge_keeps_its_columns() -> None:
    (grid,) = grids_of(np.ascontiguousarray(ruled(page())[:, 103:]))
    assert shape(grid) == SPANNING


def test_a_broken_rule_is_mended_where_ink_follows_it() -> None:
    image = ruled(page())
    for x in range(120, 980, 60):
        image[YS[2] - 4 : YS[2] + 4, x : x + 4] = 255
    (grid,) = grids_of(image)
    assert shape(grid) == SPANNING


def test_a_rule_that_is_not_there_is_not_invented() -> None:
    image = ruled(page())
    image[YS[2] - 4 : YS[2] + 4, XS[1] + 4 : XS[2] - 4] = 255
    (grid,) = grids_of(image)
    assert (1, 1, 2, 1) in shape(grid)


def test_characters_that_fill_a_low_row_draw_no_walls() -> None:
    """A spanning header over narrow columns: strokes stand on the cuts below, nearly as high as the row."""
    image = page()
    ys, xs = (100, 122, 200, 280), tuple(range(100, 1001, 60))
    for y in ys:
        cv2.line(image, (xs[0], y), (xs[-1], y), (0, 0, 0), 2)
    for x in xs:
        outer = x in (xs[0], xs[-1])
        cv2.line(image, (x, ys[0] if outer else ys[1]), (x, ys[-1]), (0, 0, 0), 2)
        cv2.line(image, (x, ys[0] + 7), (x, ys[1] - 7), (0, 0, 0), 3)
    (grid,) = grids_of(image)
    assert (0, 0, 1, len(xs) - 1) in shape(grid)


def test_a_wall_that_is_hardly_there_makes_its_cells_unsure_and_no_others() -> None:
    image = ruled(page())
    image[YS[2] - 4 : YS[2] + 4, XS[1] + 40 : XS[1] + 68] = 255
    (grid,) = grids_of(image)
    unsure = {(slot.row, slot.col) for slot in grid.slots if slot.unsure}
    assert shape(grid) == SPANNING
    assert unsure == {(1, 1), (2, 1)}


def test_a_cut_that_is_hardly_there_makes_the_whole_table_unsure() -> None:
    image = ruled(page())
    for x in (XS[0], XS[1], XS[2]):
        image[YS[2] - 4 : YS[2] + 4, x + 40 : x + 70] = 255
    (grid,) = grids_of(image)
    assert all(slot.unsure for slot in grid.slots)


def test_a_clear_table_has_no_unsure_cells() -> None:
    (grid,) = grids_of(ruled(page()))
    assert not any(slot.unsure for slot in grid.slots)


def test_a_seal_over_the_table_draws_no_rules() -> None:
    seal = page()
    for radius in (110, 60):
        cv2.circle(seal, (620, 250), radius, (215, 60, 60), 6)
    (grid,) = grids_of(np.minimum(ruled(page()), seal))
    assert shape(grid) == SPANNING


def test_rows_of_characters_are_no_rules() -> None:
    image = ruled(page())
    for row, text in enumerate(("30215 30216 30217", "30229 HHHHH", "EEEE EEEE")):
        cv2.putText(image, text, (XS[0] + 6, YS[row + 2] - 14), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 3)
    (grid,) = grids_of(image)
    assert shape(grid) == SPANNING


def test_a_frame_around_text_is_no_table() -> None:
    image = page()
    cv2.rectangle(image, (100, 100), (1000, 340), (0, 0, 0), 2)
    assert grids_of(image) == ()


def test_a_blank_page_has_no_table() -> None:
    assert grids_of(page()) == ()


@pytest.mark.parametrize(("foot", "cut"), [(520, True), (400, False)])
def test_a_stroke_that_lengthens_a_rule_does_not_hide_it_when_it_passes_several(foot: int, cut: bool) -> None:
    image = np.full((800, 1200, 3), 255, np.uint8)
    for y in range(100, 701, 60):
        cv2.line(image, (100, y), (1000, y), (0, 0, 0), 2)
    for x in (100, 400, 1000):
        cv2.line(image, (x, 100), (x, 700), (0, 0, 0), 2)
    cv2.line(image, (700, 340 - 24), (700, foot), (0, 0, 0), 2)
    (grid,) = grids_of(image)
    assert (len(grid.xs) == 4) is cut


@pytest.mark.parametrize(
    ("foot", "sides", "right", "grids"),
    [(130, False, 500, 0), (158, False, 500, 0), (158, True, 500, 1), (130, False, 1000, 1), (180, False, 500, 1)],
)
def test_a_line_of_heavy_print_is_no_row(foot: int, sides: bool, right: int, grids: int) -> None:
    """Strokes run together at its head and foot, one stands between: a title's, unless it is larger or has sides."""
    image = page()
    for y in (100, foot):
        cv2.line(image, (300, y), (right, y), (0, 0, 0), 2)
    for x in (340, *((300, right) if sides else ())):
        cv2.line(image, (x, 100), (x, foot), (0, 0, 0), 2)
    assert len(grids_of(image)) == grids
