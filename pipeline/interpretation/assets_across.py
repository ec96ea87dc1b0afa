"""Facts of a table whose header lists the assets (资产总额|流动资产|固定资产: 小计|车辆) over one row of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.config.form_words import FactRule
from pipeline.config.words import says
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.entity_facts import BRACKETED, NO_AMOUNT, date_of_table, metric_of, rules_about
from pipeline.interpretation.form_table import Fields, FormTable
from pipeline.interpretation.units import UnitRegister
from pipeline.model.forms import EntityFact
from pipeline.model.table import Cell
from pipeline.money import parse_number, plain

_OF_MONEY = "万元"


def facts_across(form: FormTable, units: UnitRegister, occurrences: Occurrences) -> Iterator[EntityFact]:
    """The facts of one table, column by column; none where several rows could be the ones of its publisher.

    What a header, or the unit above the table, counts in pieces is a number; all else is money.
    """
    row = _row_of_all(form)
    if row is None:
        return
    as_of = date_of_table(form)
    rules = rules_about(plain(form.table.caption.title), form.rules.vocabulary.entity_facts)
    for column in form.columns:
        cell = form.own.get((row, column.no))
        found = _named(column, rules, form)
        if cell is None or found is None or parse_number(cell.text) is None:
            continue
        rule, name = found
        value = _value(rule, name, column, cell, form)
        if value is None:
            continue
        metric = metric_of(rule, name)
        key = (form.document_id, "fact", metric, as_of, "across")
        yield EntityFact(
            fact_id=content_id("ef", *key, occurrences.next(*key)),
            document_id=form.document_id,
            table_id=form.table_id,
            unit_id=units.unit_of(form.table),
            as_of=as_of,
            metric=metric,
            metric_raw="/".join(column.path),
            **(value | form.evidence(cell)),
        )


def _row_of_all(form: FormTable) -> int | None:
    """The one row with figures, or the one that sums all."""
    labels = [column.no for column in form.columns if column.role in ("name", "code", "seq")]
    told = [
        row for row in form.body if any(form.said(row, c.no) is not None for c in form.columns if c.no not in labels)
    ]
    totals = [row for row in told if any(says(form.rules.vocabulary.rows.total, form.text(row, no)) for no in labels)]
    rows = told if len(told) == 1 else totals
    return rows[0] if len(rows) == 1 else None


def _named(column: Column, rules: Sequence[FactRule], form: FormTable) -> tuple[FactRule, str] | None:
    """The rule that knows the lowest header that says more than that it sums, and the name it knows."""
    lowest = next((t for t in map(plain, reversed(column.path)) if not says(form.rules.columns.sum, t)), None)
    if lowest is None:
        return None
    for name in (lowest, BRACKETED.sub("", lowest), f"{lowest}总额"):
        for rule in rules:
            if re.fullmatch(rf"(?:单价|单位价值)?(?:{rule.match})", name):
                return rule, name
    return None


def _value(rule: FactRule, name: str, column: Column, cell: Cell, form: FormTable) -> Fields | None:
    """The value fields: a number in the pieces that header or caption name, else an amount where its unit is known."""
    said = [bracket[1] for text in reversed(column.path) if (bracket := BRACKETED.search(plain(text)))]
    counted = next((unit for unit in said if re.match(rule.unit, unit)), None)
    of_caption = plain(form.table.caption.unit_label).partition(":")[2]
    if counted is None and not said and re.match(rule.unit, of_caption):
        counted = of_caption
    if counted is not None and not re.match(rule.unit, _OF_MONEY):
        number = parse_number(cell.text)
        return {**NO_AMOUNT, "value_raw": plain(cell.text), "value_number": number, "value_unit_raw": counted}
    if column.unit is None and form.unit is None:
        return None
    return {"value_raw": None, "value_number": None, "value_unit_raw": None} | form.amount(cell, column.unit)
