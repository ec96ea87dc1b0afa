"""Rows printed a second time: below the first, or as a page that was scanned twice."""

from __future__ import annotations

import pytest

from pipeline.interpretation.doubles import printed_again

Rows = list[tuple[str, ...]]
PAGE: Rows = [(f"2080{n}", f"项目{n}", f"{n}.00") for n in range(1, 8)]
OTHER: Rows = [(f"2100{n}", f"其他{n}", f"{n}.50") for n in range(1, 8)]
TOTAL: Rows = [("", "合计", "99.00")]


def again(rows: Rows) -> list[int]:
    return sorted(printed_again(dict(enumerate(rows, start=1))))


def test_a_page_that_follows_itself_is_printed_again() -> None:
    assert again([*TOTAL, *PAGE, *PAGE]) == list(range(9, 16))
    assert again([*OTHER, *PAGE, *PAGE, *TOTAL]) == list(range(15, 22))


def test_a_row_of_the_second_scan_may_be_misread() -> None:
    misread = [*PAGE[:3], ("20804", "项目4", "4.08"), *PAGE[4:]]
    assert again([*TOTAL, *PAGE, *misread]) == list(range(9, 16))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([*TOTAL, *PAGE, *OTHER], "no row comes again"),
        ([*TOTAL, *PAGE[:4], *PAGE[:4]], "too few rows to be a page"),
        ([*TOTAL, *PAGE, *OTHER, *PAGE[:2]], "two rows that come again"),
        ([(name, "") for name in "甲乙丙丁戊己庚"] * 2, "labels alone"),
    ],
)
def test_what_only_looks_alike_is_no_second_printing(rows: Rows, why: str) -> None:
    found = again(rows)
    assert not found, why


def test_rows_each_below_its_like_were_set_twice() -> None:
    assert again([row for row in PAGE for _ in range(2)]) == list(range(2, 15, 2))
