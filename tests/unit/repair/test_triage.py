"""Each reason to look at something fires where it should and not elsewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from pipeline.emission.resources.audit import TRIAGE_REASONS
from pipeline.model.audit import CheckRecord, RepairRecord
from pipeline.model.forms import EntityFact, Procurement, Project, ThreePublic
from pipeline.model.records import (
    BudgetLine,
    DocumentRecord,
    DocumentResult,
    Statement,
    TableRecord,
    field_names,
)
from pipeline.repair.triage import DOUBT, triage


def _blank(kind: type, **said: Any) -> Any:
    return kind(**{**dict.fromkeys(field_names(kind)), **said})


def _line(**said: Any) -> BudgetLine:
    usual = {"line_id": "bl_1", "document_id": "d", "table_id": "t", "label_raw": "行政运行", "measure_id": "m"}
    sure = {"amount_cny": Decimal(5), "value_status": "reported", "reconciliation": "confirmed", "amount_raw": "5"}
    return cast(BudgetLine, _blank(BudgetLine, **{**usual, **sure, "row_no": 3, **said}))


def _reasons(*lines: BudgetLine, **parts: Any) -> dict[str, Decimal | None]:
    document = cast(DocumentRecord, _blank(DocumentRecord, document_id="d"))
    table = _blank(TableRecord, table_id="t", document_id="d", table_kind="k", table_status="extracted")
    result = DocumentResult(document, (table,), (), (), lines, (), ())
    return {suspect.reason: suspect.amount_cny for suspect in triage(replace(result, **parts))}


def _check(**said: Any) -> CheckRecord:
    usual = {"check_id": "c", "document_id": "d", "description": "x", "status": "fail", "severity": "error"}
    return cast(CheckRecord, _blank(CheckRecord, **{**usual, **said}))


def _repair(**said: Any) -> RepairRecord:
    usual = {"repair_id": "r", "record_id": "bl_1", "rationale": "x", "review_state": "unreviewed"}
    return cast(RepairRecord, _blank(RepairRecord, **{**usual, **said}))


def test_a_sure_amount_is_no_suspect() -> None:
    assert _reasons(_line()) == {}
    assert _reasons(_line(), checks=(_check(rule_id="C-ROW", status="pass", record_ids="bl_1"),)) == {}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("illegible", {"value_status": "illegible", "amount_cny": None, "amount_high_cny": Decimal(9)}),
        ("readers_disagree", {"flags": "readers_disagree"}),
        ("low_confidence", {"flags": "x|reading_doubtful"}),
        ("printed_red", {"flags": "printed_red"}),
        ("struck_out", {"flags": "struck_out"}),
        ("printed_twice", {"flags": "duplicate_row"}),
    ],
)
def test_what_a_line_says_of_itself(reason: str, said: dict[str, Any]) -> None:
    amounts = {"illegible": Decimal(9), "printed_twice": None}
    assert _reasons(_line(**said)) == {reason: amounts.get(reason, Decimal(5))}


BESIDES = {
    "statements": (Statement, {"statement_id": "x", "subject": "基本支出"}),
    "three_public": (ThreePublic, {"three_public_id": "x", "item_raw": "公务接待费"}),
    "projects": (Project, {"project_id": "x", "project_name_raw": "示例项目"}),
    "procurement": (Procurement, {"procurement_id": "x", "item_raw": "空调"}),
    "entity_facts": (EntityFact, {"fact_id": "x", "metric_raw": "车辆"}),
}


@pytest.mark.parametrize("resource", BESIDES)
@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"flags": "reading_doubtful"}, {"low_confidence"}),
        ({"flags": "prior_year|readers_disagree"}, {"readers_disagree"}),
        ({"value_status": "illegible", "amount_cny": None}, {"illegible"}),
        ({"flags": "prior_year"}, set()),
        ({"flags": "reading_doubtful", "source_cell_id": "of-a-line"}, set()),
    ],
    ids=["doubtful", "readers", "illegible", "sure", "told-as-a-line"],
)
def test_what_amounts_besides_budget_lines_say_of_themselves(
    resource: str, said: dict[str, Any], reasons: set[str]
) -> None:
    kind, named = BESIDES[resource]
    usual = {"document_id": "d", "amount_raw": "5", "amount_cny": Decimal(5), "value_status": "reported"}
    record = _blank(kind, **{**usual, **named, **said})
    assert set(_reasons(_line(source_cell_id="of-a-line"), **{resource: (record,)})) == reasons


def test_a_contradicted_amount_risks_what_its_sums_are_off_by() -> None:
    off = _check(rule_id="C-ROW", record_ids="bl_9|bl_1", difference_cny=Decimal(-7))
    mild = _check(check_id="c2", rule_id="C-SIDE", severity="warning", record_ids="bl_1", difference_cny=Decimal(99))
    found = _reasons(_line(reconciliation="contradicted"), checks=(off, mild))
    assert found == {"contradicted": Decimal(7)}


@pytest.mark.parametrize(
    ("repair_type", "reason"),
    [("derivation", "repair_unwitnessed"), ("column_shift", "column_shifted"), ("row_shift", "row_shifted")],
)
def test_a_repair_without_another_witness_is_looked_at(repair_type: str, reason: str) -> None:
    assert _reasons(_line(), repairs=(_repair(repair_type=repair_type),)) == {reason: Decimal(5)}
    assert _reasons(_line(), repairs=(_repair(repair_type=repair_type, witness_check_ids="chk_1"),)) == {}
    assert _reasons(_line(), repairs=(_repair(repair_type=repair_type, review_state="accepted"),)) == {}


@pytest.mark.parametrize(
    ("rule_id", "cause", "reason"),
    [
        ("C-TOC", None, "contents_conflict"),
        ("C-CODE", "source_error", "code_name_mismatch"),
        ("C-3P", "source_error", "form_contradicted"),
        ("C-PERF", "unknown", "form_contradicted"),
        ("C-PROSE", "source_error", "text_contradicted"),
        ("C-PROC", "extraction_error", "column_shifted"),
    ],
)
def test_failed_checks_that_name_no_amount(rule_id: str, cause: str | None, reason: str) -> None:
    assert set(_reasons(checks=(_check(rule_id=rule_id, cause=cause),))) == {reason}
    assert _reasons(checks=(_check(rule_id=rule_id, cause=cause, status="pass"),)) == {}
    assert _reasons(checks=(_check(rule_id="C-PROC", cause="source_error"),)) == {}


def test_an_illegible_table_is_looked_at() -> None:
    lost = _blank(TableRecord, table_id="t", document_id="d", table_kind="k", table_status="illegible")
    assert set(_reasons(tables=(lost,))) == {"table_illegible"}


def test_the_schema_lists_the_reasons() -> None:
    assert set(TRIAGE_REASONS) == set(DOUBT)


def test_what_a_person_has_reviewed_is_not_looked_at_again() -> None:
    failing = _check(status="fail", severity="error", record_ids="bl_1")
    line = _line(reconciliation="contradicted", flags="reading_doubtful")
    assert set(_reasons(line, checks=(failing,))) == {"contradicted", "low_confidence"}
    assert _reasons(line._replace(flags="reading_doubtful|reviewed"), checks=(failing,)) == {}
