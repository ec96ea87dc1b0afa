"""Boxes: what they hold, meet and become when the page turns."""

from __future__ import annotations

import pytest

from pipeline.geometry import Box, turned, union

BOX = Box(10, 20, 30, 60)


def test_width_height_and_centre() -> None:
    assert (BOX.width, BOX.height, BOX.centre) == (20, 40, (20, 40))


@pytest.mark.parametrize(
    ("point", "margin", "held"),
    [((10, 20), 0.0, True), ((30, 60), 0.0, True), ((30.1, 40), 0.0, False), ((31, 40), 1.0, True)],
)
def test_a_box_holds_its_edges_and_its_margin(point: tuple[float, float], margin: float, held: bool) -> None:
    assert BOX.holds(*point, margin) == held


@pytest.mark.parametrize(
    ("other", "margin", "met"),
    [
        (Box(30, 60, 40, 70), 0.0, True),
        (Box(31, 20, 40, 60), 0.0, False),
        (Box(31, 20, 40, 60), 1.0, True),
        (Box(12, 22, 14, 24), 0.0, True),
        (Box(10, 61, 30, 70), 0.5, False),
    ],
)
def test_boxes_meet_within_the_margin(other: Box, margin: float, met: bool) -> None:
    assert BOX.meets(other, margin) == other.meets(BOX, margin) == met


def test_union_is_around_all() -> None:
    assert union([BOX, Box(0, 50, 5, 70)]) == Box(0, 20, 30, 70)


def test_union_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        union([])


@pytest.mark.parametrize(
    ("turns", "box"),
    [
        (0, Box(10, 20, 30, 60)),
        (1, Box(140, 10, 180, 30)),
        (2, Box(70, 140, 90, 180)),
        (3, Box(20, 70, 60, 90)),
        (-1, Box(20, 70, 60, 90)),
        (4, Box(10, 20, 30, 60)),
    ],
)
def test_a_clockwise_turn_moves_the_top_left_to_the_top_right(turns: int, box: Box) -> None:
    assert turned(BOX, turns, 100, 200) == box
