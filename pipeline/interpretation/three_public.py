"""“三公” tables to items: items down the rows or across the columns, last year and change beside this year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.config.headers import is_of_other_period, meaning_of
from pipeline.config.rules import Rules
from pipeline.config.words import first_said, is_only
from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.columns import unit_in_header, unit_of_path
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.units import UnitRegister
from pipeline.model.forms import ThreePublic
from pipeline.model.table import Cell
from pipeline.money import AmountUnit, number_in, parse_number, plain
from pipeline.years import latest_year

Period = Literal["current", "prior", "change", "another"]
"""This year, the year before, the change between them, or a year that no record speaks of."""
_YEAR = re.compile(r"(20\d{2})年?")
_BRACKETED = re.compile(r"\([^)]*\)")
FEWEST_ITEMS = 2
"""So many items down a column, or across the header, make a table one of the two layouts."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """What one amount column or row stands for; ``None`` where the other axis says it."""

    item: str | None
    item_raw: str
    fund: str | None
    period: Period | None
    phase: str | None
    unit: AmountUnit | None


@dataclass(slots=True)
class _Found:
    """The cells of one item of one unit, by period."""

    item_raw: str
    name: str
    unit_code: str | None
    role: str
    cells: dict[Period, tuple[Cell, AmountUnit | None]] = field(default_factory=dict)


def three_public_items(form: FormTable, units: UnitRegister, occurrences: Occurrences) -> Iterator[ThreePublic]:
    """The items of one table in reading order; a blank amount is an item too, its status says so."""
    rules = form.rules
    labels = _item_column(form)
    beside = next((c.block for c in form.columns if c.no == labels), None)
    own = [c for c in form.columns if beside in (None, c.block)]
    columns = {c.no: slot for c in own if (slot := _column(form, c, labels is not None)) is not None}
    if labels is None:
        if sum(slot.item is not None for slot in columns.values()) < FEWEST_ITEMS:
            return
        columns = _totals_told_apart(columns)
    default = _title_fund(form.table.caption.title, rules)
    found: dict[tuple[object, ...], _Found] = {}
    name, code, heading = "", None, None
    filled = [row for row in form.body if any(form.text(row, column.no) for column in form.columns)]
    for row in filled:  # rows left blank below the last are none
        own_name, own_code = _unit_of_row(form, row, labels, own)
        period, row_phase = _told_of_row(form, row, columns)
        if own_name or own_code or period is None:
            name, code = own_name, own_code
        item_raw = form.text(row, labels) if labels is not None else ""
        item = _item_of_row(form, item_raw, heading) if labels is not None else None
        heading = item if all(number_in(form.text(row, no)) is None for no in columns) else None
        if labels is not None and item is None:
            continue
        for no, slot in columns.items():
            cell = form.own.get((row, no))
            if cell is None or (form.said(row, no) and number_in(cell.text) is None):
                continue  # words in an amount column
            known = item or slot.item
            assert known is not None  # one of the axes has the items
            fund = slot.fund or default
            phase = slot.phase or row_phase or form.phase
            key = (name, code, row if period is None else None, known, fund, phase)
            entry = found.setdefault(key, _Found(item_raw or slot.item_raw, name, code, _role(form, row, name, code)))
            meant = period or slot.period or "current"
            entry.cells.setdefault(meant, (cell, unit_in_header(item_raw, rules) or slot.unit))
            if meant == "current" and not item_raw:
                entry.item_raw = slot.item_raw
    amounts = {_apart_from_row(key) for key, entry in found.items() if _has_amount(entry)}
    for of, entry in found.items():
        *_, known_item, fund_source, known_phase = of
        if "current" in entry.cells and (_has_amount(entry) or _apart_from_row(of) not in amounts):
            yield _record(form, units, occurrences, entry, str(known_item), str(fund_source), str(known_phase))


def _apart_from_row(key: tuple[object, ...]) -> tuple[object, ...]:
    """What an entry is of, whichever its row: a heading of the item (一、三公经费 —) is none beside its sum."""
    return (*key[:2], *key[3:])


def _has_amount(entry: _Found) -> bool:
    return "current" in entry.cells and number_in(entry.cells["current"][0].text) is not None


def item_of(path: Sequence[str], rules: Rules) -> str | None:
    """The item the lowest text of a header path names, above words that only sum up; numbers of things are none."""
    for text in reversed([plain(part) for part in path]):
        if re.search(rules.vocabulary.three_public.counted, text):
            return None
        if item := first_said(rules.vocabulary.three_public.items, text):
            return item
    return None


def _item_of_row(form: FormTable, label: str, heading: str | None) -> str | None:
    """The item a row's label names; a bare 合计 sums what the table's title, or the heading right above it, names."""
    words = form.rules.vocabulary.rows
    name = re.sub(words.enumerator, "", plain(label))
    if re.search(words.total, name):
        return item_of((form.table.caption.title,), form.rules) or heading
    return item_of((name,), form.rules)


def _item_column(form: FormTable) -> int | None:
    """The column that lists the items, or ``None`` where the header does."""
    for column in form.columns:
        texts = {form.text(row, column.no) for row in form.body}
        items = {item_of((text,), form.rules) for text in texts if text and parse_number(text) is None}
        if len(items - {None}) >= FEWEST_ITEMS:
            return column.no
    return None


def _column(form: FormTable, column: Column, items_in_rows: bool) -> _Slot | None:
    """What an amount column stands for, or ``None`` for any other column."""
    words = form.rules.vocabulary.three_public
    path = tuple(plain(text) for text in column.path)
    if not path or column.role in ("seq", "code") or re.search(words.share, path[-1]) or _is_worded(form, column.no):
        return None
    if is_of_other_period(path, form.rules):
        return None
    item = None if items_in_rows else item_of(path, form.rules)
    is_sum = [bool(re.search(form.rules.columns.sum, text)) for text in path]
    meaning = meaning_of(path, form.rules)
    if items_in_rows and not (meaning.amount or meaning.fund_source or any(_is_period(t, form) for t in path)):
        return None
    if not items_in_rows and item is None:
        known = [s or _says_when_or_whence(t, form) for s, t in zip(is_sum, path, strict=True)]
        if not any(is_sum) or not all(known):
            return None
        item = "total"  # a sum below words that name no item is the sum of all of them
    fund = meaning.fund_source if meaning.fund_source != "carryover" else None
    # The words that name the item, with what stands below them.
    named = next((i for i in range(len(path) - 1, -1, -1) if item_of(path[i : i + 1], form.rules)), 0)
    if item is not None and not all(_adds_nothing(text, form) for text in path[named + 1 :]):
        return None  # a part of the item, or a number of something (公务接待费/批次)
    raw = "/".join(text for text in path[named:] if text == path[named] or not _is_fund(text, form))
    return _Slot(item, raw, fund, _period(path, form), _phase(path, form), unit_of_path(path, form.rules))


def _is_worded(form: FormTable, column: int) -> bool:
    """Whether words alone stand below a header (三公经费项目 above the years and phases of the rows)."""
    said = [form.text(row, column) for row in form.body if form.said(row, column)]
    return bool(said) and all(number_in(text) is None for text in said)


def _phase(path: tuple[str, ...], form: FormTable) -> str | None:
    """The phase a header of a final account names; ``None`` for the document's own."""
    phase = meaning_of(path, form.rules).phase
    return phase if form.phase == "final_account" or phase in ("adjusted_budget", "final_account") else None


