"""Which network reads a line first, and when two of them are in dispute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr_fallback import first_reading as module
from ocr_fallback.cells import LinePicture
from ocr_fallback.first_reading import first_reading
from ocr_fallback.ink import Blob
from ocr_fallback.recognise import LineText
from ocr_fallback.values import Box, Reading

DIGITS = (Blob(0, 0, 10, 20), Blob(14, 0, 24, 20), Blob(26, 16, 29, 20))
TOUCHING = (Blob(0, 0, 24, 20), Blob(26, 16, 29, 20))
CHARACTER = (Blob(0, 0, 19, 20), Blob(24, 0, 29, 20))


def line(blobs: tuple[Blob, ...] = DIGITS) -> LinePicture:
    return LinePicture(0, Box(0, 0, 29, 20), np.zeros((26, 41), np.uint8), blobs)


def first(
    monkeypatch: pytest.MonkeyPatch, number: tuple[str, float], text: str = "12.", blobs: tuple[Blob, ...] = DIGITS
) -> tuple[str, str, bool]:
    """Text, network and dispute of one line; ``number``: what the numeral network says, and how sure it is."""

    def read(network: str, pictures: Sequence[NDArray[np.uint8]]) -> list[LineText]:
        said, score = number if network == "numerals" else (text, 0.99)
        return [LineText((Reading(said, score, network),), ()) for _ in pictures]

    monkeypatch.setattr(module, "numerals", lambda: "numerals")
    monkeypatch.setattr(module, "recogniser", lambda name: name)
    monkeypatch.setattr(module, "read_lines", read)
    (found,), disputed = first_reading([line(blobs)])
    return found.best.text, found.best.engine, 0 in disputed


def test_a_number_that_is_certain_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert first(monkeypatch, ("12", 0.99), "13") == ("12", "numerals", False)


@pytest.mark.parametrize("said", ["12□", "□", "1 2", "-", "", "."])
def test_what_is_no_number_in_one_piece_the_other_network_reads(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    assert first(monkeypatch, (said, 0.99)) == ("12.", "tiny", False)


@pytest.mark.parametrize(
    ("number", "disputed"),
    [
        (("12", 0.9), False),  # the same
        (("13", 0.9), True),
        (("13", 0.4), False),  # a guess
    ],
)
def test_two_networks_that_read_other_numbers_are_in_dispute(
    monkeypatch: pytest.MonkeyPatch, number: tuple[str, float], disputed: bool
) -> None:
    assert first(monkeypatch, number, "1 2") == ("1 2", "tiny", disputed)


def test_ink_as_large_as_a_chinese_character_is_not_shown_to_the_numeral_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert first(monkeypatch, ("12", 0.99), "元", CHARACTER) == ("元", "tiny", False)
    assert first(monkeypatch, ("12", 0.99), "元", TOUCHING) == ("12", "numerals", False)


def test_lines_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter(["1", "2□", "3"])

    def read(network: str, pictures: Sequence[NDArray[np.uint8]]) -> list[LineText]:
        texts = [next(said) if network == "numerals" else "二" for _ in pictures]
        return [LineText((Reading(text, 0.99, network),), ()) for text in texts]

    monkeypatch.setattr(module, "numerals", lambda: "numerals")
    monkeypatch.setattr(module, "recogniser", lambda name: name)
    monkeypatch.setattr(module, "read_lines", read)
    texts, _ = first_reading([line(), line(CHARACTER), line(), line()])
    assert [text.best.text for text in texts] == ["1", "二", "二", "3"]
