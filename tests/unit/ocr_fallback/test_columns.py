"""What columns hold, and the readings that do not fit them."""

from __future__ import annotations

import pytest

from ocr_fallback.columns import AMOUNT, Entry, Kind, candidate, column_kind, misfits

DIGIT = 10.0


def entry(text: str, printed: str | None = None) -> Entry:
    """A cell read as ``text``, its ink as wide as what is ``printed``."""
    shown = printed or text
    return Entry(text, sum(DIGIT if c.isdigit() else DIGIT / 2 for c in shown))


AMOUNTS = [entry(t) for t in ("1,234.50", "0.00", "12.30", "99,999.99", "410.07")]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1.00", "22.50", "300.00"], "amounts"),
        (["201", "20101", "2010101"], "codes"),
        (["工资福利支出", "基本工资", "津贴补贴"], "text"),
        (["1.00", "2.00"], "text"),
        (["预算数", "1.00", "22.50", "３００.００"], "amounts"),
    ],
)
def test_what_a_column_holds(texts: list[str], kind: str) -> None:
    assert column_kind([entry(text) for text in texts]) == kind


def test_good_amounts_fit() -> None:
    assert misfits(AMOUNTS, "amounts") == [()] * len(AMOUNTS)


@pytest.mark.parametrize(
    ("text", "printed", "reason"),
    [
        ("1O5.00", "105.00", "alphabet"),
        ("123:54", "123.54", "alphabet"),
        ("12,30.00", "12,300.00", "alphabet"),
        ("40,000.0", "40,000.00", "decimals"),
        ("4000000", "40,000.00", "decimals"),
        ("99.00", "2399.00", "ink"),
    ],
)
def test_a_reading_that_does_not_fit_is_doubted(text: str, printed: str, reason: str) -> None:
    assert reason in misfits([*AMOUNTS, entry(text, printed)], "amounts")[-1]


@pytest.mark.parametrize("text", ["000.00", "0123.00", "0,123.00", ",000.00", ".00", "-000.00"])
@pytest.mark.parametrize("kind", ["amounts", "text"])
def test_a_number_that_lost_its_first_digits_is_doubted(text: str, kind: Kind) -> None:
    assert "alphabet" in misfits([*AMOUNTS, entry(text)], kind)[-1]


@pytest.mark.parametrize(
    ("text", "kind"), [("0.00", "amounts"), ("-0.50", "amounts"), ("0", "amounts"), ("0101", "codes"), ("001", "text")]
)
def test_a_zero_alone_and_a_code_may_lead_with_zero(text: str, kind: Kind) -> None:
    assert "alphabet" not in misfits([entry(text)], kind)[0]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("青j川市", True),
        ("一般公;共预算", True),
        ("政策.结算", True),
        ("一.政策", False),
        ("政策。结算", False),
        ("A类", False),
        ("建筑B座", False),
        ("用地m", False),
    ],
)
def test_a_lone_small_letter_or_point_amid_chinese_is_doubted(text: str, doubted: bool) -> None:
    assert ("alphabet" in misfits([entry(text)], "text")[0]) is doubted


def test_words_in_an_amount_column_are_left_alone() -> None:
    assert misfits([*AMOUNTS, entry("合计")], "amounts")[-1] == ()


@pytest.mark.parametrize(("text", "guess"), [("1O5.00", "105.00"), ("l2.30", "12.30"), ("12.30", None), ("工资", None)])
def test_a_letter_taken_for_a_digit_is_a_candidate(text: str, guess: str | None) -> None:
    assert candidate(text) == guess


@pytest.mark.parametrize("text", ["000.00", "0123.00", ",960.00", ".50", "12,34.00"])
def test_an_amount_begins_with_no_idle_zero_or_mark(text: str) -> None:
    assert not AMOUNT.fullmatch(text)


@pytest.mark.parametrize("text", ["0", "0.00", "-12,240.00", "5,960.00", "1234.5", "12%"])
def test_amounts_are_amounts(text: str) -> None:
    assert AMOUNT.fullmatch(text)


def test_one_of_few_amounts_with_other_decimals_is_doubted() -> None:
    texts = ["1,250.50", "12,408.25", "980.00", "1,066.00000"]
    found = misfits([entry(text) for text in texts], "amounts")
    assert found[3] == ("decimals",)
    assert found[:3] == [(), (), ()]


def test_letters_among_amounts_are_no_words() -> None:
    entries = [Entry(text, 40) for text in ("0.00", "1.00", "2.00", "C", "合计")]
    assert [bool(reasons) for reasons in misfits(entries, "amounts")][3:] == [True, False]
    assert misfits([Entry("C", 40)], "text") == [()]
