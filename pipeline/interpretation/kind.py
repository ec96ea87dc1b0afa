"""Which of the known table kinds a logical table is: by its title, its printed number, its header."""

from __future__ import annotations

import re

from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import says
from pipeline.interpretation.titles import title_of, without_organisation
from pipeline.model.table import Table
from pipeline.money import plain

FIRST_ROWS = 4
"""Rows that stand for the header of a table that has none (a form)."""
_LEADERS = re.compile(r"[.…·]{3,}|\d{1,3}$")


def kind_of(table: Table, rules: Rules, publisher: str = "") -> KindRule:
    """The kind rule of a table; kind ``other`` when nothing known fits. ``publisher``: whose name titles may hold."""
    if _is_contents(table):
        return rules.kind("toc")
    heads = [plain(c.text) for c in table.cells if c.row < max(table.header_rows, FIRST_ROWS) and c.text]
    by_header = next((rule for rule in rules.table_kinds if _header_fits(rule, table)), None)
    if by_header is not None and by_header.kind == "toc":
        return by_header
    by_title = kind_of_title(table.caption.title, rules, publisher)
    if by_title is not None:
        return _by_class(by_title, table, heads, rules)
    form = rules.forms.get(re.sub(r"-\d+$", "", plain(table.caption.printed_no)))
    if form:
        return rules.kind(form)
    if by_header is not None and by_header.kind != "other":
        return by_header
    named = kind_of_title(title_of(table), rules, publisher)
    return _by_class(named, table, heads, rules) if named is not None else rules.kind("other")


def kind_of_title(title: str, rules: Rules, publisher: str = "") -> KindRule | None:
    """The kind a title alone names, or ``None``."""
    titles = without_organisation(title, publisher, rules)
    return next((r for told in titles for r in rules.table_kinds if r.title and says(r.title, told)), None)


def _header_fits(rule: KindRule, table: Table) -> bool:
    """Whether the header has all the rule's words; a form has no header, its first rows stand for it."""
    if rule.header is None:
        return False
    top = table.header_rows if rule.lines else max(table.header_rows, FIRST_ROWS)
    heads = [plain(c.text) for c in table.cells if c.row < top and c.text]
    if not all(any(says(pattern, head) for head in heads) for pattern in rule.header):
        return False
    first = [plain(c.text) for c in table.cells if c.row == table.header_rows and c.text]
    return rule.first_row is None or any(says(rule.first_row, text) for text in first)


def _by_class(rule: KindRule, table: Table, heads: list[str], rules: Rules) -> KindRule:
    """A title that leaves the classification open (一般公共预算基本支出表) is settled by the header or the codes."""
    pairs = {
        "gpb_basic_econ": "gpb_basic_func",
        "gpb_exp_func": "gpb_exp_econ",
        "fiscal_exp_func": "fiscal_exp_econ",
    }
    other = pairs.get(rule.kind)
    if other is None:
        return rule
    economic = any(says(rules.columns.economic, h) for h in heads)
    functional = any(says(rules.columns.functional, h) for h in heads)
    if economic == functional:
        codes = [plain(c.text)[:1] for c in table.cells if re.fullmatch(r"\[?[235]\d{2,6}\]?", plain(c.text))]
        economic = codes.count("3") > codes.count("2")
        functional = codes.count("2") > codes.count("3")
    wanted = "econ_dept" if economic else "functional" if functional else rule.classification
    return rule if wanted == rule.classification else rules.kind(other)


def _is_contents(table: Table) -> bool:
    """Two columns, the second page numbers, the first titles with dotted leaders: a contents list."""
    if table.n_cols != 2 or not table.cells:  # noqa: PLR2004 - title and page number
        return False
    pages = [plain(c.text) for c in table.cells if c.col == 1]
    titles = [plain(c.text) for c in table.cells if c.col == 0]
    return sum(p.isdigit() for p in pages) >= 0.8 * len(pages) and sum(
        bool(_LEADERS.search(t)) for t in titles
    ) >= 0.5 * len(titles)
