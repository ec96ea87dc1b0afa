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


def pieces(
    monkeypatch: pytest.MonkeyPatch,
    inked: Sequence[tuple[int, int]],
    sureness: float = 0.99,
    others: Sequence[tuple[int, int]] = (),
    rule: tuple[int, int] | None = None,
) -> list[Box]:
    """The pieces of one line whose ink, 20 pixels high, stands between these columns.

    ``others``: rows of other ink above and below it; ``rule``: rows of ink from side to side.
    """
    page = np.full((60, 400), 255, np.uint8)
    for x0, x1 in inked:
        page[20:40, x0:x1] = 30
        for y0, y1 in others:
            page[y0:y1, x0:x1] = 30
    if rule:
        page[rule[0] : rule[1]] = 30

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


@pytest.mark.parametrize(("rule", "kept"), [((44, 47), (10, 60)), ((41, 44), (5, 396))], ids=["cut", "not cut"])
def test_what_the_box_cuts_of_a_rule_below_is_no_ink_of_the_line(
    monkeypatch: pytest.MonkeyPatch, rule: tuple[int, int], kept: tuple[int, int]
) -> None:
    [box] = pieces(monkeypatch, [(10, 60)], rule=rule)
    assert (box.x0, box.x1) == kept


@pytest.mark.parametrize(
    ("inked", "kept"),
    [
        ([(20, 42), (390, 396)], (20, 42)),
        ([(5, 9), (120, 142)], (120, 142)),
        ([(20, 42), (388, 394)], (20, 394)),
        ([(5, 30), (120, 142)], (5, 142)),
    ],
    ids=["at the right", "at the left", "not cut by the box", "wide"],
)
def test_a_sliver_of_the_text_beside_the_box_is_none_of_the_line(
    monkeypatch: pytest.MonkeyPatch, inked: Sequence[tuple[int, int]], kept: tuple[int, int]
) -> None:
    """Code and name stand close: what the box of 06 cuts of 机 would make them one."""
    (found,) = pieces(monkeypatch, inked)
    assert (found.x0, found.x1) == kept


@pytest.mark.parametrize(
    ("others", "rows"),
    [
        ([(4, 17)], (20, 40)),
        ([(44, 58)], (20, 40)),
        ([(16, 18)], (16, 40)),
        ([(6, 22)], (14, 40)),
    ],
    ids=["above", "below", "not cut by the box", "grown together"],
)
def test_a_sliver_of_the_line_above_or_below_is_none_of_it(
    monkeypatch: pytest.MonkeyPatch, others: Sequence[tuple[int, int]], rows: tuple[int, int]
) -> None:
    """Headers of several lines stand close: their leading is told by their boxes."""
    (found,) = pieces(monkeypatch, [(20, 60)], others=others)
    assert (found.y0, found.y1) == rows


@pytest.mark.parametrize(("text", "parts"), [("99出", 2), ("合计", 1), ("12", 1)])
def test_a_code_and_the_lone_character_beside_it_are_no_letters_set_apart(
    monkeypatch: pytest.MonkeyPatch, text: str, parts: int
) -> None:
    page = np.full((60, 400), 255, np.uint8)
    page[20:40, 10:30] = page[20:40, 70:90] = 30

    def read(_: object, pictures: Sequence[NDArray[np.uint8]]) -> list[LineText]:
        texts = [text if picture.shape[1] > 60 else "字" for picture in pictures]
        return [LineText((Reading(read, 0.99, "tiny"),), ()) for read in texts]

    monkeypatch.setattr(lines, "text_boxes", lambda _: [Box(5, 14, 395, 46)])
    monkeypatch.setattr(lines, "recogniser", lambda _: None)
    monkeypatch.setattr(lines, "read_lines", read)
    found = lines_outside(page, "tiny", "small")
    assert [line.text for line in found] == (["字"] * 2 if parts == 2 else [text])


def test_what_cannot_be_read_is_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pieces(monkeypatch, [(10, 60)], sureness=0.3) == []
    assert pieces(monkeypatch, []) == []


def readings(monkeypatch: pytest.MonkeyPatch, first: tuple[str, float], stronger: tuple[str, float]) -> tuple[str, str]:
    """Text and status of one line that the two networks read so."""
    page = np.full((60, 400), 255, np.uint8)
    page[20:40, 10:180] = 30

    def read(network: str, pictures: Sequence[NDArray[np.uint8]]) -> list[LineText]:
        text, sure = first if network == "tiny" else stronger
        return [LineText((Reading(text, sure ** max(len(text), 1), network),), ()) for _ in pictures]

    monkeypatch.setattr(lines, "text_boxes", lambda _: [Box(5, 14, 395, 46)])
    monkeypatch.setattr(lines, "recogniser", lambda name: name)
    monkeypatch.setattr(lines, "read_lines", read)
    (found,) = lines_outside(page, "tiny", "small")
    return found.text, found.status


@pytest.mark.parametrize(
    ("first", "stronger", "found"),
    [
        (("单位：元", 0.99), ("单位：万元", 0.99), ("单位：元", "read")),
        (("单位：万元", 0.85), ("单位：万元", 0.9), ("单位：万元", "read")),
        (("单位：元", 0.6), ("单位：万元", 0.7), ("单位：万元", "doubtful")),
        (("", 0.6), ("一", 0.8), ("一", "doubtful")),
        (("单位：万元", 0.5), ("单位：万元", 0.6), ("单位：万元", "doubtful")),
    ],
    ids=["sure: not read again", "both say so", "they differ", "one sees nothing", "neither is sure"],
)
def test_a_line_the_first_network_is_not_sure_of_is_read_by_the_stronger_too(
    monkeypatch: pytest.MonkeyPatch, first: tuple[str, float], stronger: tuple[str, float], found: tuple[str, str]
) -> None:
    assert readings(monkeypatch, first, stronger) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比2025年预算增加O万元", "比2025年预算增加0万元"),
        ("占O.40%，共有车辆o辆", "占0.40%，共有车辆0辆"),
        ("献O型血、NGO个案", "献O型血、NGO个案"),
    ],
)
def test_a_letter_where_an_amount_stands_is_a_0(monkeypatch: pytest.MonkeyPatch, text: str, expected: str) -> None:
    assert readings(monkeypatch, (text, 0.99), (text, 0.99)) == (expected, "read")
