"""Readings of two networks: when they agree, which one a column allows, and what stays doubtful."""

from __future__ import annotations

import pytest

from ocr_fallback.judging import is_sure, judged
from ocr_fallback.recognise import LineText
from ocr_fallback.values import Reading


def line(*readings: tuple[str, float], engine: str = "tiny") -> LineText:
    return LineText(tuple(Reading(text, score, engine) for text, score in readings), ())


def test_a_number_is_sure_when_all_its_characters_are() -> None:
    assert is_sure(line(("1,204.56", 0.95)))
    assert not is_sure(line(("4409291.4", 0.8)))  # 0.975 a character


def test_agreement_is_no_doubt() -> None:
    best, reasons = judged(line(("12.30", 0.8)), line(("12.30", 0.9), engine="small"), "amounts", 2)
    assert (best.best.text, reasons) == ("12.30", ())


@pytest.mark.parametrize("other", ["13.30", "12.3", "-12.30", "1230", "112.30"])
def test_two_numbers_are_doubtful(other: str) -> None:
    _, reasons = judged(line(("12.30", 0.9)), line((other, 0.8), engine="small"), "amounts", None)
    assert reasons == ("engines",)


def test_points_where_only_commas_can_be_are_commas() -> None:
    first, stronger = line(("40.052.896.08", 0.7), ("40,052,896.08", 0.1)), line(("40.052,896.08", 0.6), engine="small")
    best, reasons = judged(first, stronger, "amounts", 2)
    assert (best.best.text, reasons) == ("40,052,896.08", ())


def test_digits_nobody_read_are_not_made_up() -> None:
    best, reasons = judged(line(("4O.0S2x896.08", 0.7)), line(("4O.0S2x896.08", 0.6), engine="small"), "amounts", 2)
    assert best.best.text == "4O.0S2x896.08"
    assert reasons == ()  # both saw the same; the column's alphabet doubts it


def test_a_lost_point_is_a_candidate_and_doubtful() -> None:
    best, reasons = judged(
        line(("48054422162", 0.7), ("480544221.62", 0.2)), line(("48054422162", 0.8), engine="small"), "amounts", 2
    )
    assert best.best.text == "480544221.62"
    assert reasons


def test_a_number_nearly_as_likely_makes_doubt() -> None:
    first = line(("4409291.4", 0.5), ("4409294.4", 0.3))
    assert judged(first, line(("4409291.4", 0.9), engine="small"), "amounts", 1)[1] == ("close",)


def test_a_zero_read_as_a_letter_is_a_zero() -> None:
    best, reasons = judged(line(("0", 0.9)), line(("O", 0.95), engine="small"), "amounts", None)
    assert (best.best.text, reasons) == ("0", ())


@pytest.mark.parametrize(
    ("text", "sure", "doubts"), [("8,385.90", 0.85, True), ("8,385.90", 0.95, False), ("其他支出", 0.85, False)]
)
def test_a_number_must_be_read_surer_than_a_word(text: str, sure: float, doubts: bool) -> None:
    score = sure ** len(text)
    found = judged(line((text, score)), line((text, score), engine="small"), "amounts", 2)[1]
    assert found == (("unsure",) if doubts else ())


def test_white_where_a_point_could_be_lost_makes_doubt() -> None:
    first = line(("42668000000", 0.6), ("426680000 00", 0.3))
    assert judged(first, line(("42668000000", 0.9), engine="small"), "amounts", None)[1] == ("close",)


def test_a_space_inside_a_number_makes_doubt() -> None:
    text, doubts = judged(line(("416.000 00", 0.95)), line(("416.000 00", 0.95), engine="small"), "amounts", 2)
    assert doubts == ("parted",)
    assert text.best.text == "416.000 00"


@pytest.mark.parametrize(("likely", "chosen"), [(0.001, "1.5"), (0.05, "15")])
def test_a_reading_that_is_hardly_likely_is_no_proposal(likely: float, chosen: str) -> None:
    best, _ = judged(line(("1.5", 0.99), ("15", likely)), line(("1.5", 0.99), engine="small"), "codes", None)
    assert best.best.text == chosen
