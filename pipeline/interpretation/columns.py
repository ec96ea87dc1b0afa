"""Header tree to columns: paths, roles, measures; side-by-side lists told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.config.headers import (
    SPLIT_FUNDS,
    YEAR,
    is_of_other_amounts,
    is_of_the_rest,
    meaning_of,
    names_several_funds,
    role_of,
)
from pipeline.config.rules import Rules
from pipeline.config.schema import ColumnOf, KindRule
from pipeline.config.words import is_only, says
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.codes import read_code
from pipeline.interpretation.column_lists import in_lists
from pipeline.interpretation.header_tree import (
    header_paths,
    lowest_headers,
    under_illegible,
    under_misread_leaf,
    under_one_leaf,
)
from pipeline.model.table import Table
from pipeline.money import UNIT_NAMES, AmountUnit, number_in, plain, prints_amount
from pipeline.years import latest_year

_YEAR = re.compile(r"(20\d{2})(?=年|预算|决算|执行)")
_UNIT_IN_HEADER = re.compile(rf"(?:[(:,]|单位|人民币)({'|'.join(UNIT_NAMES.values())})(?=[),]|$)")


FEWEST_AMOUNTS = 2
"""A lone amount in a column of words is a remark."""
MOSTLY_CODES = 0.7
"""A column of so many codes, some of them misread, is one of codes."""
FEWEST_WORDS = 2
"""A column with fewer words is not one of labels."""


def bind_columns(
    table: Table, kind: KindRule, fiscal_year: int, rules: Rules, of_year: int | None = None
) -> tuple[Column, ...]:
    """The table's columns, left to right, with block numbers for side-by-side lists.

    ``of_year``: whose amounts stand under headers that name no year, where not those of ``fiscal_year``.
    """
    paths = header_paths(table, rules)
    numeric, wordy = _contents(table)
    years = [_year(path) or of_year or fiscal_year for path in paths]
    columns = [
        _column(no, path, no in numeric, kind, year - fiscal_year, rules)
        for no, (path, year) in enumerate(zip(paths, years, strict=True))
    ]
    lowest = lowest_headers(table, rules)
    columns = list(_side_labels(table, columns, numeric, rules))
    columns = _lost_label_header(columns, wordy)
    columns = _lost_code_header(columns, table)
    unclear = under_one_leaf(lowest, numeric) | under_misread_leaf(lowest, rules) | under_illegible(table, lowest)
    columns = [replace(c, role="text") if c.no in unclear and c.role == "measure" else c for c in columns]
    columns = list(_without_provisional(columns, rules))
    columns = _without_lone_subtotals(columns, rules)
    not_understood = {column.no for column in columns if column.role in ("text", "ignore")}
    amounts = _amounts_among(not_understood, table)
    return in_lists(columns, wordy, amounts, numeric, kind, rules)


def _side_labels(table: Table, columns: Sequence[Column], numeric: set[int], rules: Rules) -> Iterator[Column]:
    """The columns; a side alone over words (收入|预算数|支出|预算数) heads the labels of its list."""
    nothing = rules.vocabulary.rows.placeholder
    sides = {c.no for c in columns if c.path and is_only(rules.columns.side_label, c.path[-1])} - numeric
    body = [c for c in table.cells if c.col in sides and c.row >= table.header_rows and c.text]
    worded = {c.col for c in body if not is_only(nothing, plain(c.text))}
    for column in columns:
        yield replace(column, role="name", unknown=False) if column.no in worded else column


def _lost_label_header(columns: Sequence[Column], wordy: set[int]) -> list[Column]:
    """The columns; where none is headed as names, the one of words left of all measures has them.

    Its header is lost, or none that any rule knows.
    """
    return _headed_anew(columns, [no for no in _not_headed(columns, {"measure"}) if no in wordy], "name")


def _lost_code_header(columns: Sequence[Column], table: Table) -> list[Column]:
    """The columns; where none is headed as codes, the one left of all names that holds little else has them."""
    printed: dict[int, list[str]] = {no: [] for no in _not_headed(columns, {"name", "measure"})}
    for cell in table.cells if printed else ():
        if cell.col in printed and cell.row >= table.header_rows and cell.text:
            printed[cell.col].append(cell.text)
    return _headed_anew(columns, [no for no, texts in printed.items() if _are_codes(texts)], "code")


def _not_headed(columns: Sequence[Column], roles: Collection[str]) -> list[int]:
    """The columns left of the first with one of the roles whose header is lost, or none that any rule knows."""
    first = next((column.no for column in columns if column.role in roles), 0)
    return [column.no for column in columns[:first] if column.role == "ignore" or column.unknown]


def _headed_anew(columns: Sequence[Column], found: Sequence[int], role: str) -> list[Column]:
    """The columns, the one found with the role where it is the only one and no other column has that."""
    if any(column.role == role for column in columns) or len(found) != 1:
        return list(columns)
    return [replace(c, role=role, unknown=False) if c.no == found[0] else c for c in columns]


def _are_codes(texts: Sequence[str]) -> bool:
    """Whether most that have digits are codes of one classification."""
    numbered = [text for text in texts if any(map(str.isdigit, text)) and not prints_amount(text)]
    found = [code.classification for text in numbered if (code := read_code(text, None))]
    return len(found) >= max(FEWEST_WORDS, MOSTLY_CODES * len(numbered)) and len(set(found)) == 1


def _without_provisional(columns: Sequence[Column], rules: Rules) -> Iterator[Column]:
    """The columns; the outturn told before the books were closed (执行数) has no measure beside the final account's."""
    told_before = {c.no for c in columns if c.path and says(rules.columns.provisional, c.path[-1])}
    closed = any(c.phase == "final_account" and c.role == "measure" and c.no not in told_before for c in columns)
    for column in columns:
        gone = closed and column.no in told_before and column.phase == "final_account"
        yield replace(column, role="text") if gone and column.role == "measure" else column


