"""Header words: what the text of one header cell means under the rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.config.rules import Rules
from pipeline.config.schema import Phase, RoleRule
from pipeline.config.words import is_only, says
from pipeline.model.table import Cell
from pipeline.money import plain

LONGEST_HEADER = 30
FEWEST_COUNTED, LONGEST_INDEX_WORD = 4, 4
"""So many numbers that count from 1 number the columns, beside one text of so many characters, whatever it says."""
YEAR = re.compile(r"20\d{2}年?度?")
_SPECK = re.compile(r"(?<=[一-鿿])[A-Za-z0-9|](?=[一-鿿])")
_BARE_YEAR = re.compile(r"20\d{2}年度?")
"""A header that says no more than the year is one of amounts, where nothing else stands below it."""
REMEMBERED = 1 << 12
"""Header paths whose meaning is remembered, some documents' worth: labels and headers come again in every table."""
SPLIT_FUNDS = frozenset({"general_public", "government_fund", "state_capital"})
"""Funds whose carry-over is told apart."""
LABEL_ROLES = frozenset({"code", "name", "seq"})
"""Roles of columns that say whose amounts a row has."""
_EXCLUDE_EACH_OTHER = frozenset({
    "general_public", "government_fund", "state_capital", "fiscal_account", "operating_income", "superior_subsidy",
    "affiliated_remittance", "unit_funds",
})  # fmt: skip


class Meaning(NamedTuple):
    """The measure a header path stands for; ``None`` where the path does not say."""

    fund_source: str | None
    expenditure_type: str | None
    phase: Phase | None
    of_which: bool
    amount: bool


@lru_cache(REMEMBERED)
def is_of_other_period(path: tuple[str, ...], rules: Rules) -> bool:
    """Whether a header of the path names the next year or a part of one: no measure has such amounts."""
    return any(says(rules.columns.other_period, plain(text)) for text in path)


@lru_cache(REMEMBERED)
def is_of_other_amounts(path: tuple[str, ...], rules: Rules) -> bool:
    """Whether what stands below the headers of the path is known to be no amount of this year: comparisons too."""
    return is_of_other_period(path, rules) or any(says(rules.columns.comparison, plain(text)) for text in path)


@lru_cache(REMEMBERED)
def is_of_the_rest(path: tuple[str, ...], rules: Rules) -> bool:
    """Whether a header of the path names what is left beside something, and so nothing by its words."""
    return any(says(rules.columns.other_than, re.sub(rules.columns.aside, "", plain(text))) for text in path)


@lru_cache(REMEMBERED)
def role_of(path: tuple[str, ...], rules: Rules) -> RoleRule | None:
    """The first role rule that matches the leaf header, or the whole path for a leaf that says nothing.

    A leaf that no rule knows is read without a sign that a scan has for a speck (单位代6码).
    """
    leaf = plain(path[-1]) if path else ""
    joined = "/".join(map(plain, path))
    for text in (leaf, joined, _SPECK.sub("", leaf)):
        for rule in rules.column_roles:
            if says(rule.match, text):
                return rule
    return None


@lru_cache(REMEMBERED)
def meaning_of(path: tuple[str, ...], rules: Rules) -> Meaning:
    """The measure of a header path, each dimension taken from the lowest header that names it."""
    texts = [re.sub(rules.columns.aside, "", plain(text)) for text in reversed(path)]
    fund = _fund(texts, rules)
    expenditure = _expenditure(texts, rules)
    phase = next((r.id for t in texts for r in rules.columns.phase if says(r.match, t)), None)
    return Meaning(
        fund,
        expenditure,
        phase,
        bool(texts) and says(rules.columns.of_which, texts[0]),
        any(says(rules.columns.amount, t) for t in texts) or bool(texts and _BARE_YEAR.fullmatch(texts[0])),
    )


def _fund(texts: Sequence[str], rules: Rules) -> str | None:
    found = next((r.id for t in texts for r in rules.fund_sources if says(r.match, t)), None)
    if found is None:
        return None
    above = [r.id for t in texts[1:] for r in rules.fund_sources if says(r.match, t)]
    if found == "fiscal_total" and "general_public" in above and says(rules.columns.of_which, texts[0]):
        return "general_public_fiscal"
    if found == "fiscal_total" and len(split := SPLIT_FUNDS.intersection(above)) == 1:
        return min(split)  # 国有资本经营/预算拨款
    if found == "carryover":  # 一般公共预算/上年结转
        return carried_over(next((fund for fund in above if fund in SPLIT_FUNDS), found))
    return carried_over(found) if "carryover" in above else found


