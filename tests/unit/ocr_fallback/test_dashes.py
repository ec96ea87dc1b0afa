"""The long dash of Chinese texts, which the networks read as 一."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fallback.cells import LinePicture
from ocr_fallback.dashes import dashes_told
from ocr_fallback.ink import Blob
from ocr_fallback.recognise import LineText
from ocr_fallback.values import Box, Reading

HEIGHT = 24
LETTER, ONE, LONG = (22, 24), (22, 3), (46, 2)


def line(text: str, *pieces: tuple[int, int]) -> tuple[LinePicture, LineText]:
    blobs, x = [], 0
    for width, height in pieces:
        blobs.append(Blob(x, (HEIGHT - height) // 2, x + width, (HEIGHT + height) // 2))
        x += width + 4
    picture = LinePicture(0, Box(0, 0, x, HEIGHT), np.zeros((HEIGHT, x), np.uint8), tuple(blobs))
    return picture, LineText((Reading(text, 0.9, "tiny"), Reading("other", 0.1, "tiny")), (0.5,) * len(text))


@pytest.mark.parametrize(
    ("text", "pieces", "told"),
    [
        ("支付一一医疗", (LETTER, LETTER, LONG, LETTER, LETTER), "支付——医疗"),
        ("支付一医疗", (LETTER, LETTER, LONG, LETTER, LETTER), "支付——医疗"),
        ("指标一一对应", (LETTER, LETTER, ONE, ONE, LETTER, LETTER), "指标一一对应"),
        ("其一般支付一一医疗", (LETTER, ONE, LETTER, LETTER, LETTER, LONG, LETTER, LETTER), "其一般支付一一医疗"),
        ("一般公共", (ONE, LETTER, LETTER, LETTER), "一般公共"),
    ],
    ids=["two for one dash", "one for one dash", "two characters", "which is not known", "no dash"],
)
def test_one_piece_of_ink_is_a_dash(text: str, pieces: tuple[tuple[int, int], ...], told: str) -> None:
    (found,) = dashes_told([line(text, *pieces)])
    assert found.best.text == told
    assert found.readings[1].text == "other"


@pytest.mark.parametrize(
    ("above", "below", "told"),
    [
        ("转移支付一", "一医疗保障", ("转移支付—", "—医疗保障")),
        ("其中之一", "医疗保障", ("其中之一", "医疗保障")),
        ("转移支付", "一般公共", ("转移支付", "一般公共")),
        ("一", "一", ("一", "一")),
    ],
)
def test_a_dash_may_be_cut_by_the_break_of_a_line(above: str, below: str, told: tuple[str, str]) -> None:
    texts = dashes_told([line(text, *[LETTER] * len(text)) for text in (above, below)])
    assert tuple(text.best.text for text in texts) == told
