"""Unreadable amounts of typeset documents: restored right or left unknown, never wrong, and the story told."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.checks.reconcile import reconciled
from pipeline.config.load import Configs, load_configs
from pipeline.document import process_document
from pipeline.model.records import DocumentResult, Entry
from pipeline.repair.repaired import repaired
from tests.bench.repair import damaged, outcome
from tests.corpus.build import build

SOURCE = "baqiao-2024"
"""Amounts in 元: its sums hold to the cent."""


@pytest.fixture(scope="module")
def configs() -> Configs:
    return load_configs()


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory, configs: Configs) -> DocumentResult:
    (built,) = build(tmp_path_factory.mktemp("truth"), [SOURCE], ["ruled"])
    return process_document(built.pdf, configs)


def entry_of(result: DocumentResult, kind: str, label: str, measure: str) -> Entry:
    return next(
        e
        for e in result.entries
        if (e.line.table_kind, e.line.label_raw, e.line.measure_id) == (kind, label, measure) and e.line.amount_cny
    )


def hurt_line(result: DocumentResult, line_id: str, **changes: object) -> DocumentResult:
    entries = tuple(
        e._replace(line=e.line._replace(**changes)) if e.line.line_id == line_id else e  # type: ignore[arg-type]  # fields by name
        for e in result.entries
    )
    return replace(result, entries=entries)


def test_an_undamaged_document_is_left_as_it_is(truth: DocumentResult, configs: Configs) -> None:
    again = repaired(truth, configs)
    assert again.budget_lines == truth.budget_lines
    assert not again.repairs


def test_an_illegible_amount_is_derived_with_its_formula(truth: DocumentResult, configs: Configs) -> None:
    wanted = entry_of(truth, "gpb_exp_func", "行政运行", "general_public.all")
    erased = hurt_line(truth, wanted.line.line_id, amount_cny=None, value_status="illegible", amount_raw="")
    healed = reconciled(repaired(erased, configs), configs)
    line = next(line for line in healed.budget_lines if line.line_id == wanted.line.line_id)
    assert line.amount_cny == wanted.line.amount_cny
    assert (line.value_status, line.extraction_method) == ("derived", "derived")
    (repair,) = healed.repairs
    assert (repair.record_id, repair.value_after) == (line.line_id, str(line.amount_cny))
    assert (repair.repair_type, repair.review_state) == ("derivation", "unreviewed")
    checks = {check.check_id: check for check in healed.checks}
    assert not any(checks[i].independent for i in str(repair.evidence_check_ids).split("|"))
    witnesses = [checks[i] for i in str(repair.witness_check_ids).split("|")]
    assert witnesses
    assert all(check.independent and check.status == "pass" for check in witnesses)


def test_a_misread_amount_of_a_scan_is_mended_only_there(truth: DocumentResult, configs: Configs) -> None:
    wanted = entry_of(truth, "gpb_exp_func", "行政运行", "general_public.basic_personnel")
    assert wanted.line.amount_cny is not None
    wrong = wanted.line.amount_cny + 10_000
    digital = hurt_line(truth, wanted.line.line_id, amount_cny=wrong)
    assert not repaired(digital, configs).repairs, "what a text layer prints is never changed"
    scanned = replace(
        digital, entries=tuple(e._replace(line=e.line._replace(extraction_method="ocr")) for e in digital.entries)
    )
    healed = repaired(scanned, configs)
    assert [(r.record_id, r.repair_type) for r in healed.repairs] == [(wanted.line.line_id, "ocr_substitution")]
    line = next(line for line in healed.budget_lines if line.line_id == wanted.line.line_id)
    assert (line.amount_cny, line.value_status) == (wanted.line.amount_cny, "repaired")
    assert "needs_review" in str(line.flags)


def test_an_implausible_value_is_not_written(truth: DocumentResult, configs: Configs) -> None:
    wanted = entry_of(truth, "gpb_exp_func", "行政运行", "general_public.basic_personnel")
    scanned = tuple(e._replace(line=e.line._replace(extraction_method="ocr")) for e in truth.entries)
    hurt = hurt_line(replace(truth, entries=scanned), wanted.line.line_id, amount_cny=Decimal("123456789.12"))
    assert not repaired(hurt, configs).repairs


def test_a_whole_row_that_is_lost_derives_nothing_wrong(truth: DocumentResult, configs: Configs) -> None:
    lost = entry_of(truth, "gpb_exp_func", "住房公积金", "general_public.all")
    kept = tuple(e for e in truth.entries if (e.line.table_id, e.line.row_no) != (lost.line.table_id, lost.line.row_no))
    other = entry_of(truth, "gpb_exp_func", "行政运行", "general_public.all")
    hurt = hurt_line(replace(truth, entries=kept), other.line.line_id, amount_cny=None, value_status="illegible")
    healed = repaired(hurt, configs)
    line = next(line for line in healed.budget_lines if line.line_id == other.line.line_id)
    assert line.amount_cny in (None, other.line.amount_cny)


ONLY_OF_PROJECTS = "委托业务费"
"""A row that is blank in every column but its total and 专项业务经费支出."""


def hurt_beside(truth: DocumentResult, **lost: object) -> DocumentResult:
    """办公费 with two amounts erased, and something else of its table lost: ``row``, or the amount of a measure."""
    wanted = [entry_of(truth, "gpb_exp_econ", "办公费", measure) for measure in ("general_public.all", PROJECT)]
    hurt = truth
    for entry in wanted:
        hurt = hurt_line(hurt, entry.line.line_id, amount_cny=None, value_status="illegible", amount_raw="")
    gone = entry_of(truth, "gpb_exp_econ", ONLY_OF_PROJECTS, str(lost.get("amount", PROJECT)))
    if "row" in lost:
        place = gone.line.table_id, gone.line.row_no
        kept = tuple(e for e in hurt.entries if (e.line.table_id, e.line.row_no) != place)
        return replace(hurt, entries=kept)
    return hurt_line(hurt, gone.line.line_id, amount_cny=None, value_status="blank", amount_raw="")


PROJECT = "general_public.project"


@pytest.mark.parametrize(
    "lost",
    [{"row": True}, {"amount": PROJECT}, {"amount": "general_public.all"}],
    ids=["a row blank in the columns that add up", "an amount of that column", "the total of that row"],
)
def test_what_is_lost_beside_unknown_amounts_is_not_added_to_them(
    truth: DocumentResult, configs: Configs, lost: dict[str, object]
) -> None:
    healed = reconciled(repaired(hurt_beside(truth, **lost), configs), configs)
    assert not healed.repairs
    assert {e.line.amount_cny for e in healed.entries if e.line.value_status == "illegible"} == {None}


def test_an_amount_two_sums_demand_alike_is_derived_where_no_row_can_be_missing(
    truth: DocumentResult, configs: Configs
) -> None:
    wanted = entry_of(truth, "gpb_exp_econ", "办公费", PROJECT)
    hurt = hurt_line(truth, wanted.line.line_id, amount_cny=None, value_status="illegible", amount_raw="")
    (repair,) = repaired(hurt, configs).repairs
    assert repair.record_id == wanted.line.line_id
    assert repair.value_after == f"{wanted.line.amount_cny:.2f}"
    assert repair.witness_check_ids


@pytest.mark.parametrize("damage", ["erased", "garbled"])
@pytest.mark.parametrize("count", [1, 10])
def test_random_damage_is_never_restored_wrong(
    truth: DocumentResult, configs: Configs, damage: str, count: int
) -> None:
    usable = [e.line.line_id for e in truth.entries if e.line.value_status == "reported" and e.line.amount_cny]
    counts: Counter[str] = Counter()
    for seed in range(10):
        generator = random.Random(seed)
        chosen = set(generator.sample(usable, count))
        hurt = damaged(truth, chosen, damage, generator)
        counts += outcome(truth, hurt, repaired(hurt, configs), chosen)
    assert counts["damaged"] == 10 * count
    assert counts["right"]
    assert not counts["wrong"]
    assert not counts["legible changed"]


def test_the_benchmark_counts_a_wrong_value(truth: DocumentResult) -> None:
    line_id = next(e.line.line_id for e in truth.entries if e.line.amount_cny)
    hurt = damaged(truth, {line_id}, "erased", random.Random(0))
    healed = hurt_line(hurt, line_id, amount_cny=Decimal("1.23"))
    assert outcome(truth, hurt, healed, {line_id})["wrong"] == 1
