"""Which digits are struck out."""

from __future__ import annotations

import pytest

from tests.unit.ingest.drawing import Draw, read_page, text


def line(x0: float, x1: float, y: float) -> Draw:
    return lambda page: page.draw_line((x0, y), (x1, y), width=0.6)


@pytest.mark.parametrize(
    ("rule", "struck"),
    [
        (line(100, 150, 47), "6500"),
        (line(100, 110, 47), "6"),
        (line(100, 150, 51.5), ""),
        (line(100, 150, 41), ""),
        (line(60, 300, 47), ""),
    ],
    ids=["through all", "through one", "below", "above", "a rule that goes on"],
)
def test_a_line_through_digits_that_ends_with_them_strikes_them_out(rule: Draw, struck: str) -> None:
    page = read_page(text("65.00", 100, 50), rule)
    inside = [c.text for c in page.chars if any(box.holds(*c.centre) for box in page.struck)]
    assert "".join(inside) == struck
