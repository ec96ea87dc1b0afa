"""Ink that nobody read in front of 元: 万 may have been there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_fallback.unit_doubts import unread_before_yuan
from ocr_fallback.values import Box, Gray, LineReading

HEIGHT = 20
YUAN = LineReading(Box(120, 40, 140, 60), "元", "read", 0.99, places=(130,))
LABEL = LineReading(Box(20, 40, 70, 60), "单位：", "read", 0.99, places=(30, 50, 65))


def page(shade: int | None = None, at: tuple[int, int] = (98, 116)) -> Gray:
    """A page with the ink of both pieces, and something of a shade between them."""
    paper: Gray = np.full((100, 200), 255, np.uint8)
    for piece in (YUAN, LABEL):
        box = piece.box
        paper[int(box.y0) : int(box.y1) : 3, int(box.x0) : int(box.x1)] = 0
    if shade is not None:
        paper[42:58:3, at[0] : at[1]] = shade
    return paper


def statuses(paper: Gray, *lines: LineReading) -> list[str]:
    return [line.status for line in unread_before_yuan(paper, lines)]


@pytest.mark.parametrize("shade", [0, 150, 215])
def test_a_dark_or_pale_sign_before_yuan_makes_it_doubtful(shade: int) -> None:
    assert statuses(page(shade), LABEL, YUAN) == ["read", "doubtful"]


@pytest.mark.parametrize(
    ("paper", "line", "why"),
    [
        (page(), YUAN, "white is no sign"),
        (page(150, (112, 115)), YUAN, "a speck is none"),
        (page(150), replace(YUAN, text="万元", places=(110, 130)), "it was read"),
        (page(150), replace(YUAN, text="年", places=(130,)), "it is no unit"),
        (page(150), replace(YUAN, places=()), "nobody knows where the characters stand"),
        (page(250), YUAN, "paper is uneven"),
    ],
)
def test_what_is_no_unread_sign_leaves_the_unit(paper: Gray, line: LineReading, why: str) -> None:
    assert statuses(paper, LABEL, line) == ["read", "read"], why


def test_the_sign_in_front_may_belong_to_the_piece_beside_it() -> None:
    label = replace(LABEL, box=Box(20, 40, 118, 60))
    assert statuses(page(0), label, YUAN) == ["read", "read"]
