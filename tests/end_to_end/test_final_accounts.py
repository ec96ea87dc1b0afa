"""Final accounts in the national forms (公开01表 to 公开09表): every amount under its measure, phase and side."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import process_document
from pipeline.model.records import DocumentResult
from pipeline.money import parse_number
from tests.corpus.facts import FACTS_FOLDER, DocumentFacts, load_document
from tests.corpus.rewrite import rewrite
from tests.corpus.styles import load_style
from tests.corpus.typeset import typeset

ACCOUNTS = FACTS_FOLDER.parent / "accounts"


def read(source: str, style: str, folder: Path) -> tuple[DocumentFacts, DocumentResult]:
    facts = load_document(source, ACCOUNTS)
    look = load_style(style)
    pdf = folder / f"{source}.pdf"
    pdf.write_bytes(rewrite(typeset(facts, look), look))
    return facts, process_document(pdf)


@pytest.fixture(scope="module", params=["ruled", "hairline", "filled"])
def nine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[DocumentFacts, DocumentResult]:
    """The nine tables in one look: facts and reading."""
    return read("national-final", request.param, tmp_path_factory.mktemp("final"))


@pytest.fixture(scope="module")
def phases(tmp_path_factory: pytest.TempPathFactory) -> DocumentResult:
    """Tables that print the budget of January, that of December and the outcome side by side."""
    return read("phases-final", "ruled", tmp_path_factory.mktemp("phases"))[1]


def printed(facts: DocumentFacts, kind: str) -> list[str]:
    """The amounts a table prints with two decimals, sorted; column and row numbers are none."""
    (table,) = [t for t in facts.tables if t.kind == kind]
    assert table.grid is not None
    texts = [c.text for c in table.grid.cells if parse_number(c.text) is not None and c.text[-3:-2] == "."]
    return sorted(texts)


def test_every_listed_table_is_found_and_nothing_else(nine: tuple[DocumentFacts, DocumentResult]) -> None:
    facts, result = nine
    assert [(t.table_kind, t.table_status, t.listed_in_toc) for t in result.tables] == [
        (t.kind, "extracted", True) for t in facts.tables
    ]
    assert result.document.document_type == "department_final"


def test_the_lines_are_the_printed_amounts(nine: tuple[DocumentFacts, DocumentResult]) -> None:
    facts, result = nine
    kinds = [t.kind for t in facts.tables if t.kind != "three_public"]
    for kind in kinds:
        assert sorted(n.amount_raw for n in result.budget_lines if n.table_kind == kind) == printed(facts, kind)
    assert {line.phase for line in result.budget_lines} == {"final_account"}


def test_all_of_it_reconciles(nine: tuple[DocumentFacts, DocumentResult]) -> None:
    _, result = nine
    assert [c for c in result.checks if c.status == "fail"] == []
    assert {line.reconciliation for line in result.budget_lines} == {"confirmed"}


@pytest.mark.parametrize(
    ("kind", "label", "amounts"),
    [
        (
            "gov_fund",
            "合计",
            {
                ("revenue", "carryover_government_fund.all"): "20.00",
                ("revenue", "government_fund.all"): "300.00",
                ("expenditure", "government_fund.all"): "305.00",
                ("expenditure", "government_fund.project"): "305.00",
                ("balance", "government_fund.all"): "15.00",
            },
        ),
        (
            "fiscal_rev_exp",
            "年末财政拨款结转和结余",
            {
                ("balance", "fiscal_total.all"): "55.00",
                ("balance", "general_public.all"): "40.00",
                ("balance", "government_fund.all"): "15.00",
            },
        ),
        ("fiscal_rev_exp", "一般公共预算财政拨款", {("revenue", "carryover_general_public.all"): "30.00"}),
        ("fiscal_rev_exp", "政府性基金预算财政拨款", {("revenue", "carryover_government_fund.all"): "20.00"}),
        ("rev_exp_summary", "年初结转和结余", {("revenue", "carryover.all"): "50.00"}),
        ("gpb_basic_econ", "公用经费合计", {("expenditure", "general_public.basic_public"): "139.80"}),
        ("gpb_basic_econ", "工会经费", {("expenditure", "general_public.basic_public"): "15.00"}),
    ],
)
def test_an_amount_stands_under_its_side_and_measure(
    nine: tuple[DocumentFacts, DocumentResult], kind: str, label: str, amounts: dict[tuple[str, str], str]
) -> None:
    lines = [n for n in nine[1].budget_lines if n.table_kind == kind and n.label_raw == label]
    assert {(n.side, n.measure_id): n.amount_raw for n in lines} == amounts


@pytest.mark.parametrize(
    ("kind", "side", "total"),
    [
        ("rev_exp_summary", "revenue", "1975.08"),
        ("rev_summary", "revenue", "1910.08"),
        ("exp_summary", "expenditure", "1920.08"),
        ("fiscal_rev_exp", "revenue", "1950.08"),
        ("gpb_exp_func", "expenditure", "1550.08"),
        ("gpb_basic_econ", "expenditure", "1139.88"),
        ("state_capital", "expenditure", "40.00"),
    ],
)
def test_additive_lines_come_to_the_total(
    nine: tuple[DocumentFacts, DocumentResult], kind: str, side: str, total: str
) -> None:
    lines = [n for n in nine[1].budget_lines if n.table_kind == kind and n.side == side and n.is_additive]
    assert f"{sum(n.amount_cny or 0 for n in lines) / 10_000:.2f}" == total


def test_the_twelve_columns_of_the_three_public_table(nine: tuple[DocumentFacts, DocumentResult]) -> None:
    found = {(r.phase, r.item): r.amount_raw for r in nine[1].three_public if r.source_kind == "table"}
    items = ("total", "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
    budget = dict(zip(items, ("32.00", "0.00", "22.00", "10.00", "12.00", "10.00"), strict=True))
    actual = dict(zip(items, ("15.00", "0.00", "10.50", "0.00", "10.50", "4.50"), strict=True))
    assert found == {("approved_budget", i): a for i, a in budget.items()} | {
        ("final_account", i): a for i, a in actual.items()
    }


def test_three_phases_side_by_side(phases: DocumentResult) -> None:
    totals = {(n.side, n.phase): n.amount_raw for n in phases.budget_lines if n.label_raw == "总计"}
    by_phase = {"approved_budget": "520.00", "adjusted_budget": "590.00", "final_account": "585.25"}
    assert totals == {(side, p): raw for side in ("revenue", "expenditure") for p, raw in by_phase.items()}
    assert {n.reconciliation for n in phases.budget_lines} == {"confirmed"}
    for phase, raw in by_phase.items():
        lines = [n for n in phases.budget_lines if n.phase == phase and n.side == "revenue" and n.is_additive]
        assert f"{sum(n.amount_cny or 0 for n in lines) / 10_000:.2f}" == raw


def test_three_public_items_in_rows_with_three_phases(phases: DocumentResult) -> None:
    totals = {r.phase: r.amount_raw for r in phases.three_public if r.item == "total" and r.amount_cny is not None}
    assert totals == {"approved_budget": "9.00", "adjusted_budget": "8.00", "final_account": "6.30"}
