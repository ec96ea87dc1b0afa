"""What a table's title says: of whom, of which fund, of which side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.config.headers import SPLIT_FUNDS, names_several_funds
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import first_said, says
from pipeline.interpretation.list_sides import MIXED_SIDES, own_side
from pipeline.model.table import Table
from pipeline.money import plain

_ASIDE = re.compile(r"\([^()]*(?:含|包括|不|除)[^()]*\)")
"""What a title takes in or leaves out is not what its table is about."""


def title_of(table: Table) -> str:
    """The title of a table; without one, the line above a table that prints its unit (部门收支总体情况)."""
    return table.caption.title or (table.caption.heading if table.caption.unit_label else "")


def without_organisation(title: str, publisher: str, rules: Rules) -> Iterator[str]:
    """The plain title with less and less of the organisation in it, the barest first, the whole title last.

    An office may be called by words of a table: 政府采购中心部门收支总表 is no table of procurement.
    """
    whole = plain(title)
    said = re.compile(rf"^.*(?:{rules.vocabulary.identification.organisation_end})20\d\d年度?(?=.)")
    bare = said.sub("", whole).replace(plain(publisher), "") if publisher else said.sub("", whole)
    if bare and bare != whole:
        yield bare
    yield whole


def as_titled(kind: KindRule, table: Table, publisher: str, rules: Rules) -> KindRule:
    """The kind with the fund and the side that the table's title names where the kind leaves them open.

    财政拨款项目支出表 is of project expenditure, all of it 财政拨款; 政府性基金收入表 has no expenditure; and
    一般公共预算财政拨款收支表 is of one fund only, unless its header names others.
    """
    title = _ASIDE.sub("", next(without_organisation(title_of(table), publisher, rules)))
    fund = None if names_several_funds(title, rules) else first_said(rules.fund_sources, title)
    open_fund = kind.fund_source == "all" or (
        kind.fund_source == "fiscal_total" and fund in SPLIT_FUNDS and not _names_another(table, fund, rules)
    )
    told: dict[str, str | None] = {}
    if kind.lines and fund and open_fund:
        told["fund_source"] = fund
    if kind.kind in MIXED_SIDES and own_side((title,), rules) == "revenue":
        told["side"] = "revenue"
    if kind.side and kind.kind not in MIXED_SIDES and says(str(rules.kind("rev_exp_summary").title), title):
        told["side"] = None  # 项目收入支出决算表
    return kind.model_copy(update=told) if told else kind


def _names_another(table: Table, fund: str, rules: Rules) -> bool:
    """Whether the header names one of the split funds that is not this."""
    heads = (plain(cell.text) for cell in table.cells if cell.row < table.header_rows and cell.text)
    return any(first_said(rules.fund_sources, head) in SPLIT_FUNDS - {fund} for head in heads)
