"""Likeliest texts against the sum over every way to write them, and what is kept when steps say nothing."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fallback.prefix_search import likeliest_texts

STEPS, SYMBOLS = 6, 3


def every_text(output: np.ndarray) -> dict[tuple[int, ...], float]:
    """Each text with its probability, alignment by alignment."""
    found: dict[tuple[int, ...], float] = {}
    for path in product(range(output.shape[1]), repeat=len(output)):
        text = tuple(symbol for symbol, _ in groupby(path) if symbol)
        found[text] = found.get(text, 0.0) + float(
            np.prod([row[symbol] for row, symbol in zip(output, path, strict=True)])
        )
    return found


def searched(output: np.ndarray) -> list[tuple[tuple[int, ...], float]]:
    return likeliest_texts(output, output.argmax(axis=1).tolist())


@st.composite
def outputs(draw: st.DrawFn) -> np.ndarray:
    """Steps that are sure of a symbol or between two, as networks are."""
    rows = []
    for _ in range(draw(st.integers(1, STEPS))):
        first, second = draw(st.permutations(range(SYMBOLS)))[:2]
        share = draw(st.sampled_from([1.0, 1.0, 0.9, 0.7]))
        row = np.zeros(SYMBOLS, np.float32)
        row[first], row[second] = share, 1.0 - share
        rows.append(row)
    return np.array(rows)


@settings(max_examples=300, deadline=None)
@given(outputs())
def test_the_likeliest_text_is_the_likeliest_of_all(output: np.ndarray) -> None:
    every = every_text(output)
    (text, probability), *_ = searched(output)
    best = max(every.values())
    assert every[text] > 0.95 * best
    assert probability <= best + 1e-5
    assert probability > 0.9 * every[text]


def test_what_stands_between_sure_blanks_is_searched_alone_and_multiplied() -> None:
    part = np.array([[0.2, 0.8, 0.0], [1.0, 0.0, 0.0]], np.float32)
    found = dict(searched(np.vstack([part, part])))
    assert {text: round(chance, 2) for text, chance in found.items()} == {(1, 1): 0.64, (1,): 0.32, (): 0.04}


def test_a_step_without_a_likely_symbol_ends_no_text() -> None:
    output = np.array([[0.0, 0.6, 0.4], [0.001, 0.001, 0.001], [1.0, 0.0, 0.0]], np.float32)
    assert {text for text, _ in searched(output)} == {(1,), (2,)}


def test_steps_that_say_nothing_at_all_are_an_empty_text() -> None:
    assert [text for text, _ in searched(np.zeros((3, SYMBOLS), np.float32))] == [()]
