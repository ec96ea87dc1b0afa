"""Words of the tables that are no lists of amounts by code: projects, procurement, “三公”, unit lists."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.config.strict import Pattern, Strict

ThreePublicItem = Literal[
    "grand_total", "total", "overseas", "overseas_academic", "overseas_other", "vehicles", "vehicle_purchase",
    "vehicle_operation", "reception", "meeting", "training", "agency_operation", "administrative",
]  # fmt: skip
ProcurementField = Literal[
    "project", "project_budget", "category", "item", "catalog", "catalog_name", "service_content", "specification",
    "measure_unit", "quantity", "unit_price", "sme_reserved", "purchase_time", "note", "other",
]  # fmt: skip


class ItemRule(Strict):
    id: ThreePublicItem
    match: Pattern


class ThreePublicWords(Strict):
    """Words of the tables and sentences on official travel, vehicles, receptions, meetings and training."""

    items: tuple[ItemRule, ...]
    counted: Pattern = Field(description="headers or row labels of what is counted, not paid")
    prior: Pattern = Field(description="headers or row labels of the year before")
    current: Pattern = Field(description="headers that begin with the document's own year")
    change: Pattern = Field(description="headers or row labels of the change against the year before")
    share: Pattern = Field(description="headers of percentages, which are no amounts")
    section: Pattern = Field(description="headings under which sentences speak of these items")
    around: Pattern = Field(description="what a sentence's subject may say beside the item")
    budgeted: Pattern = Field(description="a sentence's subject so named is the budget, in a final account too")


class ProjectWords(Strict):
    """Columns and rows of project lists."""

    code: Pattern = Field(description="headers of project codes")
    category: Pattern = Field(description="headers of project classes")
    description: Pattern = Field(description="headers of descriptions")
    group: Pattern = Field(description="labels that stand for a class of projects, not for one")


class ProcurementColumn(Strict):
    id: ProcurementField
    match: Pattern


class ProcurementWords(Strict):
    """Columns of procurement lists."""

    columns: tuple[ProcurementColumn, ...]
    amount: Pattern = Field(description="headers of the amount to be spent, besides those that only sum up")
    broad: Pattern = Field(description="classes that name what is bought only where nothing else does")
    spent: Pattern = Field(description="headers of what was really spent, beside what was planned")
    catalog_code: Pattern = Field(description="code of the procurement catalogue at the start of an entry")


class UnitListWords(Strict):
    """Columns of the list of budget units."""

    name: Pattern
    nature: Pattern
    rank: Pattern
    funding: Pattern


class FactRule(Strict):
    """One fact of a unit, known by the words right before its number."""

    id: str = Field(pattern=r"^[a-z_]+$")
    match: Pattern = Field(description="the group ``threshold``, where there is one, is a price in 万元")
    unit: Pattern = Field(description="what must follow the number")
    under: str | None = Field(None, description="the fact whose parts are told")
    of_year: bool = Field(False, description="counted over the year, so that no date is its own")
    about: Pattern | None = Field(None, description="words its paragraph, or the heading above it, must have")
    to_buy: bool = Field(True, description="in a clause of what is to be bought it is to be bought")


class EntityFactWords(Strict):
    """Staff, vehicles, equipment, houses, fixed assets."""

    facts: tuple[FactRule, ...]
    link: Pattern = Field(description="may stand between the name and the number")
    purchase: Pattern = Field(description="a clause so worded speaks of what is to be bought")
    dates: tuple[Pattern, ...] = Field(description="groups year, month, day; without year the end of the year before")
    quantity: Pattern = Field(description="header of quantities in the table of fixed assets")
    value: Pattern = Field(description="header of values in the table of fixed assets")
