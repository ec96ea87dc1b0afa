"""Performance tables to goals and indicators: identifiers, amounts, links to projects and tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.columns import unit_in_header
from pipeline.interpretation.form_table import Fields, FormTable
from pipeline.interpretation.indicator_columns import sublevel_of
from pipeline.interpretation.indicators import ReadIndicator, level_of
from pipeline.interpretation.names import normalised_name
from pipeline.interpretation.performance_forms import SCOPES, ReadGoal, read_forms
from pipeline.interpretation.performance_lists import is_list, read_list
from pipeline.interpretation.projects import ProjectIndex
from pipeline.interpretation.targets import Target, parse_target, split_targets
from pipeline.interpretation.units import UnitRegister
from pipeline.model.forms import PerformanceGoal, PerformanceIndicator, Project
from pipeline.money import AmountUnit, are_apart, plain, split_unit

LONGEST_LABEL = 20
"""Longer texts of a form are no labels."""
_IN_BRACKETS = re.compile(r"\(([^()]*)\)$")


@dataclass(frozen=True, slots=True)
class PerformanceRecords:
    """One goal with its indicators, and the project it is the only source of."""

    goal: PerformanceGoal
    indicators: tuple[PerformanceIndicator, ...]
    project: Project | None = None


class PerformanceReader:
    """Reads the performance tables of one document."""

    def __init__(self, units: UnitRegister, index: ProjectIndex, occurrences: Occurrences) -> None:
        self._units, self._index, self._keys = units, index, occurrences
        self._listed = index.size > 0

    def read(self, form: FormTable) -> Iterator[PerformanceRecords]:
        """The goals of one table in order; a unit's goal comes before those of its tasks."""
        scope = SCOPES[form.table_kind]
        if is_list(form):
            for goal in read_list(form, self._units, scope):
                yield self._records(form, goal, None)
            return
        for whole in read_forms(form):
            own = self._records(form, whole, None)
            yield own
            for task in whole.tasks:
                yield self._records(form, task, own.goal.goal_id)

    def _records(self, form: FormTable, read: ReadGoal, parent: str | None) -> PerformanceRecords:
        key = (form.document_id, "goal", read.scope, read.unit_code or read.unit_name, normalised_name(read.name))
        goal_id = content_id("gl", *key, self._keys.next(*key))
        amounts, unit = self._amounts(form, read)
        unit_id = self._unit_id(form, read)
        project = None
        # Without a list each form is a project of its own: two units may have projects of one name.
        is_only_source = read.scope == "project" and not self._listed and bool(read.name)
        project_id = None
        if read.scope != "unit_overall" and not is_only_source:
            project_id = self._index.find(read.name, amounts["amount_total_cny"])
        if is_only_source:
            project = self._project(form, read, unit_id, unit)
            project_id = project.project_id
            self._index.add(project)
        goal = PerformanceGoal(
            goal_id=goal_id,
            document_id=form.document_id,
            table_id=form.table_id,
            unit_id=unit_id,
            parent_goal_id=parent,
            project_id=project_id,
            goal_scope=read.scope,
            name_raw=read.name or None,
            department_raw=read.department or None,
            period_raw=read.period or None,
            goal_text_raw=read.goal_text or None,
            **amounts,
            **form.evidence(read.cell, read.flags),
        )
        indicators = tuple(self._indicators(form, read, goal_id))
        return PerformanceRecords(goal, indicators, project)

    def _unit_id(self, form: FormTable, read: ReadGoal) -> str:
        if read.unit_code:
            return f"{form.locality_code}-{read.unit_code}"
        if read.unit_name:
            return self._units.id_of(read.unit_name)
        if read.scope == "unit_overall" and read.name:
            return self._units.id_of(read.name)
        return self._units.unit_of(form.table)

    def _amounts(self, form: FormTable, read: ReadGoal) -> tuple[Fields, AmountUnit | None]:
        """The three amounts with their unit: the one the form's own labels print, else the table's."""
        unit = _printed_unit(form)
        fields: Fields = {"amount_unit": unit if read.amounts else None}
        for name in ("total", "fiscal", "other"):
            cell = read.amounts.get(name)
            fields[f"amount_{name}_raw"] = (plain(cell.text) or None) if cell is not None else None
            fields[f"amount_{name}_cny"] = form.cny_in(cell, unit) if cell is not None else None
        return fields, unit

    def _project(self, form: FormTable, read: ReadGoal, unit_id: str, unit: AmountUnit | None) -> Project:
        """The project of a form in a document that lists no projects; without an amount its status is blank."""
        norm = normalised_name(read.name)
        key = (form.document_id, "project", unit_id, norm)
        cell = read.amounts.get("total")
        none: Fields = dict.fromkeys(("amount_raw", "amount_unit", "amount_quantum_cny", "amount_cny"))
        fields = form.amount(cell, unit) if cell is not None else none | form.evidence(read.cell)
        if cell is None:
            fields |= {"value_status": "blank"}
        elif unit is None and split_unit(cell.text)[1] is None:
            fields |= {"amount_unit": None, "amount_quantum_cny": None, "amount_cny": None}
        return Project(
            project_id=content_id("prj", *key, self._keys.next(*key)),
            document_id=form.document_id,
            table_id=form.table_id,
            fiscal_year=form.fiscal_year,
            unit_id=unit_id,
            project_code_raw=read.project_code or None,
            project_name_raw=read.name,
            project_name_norm=norm,
            project_class_raw=None,
            description_raw=None,
            **fields,
        )

    def _indicators(self, form: FormTable, read: ReadGoal, goal_id: str) -> Iterator[PerformanceIndicator]:
        seq = 0
        above = 0
        for indicator in read.indicators:
            values = _values(indicator, form)
            first = above + 1 if indicator.continued else 0
            for offset, (name, target) in enumerate(values):
                index = first + offset if len(values) > 1 or indicator.continued else None
                above = index or 0
                yield self._indicator(form, indicator, goal_id, seq, name, target, index, read.flags)
                seq += 1

    def _indicator(
        self,
        form: FormTable,
        read: ReadIndicator,
        goal_id: str,
        seq: int,
        name: str,
        target: Target,
        split_index: int | None,
        flags: tuple[str, ...],
    ) -> PerformanceIndicator:
        rules = form.rules
        key = (goal_id, "indicator", read.level1, read.level2, read.name, split_index)
        marks = (*flags, *read.flags, *(["multi_value_split"] if split_index is not None else []))
        evidence = form.evidence(read.cell, marks)
        return PerformanceIndicator(
            indicator_id=content_id("ind", *key, self._keys.next(*key)),
            goal_id=goal_id,
            document_id=form.document_id,
            table_id=form.table_id,
            seq=seq,
            level1=level_of(read.level1, rules),
            level1_raw=read.level1 or None,
            level2=sublevel_of(read.level2, rules),
            level2_raw=read.level2 or None,
            level3_raw=name or None,
            description_raw=read.description or None,
            target_raw=target.text or None,
            target_op=target.op,
            target_value=target.value,
            target_value_max=target.value_max,
            target_unit_raw=target.unit,
            split_index=split_index,
            basis_raw=read.basis or None,
            remark_raw=read.remark or None,
            **(evidence | ({} if target.text else {"value_status": "blank"})),
        )


def _values(read: ReadIndicator, form: FormTable) -> list[tuple[str, Target]]:
    """Name and target of each value the row gives; as many names as values are dealt out one by one."""
    words = form.rules.vocabulary.performance.targets
    bracketed = _IN_BRACKETS.search(read.name)
    unit = read.unit or (bracketed[1] if bracketed and re.search(words.measure, bracketed[1]) else "")
    if read.target and are_apart(read.cell.text):
        return [(read.name, Target(" ".join(read.cell.text.split()), "none", unit=unit or None))]
    texts = split_targets(read.target)
    names = split_targets(read.name)
    dealt = names if len(names) == len(texts) > 1 else [read.name] * len(texts)
    return [(name, parse_target(text, words, read.operator, unit)) for name, text in zip(dealt, texts, strict=True)]


def _printed_unit(form: FormTable) -> AmountUnit | None:
    """The unit of a form's amounts, as its labels or its unit line print it; never that of other tables."""
    for cell in form.table.cells:
        unit = unit_in_header(cell.text, form.rules) if len(cell.text) < LONGEST_LABEL else None
        if unit is not None:
            return unit
    return None if form.unit_from_document else form.unit
