"""The documents tell the truth: nothing a user can meet is missing from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.batch.outcome import REASONS
from pipeline.batch.rows import kind_rows, measure_rows
from pipeline.cli import app
from pipeline.config.load import load_configs
from pipeline.config.schema import ExpenditureType, FundSource
from pipeline.config.vocabulary_lists import EXPENDITURE_TYPES, FLAGS, FUND_SOURCES
from pipeline.emission.difference import REASONS as DIFFERENCE_REASONS
from pipeline.emission.findings import CATALOGUE
from pipeline.emission.schema import RESOURCES
from pipeline.model import forms, records
from pipeline.model.findings import FINDINGS
from pipeline.model.records import field_names
from pipeline.portals.publish import TARGETS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [c.name or c.callback.__name__ for c in app.registered_commands if c.callback])
def test_readme_names_every_command(command: str) -> None:
    assert f"yusuan {command}" in README


@pytest.mark.parametrize(
    "command",
    [
        f"{group.name} {command.name}"
        for group in app.registered_groups
        if group.typer_instance is not None
        for command in group.typer_instance.registered_commands
    ],
)
def test_readme_names_every_command_of_a_group(command: str) -> None:
    assert f"yusuan {command}" in README


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_readme_names_every_finding_of_a_run(code: str) -> None:
    assert f"`{code}`" in README


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_readme_names_every_reason_of_an_input_without_a_document(reason: str) -> None:
    assert f"| `{reason}` |" in README


@pytest.mark.parametrize(
    "option", ["--dry-run", "--force", "--stages", "--retry-quarantined", "--log-json", "--engine"]
)
def test_readme_names_every_option_of_a_run(option: str) -> None:
    assert option in README


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_readme_names_every_finding_of_validation(code: str) -> None:
    assert f"`{code}`" in README


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_readme_names_every_portal(target: str) -> None:
    assert f"`{target}`" in README


@pytest.mark.parametrize("reason", sorted(DIFFERENCE_REASONS))
def test_readme_names_every_reason_for_a_difference(reason: str) -> None:
    assert f"`{reason}`" in README


MAKE_TARGETS = """
    demo example test lint bench bench-batch bench-growth bench-ocr bench-repair bench-repair-scans bench-report
    bench-review conserve scans draw twins prove-ckan
"""


@pytest.mark.parametrize("target", MAKE_TARGETS.split())
def test_readme_and_makefile_agree_on_the_make_targets(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_readme_counts_the_forms_written_down() -> None:
    forms = re.findall(r"^## (.*?): ", (ROOT / "tests/golden/forms.txt").read_text(encoding="utf-8"), re.M)
    assert f"{len(forms)} forms of {len(set(forms))} kinds" in README


def test_readme_names_every_resource() -> None:
    missing = [r.name for r in RESOURCES if r.name not in README and not r.name.startswith("cl_")]
    assert missing == []


@pytest.mark.parametrize(
    ("resource", "record"),
    [
        ("documents", records.DocumentRecord),
        ("tables", records.TableRecord),
        ("table_columns", records.ColumnRecord),
        ("cells", records.CellRecord),
        ("budget_lines", records.BudgetLine),
        ("units", records.UnitRecord),
        ("projects", forms.Project),
        ("performance_goals", forms.PerformanceGoal),
        ("performance_indicators", forms.PerformanceIndicator),
        ("procurement", forms.Procurement),
        ("three_public", forms.ThreePublic),
        ("entity_facts", forms.EntityFact),
    ],
)
def test_records_carry_no_field_the_schema_does_not_have(resource: str, record: type) -> None:
    fields = {f.name for r in RESOURCES if r.name == resource for f in r.fields}
    assert set(field_names(record)) <= fields


def test_closed_vocabularies_agree_with_configs_and_schema() -> None:
    assert set(FUND_SOURCES) == set(FundSource.__args__)
    assert set(EXPENDITURE_TYPES) == set(ExpenditureType.__args__)
    assert len({row["measure_id"] for row in measure_rows()}) == len(measure_rows())


def test_every_flag_the_code_raises_is_in_the_list() -> None:
    raised = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r'flags(?: \+=|\.append\() ?\(?"([a-z_]+)"', text))
    assert raised
    assert raised <= set(FLAGS)


def test_every_table_kind_has_one_row() -> None:
    kinds = [row["table_kind"] for row in kind_rows(load_configs())]
    assert len(kinds) == len(set(kinds))
