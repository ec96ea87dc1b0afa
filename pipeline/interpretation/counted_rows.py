"""What rows of “三公” and agency tables count beside the cost: groups, guests, cars (公务用车保有量（辆） 15 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.config.form_words import FactRule
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.entity_facts import NO_AMOUNT, metric_of
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.units import UnitRegister
from pipeline.model.forms import EntityFact
from pipeline.model.table import Cell
from pipeline.money import parse_number

_UNIT = re.compile(r"\((?P<unit>[^()]{1,5})\)$")


def counted_facts(form: FormTable, units: UnitRegister, occurrences: Occurrences) -> Iterator[EntityFact]:
    """The facts of one table in reading order; of a budget and an outturn beside each other the last is the fact.

    A label says in brackets what it counts, but for parts of a number (车辆数合计（辆）, 主要领导干部用车).
    """
    ordinals = {column.no for column in form.columns if column.role == "seq"}
    heads: dict[int, str | None] = {}  # by the column of the labels: of which number parts may follow
    for row in form.body:
        label: Cell | None = None
        value: Cell | None = None
        for cell in (*form.beginning_in(row), None):
            text = form.text(row, cell.col) if cell is not None else "."
            is_number = parse_number(text) is not None
            if cell is not None and (not text or cell.col in ordinals or is_number or form.said(row, cell.col) is None):
                value = cell if is_number and cell.col not in ordinals else value
                continue
            if label is not None:
                yield from _fact(form, units, occurrences, label, value, heads)
            label, value = cell, None


def _fact(
    form: FormTable,
    units: UnitRegister,
    occurrences: Occurrences,
    label: Cell,
    value: Cell | None,
    heads: dict[int, str | None],
) -> Iterator[EntityFact]:
    """The fact of a label and the last number behind it, if a rule knows the label."""
    name = re.sub(form.rules.vocabulary.rows.enumerator, "", form.text(label.row, label.col))
    bracketed = _UNIT.search(name)
    rule = _rule_of(name, bracketed["unit"] if bracketed else None, heads.get(label.col), form)
    if rule is None:
        return
    if rule.under is None:
        heads[label.col] = rule.id
    if value is None:
        return
    metric = metric_of(rule, name)
    key = (form.document_id, "fact", metric, "counted")
    number = form.text(value.row, value.col)
    yield EntityFact(
        fact_id=content_id("ef", *key, occurrences.next(*key)),
        document_id=form.document_id,
        table_id=form.table_id,
        unit_id=units.unit_of(form.table),
        as_of=None,
        metric=metric,
        metric_raw=name,
        value_raw=number,
        value_number=parse_number(number),
        value_unit_raw=bracketed["unit"] if bracketed else None,
        **(NO_AMOUNT | form.evidence(value)),
    )


def _rule_of(name: str, unit: str | None, head: str | None, form: FormTable) -> FactRule | None:
    """The rule whose words the label is, and whose unit it has in brackets or takes from the number above it."""
    bare = _UNIT.sub("", name) if unit else name
    for rule in form.rules.vocabulary.entity_facts.facts:
        counts = re.fullmatch(f"(?:{rule.unit}).*", unit) if unit else rule.under is not None
        if counts and rule.under in (None, head) and re.search(f"(?:{rule.match})$", bare):
            return rule
    return None
