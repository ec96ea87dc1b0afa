"""A locality's file adds little: without it a document is still read, with the same kinds and amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config.load import load_configs
from pipeline.config.rules import Rules
from pipeline.document import process_document
from pipeline.interpretation.kind import kind_of_title
from pipeline.model.records import DocumentResult

SOURCES = Path(__file__).parents[4] / "shared" / "sources"
PLACES = ["baqiao", "changan", "luoyang", "shijiazhuang", "zhenan"]
SUMMARY_FUNCTION_ECONOMY = {"fiscal_rev_exp", "exp_summary", "gpb_exp_func", "gpb_basic_econ"}


def amounts(result: DocumentResult) -> list[tuple[str, str, str, str]]:
    return [(line.table_kind, line.label_raw, line.measure_id, line.amount_raw) for line in result.budget_lines]


def cells(result: DocumentResult) -> list[tuple[str, int, int, str]]:
    return [(cell.table_id, cell.row_no, cell.col_no, cell.text_raw) for cell in result.cells]


def test_a_document_is_read_without_its_locality(transcript: Path, configs_copy: Path) -> None:
    (configs_copy / "localities" / "zhenan.yaml").unlink()
    without = process_document(transcript, load_configs(configs_copy))
    settled = process_document(transcript, load_configs())
    assert without.document.locality_code == settled.document.locality_code == "611025"
    assert (without.document.template_family, settled.document.template_family) == (
        None,
        "shaanxi-without-carryover",
    )
    assert len(without.budget_lines) >= 6
    assert amounts(without)[:6] == amounts(settled)[:6]
    assert cells(without)[0][1:] == cells(settled)[0][1:]


def test_what_the_file_adds_is_its_template_and_its_units(transcript: Path, configs_copy: Path) -> None:
    (configs_copy / "localities" / "zhenan.yaml").unlink()
    without = process_document(transcript, load_configs(configs_copy))
    settled = process_document(transcript, load_configs())
    assert without.tables[-1].table_kind == "other"
    assert settled.tables[-1].table_kind == "project_exp"
    assert without.document.unit_id != "611025-353002"
    assert settled.document.unit_id == "611025-353002"


def test_everybodys_rules_alone_know_the_main_tables() -> None:
    rules = Rules(load_configs(), None)
    titles = {
        "财政拨款收支总表",
        "支出总表",
        "一般公共预算支出表（按功能分类）",
        "一般公共预算基本支出表（按经济分类）",
    }
    found = {rule.kind for title in titles if (rule := kind_of_title(title, rules))}
    assert found == SUMMARY_FUNCTION_ECONOMY


@pytest.mark.skipif(not SOURCES.is_dir(), reason="needs ../shared/sources")
@pytest.mark.parametrize("place", PLACES)
def test_a_source_reads_the_same_without_its_file(place: str, configs_copy: Path) -> None:
    path = next(SOURCES.glob(f"{place}-*.txt"))
    (configs_copy / "localities" / f"{place}.yaml").unlink()
    without = process_document(path, load_configs(configs_copy))
    settled = process_document(path, load_configs())
    assert cells(without) == cells(settled)
    assert amounts(without) == amounts(settled)
    assert {line.table_kind for line in without.budget_lines} >= SUMMARY_FUNCTION_ECONOMY
