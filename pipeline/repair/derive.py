"""Lost tables, as far as another table must print the same: rows taken over as derived, with the formula.

Which tables mirror which is data (``configs/identities/derivations.csv``): by unit and fund, total revenue is total
expenditure. Only totals and units are taken over, only from a table whose own total the document asserts a second
time, and every amount goes to review: one identity is no second witness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.checks.evaluate import PASSED
from pipeline.config.identities import Derivation
from pipeline.ids import content_id
from pipeline.model.audit import CheckRecord, RepairRecord, rule_repair
from pipeline.model.flags import with_flag
from pipeline.model.joined import apart
from pipeline.model.records import BudgetLine, DocumentResult, TableRecord
from pipeline.money import in_cents

TAKEN_OVER = ("total", "subtotal", "detail")


def derived_tables(result: DocumentResult, rules: Sequence[Derivation]) -> DocumentResult:
    """The result, its checks renewed, with the derivable lines of illegible tables and one repair for each."""
    lost = [t for t in result.tables if t.table_status == "illegible"]
    lines: list[BudgetLine] = []
    for table in lost:
        for rule in rules:
            if rule.table_kind == table.table_kind and not any(x.table_id == table.table_id for x in lines):
                lines += _mirrored(table, rule, result)
    if not lines:
        return result
    repairs = tuple(_record(line, result) for line in lines)
    return replace(result, budget_lines=(*result.budget_lines, *lines), repairs=(*result.repairs, *repairs))


def _mirrored(table: TableRecord, rule: Derivation, result: DocumentResult) -> Iterator[BudgetLine]:
    """The lines of the lost table that the other one demands."""
    sources = [t for t in result.tables if t.table_kind == rule.from_kind and t.table_status == "extracted"]
    if len(sources) != 1 or sum(t.table_kind == table.table_kind for t in result.tables) != 1:
        return
    own = [
        line
        for line in result.budget_lines
        if line.table_id == sources[0].table_id
        and line.expenditure_type == rule.expenditure_type
        and line.row_role in TAKEN_OVER
        and not (line.func_code or line.econ_dept_code or line.econ_gov_code)
        and not line.measure_id.endswith(".of_which")
    ]
    total = [line for line in own if line.row_role == "total" and line.fund_source == "all"]
    if len(total) != 1 or total[0].amount_cny is None or not _asserted(total[0], result.checks):
        return
    for line in own:
        if line.amount_cny is not None and line.reconciliation == "confirmed":
            yield line._replace(
                line_id=content_id("bl", table.table_id, line.line_id),
                table_id=table.table_id,
                table_kind=table.table_kind,
                side=rule.side,
                amount_raw="",
                remark_raw=None,
                page_no=None,
                bbox=None,
                source_cell_id=None,
                extraction_method="derived",
                confidence=0.5,
                value_status="derived",
                reconciliation="unchecked",
                flags=with_flag(line.flags, "needs_review"),
            )


def _asserted(total: BudgetLine, checks: Sequence[CheckRecord]) -> bool:
    """Whether another table or the running text says the total once more."""
    return any(
        check.rule_id in ("C-XTAB", "C-PROSE", "C-SIDE")
        and check.status in PASSED
        and total.line_id in apart(check.record_ids)
        for check in checks
    )


def _record(line: BudgetLine, result: DocumentResult) -> RepairRecord:
    source = next(x for x in result.budget_lines if content_id("bl", line.table_id, x.line_id) == line.line_id)
    about = f"{source.row_path_raw or source.label_raw} {source.measure_id}"
    return rule_repair(
        content_id("rep", line.line_id, "amount_cny", line.amount_cny),
        line.document_id,
        ("budget_lines", line.line_id, "amount_cny"),
        (None, str(in_cents(line.amount_cny or Decimal(0)))),
        repair_type="derivation",
        rule_id="C-XTAB",
        rationale=f"{line.table_kind} {about} = {source.table_kind} {about}: 收入 = 支出, by unit and fund",
        method="mirrored table",
        proof="one identity demands it; the other table's amount is confirmed and its total asserted once more",
        confidence=0.5,
        candidates=source.line_id,
        page_no=source.page_no,
        bbox=source.bbox,
    )
