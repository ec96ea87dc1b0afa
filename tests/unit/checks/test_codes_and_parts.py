"""Codes against the list, and parts against what they are parts of: each outcome once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.checks.codes import code_checks
from pipeline.checks.evaluate import amounts
from pipeline.checks.parts import part_checks
from pipeline.config.load import Code
from pipeline.model.records import Entry
from tests.unit.checks.ledger import ledger


def _code(code: str, name: str) -> Code:
    return Code(
        edition_year=2024, code=code, name=name, level=3, parent_code=None, name_source="observed", n_documents=2
    )


FUNCTIONAL = {
    c.code: c
    for c in (
        _code("2101501", "行政运行"),
        _code("2240101", "行政运行"),
        _code("2101506", "医疗保障经办事务"),
        _code("2210201", "住房公积金"),
    )
}
LISTS = {"func_code": FUNCTIONAL, "econ_dept_code": {}, "econ_gov_code": {}}


@pytest.mark.parametrize(
    ("row", "status", "words"),
    [
        ("2101501|行政运行|detail|1|5", "pass", ""),
        ("2210201|住房公积金|detail|1|5", "pass", ""),
        ("2210202|住房公积金|detail|1|5", "fail", "under 2210201; it has no 2210202"),
        ("2101506|住房公积金|detail|1|5", "fail", "under 2210201; it calls 2101506 医疗保障经办事务"),
        ("2101502|行政运行|detail|1|5", "not_evaluable", "none of this name alone"),
        ("2101506|医保经办|detail|1|5", "not_evaluable", "the list calls 2101506 医疗保障经办事务"),
    ],
)
def test_code_and_name(row: str, status: str, words: str) -> None:
    (check,) = code_checks(ledger(row), LISTS, "warning")
    assert (check.rule_id, check.status) == ("C-CODE", status)
    assert words in (check.reasoning or "")
    assert check.severity == ("warning" if status == "fail" else "info")


def test_a_row_is_checked_once_and_a_derived_code_not_at_all() -> None:
    entries = ledger("2101501|行政运行|detail|1|5|6", "甲|乙")
    assert len(list(code_checks(entries, LISTS, "warning"))) == 1
    by_name = [e._replace(line=e.line._replace(flags="code_from_name")) for e in entries]
    assert not list(code_checks(by_name, LISTS, "warning"))


def _parts(entries: Sequence[Entry]) -> list[str]:
    return [check.status for check in part_checks(entries, amounts(entries), "warning")]


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [("10", "10", ["pass"]), ("10", "11", ["fail"]), ("", "3", ["not_evaluable"]), ("10", "", []), ("10", "0", [])],
)
def test_a_row_called_of_which_is_at_most_the_row_above(whole: str, part: str, expected: list[str]) -> None:
    assert _parts(ledger(f"|拨款|detail|1|{whole}\n|其中：专项|of_which|2|{part}\n|其他|detail|1|1")) == expected


def test_two_parts_below_one_row_are_each_compared_with_it() -> None:
    assert _parts(ledger("|拨款|detail|1|10\n|其中：甲|of_which|2|6\n|乙|of_which|2|12")) == ["pass", "fail"]


@pytest.mark.parametrize(("part", "expected"), [("4", ["pass"]), ("12", ["fail"])])
def test_a_column_called_of_which_is_at_most_the_column_beside_it(part: str, expected: list[str]) -> None:
    entries = ledger(f"|x|detail|1|10|{part}", "小计|其中")
    entries[1] = entries[1]._replace(line=entries[1].line._replace(measure_id="m.of_which", row_role="of_which"))
    assert _parts(entries) == expected
