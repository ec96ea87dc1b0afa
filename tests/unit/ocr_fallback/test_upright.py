"""Up is told from down by as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr_fallback import upright
from ocr_fallback.recognise import LineText
from ocr_fallback.values import Box, Reading

LINES = [Box(10, 40 * k, 200 - k, 40 * k + 20) for k in range(12)]
PAGE = np.full((600, 300), 255, np.uint8)


def read_as(
    monkeypatch: pytest.MonkeyPatch, upright_sure: Sequence[float], flipped_sure: Sequence[float], text: str = "预算"
) -> list[int]:
    """Lines of this text and these sureness values, best first; the returned list grows by the lines of each look."""
    looked: list[int] = []

    def read(_: NDArray[np.uint8], boxes: Sequence[Box], *, flip: bool) -> list[LineText]:
        looked.append(len(boxes))
        sure = flipped_sure if flip else upright_sure
        return [LineText((Reading(text, sure[LINES.index(box)] ** len(text), "tiny"),), ()) for box in boxes]

    monkeypatch.setattr(upright, "text_boxes", lambda *_: LINES)
    monkeypatch.setattr(upright, "_read", read)
    return looked


def test_four_clear_lines_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = read_as(monkeypatch, [0.7] * 12, [0.2] * 12)
    assert upright.quarter_turns(PAGE) == 0
    assert looked == [4, 4]


def test_words_that_are_sure_need_not_be_read_upside_down(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = read_as(monkeypatch, [0.9] * 12, [0.95] * 12)
    assert upright.quarter_turns(PAGE) == 0
    assert looked == [4]


def test_digits_may_be_as_sure_upside_down(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = read_as(monkeypatch, [0.4] * 12, [0.95] * 12, text="9086")
    assert upright.quarter_turns(PAGE) == 2
    assert looked == [4, 4]


def test_lines_that_say_little_either_way_are_outvoted_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = read_as(monkeypatch, [0.04] * 4 + [0.84] * 8, [0.05] * 4 + [0.0] * 8)
    assert upright.quarter_turns(PAGE) == 0
    assert looked == [4, 4] * 2


def test_a_page_upside_down_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, [0.2] * 12, [0.9] * 12)
    assert upright.quarter_turns(PAGE) == 2


def test_all_lines_are_read_when_none_is_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = read_as(monkeypatch, [0.3] * 12, [0.31] * 12)
    assert upright.quarter_turns(PAGE) == 2
    assert looked == [4, 4] * 3


def test_characters_stacked_in_narrow_columns_are_no_page_on_its_side(monkeypatch: pytest.MonkeyPatch) -> None:
    stacked = [Box(20 + 40 * k, 20, 40 + 40 * k, 300) for k in range(6)]
    lying = [Box(10, 400 + 30 * k, 80, 420 + 30 * k) for k in range(4)]

    def turns(sure: float, text: str) -> int:
        def read(_: NDArray[np.uint8], boxes: Sequence[Box], *, flip: bool) -> list[LineText]:
            return [LineText((Reading(text, sure ** len(text), "tiny"),), ()) for _ in boxes]

        monkeypatch.setattr(upright, "text_boxes", lambda *_: [*stacked, *lying])
        monkeypatch.setattr(upright, "_read", read)
        return upright.quarter_turns(PAGE)

    assert turns(0.98, "预算") == 0
    assert turns(0.98, "12.80") == 0
    assert turns(0.5, "预算") % 2 == 1
    assert turns(0.98, "1") % 2 == 1
