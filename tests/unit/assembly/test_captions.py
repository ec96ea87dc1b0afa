"""What is printed around a table belongs to it: number, title, unit, organisation; notes below."""

from __future__ import annotations

import pytest

from pipeline.assembly.captions import caption, notes, split_between
from pipeline.assembly.flow import assemble
from pipeline.config.rules import Rules
from pipeline.model.table import Caption, TextLine
from pipeline.money import plain
from tests.unit.assembly.sheets import grid, line, page

THREE_PUBLIC = "2024年部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算表"
TABLE = "项目|预算数\n合计|12.50\n工资|12.50"


def above(*texts: str) -> list[TextLine]:
    """Lines of one size, well apart, ending above a table at 100."""
    return [line(text, 90 - 20 * (len(texts) - 1 - k)) for k, text in enumerate(texts)]


def read(rules: Rules, *texts: str) -> Caption:
    return caption(above(*texts), rules.vocabulary.captions)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("表1", "表1"),
        ("表 14-3", "表14-3"),
        ("表十二", "表十二"),
        ("公开01表", "公开01表"),
        ("公开表5", "公开表5"),
        ("附表2", "附表2"),
        ("附02表", "附02表"),
        ("预算03表", "预算03表"),
        ("财决08-1表", "财决08-1表"),
    ],
)
def test_printed_numbers_in_all_their_forms(rules: Rules, printed: str, number: str) -> None:
    found = read(rules, printed, "部门收支总表", "单位：万元")
    assert (found.printed_no, found.title, found.unit_label) == (number, "部门收支总表", "单位:万元")


def test_number_and_title_on_one_line_are_parted(rules: Rules) -> None:
    found = read(rules, "表3：部门综合预算支出总表")
    assert (found.printed_no, found.title) == ("表3", "部门综合预算支出总表")


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("单位：元", "单位:元"),
        ("金额单位：万元", "金额单位:万元"),
        ("单位:人民币元", "单位:人民币元"),
        ("（单位：万元）", "单位:万元)"),
        ("单位 ： 千元", "单位:千元"),
        ("（万元）", "(万元)"),
        ("部门：示例市审计局 （万元）", "(万元)"),
        ("万元", "万元"),
    ],
)
def test_unit_lines_in_all_their_forms(rules: Rules, printed: str, unit: str) -> None:
    assert read(rules, "收支总表", printed).unit_label == unit


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("部门名称：洛阳市医疗保障局", "洛阳市医疗保障局"),
        ("编制单位：示例市审计局    金额单位：元", "示例市审计局"),
        ("预算单位：示例市审计局 预算年度：2024", "示例市审计局"),
    ],
)
def test_the_organisation_ends_where_the_next_label_starts(rules: Rules, printed: str, name: str) -> None:
    assert read(rules, "收支总表", printed).organisation == name


def test_a_unit_line_names_no_organisation(rules: Rules) -> None:
    assert read(rules, "收支总表", "单位：万元").organisation == ""


def wrapped(rules: Rules, first: str, second: str) -> Caption:
    """The caption of a title set on two lines that follow closely."""
    return caption([line(first, 68), line(second, 80)], rules.vocabulary.captions)


def test_a_title_wrapped_over_two_lines_is_one(rules: Rules) -> None:
    assert wrapped(rules, THREE_PUBLIC[:-4], THREE_PUBLIC[-4:]).title == THREE_PUBLIC


def test_a_title_wrapped_after_an_enumeration_comma_is_one(rules: Rules) -> None:
    assert THREE_PUBLIC[-9] == "、"
    assert wrapped(rules, THREE_PUBLIC[:-8], THREE_PUBLIC[-8:]).title == THREE_PUBLIC


def test_a_bracket_closed_on_the_next_line_joins_the_lines(rules: Rules) -> None:
    lines = [line("一般公共预算支出明细表（按支出功能分类", 60), line("科目）", 74)]
    found = caption(lines, rules.vocabulary.captions)
    assert found.title == "一般公共预算支出明细表(按支出功能分类科目)"


def test_prose_above_is_not_the_title(rules: Rules) -> None:
    assert read(rules, "本部门收支情况见下表。").title == ""


def test_the_nearest_title_wins(rules: Rules) -> None:
    assert read(rules, "收入总表", "无", "支出总表").title == "支出总表"


def test_a_short_line_is_a_heading_where_no_title_is_printed(rules: Rules) -> None:
    found = read(rules, "部门机构设置情况")
    assert (found.title, found.heading) == ("", "部门机构设置情况")


@pytest.mark.parametrize(
    ("printed", "is_title"),
    [
        ("2022年示例县一般公共预算收入（草案表）", True),
        ("2022年示例县一般公共预算收入表（草案）", True),
        ("一般公共预算基本支出表-人员经费（工资福利支出）（按部门预算经济分类）", True),
        ("表-1", False),
        ("一、收入情况（详见附表）", False),
        ("一般公共预算收入情况（见下表）", False),
    ],
)
def test_a_title_may_go_on_behind_the_word_for_a_table(rules: Rules, printed: str, is_title: bool) -> None:
    assert read(rules, printed, "单位：万元").title == ("" if not is_title else plain(printed))


