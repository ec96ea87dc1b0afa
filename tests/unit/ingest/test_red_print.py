"""Which digits are red."""

from __future__ import annotations

import pytest

from pipeline.ingest.red_print import is_red
from tests.unit.ingest.drawing import Draw, read_page, text

RED = (1.0, 0.0, 0.0)


def coloured(words: str, x: float, y: float, colour: tuple[float, float, float]) -> Draw:
    return lambda page: page.insert_text((x, y), words, fontsize=10, fontname="china-s", color=colour)


@pytest.mark.parametrize(
    ("colour", "red"),
    [
        (0xFF0000, True),
        (0xC00000, True),  # the dark red of office programs
        (0xFF3030, True),
        (0x000000, False),
        (0xFF9900, False),  # orange
        (0xFFB0B0, False),  # pink
        (0x600000, False),  # all but black
        (0xFFFFFF, False),
    ],
)
def test_red_is_red_and_nothing_else(colour: int, red: bool) -> None:
    assert is_red(colour) == red


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_knows_where_its_red_digits_stand(rotation: int) -> None:
    page = read_page(coloured("负1", 40, 50, RED), coloured("23", 40, 90, (0, 0, 0)), rotation=rotation)
    (digit,) = [char for char in page.chars if char.text == "1"]
    (box,) = page.red
    assert box.holds(*digit.centre)


def test_a_page_in_black_has_none() -> None:
    assert read_page(text("12.50", 40, 50)).red == ()
