"""The tables beside the lists of amounts, read once the document's units and statements are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.config.rules import Rules
from pipeline.ids import Occurrences
from pipeline.interpretation.assets_across import facts_across
from pipeline.interpretation.counted_rows import counted_facts
from pipeline.interpretation.entity_facts import table_facts
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.header_search import with_header
from pipeline.interpretation.performance import PerformanceReader
from pipeline.interpretation.performance_forms import SCOPES
from pipeline.interpretation.procurement import procurement_lines
from pipeline.interpretation.projects import ProjectIndex, projects
from pipeline.interpretation.three_public import three_public_items
from pipeline.interpretation.three_public_prose import narrated_items
from pipeline.interpretation.units import UnitRegister
from pipeline.model.audit import RepairRecord
from pipeline.model.forms import EntityFact, PerformanceGoal, PerformanceIndicator, Procurement, Project, ThreePublic
from pipeline.model.records import Statement


@dataclass(frozen=True, slots=True)
class FormRecords:
    """What the forms of one document gave; ``project_rows``: (table, row) → project, for the budget lines."""

    projects: tuple[Project, ...]
    procurement: tuple[Procurement, ...]
    three_public: tuple[ThreePublic, ...]
    entity_facts: tuple[EntityFact, ...]
    performance_goals: tuple[PerformanceGoal, ...]
    performance_indicators: tuple[PerformanceIndicator, ...]
    repairs: tuple[RepairRecord, ...]
    project_rows: dict[tuple[str, int], str]

    def tables(self) -> set[str | None]:
        """The tables that gave a record."""
        return {
            *(project.table_id for project in self.projects),
            *(line.table_id for line in self.procurement),
            *(item.table_id for item in self.three_public),
            *(fact.table_id for fact in self.entity_facts),
            *(goal.table_id for goal in self.performance_goals),
            *(indicator.table_id for indicator in self.performance_indicators),
        }


def form_records(
    forms: Sequence[FormTable],
    statements: Sequence[Statement],
    units: UnitRegister,
    title: str,
    phase: str,
    rules: Rules,
) -> FormRecords:
    """The records of one document's forms, in document order; only tables that hold figures are given here."""
    keys = Occurrences()
    index = ProjectIndex()
    by_row: dict[tuple[str, int], str] = {}
    found: list[Project] = []
    for form in _of(forms, "project_exp"):
        for row, project in projects(form, units, keys):
            found.append(project)
            index.add(project)
            by_row[form.table_id, row] = project.project_id
    reader = PerformanceReader(units, index, keys)
    goals = [one for kind in SCOPES for form in _of(forms, kind) for one in reader.read(form)]
    found += (one.project for one in goals if one.project is not None)
    bought = [
        pair for form in _of(forms, "procurement") for pair in procurement_lines(with_header(form), units, index, keys)
    ]
    items = [item for form in _of(forms, "three_public") for item in three_public_items(form, units, keys)]
    items += narrated_items(statements, title, phase, keys, rules)
    return FormRecords(
        projects=tuple(found),
        procurement=tuple(line for line, _ in bought),
        three_public=tuple(items),
        entity_facts=(
            *(fact for form in _of(forms, "three_public") for fact in counted_facts(form, units, keys)),
            *(fact for form in _of(forms, "fixed_assets") for fact in _asset_facts(form, units, keys)),
        ),
        performance_goals=tuple(one.goal for one in goals),
        performance_indicators=tuple(indicator for one in goals for indicator in one.indicators),
        repairs=tuple(repair for _, repair in bought if repair is not None),
        project_rows=by_row,
    )


def _asset_facts(form: FormTable, units: UnitRegister, keys: Occurrences) -> list[EntityFact]:
    """The facts of a table of assets, listed in its rows or across its header."""
    return list(table_facts(form, units, keys)) or list(facts_across(form, units, keys))


def _of(forms: Sequence[FormTable], kind: str) -> list[FormTable]:
    return [form for form in forms if form.table_kind == kind]