def test_title_and_unit_inside_the_rules_are_the_caption(rules: Rules) -> None:
    inside = grid("2024年支出预算总表|←\n单位：元|←\n项目|预算数\n合计|1.00\n工资|1.00")
    (found,) = assemble([page(inside)], True, rules)
    assert (found.caption.title, found.caption.unit_label) == ("2024年支出预算总表", "单位:元")
    assert found.header_rows == 3


def test_notes_start_at_the_note_sign_and_run_to_the_end(rules: Rules) -> None:
    lines = [line("合计", 10), line("注：1.不含上年结转", 20), line("2.含专项资金", 30)]
    assert notes(lines, rules.vocabulary.captions) == ("注：1.不含上年结转", "2.含专项资金")
    assert notes(lines[:1], rules.vocabulary.captions) == ()


def test_lines_between_two_tables_are_parted_at_the_next_caption(rules: Rules) -> None:
    lines = [line("注：单位支出另列。", 10), line("表3", 20), line("支出总表", 30)]
    assert split_between(lines, rules.vocabulary.captions) == (lines[:1], lines[1:])


def test_each_table_of_a_page_gets_its_own_lines(rules: Rules) -> None:
    sheet = page(
        line("表2", 60),
        line("收入总表", 74),
        grid(TABLE, top=100),
        line("注：不含结转", 164),
        line("表3", 180),
        line("支出总表", 194),
        grid(TABLE, top=220),
    )
    first, second = assemble([sheet], True, rules)
    assert (first.caption.title, first.notes) == ("收入总表", ("注：不含结转",))
    assert (second.caption.printed_no, second.caption.title) == ("表3", "支出总表")


@pytest.mark.parametrize(
    ("line", "title", "unit"),
    [
        ("国有资产使用情况表 公开11表 部门：示例县统计局 金额单位：万元", "国有资产使用情况表", "金额单位:万元"),
        ("2024年部门收入总表　　　　单位：元", "2024年部门收入总表", "单位:元"),
        ("2024 年 部 门 收 入 总 表", "2024年部门收入总表", ""),
    ],
)
def test_a_title_may_stand_on_one_line_with_its_labels(rules: Rules, line: str, title: str, unit: str) -> None:
    found = read(rules, line)
    assert (found.title, found.unit_label) == (title, unit)


def test_a_title_may_carry_its_unit(rules: Rules) -> None:
    found = read(rules, "2024年财政拨款收支总表（单位：万元）")
    assert (found.title, found.unit_label) == ("2024年财政拨款收支总表", "单位:万元)")


def test_a_caption_inside_the_rules_is_read_however_its_row_is_cut(rules: Rules) -> None:
    cut = grid("支出总表|←|←\n部门：水务局||单位：千元\n科目编码|科目名称|合计\n301|工资福利支出|1.00")
    (table,) = assemble([page(cut)], True, rules)
    assert (table.caption.title, table.caption.organisation) == ("支出总表", "水务局")
    assert (table.caption.unit_label, table.header_rows) == ("单位:千元", 3)


def test_a_unit_that_may_be_misread_is_none(rules: Rules) -> None:
    title = line("收支总表", 10)
    sure = line("部门：水务局 单位：万元", 30)

    def unit(*doubted: str) -> str:
        found = caption((title, sure._replace(doubted=doubted)), rules.vocabulary.captions)
        assert found.title == "收支总表"
        return found.unit_label

    assert (unit(), unit("部门：水务局"), unit("单位：万元")) == ("单位:万元", "单位:万元", "")


def test_a_title_may_end_with_its_unit_in_brackets(rules: Rules) -> None:
    found = read(rules, "表7", "一般公共预算支出表（元）")
    assert (found.title, found.unit_label) == ("一般公共预算支出表", "(元)")


@pytest.mark.parametrize(
    ("between", "units"),
    [
        ((("单位：元", 166), ("表2", 200), ("支出决算表", 215), ("单位：万元", 230)), ("单位:元", "单位:万元")),
        ((("单位：元", 200), ("支出决算表", 214)), ("", "单位:元")),
        ((("表2", 200), ("支出决算表", 215), ("单位：万元", 230)), ("", "单位:万元")),
    ],
    ids=["right below", "nearer to what follows", "none below"],
)
def test_the_unit_right_below_a_table_without_one_above_is_its_own(
    rules: Rules, between: tuple[tuple[str, float], ...], units: tuple[str, str]
) -> None:
    """One table ends at 160, the next begins at 250."""
    lines = [line(text, y) for text, y in between]
    upper, lower = assemble([page(line("收入决算表", 80), grid(TABLE), *lines, grid(TABLE, top=250))], True, rules)
    assert (upper.caption.unit_label, lower.caption.unit_label) == units
