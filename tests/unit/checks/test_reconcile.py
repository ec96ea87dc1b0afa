"""Tables against tables, prose against tables, contents against what is there; causes and verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.causes import cause_of
from pipeline.checks.contents import contents_checks
from pipeline.checks.evaluate import Amount, Outcome, amounts, evaluate
from pipeline.checks.figure import figures_of
from pipeline.checks.identity import Identity, Term
from pipeline.checks.prose import prose_identities
from pipeline.checks.reconcile import line_verdicts
from pipeline.checks.rows import row_identities
from pipeline.checks.tables import table_identities
from pipeline.config.load import load_configs
from pipeline.model.records import Entry, Statement, TableRecord
from tests.unit.checks.ledger import ledger

RULES = load_configs().identities
COLUMNS = load_configs().vocabulary.columns
LIST = """
    |合计|total|0|{total}
210|卫生健康支出|detail|1|100.00
"""


def listed(kind: str, total: str, table: str, **fixed: str) -> list[Entry]:
    said = {"side": "expenditure", "fund_source": "general_public", "expenditure_type": "all", "phase": "x", **fixed}
    return [
        e._replace(line=e.line._replace(table_kind=kind, table_id=table, line_id=f"{table}:{e.line.line_id}", **said))  # type: ignore[arg-type]  # fields by name
        for e in ledger(LIST.format(total=total))
    ]


def statuses(entries: Sequence[Entry], rule: str = "C-XTAB") -> list[str]:
    found = [i for i in table_identities(entries, RULES.tables) if i.rule_id == rule]
    return [o.status for o in evaluate(found, amounts(entries))]


@pytest.mark.parametrize(("block", "said"), [(1, ["fail"]), (0, [])], ids=["side by side", "in one list"])
def test_revenue_is_expenditure_where_each_has_a_list_of_its_own(block: int, said: list[str]) -> None:
    revenue = listed("rev_exp_summary", "120.00", "t", side="revenue")
    spent = [
        e._replace(block=block, col=5, line=e.line._replace(line_id=f"{e.line.line_id} spent"))
        for e in listed("rev_exp_summary", "100.00", "t")
    ]
    assert statuses([*revenue, *spent], "C-SIDE") == said


@pytest.mark.parametrize(("carried", "said"), [("", ["pass"]), ("20.00", [])], ids=["the last row", "one below it"])
def test_a_total_with_amounts_below_it_too_is_not_that_of_the_list(carried: str, said: list[str]) -> None:
    text = f"210|卫生健康支出|detail|1|100.00\n|本年支出合计|total|0|100.00\n|结转下年|detail|1|{carried}"
    side = {"side": "expenditure", "fund_source": "general_public", "expenditure_type": "all", "phase": "x"}
    open_list = [
        e._replace(line=e.line._replace(table_kind="gpb_exp_econ", table_id="b", line_id=f"b:{e.line.line_id}", **side))  # type: ignore[arg-type]  # fields by name
        for e in ledger(text)
    ]
    assert statuses([*listed("gpb_exp_func", "100.00", "a"), *open_list]) == said


@pytest.mark.parametrize(("other", "status"), [("100.00", "pass"), ("100.01", "pass_rounding"), ("101.00", "fail")])
def test_the_same_total_of_two_tables(other: str, status: str) -> None:
    assert statuses([*listed("gpb_exp_func", "100.00", "a"), *listed("gpb_exp_econ", other, "b")]) == [status]


def test_two_tables_of_one_kind_answer_nothing() -> None:
    entries = [*listed("gpb_exp_func", "100.00", "a"), *listed("gpb_exp_econ", "1.00", "b")]
    assert not statuses([*entries, *listed("gpb_exp_econ", "2.00", "c")])


def test_rows_of_two_tables_meet_by_their_code() -> None:
    one = listed("rev_summary", "100.00", "a", side="revenue", fund_source="all", phase="approved_budget")
    two = listed("exp_summary", "100.00", "b", fund_source="all", phase="approved_budget")
    assert statuses([*one, *two]) == ["pass"]


def test_a_final_account_spends_what_it_carried_over_too() -> None:
    one = listed("rev_summary", "100.00", "a", side="revenue", fund_source="all", phase="final_account")
    two = listed("exp_summary", "130.00", "b", fund_source="all", phase="final_account")
    assert statuses([*one, *two]) == []


@pytest.mark.parametrize(("phase", "status"), [("final_account", "pass"), ("approved_budget", "fail")])
def test_revenue_of_the_year_in_a_final_account_and_all_of_it_in_a_budget(phase: str, status: str) -> None:
    """本年收入合计 100, 总计 130 with what was carried over; the list of revenues sums to 100."""
    current, *_ = listed("rev_exp_summary", "100.00", "a", side="revenue", phase=phase)
    whole, *_ = listed("rev_exp_summary", "130.00", "a", side="revenue", phase=phase)
    whole = whole._replace(line=whole.line._replace(line_id="whole", row_no=9))
    assert statuses(
        [current, whole, *listed("rev_summary", "100.00", "b", side="revenue", fund_source="all", phase=phase)]
    ) == [status]


def statement(amount: str, name: str = "s1", flags: str | None = None) -> Statement:
    blank = dict.fromkeys(f.name for f in fields(Statement))
    said = {"statement_id": name, "subject": "卫生健康支出", "func_code": "210", "amount_raw": amount, "flags": flags}
    said |= {"amount_cny": Decimal(amount), "amount_quantum_cny": Decimal("0.01")}  # type: ignore[dict-item]  # any field
    return Statement(**{**blank, **said})


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([statement("100.00")], ["pass"]),
        ([statement("90.00")], ["fail"]),
        ([statement("60.00"), statement("40.00", "s2")], ["pass"]),
        ([statement("60.00"), statement("30.00", "s2")], ["not_evaluable"]),
        ([statement("100.00"), statement("60.00", "s2"), statement("40.00", "s3")], ["pass"]),
        ([statement("90.00", flags="prior_year")], []),
    ],
    ids=["agrees", "differs", "parts", "parts-unproven", "whole-and-parts", "last-year"],
)
def test_the_text_says_what_the_table_prints(said: list[Statement], status: list[str]) -> None:
    entries = listed("gpb_exp_func", "100.00", "a")
    known = amounts(entries) | {s.statement_id: Amount(s.amount_cny, Decimal("0.005")) for s in said}
    found = evaluate(prose_identities(entries, said, RULES.prose, COLUMNS), known)
    assert [o.status for o in found] == status
    assert "contradicted" not in line_verdicts(found, load_configs()).values(), "the text alone accuses no table"


@pytest.mark.parametrize(
    ("section", "subject", "said", "status"),
    [
        ("三、一般公共预算支出决算情况", "卫生健康支出(类)支出决算", "100.00", ["pass"]),
        ("三、一般公共预算支出决算情况", "卫生健康支出(类)支出决算", "130.00", ["fail"]),
        ("三、支出决算情况", "卫生健康支出(类)支出决算", "130.00", ["pass"]),
        ("三、支出决算情况", "卫生健康支出(类)支出决算", "120.00", ["not_evaluable"]),
        ("三、一般公共预算支出决算情况", "卫生健康支出(类)年初预算", "90.00", []),
    ],
    ids=["of-the-fund", "not-of-the-fund", "of-all-funds", "of-which-fund", "another-phase"],
)
def test_a_code_is_compared_in_the_table_of_the_fund_and_phase_the_text_tells(
    section: str, subject: str, said: str, status: list[str]
) -> None:
    """The table of one fund prints 100, that of all funds 130."""
    one = listed("gpb_exp_func", "100.00", "a", phase="final_account")
    all_funds = listed("exp_summary", "130.00", "b", fund_source="all", phase="final_account")
    both = [e._replace(line=e.line._replace(amount_cny=Decimal("130.00"))) for e in all_funds]
    told = replace(statement(said), section_raw=section, subject=subject)
    known = amounts([*one, *both]) | {"s1": Amount(told.amount_cny, Decimal("0.005"))}
    found = evaluate(prose_identities([*one, *both], [told], RULES.prose, COLUMNS), known)
    assert [o.status for o in found] == status


@pytest.mark.parametrize(
    ("status", "flags", "listed_in_toc", "expected"),
    [
        ("extracted", None, True, ["pass"]),
        ("not_found", None, True, ["fail"]),
        ("extracted", "toc_conflict", True, ["fail"]),
        ("extracted", None, False, []),
    ],
)
def test_contents_claims(status: str, flags: str | None, listed_in_toc: bool, expected: list[str]) -> None:
    blank = dict.fromkeys(f.name for f in fields(TableRecord))
    said = {"table_id": "t", "table_status": status, "flags": flags, "listed_in_toc": listed_in_toc, "table_kind": "k"}
    table = TableRecord(**{**blank, **said})  # type: ignore[arg-type]  # fields by name
    assert [check.status for check in contents_checks([table], "warning")] == expected


def failing(entries: Sequence[Entry]) -> Outcome:
    first, *parts = (e.line.line_id for e in entries)
    identity = Identity("C-ROW", "columns", Term(first, 1), tuple(Term(p, 1) for p in parts), "x")
    (outcome,) = evaluate([identity], amounts(entries))
    return outcome


def row(*values: str, **changes: str) -> list[Entry]:
    entries = ledger("|x|detail|1|" + "|".join(values), "合计|甲|乙"[: 2 * len(values)].rstrip("|"))
    return [e._replace(line=e.line._replace(**changes)) for e in entries]  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("entries", "cause", "words"),
    [
        (row("100.05", "60.00", "40.00"), "rounding", "unrounded figures"),
        (row("190.00", "60.00", "40.00"), "source_error", "off by 90.00"),
        (row("1009.00", "900.00", "190.00"), "source_error", "two digits swapped"),
        (row("190.00", "60.00", "40.00", flags="reading_doubtful"), "extraction_error", "compare them with the page"),
        (row("190.00", "60.00", "40.00", extraction_method="manual"), "unknown", "transcript"),
        (
            row("190.00", "60.00", "40.00", extraction_method="manual", value_status="corrected"),
            "source_error",
            "off by",
        ),
        (row("190.00", "190.00", "", extraction_method="manual"), None, ""),
        (row("60.00", "", "40.00", extraction_method="manual"), "extraction_error", "blank where a part must stand"),
    ],
    ids=["rounding", "printed-wrong", "swapped", "doubtful", "transcript", "corrected", "holds", "blank"],
)
def test_the_likely_cause_is_said(entries: list[Entry], cause: str | None, words: str) -> None:
    outcome = failing(entries)
    found, reasoning = cause_of(outcome, figures_of(entries), ())
    assert found == cause
    assert words in reasoning


def test_a_failure_goes_before_any_pass() -> None:
    entries = row("190.00", "60.00", "40.00")
    bad = failing(entries)
    ids = [e.line.line_id for e in entries]
    good = Outcome(Identity("C-ROW", "columns", Term(ids[1], 1), (Term(ids[1], 1),), "x"), "pass")
    bad = replace(bad, status="fail")
    assert line_verdicts([bad, good], load_configs()) == dict.fromkeys(ids, "contradicted")
    assert line_verdicts([good], load_configs()) == {ids[1]: "confirmed"}


def test_an_unknown_amount_leaves_its_sums_unevaluated() -> None:
    entries = row("100.00", "60.00", "40.00")
    unread = entries[1]._replace(line=entries[1].line._replace(amount_cny=None, value_status="illegible"))
    assert failing([entries[0], unread, entries[2]]).status == "not_evaluable"


@given(st.lists(st.integers(0, 10**10), min_size=2, max_size=6), st.data())
def test_a_tree_of_codes_passes_and_one_changed_item_is_accused(cents: list[int], data: st.DataObject) -> None:
    def text(items: Sequence[int], total: int) -> str:
        rows = [f"|合计|total|0|{Decimal(total) / 100:.2f}", f"210|a|detail|1|{Decimal(total) / 100:.2f}"]
        rows += [f"21001{k:02}|b{k}|detail|3|{Decimal(v) / 100:.2f}" for k, v in enumerate(items)]
        return "\n".join(rows)

    def results(items: Sequence[int]) -> set[str]:
        entries = ledger(text(items, sum(cents)))
        return {o.status for o in evaluate(row_identities(entries), amounts(entries))}

    assert results(cents) == {"pass"}
    place = data.draw(st.integers(0, len(cents) - 1))
    changed = [*cents[:place], cents[place] + 100, *cents[place + 1 :]]
    assert "fail" in results(changed)


def test_a_table_its_own_sums_bear_out_convicts_the_text() -> None:
    entries = listed("gpb_exp_func", "100.00", "a")
    said = statement("1000.00")
    known = amounts(entries) | {"s1": Amount(said.amount_cny, Decimal("0.005"))}
    (outcome,) = evaluate(prose_identities(entries, [said], RULES.prose, COLUMNS), known)
    by_id = figures_of(entries)
    assert cause_of(outcome, by_id, ())[0] == "source_error"
    cause, words = cause_of(outcome, by_id, [outcome.identity.total.line_id])
    assert cause == "source_error"
    assert "the table's own sums bear out 100.00" in words
    assert "decimal point moved" in words


@pytest.mark.parametrize(
    ("subject", "phase", "status"),
    [
        ("一般公共预算支出年初预算", "approved_budget", ["fail"]),
        ("一般公共预算支出年初预算", "final_account", []),
        ("一般公共预算支出", "final_account", ["fail"]),
        ("一般公共预算支出占比", "approved_budget", []),
    ],
)
def test_a_total_named_in_words_is_compared_with_the_tables(subject: str, phase: str, status: list[str]) -> None:
    entries = listed("gpb_exp_func", "100.00", "a", phase=phase)
    said = replace(statement("90.00"), func_code=None, subject=subject)
    known = amounts(entries) | {"s1": Amount(said.amount_cny, Decimal("0.005"))}
    assert [o.status for o in evaluate(prose_identities(entries, [said], RULES.prose, COLUMNS), known)] == status
