"""Sums down and across a list hold, or fail with a cause."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.checks.causes import cause_of
from pipeline.checks.columns import column_identities
from pipeline.checks.evaluate import amounts, evaluate
from pipeline.checks.figure import figures_of
from pipeline.checks.rows import row_identities
from tests.unit.checks.ledger import ledger

TREE = "|合计|total|0|{}\n201|类|detail|1|300.00\n"
TREE += "20101|款|detail|2|300.00\n2010101|项|detail|3|100.00\n2010102|项|detail|3|{}"


def down(text: str) -> list[str]:
    entries = ledger(text)
    return sorted(o.status for o in evaluate(row_identities(entries), amounts(entries)))


@pytest.mark.parametrize(
    ("total", "item", "said"),
    [
        ("300.00", "200.00", ["pass"] * 3),
        ("300.00", "210.00", ["fail", "pass", "pass"]),
        ("300.01", "200.00", ["pass", "pass", "pass_rounding"]),
        ("300.02", "200.00", ["fail", "pass", "pass"]),
        ("", "200.00", ["not_evaluable", "pass", "pass"]),
    ],
)
def test_a_code_tree_adds_up_or_says_where_not(total: str, item: str, said: list[str]) -> None:
    assert down(TREE.format(total, item)) == said


@pytest.mark.parametrize(("total", "said"), [("300.00", ["pass"]), ("310.00", ["not_evaluable"])])
def test_a_numbered_list_alone_accuses_nobody(total: str, said: list[str]) -> None:
    assert down(f"|一|detail|1|100.00\n|二|detail|1|200.00\n|总计|total|0|{total}") == said


def test_a_column_sum_borne_out_elsewhere_accuses_and_names_swapped_digits() -> None:
    entries = ledger("201|甲|detail|1|300.00|100.00|200.00\n202|乙|detail|1|579.00|250.00|347.00", "合计|基本|项目")
    found = evaluate(column_identities(entries, "^合计$", "^其中"), amounts(entries))
    assert [o.status for o in found] == ["pass", "fail"]
    cause, why = cause_of(found[1], figures_of(entries), ())
    assert cause == "source_error"
    assert "two digits swapped" in why


def beside(first: str, second: str, headers: tuple[str, str] = ("公用/决算数", "公用/决算数")) -> list[str]:
    """The outcomes of two lists side by side in one table."""
    left, right = ledger(first, headers[0]), ledger(second, headers[1])
    moved = [e._replace(block=1, col=3, line=e.line._replace(line_id=f"right {e.line.line_id}")) for e in right]
    entries = [*left, *moved]
    return sorted(o.status for o in evaluate(row_identities(entries), amounts(entries)))


def test_a_list_set_in_two_columns_is_one_list() -> None:
    assert beside("302|商品|detail|1|5.00\n30201|办公|detail|2|2.00", "30228|工会|detail|2|3.00") == ["pass"]
    assert beside("302|商品|detail|1|5.00\n30201|办公|detail|2|2.00", "30228|工会|detail|2|4.00") == ["fail"]


@pytest.mark.parametrize(("total", "said"), [("5.00", ["pass", "pass"]), ("6.00", ["fail", "pass"])])
def test_the_word_of_a_total_across_both_lists_ends_neither(total: str, said: list[str]) -> None:
    first = "302|商品|detail|1|5.00\n30201|办公|detail|2|2.00\n|合计|total|0|"
    assert beside(first, f"30228|工会|detail|2|3.00\n|合计|total|0|{total}") == said


def test_lists_of_other_headers_or_behind_a_total_are_lists_of_their_own() -> None:
    people = "301|工资|detail|1|2.00\n30101|基本|detail|2|2.00"
    assert beside(people, "30102|津贴|detail|2|3.00", ("人员/决算数", "公用/决算数")) == ["pass"]
    ended = people + "\n|合计|total|0|2.00"
    assert beside(ended, "30102|津贴|detail|2|3.00") == ["pass", "pass"]


OF_UNITS = """
    |合计|total|0|{total}
301|工资福利支出|subtotal|1|300.00
30101|基本工资|detail|2|100.00
30102|津贴补贴|detail|2|200.00
302|商品和服务支出|subtotal|1|50.00
30201|办公费|detail|2|50.00
"""


def of_units(total: str, units: dict[str, str]) -> list[str]:
    """The outcomes of a list whose rows are of these units, by their labels; the others name none."""
    entries = [
        e._replace(
            unit_code=units.get(str(e.line.label_raw)),
            line=e.line._replace(unit_id=units.get(str(e.line.label_raw), "publisher")),
        )
        for e in ledger(OF_UNITS.format(total=total))
    ]
    return sorted(o.status for o in evaluate(row_identities(entries), amounts(entries)))


def test_classes_that_name_no_unit_are_those_of_their_items_units() -> None:
    of_one = dict.fromkeys(("基本工资", "津贴补贴", "办公费"), "335301")
    assert of_units("350.00", of_one) == ["pass"] * 3
    assert of_units("360.00", of_one) == ["fail", "pass", "pass"]
    assert of_units("350.00", {**of_one, "津贴补贴": "335302"}) == ["pass"] * 3


@pytest.mark.parametrize(("part", "status"), [("10.00", "pass"), ("10.30", "not_evaluable")])
def test_a_column_of_nothing_but_0_is_no_column_of_rounded_amounts(part: str, status: str) -> None:
    entries = ledger(f"|合计|total|0|10.00|{part}|0", "合计|基本支出|项目支出")
    whole = [e._replace(line=e.line._replace(amount_quantum_cny=Decimal(1))) if e.col == 2 else e for e in entries]
    (outcome,) = evaluate(column_identities(whole, "^合计$", "^其中"), amounts(whole))
    assert outcome.status == status