def _without_lone_subtotals(columns: Sequence[Column], rules: Rules) -> list[Column]:
    """The columns; 小计 without a header above it, beside a 合计, is of something that nobody can name."""
    sums = {c.no: plain(c.path[0]) for c in columns if c.role == "measure" and len(c.path) == 1}
    sums = {no: text for no, text in sums.items() if says(rules.columns.sum, text)}
    parts = {no for no, text in sums.items() if says(rules.vocabulary.rows.subtotal, text)}
    if len(parts) == len(sums):
        return list(columns)
    return [replace(c, role="text", unknown=True) if c.no in parts else c for c in columns]


def _contents(table: Table) -> tuple[set[int], set[int]]:
    """Columns that hold a number, and columns that hold words, more of them than numbers."""
    numbers, words = Counter[int](), Counter[int]()
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.text:
            (numbers if number_in(cell.text) is not None else words)[cell.col] += 1
    return set(numbers), {col for col, count in words.items() if count >= FEWEST_WORDS and count > numbers[col]}


def _amounts_among(columns: set[int], table: Table) -> set[int]:
    """Those of the columns that print several numbers as only amounts are printed, whatever stands over them."""
    body = (cell for cell in table.cells if cell.col in columns and cell.row >= table.header_rows)
    printed = Counter(cell.col for cell in body if prints_amount(cell.text))
    return {col for col, count in printed.items() if count >= FEWEST_AMOUNTS}


def _column(no: int, path: tuple[str, ...], numeric: bool, kind: KindRule, years_on: int, rules: Rules) -> Column:
    """One column; ``years_on``: how many years its amounts are after the document's."""
    if not path:
        return Column(no, path, "ignore")
    if is_of_other_amounts(path, rules) or names_several_funds(path[-1], rules):
        return Column(no, path, "text")
    if is_of_the_rest(path, rules):
        return Column(no, path, "text", unknown=True)
    role = role_of(path[-1:], rules)
    meaning = meaning_of(path, rules)
    says_amount = meaning.amount or meaning.fund_source or meaning.expenditure_type
    leaf_amount = meaning_of(path[-1:], rules)
    if role is None and not leaf_amount.amount and not leaf_amount.fund_source and not leaf_amount.expenditure_type:
        role = role_of(path, rules)
    if role is not None and role.role in ("seq", "code", "text"):
        return Column(no, path, role.role, role.of)
    if role is not None and role.role == "name" and not (numeric and leaf_amount.amount):
        return Column(no, path, "name", role.of or _classification_above(path, rules))
    hidden = any(not _is_known(t, rules) for t in path[:-1])
    if not says_amount or (hidden and not leaf_amount.fund_source and not leaf_amount.expenditure_type):
        return Column(no, path, "text", unknown=True)
    fund = meaning.fund_source
    if fund == "fiscal_total" and kind.fund_source in SPLIT_FUNDS:
        fund = None  # of one fund's table the 财政拨款 is that fund's
    if years_on not in (0, -1):
        return Column(no, path, "text")
    return Column(
        no,
        path,
        "measure",
        fund_source=fund,
        expenditure_type=meaning.expenditure_type,
        phase="prior_year" if years_on else meaning.phase,
        of_which=meaning.of_which or hidden or _is_some_part(path, rules),
        unit=unit_of_path(path, rules),
    )


def _year(path: Sequence[str]) -> int | None:
    """The latest year that the headers name, if any: that of the amounts below them."""
    return latest_year(path, _YEAR)


def _classification_above(path: tuple[str, ...], rules: Rules) -> ColumnOf | None:
    """Of which classification a plain 科目名称 is, where a header above it says so."""
    named = (r.of for t in reversed(path[:-1]) for r in rules.column_roles if r.role == "name" and says(r.match, t))
    return next((of for of in named if of in ("econ_gov", "econ_dept", "functional")), None)


def _is_some_part(path: tuple[str, ...], rules: Rules) -> bool:
    """Whether the lowest header adds words that name no measure: some part of what the headers above it name."""
    whole, above = meaning_of(path, rules), meaning_of(path[:-1], rules)
    named = (whole.fund_source, whole.expenditure_type) != (above.fund_source, above.expenditure_type)
    adds = not meaning_of(path[-1:], rules).amount and not YEAR.fullmatch(path[-1])
    return len(path) > 1 and not named and adds


def _is_known(text: str, rules: Rules) -> bool:
    """Whether a header above others names a dimension, or says nothing of one."""
    meaning = meaning_of((text,), rules)
    return says(rules.columns.neutral, text) or bool(meaning.fund_source or meaning.expenditure_type)


def unit_in_header(text: str, rules: Rules) -> AmountUnit | None:
    """The amount unit that a header or label prints in brackets (金额（万元）), ``None`` where it prints none."""
    match = _UNIT_IN_HEADER.search(plain(text)) if "元" in text else None
    return rules.vocabulary.amount_units.get(match.group(1)) if match else None


def unit_of_path(path: Sequence[str], rules: Rules) -> AmountUnit | None:
    """The amount unit that the lowest of a column's headers with one prints; ``None`` where none does."""
    return next((unit for text in reversed(path) if (unit := unit_in_header(text, rules))), None)