def carried_over(fund: str) -> str:
    """The fund source of what is left of a fund from the years before."""
    return f"carryover_{fund}" if fund in SPLIT_FUNDS else "carryover"


def names_several_funds(text: str, rules: Rules) -> bool:
    """Whether one header names funds that exclude each other: two headers run together, or a sum of both.

    Words for a whole (财政拨款) or for a year before (结转) stand beside the name of any fund.
    """
    found = {rule.id for rule in rules.fund_sources if rule.id in _EXCLUDE_EACH_OTHER and says(rule.match, plain(text))}
    return len(found) > 1


def _expenditure(texts: Sequence[str], rules: Rules) -> str | None:
    for i, text in enumerate(texts):
        for rule in rules.expenditure_types:
            if not says(rule.match, text):
                continue
            if rule.under is None or any(says(rule.under, above) for above in texts[i:]):
                return rule.id
    return None


def is_header_word(text: str, rules: Rules) -> bool:
    """Whether a cell's text is a word that column headers use."""
    word = plain(text)
    if not word or len(word) > LONGEST_HEADER:
        return False
    columns = rules.columns
    patterns = (columns.amount, columns.of_which, columns.comparison, columns.other_period, columns.other_header)
    return (
        bool(_BARE_YEAR.fullmatch(word))
        or any(says(pattern, word) for pattern in patterns)
        or any(says(rule.match, word) for rule in rules.column_roles)
        or any(says(rule.match, word) for rule in rules.fund_sources)
        or any(says(rule.match, word) for rule in rules.expenditure_types)
    )


def is_caption_row(row: Sequence[Cell], rules: Rules) -> bool:
    """Whether a row on top of a grid is caption: number, unit, organisation or title inside the rules."""
    captions = rules.vocabulary.captions
    texts = [plain(cell.text) for cell in row if cell.text]
    whole = (captions.printed_no, captions.organisation, captions.unit_label)
    if len(texts) == 1 and len(row) > 1 and says(captions.title, texts[0]):
        return True
    return bool(texts) and all(any(re.match(pattern, text) for pattern in whole) for text in texts)


def is_index_row(row: Sequence[Cell], rules: Rules) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3, 甲 乙 1 2, ``**``), beside label headers at most (类 款 1).

    A number is printed as 1, ①, (1), 1. or 第1栏; the cell of columns that were not told apart has several (1 2).
    Beside so many that follow one another a short text is the word for them misread (L栏次), whatever it says: no
    amounts follow one another like that. Below the word may stand the label of the next row, which has no amounts.
    """
    printed = (_index_word(cell.text, rules) or cell.text for cell in row)
    texts = [text for one in printed for text in _numbers_in(one) or (plain(one),) if text]
    others = [text for text in texts if not numbers_column(text, rules)]
    plainly = (unicodedata.normalize("NFKC", text) for text in texts if text not in others and "=" not in text)
    numbers = [int(number[0]) for text in plainly if (number := re.search(r"\d+", text))]
    if others:
        heads = all((role := role_of((text,), rules)) is not None and role.role in LABEL_ROLES for text in others)
        counted = numbers == list(range(1, len(numbers) + 1))
        misread = len(others) == 1 and len(others[0]) <= LONGEST_INDEX_WORD and len(numbers) >= FEWEST_COUNTED
        return counted and (misread or (heads and len(numbers) > 1))
    return bool(texts) and numbers == sorted(set(numbers)) and (len(numbers) != 1 or len(texts) > 1 or numbers[0] <= 1)


def _index_word(text: str, rules: Rules) -> str:
    """The word for the numbers of columns that is the first of several lines."""
    first, _, below = text.partition("\n")
    return first if below and not _numbers_in(first) and numbers_column(first, rules) else ""


def _numbers_in(text: str) -> Sequence[str]:
    """The whole numbers that stand side by side in a text of nothing else."""
    parts = text.split()
    return parts if all(part.isdecimal() for part in parts) else ()


def numbers_column(text: str, rules: Rules) -> bool:
    """Whether a header cell's text is a column's number, or the word for it."""
    return is_only(rules.vocabulary.rows.index_row, plain(text))
