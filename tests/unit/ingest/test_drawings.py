"""What is drawn on a page: rules that can be seen, and the fills that something else may lie under."""

from __future__ import annotations

import pymupdf
import pytest

from pipeline.geometry import Box
from pipeline.ingest.drawings import Drawings, drawn
from pipeline.ingest.glyph_outlines import GlyphBoxes
from pipeline.model.page import Rule
from tests.unit.ingest.drawing import HEIGHT, WIDTH, Draw, fill, rule, text

SHADE, WHITE = (0.8, 0.9, 1.0), (1.0, 1.0, 1.0)


def seen(*draws: Draw) -> Drawings:
    document = pymupdf.open()
    page = document.new_page(width=WIDTH, height=HEIGHT)
    for draw in draws:
        draw(page)
    return drawn(document[0].get_cdrawings(), GlyphBoxes(document[0].get_text("rawdict")))


@pytest.mark.parametrize(
    ("draws", "orders"),
    [
        ((fill(10, 10, 90, 30, SHADE), fill(10, 30, 90, 50, SHADE), text("12.30", 20, 25)), []),
        ((rule(10, 10, 90, 10), text("12.30", 20, 25), fill(10, 10, 90, 30, WHITE)), [2]),
        ((fill(10, 10, 90, 30, SHADE), text("12.30", 20, 25), fill(10, 30, 90, 50, SHADE)), [2]),
    ],
    ids=["shading below all text", "white over text", "shading painted after text"],
)
def test_only_what_is_painted_after_more_than_paths_covers(draws: tuple[Draw, ...], orders: list[int]) -> None:
    assert [cover.order for cover in seen(*draws).covers] == orders


def test_rules_of_both_directions_under_a_later_fill_are_hidden() -> None:
    draws = (rule(50, 100, 200, 100), rule(100, 95, 100, 105), rule(100, 20, 100, 180), fill(40, 90, 210, 110, WHITE))
    found = seen(*draws)
    assert found.horizontal == []
    assert found.vertical == [Rule(100, 20, 180)]
    assert found.fills == []


def test_what_is_painted_first_hides_nothing() -> None:
    found = seen(fill(40, 90, 210, 110, SHADE), rule(50, 100, 200, 100), rule(100, 95, 100, 105))
    assert (len(found.horizontal), len(found.vertical)) == (1, 1)
    assert found.fills == [Box(40, 90, 210, 110)]


def dots(x: float, y: float, count: int, *, down: bool = False, step: float = 1.5) -> Draw:
    """A dotted line drawn dot by dot, to the right or down."""
    places = [(x, y + step * k) if down else (x + step * k, y) for k in range(count)]

    def draw(page: pymupdf.Page) -> None:
        shape = page.new_shape()
        for left, top in places:
            shape.draw_rect((left, top, left + 0.75, top + 0.75))
            shape.finish(color=None, fill=(0.4, 0.4, 0.4), width=0)
        shape.commit()

    return draw


def test_dots_in_a_row_are_a_rule() -> None:
    found = seen(dots(20, 50, 60), dots(20, 50, 20, down=True))
    ((at, start, end),) = found.horizontal
    assert (round(at, 1), start, end) == (50.5, 20, 20 + 59 * 1.5 + 0.75)
    ((at, start, end),) = found.vertical
    assert (round(at, 1), start, end) == (20.5, 50, 50 + 19 * 1.5 + 0.75)


def test_two_dotted_rules_over_one_another_are_one() -> None:
    assert len(seen(dots(20, 50, 60), dots(20.6, 50, 60)).horizontal) == 1


@pytest.mark.parametrize("draw", [dots(20, 50, 7), dots(20, 50, 20, step=5)], ids=["an ellipsis", "far apart"])
def test_few_dots_and_dots_far_apart_are_no_rule(draw: Draw) -> None:
    found = seen(draw)
    assert found.horizontal == found.vertical == []


def test_a_row_of_dots_ends_where_the_next_begins() -> None:
    found = seen(dots(20, 50, 20), dots(120, 50, 20))
    assert [round(rule.start) for rule in found.horizontal] == [20, 120]


def test_a_white_rule_is_seen_on_shading_only_drawn_or_filled() -> None:
    white = rule(100, 40, 100, 60, WHITE)
    shaded = fill(50, 40, 150, 60, SHADE)
    assert seen(white).vertical == []
    assert Rule(100, 40, 60) in seen(shaded, white).vertical
    assert Rule(100, 40, 60) in seen(shaded, fill(99.5, 40, 100.5, 60, WHITE)).vertical
