"""Readings chosen together, and pages read once more: what one amount alone cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.checks.reconcile import document_outcomes, known_amounts, reconciled
from pipeline.config.load import Configs, load_configs
from pipeline.document import process_document
from pipeline.geometry import Box
from pipeline.model.records import DocumentResult, Entry
from pipeline.repair import choice
from pipeline.repair.again import read_again
from pipeline.repair.demand import Evidence
from pipeline.repair.repaired import repaired
from tests.corpus.build import build


@pytest.fixture(scope="module")
def configs() -> Configs:
    return load_configs()


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory, configs: Configs) -> DocumentResult:
    """A document as if read from pixels, without a fault."""
    (built,) = build(tmp_path_factory.mktemp("scanned"), ["baqiao-2024"], ["ruled"])
    result = process_document(built.pdf, configs)
    entries = tuple(e._replace(line=e.line._replace(extraction_method="ocr")) for e in result.entries)
    return replace(result, entries=entries)


def amount(result: DocumentResult, label: str, measure: str) -> Entry:
    return next(
        e
        for e in result.entries
        if (e.line.table_kind, e.line.label_raw, e.line.measure_id) == ("gpb_exp_func", label, measure)
    )


def misread(result: DocumentResult, others: Mapping[str, tuple[Decimal, tuple[str, ...]]]) -> DocumentResult:
    """The result with other amounts read, each with its other readings."""
    entries = []
    for entry in result.entries:
        if entry.line.line_id in others:
            value, texts = others[entry.line.line_id]
            line = entry.line._replace(amount_cny=value, amount_raw=str(value))
            entry = entry._replace(line=line, alternatives=texts)  # noqa: PLW2901 - the loop's value is what is kept
        entries.append(entry)
    return replace(result, entries=tuple(entries))


def two_wrong(result: DocumentResult, extra: str = "") -> tuple[DocumentResult, dict[str, Decimal | None]]:
    """Two amounts of one row misread, so that no sum tells either of them alone."""
    own = [amount(result, "行政运行", f"general_public.{part}") for part in ("basic_personnel", "basic_public")]
    truth = {e.line.line_id: e.line.amount_cny for e in own}
    wrong = {
        e.line.line_id: (Decimal(900 + k), tuple(t for t in (e.line.amount_raw, extra) if t)) for k, e in enumerate(own)
    }
    return misread(result, wrong), truth


def test_two_wrong_readings_of_one_row_are_chosen_together(scanned: DocumentResult, configs: Configs) -> None:
    hurt, truth = two_wrong(scanned)
    healed = reconciled(repaired(hurt, configs), configs)
    assert {r.record_id for r in healed.repairs} == set(truth)
    for line in healed.budget_lines:
        if line.line_id in truth:
            assert line.amount_cny == truth[line.line_id]
            assert line.value_status == "repaired"
    assert all("is one of its readings" in r.rationale for r in healed.repairs)
    assert "repair-out-of-time" not in {f.code for f in healed.findings}


def test_without_the_right_reading_nothing_is_chosen(scanned: DocumentResult, configs: Configs) -> None:
    hurt, truth = two_wrong(scanned)
    blind = misread(hurt, {i: (Decimal(900), ("901", "902")) for i in truth})
    assert not [r for r in repaired(blind, configs).repairs if r.record_id in truth and r.method == "reading"]


def test_out_of_time_nothing_is_chosen(
    scanned: DocumentResult, configs: Configs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurt, _ = two_wrong(scanned)
    monkeypatch.setattr(choice, "MOST_WORK", 0.0)
    left = repaired(hurt, configs)
    assert not left.repairs
    assert "repair-out-of-time" in {f.code for f in left.findings}


def test_a_second_look_offers_the_reading_that_the_sums_choose(scanned: DocumentResult, configs: Configs) -> None:
    hurt, truth = two_wrong(scanned)
    blind = replace(hurt, entries=tuple(e._replace(alternatives=()) for e in hurt.entries))
    assert not repaired(blind, configs).repairs
    asked: list[int] = []

    def look(page_no: int) -> list[tuple[Box, tuple[str, ...]]]:
        asked.append(page_no)
        return [
            (Box(*map(float, str(e.line.bbox).split(","))), (e.line.amount_raw,))
            for e in scanned.entries
            if e.line.page_no == page_no and e.line.bbox
        ]

    healed = repaired(blind, configs, look)
    assert {r.record_id for r in healed.repairs} == set(truth)
    page_no = amount(scanned, "行政运行", "general_public.basic_public").line.page_no
    assert page_no in asked
    assert len(asked) == len(set(asked)) < 4


def test_a_sound_document_is_not_read_again(scanned: DocumentResult, configs: Configs) -> None:
    def never(page_no: int) -> list[tuple[Box, tuple[str, ...]]]:
        raise AssertionError(page_no)

    known = known_amounts(scanned)
    evidence = Evidence(document_outcomes(scanned, known, configs), known)
    assert read_again(scanned.entries, evidence, never) == list(scanned.entries)
