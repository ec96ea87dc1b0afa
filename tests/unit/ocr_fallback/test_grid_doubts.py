"""What stands in cells speaks against the grid they were cut by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr_fallback.cells import LinePicture
from ocr_fallback.grid_doubts import grid_doubts
from ocr_fallback.ink import Blob
from ocr_fallback.recognise import LineText
from ocr_fallback.values import BaseGrid, Box, Reading, Slot

Cell = tuple[int, int, int, int, str]
"""Row, column, row span, column span, text; lines parted by a new line."""


def doubts(
    cells: Sequence[Cell], height: int = 20, digits: int | None = None
) -> dict[tuple[int, int], tuple[str, ...]]:
    slots = tuple(Slot(r, c, rs, cs, Box(c * 100, r * 30, (c + cs) * 100, (r + rs) * 30)) for r, c, rs, cs, _ in cells)
    rows, cols = max(s.row + s.row_span for s in slots), max(s.col + s.col_span for s in slots)
    grid = BaseGrid(
        Box(0, 0, cols * 100, rows * 30),
        tuple(100.0 * k for k in range(cols + 1)),
        tuple(30.0 * k for k in range(rows + 1)),
        slots,
    )
    ink, low = (Blob(0, 0, height // 2, high) for high in (height, digits or height))
    lines = [(k, line) for k, cell in enumerate(cells) for line in cell[4].split("\n") if line]
    pictures = [
        LinePicture(k, Box(*blob[:4]), np.zeros((48, 48), np.uint8), (blob,))
        for k, line in lines
        for blob in [low if line[0].isdigit() else ink]
    ]
    texts = [LineText((Reading(line, 0.99, "tiny"),), ()) for _, line in lines]
    found = grid_doubts(grid, pictures, texts, height)
    return {(slot.row, slot.col): reasons for slot, reasons in zip(slots, found, strict=True) if reasons}


PLAIN: list[Cell] = [(r, c, 1, 1, text) for r in range(3) for c, text in enumerate(("甲", "1,200.00", "300.00"))]


def test_a_table_of_one_amount_a_cell_is_no_doubt() -> None:
    below = [(row + 1, col, rows, cols, text) for row, col, rows, cols, text in PLAIN]
    assert doubts([(0, 1, 1, 2, "金额"), *below]) == {}


def test_two_amounts_in_a_cell_make_its_column_doubtful() -> None:
    cells: list[Cell] = [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1,200.00 300.00"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "40.00")]
    assert doubts(cells) == {(0, 1): ("several",), (1, 1): ("several",)}


def test_amounts_on_two_lines_are_two_only_across_rows() -> None:
    assert doubts([(0, 0, 2, 1, "1,200.00\n300.00")]) == {(0, 0): ("several",)}
    assert doubts([(0, 0, 1, 1, "1,200.00\n300.00")]) == {}


def test_an_amount_across_columns_that_others_keep_apart_is_doubtful() -> None:
    assert doubts([*PLAIN, (3, 0, 1, 1, "丁"), (3, 1, 1, 2, "500.00")]) == {(3, 1): ("across",)}


def test_words_across_columns_are_none() -> None:
    assert doubts([*PLAIN, (3, 0, 1, 1, "丁"), (3, 1, 1, 2, "详见2024.50元说明")]) == {}


def test_too_small_a_print_makes_all_of_it_doubtful() -> None:
    assert set(doubts([*PLAIN, (3, 0, 1, 3, "")], height=9)) == {(r, c) for r in range(3) for c in range(3)} | {(3, 0)}


def test_so_do_digits_too_small_beside_larger_characters() -> None:
    assert set(doubts(PLAIN, height=12, digits=9)) == {(r, c) for r in range(3) for c in range(3)}
    assert doubts(PLAIN, height=14, digits=11) == {}


@pytest.mark.parametrize(
    ("text", "pieces", "doubted"),
    [
        ("80.5%", (7, 7, 7, 7, 7), set()),
        ("80.5%", (9, 7, 7, 7, 7), {0}),
        ("8.00", (4, 4, 4, 4, 4), set()),  # three digits and a point
        ("8.00", (6, 4, 4, 4, 4), {0}),
        # the print is broken: 1 may be what is left of 4, and what seems blank of anything
        ("8.00", (6, 6, 4, 4, 4), {0, 1, 2, 3, 4, 6}),
        ("8.00", (6, 6, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4), {*range(13), 14}),
        ("8.00", (6, 6, *[4] * 13), {0, 1}),
        ("8.00", (2, 3, 4, 1, 4), set()),  # digits that touch
    ],
)
def test_numbers_in_more_pieces_than_characters_are_broken(text: str, pieces: Sequence[int], doubted: set[int]) -> None:
    cols = len(pieces) + 2  # the last but one holds words, the last seems blank
    slots = tuple(Slot(0, c, 1, 1, Box(c * 100, 0, c * 100 + 100, 40)) for c in range(cols))
    grid = BaseGrid(Box(0, 0, cols * 100, 40), tuple(100.0 * k for k in range(cols + 1)), (0.0, 40.0), slots)
    ink = [tuple(Blob(10 * i, 0, 10 * i + 8, 20) for i in range(count)) for count in (*pieces, 9)]
    pictures = [LinePicture(k, Box(0, 0, 60, 20), np.zeros((48, 48), np.uint8), own) for k, own in enumerate(ink)]
    texts = [LineText((Reading(shown, 0.99, "tiny"),), ()) for shown in [*[text] * len(pieces), "合计"]]
    found = grid_doubts(grid, pictures, texts, 20.0)
    assert {k for k, reasons in enumerate(found) if "broken" in reasons} == doubted


@pytest.mark.parametrize(
    ("stroke", "is_rule"),
    [
        (Blob(0, 0, 4, 30), True),
        (Blob(0, 0, 4, 20), False),
        (Blob(0, 0, 20, 30), False),
        (Blob(0, 0, 20, 40), True),  # a piece of a seal's rim
    ],
)
def test_a_lone_stroke_longer_than_characters_is_a_piece_of_rule(stroke: Blob, is_rule: bool) -> None:
    slots = tuple(Slot(0, c, 1, 1, Box(c * 100, 0, c * 100 + 100, 40)) for c in range(5))
    grid = BaseGrid(Box(0, 0, 500, 40), tuple(100.0 * k for k in range(6)), (0.0, 40.0), slots)
    ink = [Blob(0, 0, 10, 20)] * 4 + [stroke]
    pictures = [LinePicture(k, Box(*b[:4]), np.zeros((48, 48), np.uint8), (b,)) for k, b in enumerate(ink)]
    texts = [LineText((Reading("1", 0.99, "tiny"),), ())] * 5
    assert grid_doubts(grid, pictures, texts, 20.0)[4] == (("rule",) if is_rule else ())


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("30\n00", "12.80", "88"), {0, 2}),
        (("30.\n00", "12.80", "88.12"), set()),
        (("3000", "1280", "88"), set()),
        (("201\n03", "20805", "205"), set()),
        (("一般\n公共", "12", "88"), set()),
    ],
    ids=["lost at the end of a line", "none lost", "whole numbers in one line", "codes", "words"],
)
def test_amounts_without_a_point_in_a_narrow_column_are_doubtful(texts: tuple[str, str, str], found: set[int]) -> None:
    seen = doubts([(row, 0, 1, 1, text) for row, text in enumerate(texts)])
    assert {row for (row, _), reasons in seen.items() if "pointless" in reasons} == found
