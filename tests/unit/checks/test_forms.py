"""“三公” items and performance amounts: what has to agree, agrees or is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from pipeline.checks.evaluate import evaluate
from pipeline.checks.forms import form_figures, form_identities
from pipeline.checks.identity import record_of
from pipeline.checks.reconcile import known_amounts, reconciled
from pipeline.config.load import load_configs
from pipeline.model.forms import PerformanceGoal, Project, ThreePublic
from pipeline.model.records import DocumentRecord, DocumentResult, Entry, field_names
from tests.unit.checks.ledger import ledger

CONFIGS = load_configs()
Record = TypeVar("Record", ThreePublic, PerformanceGoal, Project, DocumentRecord)


def made_of(kind: type[Record], said: dict[str, Any]) -> Record:
    names = set(field_names(kind))
    usual: dict[str, Any] = dict.fromkeys(names)
    usual |= {"extraction_method": "text_layer", "value_status": "reported", "table_id": "t", "document_id": "d"}
    return kind(**{name: value for name, value in (usual | said).items() if name in names})


def item(name: str, amount: str | None, /, **said: Any) -> ThreePublic:
    cny = None if amount is None else Decimal(amount)
    known: dict[str, Any] = {
        "three_public_id": f"tp_{name}",
        "item": name,
        "item_raw": name,
        "unit_name_raw": None,
        "row_role": "total",
        "fund_source": "all",
        "phase": "approved_budget",
        "source_kind": "table",
        "amount_raw": amount,
        "amount_cny": cny,
        "amount_quantum_cny": None if cny is None else Decimal("0.01"),
        "value_status": "blank" if cny is None else "reported",
    }
    return made_of(ThreePublic, known | said)


def goal(name: str, total: str, /, **said: Any) -> PerformanceGoal:
    known: dict[str, Any] = {
        "goal_id": f"gl_{name}",
        "goal_scope": "project",
        "name_raw": name,
        "amount_unit": "CNY",
        "amount_total_raw": total,
        "amount_total_cny": Decimal(total),
    }
    for field in ("fiscal", "other"):
        if field in said:
            text = said.pop(field)
            known |= {f"amount_{field}_raw": text, f"amount_{field}_cny": Decimal(text)}
    return made_of(PerformanceGoal, known | said)


def project(name: str, amount: str, project_id: str = "") -> Project:
    said = {
        "project_id": project_id or f"prj_{name}",
        "project_name_raw": name,
        "project_name_norm": name,
        "table_id": "list",
        "amount_raw": amount,
        "amount_cny": Decimal(amount),
        "amount_quantum_cny": Decimal("0.01"),
    }
    return made_of(Project, said)


def result(
    items: Iterable[ThreePublic] = (),
    goals: Iterable[PerformanceGoal] = (),
    projects: Iterable[Project] = (),
    entries: Iterable[Entry] = (),
) -> DocumentResult:
    document = made_of(DocumentRecord, {"unit_id": "u"})
    empty = DocumentResult(document, (), (), (), (), (), ())
    return replace(
        empty,
        three_public=tuple(items),
        performance_goals=tuple(goals),
        projects=tuple(projects),
        entries=tuple(entries),
    )


def statuses(found: DocumentResult) -> list[tuple[str, str]]:
    """Total and status of each check."""
    printed = form_figures(found)
    identities = form_identities(found, CONFIGS.identities, printed)
    known = {**known_amounts(found), **{i: p.amount for i, p in printed.items()}}
    return sorted((outcome.identity.total.line_id, outcome.status) for outcome in evaluate(identities, known))


THREE = [
    item("total", "6.00"),
    item("overseas", "1.00"),
    item("reception", "2.00"),
    item("vehicles", "3.00"),
    item("vehicle_purchase", None),
    item("vehicle_operation", "3.00"),
]


def test_items_add_up() -> None:
    assert statuses(result(THREE)) == [("tp_total", "pass"), ("tp_vehicles", "pass")]


def test_an_item_that_does_not_add_up_is_named() -> None:
    wrong = [item("total", "6.10") if one.item == "total" else one for one in THREE]
    assert statuses(result(wrong)) == [("tp_total", "fail"), ("tp_vehicles", "pass")]


def test_without_a_row_for_vehicles_their_parts_count() -> None:
    assert statuses(result([one for one in THREE if one.item != "vehicles"])) == [("tp_total", "pass")]


def test_an_item_printed_twice_is_not_added_up() -> None:
    assert statuses(result([*THREE, item("vehicles", "3.00", three_public_id="tp_again")])) == []


def test_nothing_but_blanks_and_zeros_says_nothing() -> None:
    assert statuses(result([item("vehicles", "0.00"), item("vehicle_purchase", None)])) == []


def test_parts_left_blank_altogether_do_not_contradict_their_total() -> None:
    parts = [item("vehicle_purchase", None), item("vehicle_operation", None)]
    assert statuses(result([item("vehicles", "3.00"), *parts])) == []
    assert statuses(result([item("vehicles", "3.00"), parts[0], item("vehicle_operation", "2.00")])) == [
        ("tp_vehicles", "fail")
    ]


@pytest.mark.parametrize(("amount", "status"), [("5.00", "pass"), ("5.10", "fail"), (None, "fail")])
def test_the_change_against_last_year(amount: str | None, status: str) -> None:
    said = item("meeting", amount, prior_year_cny=Decimal("4.00"), change_cny=Decimal("1.00"))
    assert statuses(result([said])) == [("tp_meeting#prior", status)]


def test_units_accuse_only_where_other_items_bear_them_out() -> None:
    def units(name: str, *amounts: str) -> list[ThreePublic]:
        return [item(name, amounts[0])] + [
            item(name, a, three_public_id=f"tp_{name}_{n}", row_role="detail", unit_name_raw=str(n))
            for n, a in enumerate(amounts[1:])
        ]

    alone = units("meeting", "5.00", "2.00", "2.00")
    assert statuses(result(alone)) == [("tp_meeting", "not_evaluable")]
    borne_out = units("training", "5.00", "2.00", "3.00")
    assert statuses(result(alone + borne_out)) == [("tp_meeting", "fail"), ("tp_training", "pass")]


@pytest.mark.parametrize(("said", "status"), [("6.00", "pass"), ("7.00", "fail")])
def test_the_running_text_beside_the_table(said: str, status: str) -> None:
    told = item("total", said, three_public_id="tp_told", source_kind="narrative")
    assert statuses(result([item("total", "6.00"), told])) == [("tp_total", status)]


@pytest.mark.parametrize(
    ("zero", "said", "quantum", "status"),
    [("0", "0.40", "0.01", "fail"), ("0.40", "0", "0.01", "fail"), ("1", "0", "1", "pass_rounding")],
)
def test_a_plain_0_beside_finer_amounts_is_no_rounded_one(zero: str, said: str, quantum: str, status: str) -> None:
    of = {"amount_quantum_cny": Decimal(1)}
    fine = {"amount_quantum_cny": Decimal(quantum)}
    narrative = {"source_kind": "narrative", "table_id": None}
    told = item("reception", said, three_public_id="tp_told", **narrative, **(of if said == "0" else fine))
    beside = [item("meeting", "6.00", **fine), item("training", "6.00", three_public_id="tp_s", **narrative, **fine)]
    found = statuses(result([item("reception", zero, **(of if zero == "0" else fine)), told, *beside]))
    assert found == [("tp_reception", status)]


@pytest.mark.parametrize(("other", "found"), [("6.00", [("tp_total", "pass")]), ("7.00", [])])
def test_two_tables_that_print_an_item_answer_the_text_where_they_agree(
    other: str, found: list[tuple[str, str]]
) -> None:
    told = item("total", "6.00", three_public_id="tp_told", source_kind="narrative", table_id=None)
    second = item("total", other, three_public_id="tp_second", table_id="u")
    assert statuses(result([item("total", "6.00"), second, told])) == found


def test_a_text_that_names_two_amounts_of_an_item_is_compared_with_nothing() -> None:
    told = [item("total", a, three_public_id=f"tp_{a}", source_kind="narrative") for a in ("6.00", "7.00")]
    assert statuses(result([item("total", "6.00"), *told])) == []


@pytest.mark.parametrize(("other", "status"), [("1.00", "pass"), ("2.00", "fail")])
def test_a_goal_is_paid_from_fiscal_and_other_funds(other: str, status: str) -> None:
    assert statuses(result(goals=[goal("a", "5.00", fiscal="4.00", other=other)])) == [("gl_a#total", status)]


@pytest.mark.parametrize(("amount", "status"), [("2.00", "pass"), ("2.50", "fail")])
def test_a_unit_and_its_tasks(amount: str, status: str) -> None:
    whole = goal("u", "5.00", goal_scope="unit_overall", unit_id="other")
    tasks = [goal(n, a, goal_scope="unit_task", parent_goal_id="gl_u") for n, a in (("a", "3.00"), ("b", amount))]
    assert statuses(result(goals=[whole, *tasks])) == [("gl_u#total", status)]


@pytest.mark.parametrize(("amount", "status"), [("5.00", "pass"), ("4.00", "fail")])
def test_a_goal_and_its_project(amount: str, status: str) -> None:
    found = result(goals=[goal("a", "5.00", project_id="prj_a")], projects=[project("a", amount)])
    assert statuses(found) == [("gl_a#total", status)]


def test_a_goal_whose_project_was_chosen_by_its_amount_proves_nothing() -> None:
    twins = [project("a", "5.00"), project("a", "6.00", "prj_b")]
    assert statuses(result(goals=[goal("a", "5.00", project_id="prj_a")], projects=twins)) == []


@pytest.mark.parametrize(("total", "status"), [("9.00", "pass"), ("8.00", "fail")])
def test_the_overall_goal_and_the_total_of_expenditure(total: str, status: str) -> None:
    said = {"table_kind": "exp_summary", "side": "expenditure", "fund_source": "all", "expenditure_type": "all"}
    entries = [e._replace(line=e.line._replace(**said)) for e in ledger("|合计|total|0|9.00")]  # type: ignore[arg-type]  # fields by name
    overall = goal("u", total, goal_scope="unit_overall", unit_id="u")
    found = result(goals=[overall], entries=entries)
    assert statuses(found) == [("gl_u#total", status)]
    checks = [check for check in reconciled(found, CONFIGS).checks if check.rule_id == "C-PERF"]
    assert [check.status for check in checks] == [status]
    assert checks[0].record_ids == f"gl_u|{entries[0].line.line_id}"
    assert checks[0].cause == (None if status == "pass" else "unknown")


def test_a_record_is_named_once() -> None:
    assert [record_of(i) for i in ("gl_1#total", "gl_1", "tp_2#prior")] == ["gl_1", "gl_1", "tp_2"]
    found = result(goals=[goal("a", "5.00", fiscal="4.00", other="1.00")])
    (check,) = [check for check in reconciled(found, CONFIGS).checks if check.rule_id == "C-PERF"]
    assert check.record_ids == "gl_a"
    assert check.description == "a（合计） 5.00 = a（财政拨款） 4.00 + a（其他资金） 1.00"
