"""Labels read from pixels: which of the proposed readings stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.assembly.field_words import in_field_words, is_worded
from pipeline.config.rules import Rules
from pipeline.model.table import Cell
from tests.unit.assembly.sheets import grid, page


def settled(rules: Rules, read: str, *proposed: str, flags: tuple[str, ...] = ()) -> Cell:
    """The one cell of a page that reads so."""
    made = grid("甲|乙\n1|2", 1)
    cells = (made.cells[0]._replace(text=read, alternatives=proposed, flags=flags), *made.cells[1:])
    (found,) = in_field_words([page(replace(made, cells=cells))], rules)
    return found.grids[0].cells[0]


@pytest.mark.parametrize(
    ("read", "proposed", "stands"),
    [
        ("收人预算", "收入预算", "收入预算"),
        ("三、事业单位\n经营收人", "三、事业单位\n经营收入", "三、事业单位\n经营收入"),
        ("机关事业单位基本养老保险费支出", "机关事业单位基本养老保险缴费支出", "机关事业单位基本养老保险缴费支出"),
        ("收入预算", "收人预算", "收入预算"),
        ("验收人", "验收入", "验收人"),
        ("区财政安排项目", "财政安排项目", "区财政安排项目"),
        ("本年支山合汁", "本年支出合计", "本年支山合汁"),
        ("1,204.56", "1,204.55", "1,204.56"),
        ("", "收入", ""),
    ],
    ids=["one another", "wrapped", "one lost", "right", "no words", "print left out", "two", "a number", "blank"],
)
def test_a_proposed_reading_stands_where_it_alone_is_words_of_the_field(
    rules: Rules, read: str, proposed: str, stands: str
) -> None:
    cell = settled(rules, read, proposed)
    assert cell.text == stands
    assert cell.alternatives == ((read,) if stands != read else (proposed,))


def test_of_two_such_readings_neither_stands(rules: Rules) -> None:
    assert settled(rules, "本年收山", "本年收入", "本年收支").text == "本年收山"


def test_a_doubt_stays_and_so_do_the_other_proposals(rules: Rules) -> None:
    cell = settled(rules, "事业收人", "事业收八", "事业收入", flags=("reading_doubtful",))
    assert (cell.text, cell.alternatives, cell.flags) == (
        "事业收入",
        ("事业收人", "事业收八"),
        ("reading_doubtful",),
    )


def test_a_reading_without_proposals_stands(rules: Rules) -> None:
    assert settled(rules, "收人预算").text == "收人预算"


@pytest.mark.parametrize("text", ["一般公共预算支出", "（一）基本支出", "3.商品和服务支出", "2026年收入", "收入、支出"])
def test_words_of_the_configs_and_code_lists_are_known(rules: Rules, text: str) -> None:
    assert is_worded(text, rules)
