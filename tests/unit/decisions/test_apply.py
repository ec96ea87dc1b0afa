"""Decisions in the next reading of a document: applied once, guarded, loud when they do not fit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.checks.reconcile import reconciled
from pipeline.config.load import Configs
from pipeline.decisions.apply import decided
from pipeline.decisions.records import Decision, Verdict
from pipeline.decisions.renamed import Identifiers
from pipeline.model.records import DocumentResult
from pipeline.repair.repaired import repaired
from tests.conftest import Corpus
from tests.unit.decisions.making import changed, decision, entry_of, line_of, places_of

KIND, LABEL, MEASURE = "gpb_exp_func", "行政运行", "general_public.basic_personnel"


def same_picture(page_no: int | None, bbox: str | None) -> str:
    return "c0"


def other_picture(page_no: int | None, bbox: str | None) -> str:
    return "c1"


@pytest.fixture(scope="module")
def result(typeset_corpus: Corpus) -> DocumentResult:
    return typeset_corpus.read("baqiao-2024", "ruled").result


def codes(result: DocumentResult) -> list[str]:
    return [f.code for f in result.findings if f.code.startswith("decision-")]


def test_a_document_without_decisions_is_left_as_it_is(result: DocumentResult) -> None:
    other = decision(result, result.entries[0].line, "unsure")
    elsewhere = other.model_copy(update={"key": other.key.model_copy(update={"disclosure_id": "x"})})
    assert decided(result, [], same_picture) is result
    assert decided(result, [elsewhere], same_picture) is result


def test_an_override_is_published_as_corrected_with_its_story(result: DocumentResult, configs: Configs) -> None:
    truth = entry_of(result, KIND, LABEL, MEASURE).line
    wrong = changed(result, truth.line_id, amount_raw="1.00", amount_cny=Decimal("1.00"), extraction_method="ocr")
    said = decision(wrong, line_of(wrong, truth.line_id), "override", str(truth.amount_cny), reason="页面清楚")
    final = reconciled(repaired(decided(wrong, [said], same_picture), configs), configs)
    line = next(b for b in final.budget_lines if b.line_id == truth.line_id)
    assert (line.amount_cny, line.value_status, line.amount_raw) == (truth.amount_cny, "corrected", "1.00")
    assert (line.extraction_method, line.confidence, line.reconciliation) == ("manual", 1.0, "confirmed")
    (repair,) = final.repairs
    assert (repair.repair_type, repair.actor, repair.actor_version) == ("manual", "human", "Li")
    assert (repair.value_before, repair.value_after) == ("1.00", str(truth.amount_cny))
    assert repair.rule_id == said.id
    assert "页面清楚" in repair.rationale
    assert not codes(final)


def test_a_decision_outlives_the_code_that_a_config_gives_its_unit(result: DocumentResult) -> None:
    document = result.document
    unnamed = Identifiers.without_code(document.disclosure_id, document.locality_code, document.publisher_raw)
    truth = entry_of(result, KIND, LABEL, MEASURE).line
    said = decision(result, truth, "override", "5.00")
    key = said.key.model_copy(update={"disclosure_id": unnamed.disclosure_id, "unit_id": unnamed.unit_id})
    assert document.disclosure_id != unnamed.disclosure_id
    earlier = said.model_copy(update={"key": key})
    after = decided(result, [earlier], same_picture)
    assert line_of(after, truth.line_id).amount_cny == 5
    another = key.model_copy(update={"disclosure_id": unnamed.disclosure_id.replace("-n", "-n0")})
    assert decided(result, [said.model_copy(update={"key": another})], same_picture) is result


def test_an_amount_derived_from_a_corrected_one_is_derived_from_the_correction(
    result: DocumentResult, configs: Configs
) -> None:
    """Decisions come before repairs: else the sum would be made with the misreading."""
    total = entry_of(result, KIND, LABEL, "general_public.all").line
    part = entry_of(result, KIND, LABEL, MEASURE).line
    hurt = changed(result, total.line_id, amount_cny=None, amount_raw="", value_status="illegible")
    hurt = changed(hurt, part.line_id, amount_cny=Decimal("1.00"), amount_raw="1.00")
    before = line_of(repaired(hurt, configs), total.line_id)
    said = decision(hurt, line_of(hurt, part.line_id), "override", str(part.amount_cny))
    after = line_of(repaired(decided(hurt, [said], same_picture), configs), total.line_id)
    assert before.amount_cny in (None, total.amount_cny)
    assert (after.amount_cny, after.value_status) == (total.amount_cny, "derived")


def test_an_accepted_reading_is_never_repaired_and_no_longer_in_doubt(result: DocumentResult, configs: Configs) -> None:
    truth = entry_of(result, KIND, LABEL, MEASURE).line
    assert truth.amount_cny is not None
    hurt = result
    for entry in result.entries:
        hurt = changed(hurt, entry.line.line_id, extraction_method="ocr")
    hurt = changed(hurt, truth.line_id, amount_cny=truth.amount_cny + 10_000, flags="reading_doubtful")
    assert repaired(hurt, configs).repairs, "without the decision the sums would change it"
    line = line_of(hurt, truth.line_id)
    final = repaired(decided(hurt, [decision(hurt, line, "accept", str(line.amount_cny))], same_picture), configs)
    kept = line_of(final, truth.line_id)
    assert (kept.amount_cny, kept.value_status, kept.flags) == (line.amount_cny, "reported", "reviewed")
    assert [r.review_state for r in final.repairs if r.record_id == truth.line_id] == ["accepted"]


def test_an_accepted_value_holds_when_the_machine_reads_another(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    said = decision(result, line, "accept", str(line.amount_cny))
    later = changed(result, line.line_id, amount_raw="7.00", amount_cny=Decimal("7.00"))
    kept = line_of(decided(later, [said], same_picture), line.line_id)
    assert (kept.amount_cny, kept.value_status) == (line.amount_cny, "corrected")


def test_a_cell_said_to_be_blank_gives_no_line_and_is_not_derived(result: DocumentResult, configs: Configs) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    final = repaired(decided(result, [decision(result, line, "blank")], same_picture), configs)
    assert line.line_id not in {b.line_id for b in final.budget_lines}
    assert line_of(final, line.line_id).value_status == "blank"
    assert [(r.record_id, r.value_after) for r in final.repairs] == [(line.line_id, None)]


def test_a_blank_cell_can_be_given_its_value(result: DocumentResult) -> None:
    blank = next(e for e in result.entries if e.line.value_status == "blank" and e.line.amount_unit)
    said = decision(result, blank.line, "override", "12.50")
    line = next(b for b in decided(result, [said], same_picture).budget_lines if b.line_id == blank.line.line_id)
    assert (line.amount_cny, line.value_status) == (Decimal("12.50"), "corrected")


def test_a_rejected_value_is_withdrawn_and_no_sum_brings_it_back(result: DocumentResult, configs: Configs) -> None:
    line = entry_of(result, KIND, LABEL, "general_public.all").line
    final = repaired(decided(result, [decision(result, line, "reject")], same_picture), configs)
    kept = line_of(final, line.line_id)
    assert (kept.amount_cny, kept.value_status) == (None, "illegible")
    assert "needs_review" in str(kept.flags)
    erased = changed(result, line.line_id, amount_cny=None, value_status="illegible")
    assert line_of(repaired(erased, configs), line.line_id).amount_cny == line.amount_cny, "a sum would"


def test_unsure_changes_nothing_but_says_so(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    final = decided(result, [decision(result, line, "unsure")], same_picture)
    kept = line_of(final, line.line_id)
    assert (kept.amount_cny, kept.flags) == (line.amount_cny, "needs_review")
    assert not final.repairs


def test_a_decision_is_stale_only_when_reading_and_picture_both_changed(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    said = decision(result, line, "override", "5.00")
    blind = decision(result, line, "override", "5.00", crop=None)
    later = changed(result, line.line_id, amount_raw="7.00", amount_cny=Decimal("7.00"))
    five = Decimal("5.00")
    assert line_of(decided(result, [said], other_picture), line.line_id).amount_cny == five
    assert line_of(decided(later, [said], same_picture), line.line_id).amount_cny == five
    for stale in (decided(later, [said], other_picture), decided(later, [blind], same_picture)):
        assert line_of(stale, line.line_id).amount_cny == Decimal("7.00")
        assert codes(stale) == ["decision-stale"]
    caught_up = changed(result, line.line_id, amount_raw="5.00", amount_cny=five)
    assert not codes(decided(caught_up, [said], other_picture))


def test_two_claims_are_a_conflict_and_neither_is_applied(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    both = [decision(result, line, "override", "5.00"), decision(result, line, "override", "6.00", reviewer="Wang")]
    final = decided(result, both, same_picture)
    assert line_of(final, line.line_id) == line
    assert codes(final) == ["decision-conflict"]
    (message,) = [f.message for f in final.findings if f.code == "decision-conflict"]
    assert "Li" in message
    assert "Wang" in message


def test_a_decision_about_a_row_that_is_gone_is_loud(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    said = decision(result, line, "override", "5.00")
    gone = said.model_copy(update={"key": said.key.model_copy(update={"row": "func:9999999"})})
    final = decided(result, [gone], same_picture)
    assert codes(final) == ["decision-matches-nothing"]
    assert final.budget_lines == result.budget_lines


def test_a_value_finer_than_a_cent_is_not_applied_silently(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    final = decided(result, [decision(result, line, "override", "5.001")], same_picture)
    assert codes(final) == ["decision-stale"]
    assert not final.repairs


def test_a_label_read_a_little_differently_orphans_nothing(result: DocumentResult) -> None:
    line = entry_of(result, KIND, LABEL, MEASURE).line
    said = decision(result, line, "override", "5.00")
    later = changed(result, line.line_id, label_raw="行政运 行", row_path_raw="行政运 行")
    assert line_of(decided(later, [said], same_picture), line.line_id).amount_cny == Decimal("5.00")


def test_every_amount_of_a_document_is_found_by_its_own_key(result: DocumentResult) -> None:
    where = places_of(result)
    blank = {e.line.line_id for e in result.entries if e.line.value_status == "blank"}
    assert [where.find(key, i in blank) for i, key in where.keys.items()] == list(where.keys)
    assert places_of(replace(result, entries=tuple(e for e in result.entries if e.published))).keys == {
        i: key for i, key in where.keys.items() if i not in blank
    }, "a release, which has no blank lines, counts the same"


VERDICTS: tuple[Verdict, ...] = ("accept", "override", "blank", "unsure", "reject")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_applying_twice_is_applying_once_and_order_is_nothing(result: DocumentResult, data: st.DataObject) -> None:
    made: list[Decision] = []
    for entry in data.draw(st.lists(st.sampled_from(result.entries), min_size=1, max_size=8)):
        verdict = data.draw(st.sampled_from(VERDICTS))
        value = data.draw(st.sampled_from(["0", "5.00", "1234.5"])) if verdict in ("accept", "override") else None
        made.append(decision(result, entry.line, verdict, value, crop=data.draw(st.sampled_from(["c0", "c1", None]))))
    once = decided(result, made, same_picture)
    assert decided(once, made, same_picture) == once
    shuffled = decided(result, data.draw(st.permutations(made)), same_picture)
    assert (shuffled.budget_lines, shuffled.entries) == (once.budget_lines, once.entries)
