"""The schema keeps its own rules, agrees with the published descriptions and with the draft it began as."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from pipeline.cli import run_command
from pipeline.emission.describe import (
    PUBLISHED_AS,
    SCHEMA_FORMATS,
    schema_csv,
    schema_markdown,
    write_descriptions,
)
from pipeline.emission.model import Resource
from pipeline.emission.package import package_descriptor, table_schema
from pipeline.emission.schema import BY_NAME, RESOURCES

ROOT = Path(__file__).parents[3]
SHARED = {"fund_source", "func_code", "func_code_id", "econ_dept_code", "econ_gov_code"}
"""Declared once for all resources: one title each, where the draft had several for the same thing."""
DRAFT = ROOT.parent / "shared" / "design" / "schema-draft.json"
PUBLISHED = ROOT / "configs" / "schema"

ADDED = {
    "documents": ("file_created_at",),
    "checks": ("reasoning",),
    "three_public": ("unit_name_raw", "row_role", "phase"),
    "repairs": ("method", "candidates", "proof", "witness_check_ids", "page_no", "bbox"),
}
OURS = {"cells", "triage"}
LATER: set[str] = set()
SAFE_CONSTRAINTS = {"required", "enum", "pattern", "minimum", "maximum"}
CELLS = (
    "cell_id table_id row_no col_no row_span col_span is_header text_raw text_norm page_no bbox"
    " extraction_method confidence value_status flags"
)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
def test_resource_keeps_the_safe_subset(resource: Resource) -> None:
    names = resource.field_names
    assert len(set(names)) == len(names)
    assert resource.field(resource.primary_key).required
    assert resource.field(resource.primary_key).type == "string"
    for key in resource.foreign_keys:
        target = BY_NAME[key.resource or resource.name]
        assert key.field in names
        assert key.target == target.primary_key
    for names_together in resource.unique_keys:
        assert set(names_together) <= set(names)
    for field in resource.fields:
        assert field.name.isascii()
        assert field.title_zh
        assert field.title_en.isascii()
        assert field.constraints.keys() <= SAFE_CONSTRAINTS
        assert "pattern" not in field.constraints or field.required
        assert field.code_list is None or field.code_list in BY_NAME
    assert table_schema(resource)["missingValues"] == [""]


def test_amounts_are_decimals() -> None:
    for resource in RESOURCES:
        for field in resource.fields:
            if field.name.endswith("_cny"):
                assert field.scale in (2, 6), f"{resource.name}.{field.name}"


@pytest.mark.skipif(not DRAFT.exists(), reason="the draft is not beside the repository")
def test_the_draft_is_kept() -> None:
    """Every difference to the draft is meant: what comes later, columns of ours, no Parquet-only resource."""
    draft = {r["name"]: r["schema"] for r in json.loads(DRAFT.read_text(encoding="utf-8"))["resources"]}
    assert draft.keys() - LATER == BY_NAME.keys() - OURS
    for name in draft.keys() - LATER:
        ours = table_schema(BY_NAME[name])
        kept = [field for field in ours["fields"] if field["name"] not in ADDED.get(name, ())]
        assert len(kept) + len(ADDED.get(name, ())) == len(ours["fields"])
        for drafted, field in zip(draft[name]["fields"], kept, strict=True):
            if "columnType" in field:  # a field that several resources share has its type in all of them
                drafted.setdefault("columnType", field["columnType"])
            if field["name"] in SHARED:
                drafted["title"] = field["title"]
            if field["name"] == "amount_unit":
                drafted["constraints"]["enum"] = ["CNY", "CNY_1K", "CNY_10K", "CNY_1M", "CNY_100M"]
            if (name, field["name"]) == ("localities", "level"):
                drafted["constraints"]["enum"].append("unknown")
                drafted["description"] = field["description"]
            if (name, field["name"]) == ("entity_facts", "metric"):
                drafted["description"] = field["description"]
            if (name, field["name"]) == ("three_public", "item"):
                drafted["constraints"]["enum"] = ["grand_total", *drafted["constraints"]["enum"]]
                drafted["constraints"]["enum"] += ["agency_operation", "administrative"]
            if (name, field["name"]) == ("repairs", "repair_type"):
                drafted["constraints"]["enum"].insert(-1, "derivation")
            for key in ("name", "type", "title", "constraints", "columnType", "unit", "description"):
                assert field.get(key) == drafted.get(key), f"{name}.{field['name']} {key}"
        keys = [key for key in draft[name].get("foreignKeys", []) if key["reference"]["resource"] not in LATER]
        assert ours.get("foreignKeys", []) == keys


def test_cells_has_the_agreed_columns() -> None:
    assert BY_NAME["cells"].field_names == tuple(CELLS.split())
    assert BY_NAME["cells"].formats == ("parquet",)


def test_descriptions_are_up_to_date() -> None:
    advice = "run: python -m pipeline.emission.describe configs/schema"
    for name, format in PUBLISHED_AS.items():
        assert (PUBLISHED / name).read_text(encoding="utf-8") == SCHEMA_FORMATS[format](), f"{name}: {advice}"


def test_descriptions_are_written(tmp_path: Path) -> None:
    write_descriptions(tmp_path / "schema")
    assert json.loads((tmp_path / "schema" / "schema.json").read_text(encoding="utf-8")) == package_descriptor()


def test_the_list_has_every_column_with_what_constrains_it() -> None:
    listed = list(csv.DictReader(io.StringIO(schema_csv())))
    assert [(row["resource"], row["field"]) for row in listed] == [
        (r.name, f.name) for r in RESOURCES for f in r.fields
    ]
    found = {(row["resource"], row["field"]): row for row in listed}
    assert found["budget_lines", "amount_cny"]["unit"] == "CNY"
    assert found["budget_lines", "amount_cny"]["parquet_type"] == "decimal128(20,2)"
    assert found["budget_lines", "unit_id"]["foreign_key"] == "units.unit_id"
    assert found["cl_functional", "parent_id"]["foreign_key"] == "cl_functional.code_id"
    assert found["cells", "col_no"]["unique_with"] == "table_id|row_no|col_no"
    assert found["documents", "document_id"]["primary_key"] == "true"
    assert found["checks", "status"]["enum"] == "pass|pass_rounding|fail|not_evaluable"
    assert found["cells", "flags"]["code_list"] == "cl_flag"


@pytest.mark.parametrize("format", ["json", "md", "csv"])
def test_the_command_prints_or_writes_the_schema(
    format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["schema", "--format", format]) == 0
    printed = capsys.readouterr().out
    assert printed == SCHEMA_FORMATS[format]()
    assert run_command(["schema", "--format", format, "--out", str(tmp_path / "schema")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "schema").read_text(encoding="utf-8") == printed


def test_a_format_that_is_not_known_and_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    assert run_command(["schema", "--format", "xml"]) == 2
    assert run_command(["schema", "--out", str(tmp_path / "none" / "schema")]) == 5


def test_the_page_names_every_column() -> None:
    page = schema_markdown()
    for resource in RESOURCES:
        section = page.partition(f"## {resource.name}\n")[2].partition("\n## ")[0]
        for field in resource.fields:
            assert f"| `{field.name}`" in section
