"""Runs of characters along one line."""

from __future__ import annotations

import pytest

from pipeline.geometry import Box
from pipeline.layout.runs import Run, codes_apart, runs_of, with_totals_whole
from pipeline.model.page import Char


@pytest.mark.parametrize(("size", "parts"), [(12.0, ["支出", "9.00"]), (0.0, ["支", "出", "9", ".", "0", "0"])])
def test_a_gap_is_wide_beside_the_size_of_the_characters(size: float, parts: list[str]) -> None:
    """Without a size any gap is: specks that were read as signs have none."""
    places = [100.0, 113.0, 200.0, 207.0, 214.0, 221.0]
    line = [Char(text, x, 50.0, x + 6.0, 62.0, 60.0, size) for text, x in zip("支出9.00", places, strict=True)]
    assert [run.text for run in runs_of(line)] == parts


@pytest.mark.parametrize(
    ("letters", "gaps", "whole"),
    [
        ("本年收入合计", [9] * 5, True),
        ("收入总计", [9, 9.5, 9], True),
        ("收入总计", [9, 14, 9], False),
        ("收入总计", [30] * 3, False),
        ("类款项", [14, 14], False),
        ("合计", [9], False),
    ],
    ids=["six letters", "four", "unevenly", "far apart", "headers of codes", "two: maybe of two columns"],
)
def test_the_letters_of_a_totals_label_set_apart_are_one(letters: str, gaps: list[float], whole: bool) -> None:
    line, x = [], 50.0
    for letter, gap in zip(letters, [*gaps, 0.0], strict=True):
        line.append(Run(letter, Box(x, 50, x + 9, 59), 9.0))
        x += 9 + gap
    amount = Run("2,776.75", Box(x + 60, 50, x + 100, 59), 9.0)
    texts = [run.text for run in with_totals_whole([*line, amount])]
    assert texts == ([letters] if whole else list(letters)) + ["2,776.75"]


@pytest.mark.parametrize(
    ("text", "headers", "parts"),
    [
        ("201001宣传", [(50, 90), (92, 130)], ["201001", "宣传"]),
        ("201001宣传", [(50, 130)], ["201001宣传"]),
        ("201001宣传", [(50, 90)], ["201001宣传"]),
        ("三年1宣传", [(50, 80), (85, 130)], ["三年1宣传"]),
    ],
    ids=["a header each", "one over both", "none over the name", "no code"],
)
def test_a_code_that_touches_a_name_is_parted_where_each_has_a_header(
    text: str, headers: list[tuple[float, float]], parts: list[str]
) -> None:
    line, x = [], 50.0
    for letter in text:
        x += 4.0 if line and letter == "宣" else 0.0
        width = 6.0 if letter.isdigit() else 10.0
        line.append(Char(letter, x, 50.0, x + width, 60.0, 58.0, 10.0))
        x += width
    [run] = runs_of(line)
    above = [Run("单位", Box(x0, 20, x1, 30), 10.0) for x0, x1 in headers]
    assert [part.text for part in codes_apart(run, line, above)] == parts
