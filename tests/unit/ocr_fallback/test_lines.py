"""Lines outside tables in the pieces that wide white parts them into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr_fallback import lines
from ocr_fallback.lines import lines_outside
from ocr_fallback.recognise import LineText
from ocr_fallback.values import Box, Reading


def pieces(monkeypatch: pytest.MonkeyPatch, inked: Sequence[tuple[int, int]], sureness: float = 0.99) -> list[Box]:
    """The pieces of one line whose ink, 20 pixels high, stands between these columns."""
    page = np.full((60, 400), 255, np.uint8)
    for x0, x1 in inked:
        page[20:40, x0:x1] = 30

    def read(_: object, pictures: Sequence[NDArray[np.uint8]]) -> list[LineText]:
        return [LineText((Reading("字", sureness, "tiny"),), ()) for _ in pictures]

    monkeypatch.setattr(lines, "text_boxes", lambda _: [Box(5, 14, 395, 46)] if inked else [])
    monkeypatch.setattr(lines, "recogniser", lambda _: None)
    monkeypatch.setattr(lines, "read_lines", read)
    return [line.box for line in lines_outside(page, "tiny", "small")]


def test_wide_white_parts_a_line_and_boxes_are_those_of_the_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pieces(monkeypatch, [(10, 60), (100, 180)]) == [Box(10, 20, 60, 40), Box(100, 20, 180, 40)]


def test_narrow_white_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pieces(monkeypatch, [(10, 60), (70, 180)]) == [Box(10, 20, 180, 40)]


def test_letters_set_apart_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pieces(monkeypatch, [(10, 30), (70, 90), (130, 150)]) == [Box(10, 20, 150, 40)]


def test_what_cannot_be_read_is_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pieces(monkeypatch, [(10, 60)], sureness=0.3) == []
    assert pieces(monkeypatch, []) == []