def _is_period(text: str, form: FormTable) -> bool:
    return _period((text,), form) is not None or bool(re.search(form.rules.vocabulary.three_public.current, text))


def _is_fund(text: str, form: FormTable) -> bool:
    return meaning_of((text,), form.rules).fund_source is not None


def _says_when_or_whence(text: str, form: FormTable) -> bool:
    """Whether a header names a year, a phase or a fund, and so no item."""
    return _says_when(text, form) or _is_fund(text, form)


def _says_when(text: str, form: FormTable) -> bool:
    return _is_period(text, form) or meaning_of((text,), form.rules).phase is not None


def _adds_nothing(text: str, form: FormTable) -> bool:
    """Whether a header below an item leaves it the item: a sum, a year, a phase, a fund, an amount."""
    summed = re.search(form.rules.columns.sum, text) or is_only(form.rules.columns.neutral, text)
    return bool(summed) or meaning_of((text,), form.rules).amount or _says_when_or_whence(text, form)


def _period(path: Sequence[str], form: FormTable) -> Period | None:
    words = form.rules.vocabulary.three_public
    if any(re.search(words.change, text) for text in path):
        return "change"
    year = latest_year(path, _YEAR)
    if any(re.search(words.prior, text) for text in path) or year == form.fiscal_year - 1:
        return "prior"
    return None if year is None else "current" if year == form.fiscal_year else "another"


