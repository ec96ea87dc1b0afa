"""Procurement lists to lines; values that stand beside their headers are put back only where a product proves it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.ids import Occurrences, content_id
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.code_columns import CodeReader
from pipeline.interpretation.codes import code_list
from pipeline.interpretation.form_table import Fields, FormTable
from pipeline.interpretation.procurement_columns import FUNDS, NUMBERS, WORDS, Layout, is_number, layout_of
from pipeline.interpretation.projects import ProjectIndex
from pipeline.interpretation.units import UnitRegister
from pipeline.model.audit import RepairRecord, rule_repair
from pipeline.model.forms import Procurement
from pipeline.model.table import Cell
from pipeline.money import is_product, parse_number

SHIFTS = (1, -1, 2, -2)


def procurement_lines(
    form: FormTable, units: UnitRegister, index: ProjectIndex, occurrences: Occurrences
) -> Iterator[tuple[Procurement, RepairRecord | None]]:
    """The lines of one table in order, each with the repair that put its values under their headers, if one did."""
    layout = layout_of(form)
    if layout.amount is None:
        return
    reader = CodeReader([c for c in form.columns if c.role in ("name", "code")])
    unit_codes = [c.no for c in form.columns if c.role == "code" and c.of == "unit"]
    unit_id = whole = units.unit_of(form.table)
    project: str | None = None
    for row in form.body:
        texts = [form.said(row, col) for col in range(form.table.n_cols)]
        if not any(texts):
            continue
        code = next((t for n in unit_codes if re.fullmatch(r"\d{3,12}", t := form.text(row, n))), None)
        named = next((t for t in texts[:3] if t and parse_number(t) is None), None)
        if code is not None:
            unit_id = f"{form.locality_code}-{code}"
        role = _role(form, layout, row, code)
        if role != "detail" and not any(map(is_number, texts)):
            continue  # a header's words that stand below it
        summed = re.sub(form.rules.vocabulary.rows.subtotal, "", named or "")
        if role == "subtotal" and code is None and summed and units.is_unit(summed):
            unit_id = units.id_of(summed)
        own = form.said(row, layout.texts["project"].no) if "project" in layout.texts else None
        if role != "detail":
            project = own if code is None else None
        line = _Line(form, layout, row, role, whole if role == "total" else unit_id)
        codes = {} if line.misfit is not None else {c.classification: c.code for c in reader.read(_cells(form, row))}
        yield line.record(own or (project if role == "detail" else None), codes, index, occurrences)


def _cells(form: FormTable, row: int) -> dict[int, Cell]:
    return {cell.col: cell for cell in form.beginning_in(row)}


def _role(form: FormTable, layout: Layout, row: int, unit_code: str | None) -> str:
    words = form.rules.vocabulary.rows
    label_cells = [form.said(row, col) or "" for col in range(min(form.table.n_cols, 6))]
    if any(re.search(words.total, text) for text in label_cells):
        return "total"
    if unit_code is not None or any(re.search(words.subtotal, text) for text in label_cells):
        return "subtotal"
    for name in ("catalog", "item"):
        if name in layout.texts:
            col = layout.texts[name].no
            others = [form.said(row, c.no) for n, c in layout.texts.items() if n not in ("project", "category")]
            return "detail" if form.said(row, col) and any(others) and not _heads(form, layout, row) else "subtotal"
    return "subtotal" if _heads(form, layout, row) else "detail"


def _heads(form: FormTable, layout: Layout, row: int) -> bool:
    """Whether the next row has a code below this row's, where codes stand in columns 类 | 款 | 项."""
    split = [c.no for c in layout.codes if c.path[-1] in ("类", "款", "项") and c.of in (None, "functional")]
    if not split or row + 1 not in form.body or "catalog" in layout.texts:
        return False
    here = [n for n in split if form.said(row, n)]
    below = [n for n in split if form.said(row + 1, n)]
    return bool(here and below and max(below) > max(here))


