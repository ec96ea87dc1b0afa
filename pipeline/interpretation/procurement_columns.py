"""Which column of a procurement list holds what, and whether a row's texts fit their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.config.headers import is_of_other_period, meaning_of
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.identification import years_of
from pipeline.money import parse_number, plain

FUNDS = {
    "general_public": "amount_general_public_cny",
    "government_fund": "amount_government_fund_cny",
    "state_capital": "amount_state_capital_cny",
    "fiscal_account": "amount_fiscal_account_cny",
    "unit_funds": "amount_unit_funds_cny",
    "carryover": "amount_carryover_cny",
}
NUMBERS = ("quantity", "unit_price", "project_budget", "sme_reserved")
WORDS = ("item", "measure_unit")
"""Columns whose cells hold words: a number there has slipped from elsewhere."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what."""

    texts: Mapping[str, Column]
    amount: Column | None
    funds: Mapping[str, tuple[Column, ...]]
    codes: tuple[Column, ...]

    def first_below(self, form: FormTable, row: int) -> int | None:
        """The first column whose text in this row does not fit its header; ``None`` when all do."""
        total = form.rules.vocabulary.rows.total  # the word of a total reaches over other columns
        numbers = [(c, form.said(row, c.no)) for c in self._numbers()]
        misfits = [c.no for c, text in numbers if is_words(text) and not re.search(total, text or "")]
        misfits += [c.no for name, c in self.texts.items() if name in WORDS and is_number(form.said(row, c.no))]
        codes = [(c, t) for c in self.codes if (t := form.said(row, c.no)) and not re.search(total, t)]
        misfits += [c.no for c, text in codes if not re.fullmatch(r"\d{1,12}|[A-C]", text)]
        whole = [c for c in self.codes if c.of in ("econ_dept", "econ_gov") and c.path[-1] not in ("类", "款", "项")]
        digit = {"econ_dept": "3", "econ_gov": "5"}
        misfits += [c.no for c, text in codes if c in whole and text[0] != digit[str(c.of)]]
        return min(misfits, default=None)

    def _numbers(self) -> list[Column]:
        own = [column for name, column in self.texts.items() if name in NUMBERS]
        return [*own, *([self.amount] if self.amount else []), *(c for some in self.funds.values() for c in some)]


def layout_of(form: FormTable) -> Layout:
    """The columns of one list by what their lowest headers say.

    The first amount of the year over all funds is the amount; in a final account the first of what was really spent,
    where it stands beside what was planned, with the funds of the same headers.
    """
    texts: dict[str, Column] = {}
    amounts: list[Column] = []
    by_fund: list[tuple[str, Column]] = []
    codes: list[Column] = []
    words = form.rules.vocabulary.procurement
    for column in form.columns:
        leaf = plain(column.path[-1]) if column.path else ""
        rule = next((r for r in words.columns if leaf and re.search(r.match, leaf)), None)
        if column.role == "code":
            codes.append(column)
        elif rule is not None:
            texts.setdefault(rule.id, column)
        elif column.path and _is_of_the_year(column, form):
            meaning = meaning_of(column.path, form.rules)
            field = FUNDS.get(meaning.fund_source or "")
            if field is not None:
                by_fund.append((field, column))
            elif meaning.fund_source is None and (meaning.amount or re.search(words.amount, leaf)):
                amounts.append(column)
    if "catalog" not in texts and "catalog_name" in texts:
        texts["catalog"] = texts.pop("catalog_name")  # the one column of the catalogue, its code perhaps in front
    spent = [c for c in amounts if any(re.search(words.spent, plain(text)) for text in c.path)]
    amount = next(iter(spent if form.phase == "final_account" and spent else amounts), None)
    funds: dict[str, tuple[Column, ...]] = {}
    for field, column in by_fund:
        if amount is None or not spent or column.path[0] == amount.path[0]:
            funds[field] = (*funds.get(field, ()), column)
    return Layout(texts, amount, funds, tuple(codes))


def _is_of_the_year(column: Column, form: FormTable) -> bool:
    """Whether no header over a column names another year alone, the next one or a part of one."""
    years = frozenset[int]().union(*map(years_of, column.path))
    other = meaning_of(column.path, form.rules).phase == "prior_year" or is_of_other_period(column.path, form.rules)
    return not other and (not years or form.fiscal_year in years)


def is_words(text: str | None) -> bool:
    """Whether something is printed that is no number."""
    return text is not None and parse_number(text) is None


def is_number(text: str | None) -> bool:
    """Whether a number is printed."""
    return text is not None and parse_number(text) is not None
