"""Goals and indicators of the running text."""

from __future__ import annotations

from pipeline.config.rules import Rules
from pipeline.geometry import Box
from pipeline.interpretation.performance_prose import narrated_goals
from pipeline.interpretation.prose import paragraphs
from pipeline.model.forms import PerformanceGoal, PerformanceIndicator
from pipeline.model.page import Page, Source
from pipeline.model.table import PageContent, TextLine


def told(
    rules: Rules, *texts: str, doubted: tuple[str, ...] = ()
) -> tuple[tuple[PerformanceGoal, ...], tuple[PerformanceIndicator, ...]]:
    """What lines that each end short of the edge tell; ``doubted`` may be misread."""
    lines = tuple(TextLine(1, text, Box(100, 40 + 20 * i, 300, 52 + 20 * i), doubted) for i, text in enumerate(texts))
    edge = TextLine(1, "表头", Box(50, 10, 560, 22))
    source = Source("a.pdf", "0" * 64, 1, "pdf", "native", (Page(1, 600, 800, (), located=True),))
    return narrated_goals(
        source,
        paragraphs([PageContent(1, (edge, *lines), ())], True, rules.vocabulary.statements),
        "110000-1",
        lambda _, box: box,
        rules,
    )


def test_a_goal_has_the_name_of_its_heading_and_an_indicator_a_clause(rules: Rules) -> None:
    (goal,), (first, second) = told(
        rules, "1.保障基金安全", "绩效目标：保障基金安全，提高基金使用。", "绩效指标：查处率达到100%；办结率达到100%。"
    )
    assert (goal.goal_scope, goal.name_raw, goal.goal_text_raw) == (
        "narrative", "保障基金安全", "保障基金安全，提高基金使用。",
    )  # fmt: skip
    assert (goal.table_id, goal.page_no, goal.bbox) == (None, 1, "100.0,60.0,300.0,72.0")
    assert [(i.seq, i.level3_raw, i.goal_id) for i in (first, second)] == [
        (0, "查处率达到100%", goal.goal_id),
        (1, "办结率达到100%", goal.goal_id),
    ]
    assert (first.target_raw, first.target_value, first.value_status) == (None, None, "blank")


def test_indicators_in_the_paragraph_of_their_goal_are_no_part_of_it(rules: Rules) -> None:
    (goal,), (indicator,) = told(rules, "绩效目标：完善总额，控制办法绩效指标：实现按病种付费。")
    assert (goal.goal_text_raw, indicator.level3_raw) == ("完善总额，控制办法", "实现按病种付费")


def test_words_in_a_sentence_and_indicators_without_their_goal_are_none(rules: Rules) -> None:
    assert told(rules, "本部门加强绩效目标：管理，做好监控。", "绩效指标：查处率达到100%。") == ((), ())
    goals, indicators = told(rules, "绩效目标：保障安全，提高使用。", "2.其他事项", "绩效指标：查处率达到100%。")
    assert len(goals) == 1
    assert indicators == ()


def test_what_may_be_misread_makes_its_own_goal_or_indicator_doubtful(rules: Rules) -> None:
    texts = "1.保障基金安全", "绩效目标：保障基金安全，提高基金使用。", "绩效指标：查处率达到100%；办结率达到100%。"
    (goal,), (first, second) = told(rules, *texts, doubted=("办结率达到100%",))
    assert (goal.flags, first.flags) == (None, None)
    assert (second.flags, second.confidence) == ("reading_doubtful", 0.5)
