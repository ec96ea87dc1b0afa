"""Characters stand where the ink is, and white parts them only where words are parted."""

from __future__ import annotations

import pytest

from ocr_fallback.characters import characters
from ocr_fallback.values import Box, LineReading

HEIGHT = 20


def line(
    text: str, width: float, gaps: tuple[tuple[float, float], ...] = (), places: tuple[float, ...] = ()
) -> LineReading:
    return LineReading(Box(100, 0, 100 + width, HEIGHT), text, "read", 0.99, places=places, gaps=gaps)


def words(reading: LineReading) -> list[str]:
    found, end = [], None
    for char in characters(reading):
        if end is None or char.x0 > end + 0.01:
            found.append("")
        found[-1] += char.text
        end = char.x1
    return found


@pytest.mark.parametrize(
    ("text", "gap", "parted"),
    [
        ("7.06结转", 0.25, ["7.06", "结转"]),  # a label close behind an amount
        ("7.06结转", 0.1, ["7.06结转"]),
        ("目编", 0.3, ["目编"]),  # characters with white of their own
        ("目编", 0.6, ["目", "编"]),
        ("1.1", 0.35, ["1.1"]),  # monospaced digits
    ],
)
def test_white_parts_words_where_it_is_wider_than_such_neighbours_have(
    text: str, gap: float, parted: list[str]
) -> None:
    before = len(parted[0]) if len(parted) > 1 else 1
    width = sum(20.0 if ord(c) > 0x24F else 10.0 for c in text)
    left = 100 + sum(20.0 if ord(c) > 0x24F else 10.0 for c in text[:before])
    assert words(line(text, width + gap * HEIGHT, ((left, left + gap * HEIGHT),))) == parted


def test_the_networks_time_steps_say_which_side_of_the_white_a_character_is_on() -> None:
    # Proportional digits: by width alone the gap would lie behind the third.
    narrow = line("1111结", 60, ((120, 130),), places=(102, 107, 112, 118, 150))
    assert words(narrow) == ["1111", "结"]


def test_white_space_is_no_character() -> None:
    assert [c.text for c in characters(line("结 转", 50))] == ["结", "转"]
