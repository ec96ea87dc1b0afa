"""Prefix search over time steps, and the networks on drawn digits."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.models import Network, numerals, recogniser
from ocr_fallback.numerals import FOREIGN
from ocr_fallback.recognise import ROOM, read_lines

HEIGHT = 48
SYMBOLS = ("", "0", "1", "-")


class _Steps:
    """Answers every picture with the same chances, time step by time step."""

    def __init__(self, chances: list[list[float]]) -> None:
        self._chances = np.array(chances, np.float32)
        self.shapes: list[tuple[int, ...]] = []

    def get_inputs(self) -> list[object]:
        return [type("Input", (), {"name": "x"})()]

    def run(self, _: None, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.shapes.append(feed["x"].shape)
        return [np.repeat(self._chances[None], len(feed["x"]), axis=0)]


def read(chances: list[list[float]], copies: int = 1) -> tuple[list[tuple[str, float]], int]:
    session = _Steps(chances)
    picture = np.zeros((HEIGHT, 8 * len(chances)), np.uint8)
    lines = read_lines(Network("steps", session, SYMBOLS), [picture] * copies)
    assert len(lines) == copies
    return [(r.text, round(r.score, 3)) for r in lines[0].readings], sum(count for count, *_ in session.shapes)


def test_chances_of_all_alignments_are_summed() -> None:
    # "1" = 1_ + _1 + 11
    best, _ = read([[0.5, 0.0, 0.5, 0.0], [0.5, 0.0, 0.5, 0.0], [1.0, 0, 0, 0], [1.0, 0, 0, 0]])
    assert best == [("1", 0.75), ("", 0.25)]


def test_a_doubled_digit_needs_a_blank_between() -> None:
    best, _ = read([[0, 1, 0, 0], [0.4, 0.6, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]])
    assert best == [("0", 0.6), ("00", 0.4)]


def test_a_faint_minus_stays_among_the_readings() -> None:
    best, _ = read([[0.7, 0, 0, 0.3], [0, 0, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0]])
    assert best == [("1", 0.7), ("-1", 0.3)]


def test_a_line_without_a_choice_at_any_step_has_one_reading() -> None:
    assert read([[0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0.9, 0]])[0] == [("001", 0.9)]


def test_a_step_with_two_likely_symbols_and_one_without_any_do_not_make_a_line_without_a_choice() -> None:
    found, _ = read([[0, 0.6, 0.4, 0], [0.001, 0.001, 0.001, 0.001], [1, 0, 0, 0], [1, 0, 0, 0]])
    assert {text for text, _ in found} == {"0", "1"}


def test_equal_pictures_are_read_once() -> None:
    _, calls = read([[1, 0, 0, 0]] * 4, copies=5)
    assert calls == 1


def drawn(text: str, width: int = 330) -> np.ndarray:
    picture = np.full((60, width), 255, np.uint8)
    cv2.putText(picture, text, (15, 45), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 3)
    return picture


@pytest.mark.parametrize("network", ["tiny", "small", "numerals"])
def test_the_networks_read_digits(network: str) -> None:
    loaded = numerals() if network == "numerals" else recogniser(network)
    (line,) = read_lines(loaded, [drawn("1,204.56", width=225)])
    assert line.best.text == "1,204.56"
    assert line.sureness > 0.8


def test_a_network_keeps_no_memory_for_pictures_of_other_sizes() -> None:
    options = recogniser("tiny").session.get_session_options()
    assert not options.enable_cpu_mem_arena
    assert not options.enable_mem_pattern


def test_a_picture_reads_the_same_whatever_is_read_beside_it() -> None:
    pictures = [drawn(text, width) for width, text in ((60, "7"), (330, "1,204.56"), (900, "1,204.56 1,204.56 90"))]
    together = read_lines(recogniser("tiny"), pictures)
    alone = [line for picture in pictures for line in read_lines(recogniser("tiny"), [picture])]
    assert together == alone


def test_a_network_is_given_pictures_of_its_own_height_and_channels() -> None:
    session = _Steps([[1, 0, 0, 0]] * 40)
    network = Network("steps", session, SYMBOLS, channels=1, height=32, step=4)
    read_lines(network, [np.zeros((64, 320), np.uint8)])
    assert session.shapes == [(1, 1, 32, 160)]


@pytest.mark.parametrize("text", ["A204", "x=7", "B,C"])
def test_the_numeral_network_says_what_is_no_number(text: str) -> None:
    (line,) = read_lines(numerals(), [drawn(text)])
    assert FOREIGN in line.best.text


def test_a_lone_digit_is_given_room() -> None:
    session = _Steps([[1, 0, 0, 0]] * 40)
    network = Network("steps", session, SYMBOLS)
    read_lines(network, [np.zeros((HEIGHT, width), np.uint8) for width in (40, 50, 100, 112)])
    assert sorted(session.shapes) == [(2, 3, HEIGHT, ROOM), (2, 3, HEIGHT, 112)]
