"""Text in the colour of what it stands on is not read."""

from __future__ import annotations

import pytest

from tests.unit.ingest.drawing import Draw, read_page

BLACK, WHITE, PALE, GREY, BLUE = (0, 0, 0), (1, 1, 1), (0.96, 0.96, 0.96), (0.8, 0.8, 0.8), (0.1, 0.2, 0.6)


def write(colour: tuple[float, float, float], **how: float) -> Draw:
    return lambda page: page.insert_text((60, 50), "88.00", fontsize=10, color=colour, **how)


def shade(colour: tuple[float, float, float]) -> Draw:
    return lambda page: page.draw_rect((40, 30, 200, 70), color=None, fill=colour)


@pytest.mark.parametrize(
    ("draws", "seen"),
    [
        ((write(BLACK),), True),
        ((write(WHITE),), False),
        ((write(PALE),), False),
        ((write(GREY),), True),
        ((shade(BLUE), write(WHITE)), True),
        ((shade(BLUE), write(BLUE)), False),
        ((shade(BLACK), write(BLACK)), False),
        ((shade(BLUE), shade(WHITE), write(BLUE)), True),
        ((shade(BLUE), write(BLACK)), True),
        ((write(WHITE, render_mode=2, border_width=0.05),), True),
        ((write(BLACK, fill_opacity=0.01),), False),
    ],
    ids=[
        "black on paper", "white on paper", "all but white", "grey", "white on blue", "blue on blue", "black on black",
        "blue on white on blue", "black on blue", "outlined", "transparent",
    ],
)  # fmt: skip
def test_what_cannot_be_told_from_its_ground_is_not_read(draws: tuple[Draw, ...], seen: bool) -> None:
    page = read_page(*draws)
    assert "".join(char.text for char in page.chars) == ("88.00" if seen else "")
    assert page.unseen == (0 if seen else 5)