def _totals_told_apart(columns: dict[int, _Slot]) -> dict[int, _Slot]:
    """A sum over everything is the grand total where a total of “三公” stands beside it."""
    kept: dict[int, _Slot] = {}
    for no, slot in columns.items():
        others = [s for n, s in columns.items() if n != no and s.period == slot.period and s.phase == slot.phase]
        bare = slot.item == "total" and not re.search("三公", slot.item_raw)
        beside = any(s.item == "total" for s in others) and any(s.item in ("meeting", "training") for s in others)
        first = not any(s.item in ("total", "grand_total") and s.period == slot.period for s in kept.values())
        grand = bare and beside and first
        kept[no] = _Slot("grand_total", slot.item_raw, slot.fund, slot.period, slot.phase, slot.unit) if grand else slot
    return kept


def _unit_of_row(form: FormTable, row: int, labels: int | None, own: Sequence[Column]) -> tuple[str, str | None]:
    """Name and code of the unit a row is about; ``own``: the columns of the list that the items stand in."""
    names = [c.no for c in own if c.role == "name" and c.no != labels]
    codes = [c.no for c in form.columns if c.role == "code" and c.of == "unit"]
    name = next((t for n in names if (t := form.text(row, n)) and not _only_says_when(t, form)), "")
    code = next((t for n in codes if re.fullmatch(r"\d{3,12}", t := form.text(row, n))), None)
    if not name and code is None:
        total = form.rules.vocabulary.rows.total
        name = next((t for n in codes if re.search(total, t := form.text(row, n))), "")
    return name, code


def _told_of_row(form: FormTable, row: int, amounts: dict[int, _Slot]) -> tuple[Period | None, str | None]:
    """Period and phase that a row's own label names (2025年, 2024年度决算数, 增减变化金额), one below the other."""
    texts = [form.text(row, c.no) for c in form.columns if c.no not in amounts]
    said = [text for text in texts if _only_says_when(text, form)]
    if not said:
        return None, None
    return _period(said, form) or "current", _phase(tuple(said), form)


def _only_says_when(text: str, form: FormTable) -> bool:
    """Whether a row's label is a year, a phase or a change and nothing else."""
    if not text or re.search(form.rules.vocabulary.three_public.change, text):
        return bool(text)
    return _says_when(text, form) and is_only(form.rules.columns.neutral, text)


def _role(form: FormTable, row: int, name: str, code: str | None) -> str:
    if code is None and (not name or re.search(form.rules.vocabulary.rows.total, name)):
        return "total"
    below = [t for r in form.body if r > row if (t := _unit_of_row(form, r, None, form.columns)[1])]
    return "subtotal" if code and any(t != code and t.startswith(code) for t in below) else "detail"


def _title_fund(title: str, rules: Rules) -> str:
    """The fund source the title names outside its brackets (不含上年结转 is no source)."""
    return meaning_of((_BRACKETED.sub("", plain(title)),), rules).fund_source or "all"


def _record(
    form: FormTable,
    units: UnitRegister,
    occurrences: Occurrences,
    entry: _Found,
    item: str,
    fund: str,
    phase: str,
) -> ThreePublic:
    cell, unit = entry.cells["current"]
    prior, prior_unit = entry.cells.get("prior", (None, None))
    change, change_unit = entry.cells.get("change", (None, None))
    key = (form.document_id, "three_public", entry.unit_code or entry.name, item, fund, phase)
    unit_id = f"{form.locality_code}-{entry.unit_code}" if entry.unit_code else None
    if unit_id is None and entry.role != "total":
        unit_id = units.id_of(entry.name)
    return ThreePublic(
        three_public_id=content_id("tp", *key, occurrences.next(*key)),
        document_id=form.document_id,
        table_id=form.table_id,
        fiscal_year=form.fiscal_year,
        unit_id=unit_id or units.unit_of(form.table),
        unit_name_raw=entry.name or None,
        row_role=entry.role,
        item=item,
        item_raw=entry.item_raw,
        fund_source=fund,
        phase=phase,
        source_kind="table",
        prior_year_cny=form.cny(prior, prior_unit),
        change_cny=form.cny(change, change_unit),
        **form.amount(cell, unit),
    )
