"""A plain list of contents, read line by line."""

from __future__ import annotations

from pipeline.config.rules import Rules
from pipeline.geometry import Box
from pipeline.interpretation.contents import contents_entries
from pipeline.model.table import PageContent, TextLine


def listed(rules: Rules, *lines: str) -> list[str]:
    page = PageContent(
        1, tuple(TextLine(1, text, Box(0, i * 20, 400, i * 20 + 10)) for i, text in enumerate(lines)), ()
    )
    return [entry.title for entry in contents_entries([], [page], rules)]


def test_titles_are_read_with_and_without_leaders(rules: Rules) -> None:
    found = listed(rules, "目 录", "一、收支总表......3", "二、收入总表 4", "三、支出总表", "第三部分 名词解释")
    assert found == ["收支总表", "收入总表", "支出总表"]


def test_a_title_too_long_for_its_line_goes_on_below(rules: Rules) -> None:
    found = listed(
        rules, "目录", "一、收支总表", "二、收入总表", "三、一般公共预算“三公”经费、会议费、培训费支", "出预算表"
    )
    assert found[-1] == "一般公共预算“三公”经费、会议费、培训费支出预算表"


def test_a_heading_below_an_entry_is_not_its_end(rules: Rules) -> None:
    found = listed(
        rules,
        "目录",
        "一、部门预算编制依据及测算分析的有关情况",
        "第二部分 部门预算表",
        "一、收支总表",
        "二、收入总表",
        "三、支出总表",
    )
    assert found[-3:] == ["收支总表", "收入总表", "支出总表"]
    assert not any("编制依据" in title for title in found)


def test_prose_ends_the_contents_and_two_titles_are_no_list(rules: Rules) -> None:
    assert listed(rules, "目录", "一、收支总表", "二、收入总表", "本部门收支平衡。", "三、支出总表") == []


def test_the_first_character_of_a_title_is_no_number(rules: Rules) -> None:
    found = listed(rules, "目录", "收支总表", "一般公共预算支出表", "一、一般公共预算基本支出表")
    assert found == ["收支总表", "一般公共预算支出表", "一般公共预算基本支出表"]
