"""The accounting identities of ``configs/identities``, read strictly."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import UsageProblem


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleText(_Row):
    """One rule: what it is called and how grave its failure is."""

    rule_id: str
    family: Literal["rows", "columns", "tables", "prose", "contents", "products"]
    severity: Literal["info", "warning", "error"]
    name: str
    description: str


class TableTerm(_Row):
    """One amount of an identity between tables; empty texts match anything."""

    rule_id: str
    identity: str
    weight: int
    table_kind: str
    side: Literal["revenue", "expenditure"]
    row: Literal["total", "current_total", "code"]
    fund_source: str
    expenditure_type: str


class ProseTerm(_Row):
    """Where the amount of a code that the running text asserts stands in a table."""

    rule_id: str
    code: Literal["func", "econ"]
    table_kind: str
    fund_source: str
    expenditure_type: str


class ProductRule(_Row):
    """Header patterns of three columns of a kind of table, of which the third is the product of the other two."""

    rule_id: str
    table_kind: str
    quantity: str
    unit_price: str
    amount: str


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """All identities that are data: rules by id, terms in file order."""

    rules: dict[str, RuleText]
    tables: tuple[TableTerm, ...]
    prose: tuple[ProseTerm, ...]
    products: tuple[ProductRule, ...]


Term = TypeVar("Term", RuleText, TableTerm, ProseTerm, ProductRule)


def read_identities(folder: Path) -> IdentityRules:
    """The identities below ``folder``; raises ``UsageProblem`` naming file, line, column and fault."""
    rules = {rule.rule_id: rule for rule in _read(folder / "rules.csv", RuleText)}
    tables = _read(folder / "tables.csv", TableTerm)
    prose = _read(folder / "prose.csv", ProseTerm)
    products = _read(folder / "products.csv", ProductRule)
    for name, terms in (("tables.csv", tables), ("prose.csv", prose), ("products.csv", products)):
        for term in terms:
            if term.rule_id not in rules:
                raise UsageProblem(f"{folder / name}: rule_id {term.rule_id!r} is not in rules.csv; add it there")
    return IdentityRules(rules, tables, prose, products)


def _read(path: Path, model: type[Term]) -> tuple[Term, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be read ({error.strerror}); a configs folder needs it") from error
    found = []
    for number, row in enumerate(rows, 2):
        try:
            found.append(model.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "columns"
            raise UsageProblem(f"{path}, line {number}: {place}: {first['msg']}") from error
    return tuple(found)
