"""Amount units: what a table prints of its own, and what a document says of all its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.config.rules import Rules
from pipeline.interpretation.bound_column import Column
from pipeline.model.table import PageContent, Table
from pipeline.money import AmountUnit, plain

TABLE = "表"
"""A sentence on units is about the tables when it names them; another is about the amounts of its own paragraph."""


def table_unit(table: Table, columns: Sequence[Column], rules: Rules) -> AmountUnit | None:
    """The unit a table prints: in its caption, else in the headers of its amounts, else in a note below it."""
    return _labelled(table, rules) or _of_columns(columns) or _only(_stated(table.notes, rules))


def units_printed(table: Table, rules: Rules) -> frozenset[AmountUnit]:
    """The units a table prints above it, in its title and in notes below it: of several none is known to be meant."""
    label = rules.vocabulary.captions.unit_label
    above = (match.group(1) for line in table.caption.lines for match in re.finditer(label, plain(line)))
    named = (rules.vocabulary.amount_units.get(name) for name in above)
    return frozenset(unit for unit in (*named, *_stated(table.notes, rules)) if unit is not None)


def prints_unknown_unit(table: Table, rules: Rules) -> bool:
    """Whether its caption prints a unit that is not known: then the document's is not its own."""
    return any(re.search(rules.vocabulary.captions.unknown_unit, plain(line)) for line in table.caption.lines)


def document_unit(tables: Sequence[tuple[Table, str]], pages: Sequence[PageContent], rules: Rules) -> AmountUnit | None:
    """The unit of tables that print none: the one that labelled tables with amounts and sentences on tables share."""
    labelled = (_labelled(table, rules) for table, kind in tables if rules.kind(kind).lines)
    sentences = (line.sure for page in pages for line in page.lines if TABLE in line.text)
    return _only((*labelled, *_stated(sentences, rules)))


def _labelled(table: Table, rules: Rules) -> AmountUnit | None:
    match = re.search(rules.vocabulary.captions.unit_label, plain(table.caption.unit_label))
    return rules.vocabulary.amount_units.get(match.group(1)) if match else None


def _of_columns(columns: Sequence[Column]) -> AmountUnit | None:
    """The one unit that headers of amounts print: it holds for the amounts beside them too."""
    return _only(column.unit for column in columns)


def _stated(texts: Iterable[str], rules: Rules) -> Iterator[AmountUnit | None]:
    for text in texts:
        if match := re.search(rules.vocabulary.captions.unit_statement, plain(text)):
            yield rules.vocabulary.amount_units.get(match.group(1))


def _only(units: Iterable[AmountUnit | None]) -> AmountUnit | None:
    """The unit, where only one is named."""
    found = {unit for unit in units if unit is not None}
    return found.pop() if len(found) == 1 else None
