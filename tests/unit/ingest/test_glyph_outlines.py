"""Characters drawn as paths for weight: their strokes are no rules."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf
import pytest

from tests.unit.ingest.drawing import Draw, read_page, rule, text

SIZE = 12
OUT = ((0, 5), (6, 5), (6, 0), (7, 0), (7, 5), (12, 5), (12, 11), (0, 11))
"""What the outline of 出 has that matters here: strokes of both directions that meet, within the character."""


def outlines(*places: tuple[float, float], shift: float = 0, curved: bool = True) -> Draw:
    """One path of the outlines of characters whose baselines start at the places."""

    def draw(page: pymupdf.Page) -> None:
        shape = page.new_shape()
        for x, baseline in places:
            corners = [(x + dx + shift, baseline - SIZE + dy + 1.5) for dx, dy in OUT]
            shape.draw_polyline([*corners, corners[0]])
            if curved:
                shape.draw_bezier(corners[0], corners[1], corners[2], corners[3])
        shape.finish(color=(0, 0, 0), width=0.4)
        shape.commit()

    return draw


def grid(xs: Sequence[float], ys: Sequence[float]) -> Draw:
    """One path of all rules of a table."""

    def draw(page: pymupdf.Page) -> None:
        shape = page.new_shape()
        for y in ys:
            shape.draw_line((xs[0], y), (xs[-1], y))
        for x in xs:
            shape.draw_line((x, ys[0]), (x, ys[-1]))
        shape.finish(color=(0, 0, 0), width=0.4, closePath=False)
        shape.commit()

    return draw


TITLE = text("支出总表", 100, 50, SIZE)


@pytest.mark.parametrize("curved", [True, False])
def test_the_outline_of_a_character_is_no_rule(curved: bool) -> None:
    page = read_page(TITLE, outlines((112, 50), curved=curved))
    assert page.horizontal_rules == page.vertical_rules == ()
    assert page.fills == ()


def test_the_outlines_of_several_characters_in_one_path_are_no_rules() -> None:
    page = read_page(TITLE, outlines((100, 50), (112, 50), (136, 50)))
    assert page.horizontal_rules == page.vertical_rules == ()


def test_what_stands_beside_the_characters_is_drawn() -> None:
    page = read_page(TITLE, outlines((112, 50), shift=60))
    assert page.horizontal_rules
    assert page.vertical_rules


def test_a_grid_in_one_path_is_a_grid_even_where_a_character_is_larger_than_its_cells() -> None:
    page = read_page(text("出", 100, 50, SIZE), grid([92, 103, 107, 130], [20, 42, 46, 70]))
    assert (len(page.horizontal_rules), len(page.vertical_rules)) == (4, 4)


def test_a_cell_around_one_character_keeps_its_border() -> None:
    page = read_page(text("出", 100, 50, SIZE), rule(99, 38, 113, 38), rule(99, 38, 99, 52))
    assert len(page.horizontal_rules) == len(page.vertical_rules) == 1
