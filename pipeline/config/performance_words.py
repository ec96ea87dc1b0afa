"""Words of performance forms: labels, column heads, levels of indicators, comparisons in targets."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.config.strict import Pattern, Strict

LabelId = Literal[
    "name", "unit", "department", "period", "total", "annual_total", "fiscal", "other", "further", "goal",
    "period_goal", "indicators", "tasks", "other_label",
]  # fmt: skip
IndicatorColumnId = Literal[
    "level1", "level2", "level3", "description", "operator", "target", "measure_unit", "basis", "remark", "weight",
    "task", "task_content", "project_code", "project", "unit_name", "goal_text", "total", "fiscal", "other",
]  # fmt: skip
Level = Literal["cost", "output", "benefit", "satisfaction"]
Sublevel = Literal[
    "quantity", "quality", "timeliness", "cost", "economic", "social", "ecological", "sustainability",
    "service_satisfaction",
]  # fmt: skip


class LabelRule(Strict):
    id: LabelId
    match: Pattern


class IndicatorColumnRule(Strict):
    id: IndicatorColumnId
    match: Pattern


class TargetColumnRule(Strict):
    id: Literal["operator", "target", "measure_unit"]
    match: Pattern


class LevelRule(Strict):
    id: Level
    match: Pattern


class SublevelRule(Strict):
    id: Sublevel
    match: Pattern


class TargetWords(Strict):
    """How the text of a target compares: words before and behind its number."""

    at_least: Pattern
    at_most: Pattern
    more: Pattern
    less: Pattern
    equal: Pattern
    about: Pattern = Field(description="a number that is only approximate; no comparison is published")
    at_least_after: Pattern
    at_most_after: Pattern
    about_after: Pattern
    qualitative: Pattern = Field(description="a column says that the target is none of numbers")
    moment: Pattern = Field(description="dates and spans, which are no quantities")
    worded_number: Pattern = Field(description="numbers written in characters; not read")
    measure: Pattern = Field(description="a unit in brackets at the end of an indicator's name")


class PerformanceWords(Strict):
    """configs/default.yaml, ``performance``."""

    labels: tuple[LabelRule, ...]
    columns: tuple[IndicatorColumnRule, ...]
    target_columns: tuple[TargetColumnRule, ...] = Field(
        description="headers below that of the target, where it spans several columns"
    )
    levels: tuple[LevelRule, ...]
    sublevels: tuple[SublevelRule, ...]
    placeholder: Pattern = Field(description="rows of an empty form")
    budgeted: Pattern = Field(description="money headers of a form that stand over the budget")
    spent: Pattern = Field(description="money headers that stand over the outturn, beside the budget")
    indicators_end: Pattern = Field(description="first text of a row below the indicators that is none")
    title_name: Pattern = Field(description="title that carries the project; the group ``name`` is it")
    generic_title: Pattern = Field(description="what a title says that names no project")
    task_number: Pattern = Field(description="a task that has a number instead of a name")
    told_goal: Pattern = Field(description="how a paragraph of the running text begins that tells a goal")
    told_indicators: Pattern = Field(description="the same for the indicators of the goal above")
    targets: TargetWords