class _Line:
    """One row on its way to a record."""

    def __init__(self, form: FormTable, layout: Layout, row: int, role: str, unit_id: str) -> None:
        self._form, self._layout, self._row, self._role, self._unit_id = form, layout, row, role, unit_id
        self.misfit = layout.first_below(form, row)
        self._shift = self._proven_shift() if self.misfit is not None else 0

    def _proven_shift(self) -> int:
        """By how many columns the values slipped: the one shift at which quantity × unit price is the amount, or 0."""
        found = [shift for shift in SHIFTS if self._product(shift) and self._words_fit(shift)]
        return found[0] if len(found) == 1 else 0

    def _product(self, shift: int) -> bool:
        columns = (self._layout.texts.get("quantity"), self._layout.texts.get("unit_price"), self._layout.amount)
        if any(c is None for c in columns):
            return False
        quantity, price, amount = (parse_number(self._form.text(self._row, c.no + shift)) for c in columns if c)
        if not quantity or not price or amount is None:
            return False
        return is_product(quantity, price, amount)

    def _words_fit(self, shift: int) -> bool:
        """Whether the columns of words hold no numbers once the values are put back."""
        slipped = [c for name, c in self._layout.texts.items() if name in WORDS and c.no >= (self.misfit or 0)]
        return not any(is_number(self._form.said(self._row, c.no + shift)) for c in slipped)

    def _at(self, column: Column) -> int | None:
        """The place of a column's value in this row, ``None`` where it is not known."""
        if self.misfit is None or column.no < self.misfit:
            return column.no
        return column.no + self._shift if self._shift else None

    def _text(self, name: str) -> str | None:
        column = self._layout.texts.get(name)
        if self._role == "total" and name not in NUMBERS:
            return None  # the words of a total reach over other columns
        place = self._at(column) if column is not None else None
        said = self._form.said(self._row, place) if place is not None else None
        return said if self._role != "total" or is_number(said) else None

    def _named(self, catalog_name: str | None, project: str | None) -> str | None:
        """What a row without an item is about: its class, but 货物, 工程 and 服务 only where nothing else is said."""
        category = self._text("category")
        if category is None:
            return catalog_name
        is_broad = re.search(self._form.rules.vocabulary.procurement.broad, category)
        return catalog_name or project or category if is_broad else category

    def _cell(self, column: Column | None) -> Cell | None:
        place = self._at(column) if column is not None else None
        return self._form.own.get((self._row, place)) if place is not None else None

    def _funds(self, amount: Decimal | None) -> Fields:
        """Amounts by fund source; of slipped values only when they sum to the amount."""
        found: dict[str, Decimal | None] = dict.fromkeys(FUNDS.values())
        for field, columns in self._layout.funds.items():
            values = [v for c in columns if (v := self._form.cny(self._cell(c), c.unit)) is not None]
            found[field] = sum(values, Decimal(0)) if values else None
        known = [value for value in found.values() if value is not None]
        if self._shift and sum(known, Decimal(0)) != amount:
            return dict.fromkeys(FUNDS.values())
        return dict(found)

    def record(
        self, project: str | None, codes: Mapping[str, str], index: ProjectIndex, occurrences: Occurrences
    ) -> tuple[Procurement, RepairRecord | None]:
        form, texts = self._form, self._layout.texts
        func = codes.get("functional")
        listed = code_list(form.rules.configs, "functional").get(func) if func else None
        catalog = self._text("catalog")
        matched = re.match(form.rules.vocabulary.procurement.catalog_code, catalog or "")
        catalog_code = matched.group(0) if matched else None
        catalog_name = (catalog or "")[len(catalog_code or "") :] or self._text("catalog_name")
        named = self._named(catalog_name, project) if self._role == "detail" else self._text("category")
        item = self._text("item") or named
        if self._role == "total":
            project = None
        price, sme = texts.get("unit_price"), texts.get("sme_reserved")
        budget, quantity = texts.get("project_budget"), self._cell(texts.get("quantity"))
        amount = self._amount()
        key = (form.document_id, "procurement", self._unit_id, self._role, func, project, item, catalog)
        line = Procurement(
            procurement_id=content_id("pro", *key, occurrences.next(*key)),
            document_id=form.document_id,
            table_id=form.table_id,
            fiscal_year=form.fiscal_year,
            unit_id=self._unit_id,
            row_role=self._role,
            project_id=index.find(project) if self._role == "detail" else None,
            project_source_raw=project,
            func_code=func,
            func_code_id=f"{listed.edition_year}:{listed.code}" if listed else None,
            econ_dept_code=codes.get("econ_dept"),
            econ_gov_code=codes.get("econ_gov"),
            item_raw=item,
            catalog_code=catalog_code,
            catalog_name_raw=catalog_name,
            service_content_raw=self._text("service_content"),
            specification_raw=self._text("specification"),
            measure_unit_raw=self._text("measure_unit"),
            quantity=parse_number(quantity.text) if quantity else None,
            unit_price_raw=self._text("unit_price"),
            unit_price_cny=form.cny(self._cell(price), price.unit) if price else None,
            project_budget_raw=self._text("project_budget"),
            project_budget_cny=form.cny(self._cell(budget), budget.unit) if budget else None,
            amount_sme_reserved_cny=form.cny(self._cell(sme), sme.unit) if sme and not self._shift else None,
            purchase_time_raw=self._text("purchase_time"),
            note_raw=self._text("note"),
            **self._funds(amount["amount_cny"]),
            **amount,
        )
        return line, self._repair(line)

    def _amount(self) -> Fields:
        form, column = self._form, self._layout.amount
        assert column is not None  # a table without amounts gives no lines
        cell = self._cell(column)
        if cell is not None:
            flags = ("column_shift_repaired",) if self._shift else ("column_shift_suspected",) if self.misfit else ()
            return form.amount(cell, column.unit, flags)
        under = form.covering.get((self._row, column.no)) or form.beginning_in(self._row)[0]
        unread = {"amount_raw": None, "amount_unit": None, "amount_quantum_cny": None, "amount_cny": None}
        return unread | form.evidence(under, ("column_shift_suspected",)) | {"value_status": "illegible"}

    def _repair(self, line: Procurement) -> RepairRecord | None:
        if not self._shift or self._layout.amount is None:
            return None
        form, texts = self._form, self._layout.texts
        quantity, price = self._text("quantity"), self._text("unit_price")
        side = "right" if self._shift > 0 else "left"
        heads = ", ".join(c.path[-1] for c in (texts["quantity"], texts["unit_price"], self._layout.amount))
        return rule_repair(
            content_id("rep", line.procurement_id, "amount_cny", line.amount_raw),
            form.document_id,
            ("procurement", line.procurement_id, "amount_cny"),
            (
                form.said(self._row, self._layout.amount.no),
                str(line.amount_cny) if line.amount_cny is not None else None,
            ),
            repair_type="column_shift",
            rule_id="procurement.product",
            rationale=f"{quantity} × {price} = {line.amount_raw} holds {abs(self._shift)} column(s) to the {side} of"
            f" the headers {heads}; under them stand values that do not fit",
            method="column shift",
            proof="unique: the product holds, words stay words, at no other shift by one or two columns",
            page_no=line.page_no,
            bbox=line.bbox,
        )
