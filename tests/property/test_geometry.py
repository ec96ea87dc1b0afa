"""Turning a page: four quarter turns bring every box back, and so does turning back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import Box, turned

WIDTH, HEIGHT = 595, 842
whole = st.integers(min_value=0, max_value=595)
boxes = st.builds(
    lambda xs, ys: Box(min(xs), min(ys), max(xs), max(ys)), st.tuples(whole, whole), st.tuples(whole, whole)
)


@given(boxes)
def test_four_quarter_turns_change_nothing(box: Box) -> None:
    width, height = WIDTH, HEIGHT
    result = box
    for _ in range(4):
        result = turned(result, 1, width, height)
        width, height = height, width
    assert result == box


@given(boxes, st.integers(min_value=-7, max_value=7))
def test_turning_back_undoes_a_turn(box: Box, turns: int) -> None:
    width, height = (HEIGHT, WIDTH) if turns % 2 else (WIDTH, HEIGHT)
    assert turned(turned(box, turns, WIDTH, HEIGHT), -turns, width, height) == box


@given(boxes, st.integers(min_value=0, max_value=3))
def test_a_turn_keeps_the_box_on_the_page_and_its_area(box: Box, turns: int) -> None:
    result = turned(box, turns, WIDTH, HEIGHT)
    width, height = (HEIGHT, WIDTH) if turns % 2 else (WIDTH, HEIGHT)
    assert 0 <= result.x0 <= result.x1 <= width
    assert 0 <= result.y0 <= result.y1 <= height
    assert result.width * result.height == box.width * box.height
