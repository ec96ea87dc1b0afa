"""Characters in any order to the lines a reader sees."""

from __future__ import annotations

from pipeline.visual_lines import line_text, visual_lines
from tests.unit.extraction.characters import written


def test_lines_run_down_and_characters_run_right_whatever_the_order() -> None:
    chars = [*written("下行", 0, 40), *written("上行", 0, 20)]
    assert [line_text(line) for line in visual_lines(chars[::-1])] == ["上行", "下行"]


def test_a_decimal_point_of_another_font_stays_in_its_line() -> None:
    chars = [*written("12", 0, 20), *written(".", 10, 21.5), *written("50", 15, 20)]
    assert [line_text(line) for line in visual_lines(chars)] == ["12.50"]


def test_small_type_close_below_is_a_line_of_its_own() -> None:
    chars = [*written("合计", 0, 20, size=10), *written("注", 0, 24, size=5)]
    assert [line_text(line) for line in visual_lines(chars)] == ["合计", "注"]


def test_a_wide_gap_reads_as_one_space() -> None:
    chars = [*written("单位", 0, 20), *written("万元", 60, 20)]
    assert line_text(visual_lines(chars)[0]) == "单位 万元"


def test_printed_spaces_are_left_out() -> None:
    assert [line_text(line) for line in visual_lines(written("合\u3000计 数", 0, 20))] == ["合 计数"]
    assert visual_lines(written(" \u3000", 0, 20)) == []
