"""A cell sent back is read again from its pixels; what is no number is not offered."""

from __future__ import annotations

import pymupdf
import pytest

from pipeline.review import rereading
from pipeline.review.rereading import ranked, read_again
from tests.corpus.suspects import Suspects


def test_the_number_printed_is_among_what_is_seen(case: Suspects) -> None:
    for line in (case.misread, case.illegible, case.doubtful):
        assert line.page_no is not None
        assert line.bbox is not None
        assert read_again(case.pdf, line.page_no, line.bbox)[0] == line.amount_raw


def test_an_empty_cell_and_a_sliver_give_nothing(case: Suspects) -> None:
    with pymupdf.open(case.pdf) as document:
        width = document[0].rect.width
    assert read_again(case.pdf, 1, f"{width - 30},5,{width - 5},20") == ()
    assert read_again(case.pdf, 1, "10,10,12,12") == ()


def test_without_the_extra_nothing_is_read(case: Suspects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "can_read_pixels", lambda: False)
    assert read_again(case.pdf, case.misread.page_no or 1, str(case.misread.bbox)) == ()


def test_only_numbers_are_offered_the_most_frequent_first() -> None:
    assert ranked(["1.00", "abc", "2.00", "2.00", "1.0.0"]) == ("2.00", "1.00")
