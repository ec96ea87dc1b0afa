"""A check written out as the sum it is: its terms with their labels, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pipeline.model.joined import apart
from pipeline.report.reading import DocumentData, Names
from pipeline.report.words import word

Row = Mapping[str, Any]
Operator = Literal["", "=", "+", "×", ","]


FORMS = {
    "three_public": ("three_public_id", "item_raw", "amount_cny"),
    "projects": ("project_id", "project_name_raw", "amount_cny"),
    "performance_goals": ("goal_id", "name_raw", "amount_total_cny"),
}
"""Resources of forms whose amounts take part in checks: key, label and the amount shown."""


@dataclass(frozen=True, slots=True)
class Term:
    """One amount of a check. ``anchor``: its place on the page, ``None`` for what has none."""

    operator: Operator
    label: str
    column: str
    amount: str
    anchor: str | None
    page_no: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A check with its terms, the total first."""

    check: Row
    terms: tuple[Term, ...]


class Records:
    """Whatever a check can speak of, by identifier: lines, statements, rows of forms, cells, tables."""

    def __init__(self, data: DocumentData, names: Names) -> None:
        self._names = names
        self.lines: dict[str, Row] = {r["line_id"]: r for r in data.lines}
        self.statements: dict[str, Row] = {r["statement_id"]: r for r in data.statements}
        self.cells: dict[str, Row] = {r["cell_id"]: r for rows in data.cells.values() for r in rows}
        self.tables: dict[str, Row] = {r["table_id"]: r for r in data.tables}
        self.forms: dict[str, tuple[str, Decimal | None, Row]] = {
            row[key]: (row[label] or "", row[amount], row)
            for name, (key, label, amount) in FORMS.items()
            for row in data.others.get(name, ())
        }

    def amount(self, record_id: str) -> Decimal | None:
        """The amount in yuan of a line, statement or row of a form; ``None`` for what has none."""
        if record_id in self.forms:
            return self.forms[record_id][1]
        row = self.lines.get(record_id) or self.statements.get(record_id)
        return row["amount_cny"] if row is not None else None

    def term(self, record_id: str, operator: Operator) -> Term:
        """The record as a term of a sum."""
        if (row := self.lines.get(record_id)) is not None:
            column = self._names.measures.get(row["measure_id"], row["measure_id"])
            title = self.tables.get(row["table_id"], {}).get("title_raw") or ""
            label = label_of(row)
            return Term(
                operator,
                label,
                f"{title} · {column}" if title else column,
                money(row["amount_cny"]),
                record_id,
                row["page_no"],
            )
        if (row := self.statements.get(record_id)) is not None:
            return Term(operator, row["sentence_raw"], "文字说明", money(row["amount_cny"]), record_id, row["page_no"])
        if record_id in self.forms:
            label, amount, row = self.forms[record_id]
            title = self.tables.get(row["table_id"], {}).get("title_raw") or ""
            return Term(operator, label, title, money(amount), None, row["page_no"])
        if (row := self.cells.get(record_id)) is not None:
            return Term(operator, row["text_raw"] or "（空白）", "", row["text_raw"] or "", record_id, row["page_no"])
        if (row := self.tables.get(record_id)) is not None:
            return Term(
                operator, row["title_raw"] or "", word(row["table_status"]).zh, "", record_id, row["page_start"]
            )
        return Term(operator, "（空白单元格 blank cell）", "", "—", None, None)


def sum_of(check: Row, records: Records) -> Sum:
    """The check with its terms; signs are written only where the published amounts bear them out."""
    ids = apart(check["record_ids"])
    between = _operator(check, ids[1:], records)
    return Sum(
        check,
        tuple(
            records.term(i, "" if n == 0 else "=" if n == 1 and between != "," else between) for n, i in enumerate(ids)
        ),
    )


def _operator(check: Row, parts: Sequence[str], records: Records) -> Operator:
    if check["rule_id"] == "C-PROC":
        return "×"
    amounts = [records.amount(i) or Decimal(0) for i in parts]
    if amounts and sum(amounts, Decimal(0)) in (check["expected_cny"], check["actual_cny"]):
        return "+"
    return ","


def label_of(line: Row) -> str:
    """How a reader calls the row: its path with the code, as printed."""
    label = line["row_path_raw"] or line["label_raw"] or ""
    code = line["func_code"] or line["econ_dept_code"] or line["econ_gov_code"] or ""
    return f"{code} {label}".strip()


def money(value: object) -> str:
    """Yuan with grouping and two decimals; a dash for an amount nobody knows."""
    return "—" if value is None else f"{value:,.2f}"
