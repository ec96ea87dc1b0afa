"""Goals and indicators that the running text tells: 绩效目标：… and below it 绩效指标：…, under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.config.rules import Rules
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.passages import Passages, ShownBox
from pipeline.interpretation.prose import Paragraph
from pipeline.model.forms import PerformanceGoal, PerformanceIndicator
from pipeline.model.joined import joined
from pipeline.model.page import Source

SCOPE = "narrative"


def narrated_goals(
    source: Source, prose: Sequence[Paragraph], unit_id: str | None, shown_box: ShownBox, rules: Rules
) -> tuple[tuple[PerformanceGoal, ...], tuple[PerformanceIndicator, ...]]:
    """The goals in reading order and their indicators, a clause each: what one demands stays in words.

    An indicator without a goal above it under the same heading is none.
    """
    words = rules.vocabulary.performance
    reader = _Reader(source, shown_box)
    goals: list[PerformanceGoal] = []
    indicators: list[PerformanceIndicator] = []
    section: str | None = None
    for paragraph in prose:
        goal = re.match(words.told_goal, paragraph.text)
        # A goal that ends without a full stop has its indicators in the same paragraph.
        told = (re.search if goal else re.match)(words.told_indicators, paragraph.text)
        if goal:
            section = paragraph.section
            name = re.sub(rules.vocabulary.rows.enumerator, "", section or "") or None
            end = told.start() if told else len(paragraph.text)
            goals.append(reader.goal(paragraph, goal.end(), end, name, unit_id))
        if told and goals and paragraph.section == section:
            indicators += reader.indicators(paragraph, told.end(), goals[-1])
    return tuple(goals), tuple(indicators)


class _Reader:
    """Makes the records of one document."""

    def __init__(self, source: Source, shown_box: ShownBox) -> None:
        self._document_id = source.document_id
        self._passages = Passages(source, shown_box)
        self._keys = Occurrences()

    def goal(
        self, paragraph: Paragraph, start: int, end: int, name: str | None, unit_id: str | None
    ) -> PerformanceGoal:
        key = (self._document_id, "goal", SCOPE, name)
        none = {f"amount_{part}_{form}": None for part in ("total", "fiscal", "other") for form in ("raw", "cny")}
        return PerformanceGoal(
            goal_id=content_id("gl", *key, self._keys.next(*key)),
            document_id=self._document_id,
            table_id=None,
            unit_id=unit_id,
            parent_goal_id=None,
            project_id=None,
            goal_scope=SCOPE,
            name_raw=name,
            department_raw=None,
            period_raw=None,
            goal_text_raw=paragraph.raw[start:end] or None,
            amount_unit=None,
            **none,  # type: ignore[arg-type]
            **self._evidence(paragraph, start, end, "reported"),  # type: ignore[arg-type]
        )

    def indicators(self, paragraph: Paragraph, start: int, goal: PerformanceGoal) -> Iterator[PerformanceIndicator]:
        clauses = [m for m in re.finditer(r"[^。;]+", paragraph.text[start:]) if m[0].strip()]
        for seq, clause in enumerate(clauses):
            at = start + clause.start()
            key = (goal.goal_id, "indicator", clause[0])
            yield PerformanceIndicator(
                indicator_id=content_id("ind", *key, self._keys.next(*key)),
                goal_id=goal.goal_id,
                document_id=self._document_id,
                table_id=None,
                seq=seq,
                level1=None,
                level1_raw=None,
                level2=None,
                level2_raw=None,
                level3_raw=paragraph.raw[at : at + len(clause[0])],
                description_raw=None,
                target_raw=None,
                target_op="none",
                target_value=None,
                target_value_max=None,
                target_unit_raw=None,
                split_index=None,
                basis_raw=None,
                remark_raw=None,
                **self._evidence(paragraph, at, at + len(clause[0]), "blank"),  # type: ignore[arg-type]
            )

    def _evidence(self, paragraph: Paragraph, start: int, end: int, status: str) -> dict[str, object]:
        evidence = self._passages.evidence(paragraph, (start, max(end, start + 1)))
        return {
            **evidence._asdict(),
            "source_cell_id": None,
            "value_status": status,
            "flags": joined(evidence.flags),
        }
