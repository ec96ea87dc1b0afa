"""Tables are told from charts by their rules or by rows of text, before anything is read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_fallback.tabular import could_hold_table

DPI = 150.0


def picture(words: list[tuple[int, int]]) -> np.ndarray:
    image = np.full((500, 800), 255, np.uint8)
    for x, y in words:
        cv2.putText(image, "1,204.56", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    return image


ROWS = [(60 + 250 * col, 80 + 60 * row) for row in range(5) for col in range(3)]
PIE = [(60, 80), (500, 140), (100, 300), (480, 420)]


@pytest.mark.parametrize(("words", "held"), [(ROWS, True), (PIE, False), ([], False)])
def test_texts_in_rows_could_be_a_table(words: list[tuple[int, int]], held: bool) -> None:
    assert could_hold_table(picture(words), DPI) == held
    assert could_hold_table(np.ascontiguousarray(np.rot90(picture(words))), DPI) == held


def test_a_grid_of_rules_could_be_a_table_whatever_stands_in_it() -> None:
    image = picture(PIE[:1])
    for at in (40, 120, 200):
        cv2.line(image, (40, at), (700, at), 0, 2)
    for at in (40, 260, 480, 700):
        cv2.line(image, (at, 40), (at, 200), 0, 2)
    assert could_hold_table(image, DPI)


def test_small_print_on_a_large_picture_is_seen() -> None:
    """Print that is lost where the whole page is seen in 640 pixels, as a chart may be."""
    image = np.full((1754, 1240), 255, np.uint8)
    for row in range(12):
        for col in range(4):
            cv2.putText(image, "1,204.56", (80 + 300 * col, 200 + 100 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.25, 0, 1)
    assert could_hold_table(image, DPI)
