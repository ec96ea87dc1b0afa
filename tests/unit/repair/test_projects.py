"""A project's amount is the one its budget line ended with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.model.forms import Project
from pipeline.model.records import DocumentResult
from pipeline.repair.projects import projects_settled
from tests.conftest import Corpus
from tests.unit.decisions.making import changed


@pytest.fixture
def read(typeset_corpus: Corpus) -> DocumentResult:
    return typeset_corpus.read("luoyang-2022", "ruled").result


def line_and_project(result: DocumentResult) -> tuple[str, Project]:
    """A project of the list and the line of the same cell."""
    lines = {n.source_cell_id: n.line_id for n in result.budget_lines if n.project_id}
    project = next(p for p in result.projects if p.source_cell_id in lines)
    return lines[project.source_cell_id], project


def project_of(result: DocumentResult, project_id: str) -> Project:
    return next(p for p in result.projects if p.project_id == project_id)


def test_a_corrected_line_corrects_its_project(read: DocumentResult) -> None:
    line_id, project = line_and_project(read)
    after = changed(
        read, line_id, amount_cny=Decimal("1.00"), value_status="corrected", flags="reviewed|code_from_name"
    )
    found = project_of(projects_settled(read, after), project.project_id)
    assert (found.amount_cny, found.value_status, found.flags) == (Decimal("1.00"), "corrected", "reviewed")
    assert found.amount_raw == project.amount_raw, "what was read stays told"


def test_a_withdrawn_line_leaves_no_amount(read: DocumentResult) -> None:
    line_id, project = line_and_project(read)
    entries = tuple(e._replace(published=e.line.line_id != line_id and e.published) for e in read.entries)
    found = project_of(projects_settled(read, replace(read, entries=entries)), project.project_id)
    assert (found.amount_cny, found.amount_raw, found.value_status) == (None, None, "blank")


def test_what_nobody_touched_stays(read: DocumentResult) -> None:
    line_id, project = line_and_project(read)
    after = changed(read, line_id, amount_cny=Decimal("1.00"))
    others = [p for p in projects_settled(read, after).projects if p.project_id != project.project_id]
    assert others == [p for p in read.projects if p.project_id != project.project_id]
    assert projects_settled(read, read).projects == read.projects
