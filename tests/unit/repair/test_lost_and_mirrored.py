"""Blank totals and lost tables: derived where two sums, or a mirrored table asserted twice, demand it."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.checks.evaluate import amounts
from pipeline.checks.rows import row_identities
from pipeline.config.load import load_configs
from pipeline.model.audit import CheckRecord
from pipeline.model.records import BudgetLine, DocumentResult, Entry, TableRecord
from pipeline.repair.derive import derived_tables
from pipeline.repair.log import doubled_records
from pipeline.repair.lost import lost_totals
from tests.unit.checks.ledger import ledger
from tests.unit.repair.test_slips import document

LIST = """
    |支出|subtotal|1|{total}
    |1、人员|detail|2|{first}
    |（1）工资|detail|3|60.00
    |（2）津贴|detail|3|20.00
    |2、项目|detail|2|20.00
"""


def _values(text: str, method: str = "manual") -> dict[str, Decimal]:
    entries = [e._replace(line=e.line._replace(extraction_method=method)) for e in ledger(text)]
    found = lost_totals(entries, list(row_identities(entries)), amounts(entries))
    return {r.entry.line.label_raw: r.value for r in found}


def test_a_blank_total_that_two_sums_demand_is_derived() -> None:
    assert _values(LIST.format(total="100.00", first="")) == {"1、人员": Decimal("80.00")}


@pytest.mark.parametrize(
    ("total", "first", "method"),
    [("100.00", "80.00", "manual"), ("101.00", "", "manual"), ("", "", "manual"), ("100.00", "", "text_layer")],
    ids=["nothing-blank", "contradicted", "no-second-sum", "printed-blank"],
)
def test_what_is_left_blank(total: str, first: str, method: str) -> None:
    assert _values(LIST.format(total=total, first=first), method) == {}


def _table(table_id: str, kind: str, status: str) -> TableRecord:
    blank: dict[str, Any] = dict.fromkeys(f.name for f in fields(TableRecord))
    return TableRecord(**{**blank, "table_id": table_id, "table_kind": kind, "table_status": status})


def _mirror(asserted: bool, confirmed: str = "confirmed") -> DocumentResult:
    text = "|合计|total|0|100.00\n|甲单位|detail|1|60.00\n201|教育|detail|2|60.00\n|乙单位|detail|1|40.00"
    entries = [_as_line(e, confirmed) for e in ledger(text)]
    blank: dict[str, Any] = dict.fromkeys(CheckRecord._fields)
    said = CheckRecord(**{**blank, "check_id": "c", "rule_id": "C-XTAB", "status": "pass", "record_ids": "s|0.0"})
    return replace(
        document(""),
        tables=(_table("lost", "rev_summary", "illegible"), _table("t", "exp_summary", "extracted")),
        budget_lines=tuple(e.line for e in entries),
        checks=(said,) if asserted else (),
    )


def _as_line(entry: Entry, reconciliation: str) -> Entry:
    said = {"table_kind": "exp_summary", "side": "expenditure", "fund_source": "all", "expenditure_type": "all"}
    line: BudgetLine = entry.line._replace(document_id="d", reconciliation=reconciliation, measure_id="all.all", **said)  # type: ignore[arg-type]  # fields by name
    return entry._replace(line=line)


def test_a_lost_table_is_derived_from_the_one_that_mirrors_it() -> None:
    rules = load_configs().identities.derivations
    result = derived_tables(_mirror(asserted=True), rules)
    derived = [x for x in result.budget_lines if x.table_id == "lost"]
    assert [(x.label_raw, x.side, x.amount_cny) for x in derived] == [
        ("合计", "revenue", Decimal("100.00")),
        ("甲单位", "revenue", Decimal("60.00")),
        ("乙单位", "revenue", Decimal("40.00")),
    ]
    assert {x.value_status for x in derived} == {"derived"}
    assert {x.flags for x in derived} == {"needs_review"}
    assert [r.method for r in result.repairs] == ["mirrored table"] * 3
    assert "rev_summary 合计" in result.repairs[0].rationale.replace("all.all", "").replace("  ", " ")


def test_nothing_is_derived_from_a_total_said_once_or_amounts_unconfirmed() -> None:
    rules = load_configs().identities.derivations
    assert not derived_tables(_mirror(asserted=False), rules).repairs
    assert not derived_tables(_mirror(asserted=True, confirmed="unchecked"), rules).repairs
    assert not derived_tables(_mirror(asserted=True), ()).repairs


def test_a_table_set_twice_is_one_repair() -> None:
    entries = ledger("|甲|detail|1|5\n|甲|detail|1|5\n|乙|detail|1|6")
    assert not list(doubled_records(entries, {}))
    entries[1] = entries[1]._replace(line=entries[1].line._replace(flags="duplicate_row"))
    (record,) = doubled_records(entries, {"t": "收支总表"})
    assert (record.repair_type, record.record_id) == ("dedupe", "t")
    assert record.rationale.startswith("收支总表: 1 rows repeat")
