"""The accounting identities of ``configs/identities``, read strictly."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import UsageProblem


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rule_id: str


class RuleText(_Row):
    """One rule: what it is called and how grave its failure is."""

    family: Literal["rows", "columns", "tables", "prose", "contents", "products", "codes", "parts", "forms"]
    severity: Literal["info", "warning", "error"]
    name: str
    description: str


class TableTerm(_Row):
    """One amount of an identity between tables; empty texts match anything."""

    identity: str
    weight: int
    table_kind: str
    side: Literal["revenue", "expenditure", "balance"]
    row: Literal["total", "current_total", "code"]
    fund_source: str
    expenditure_type: str
    phase: str


class ProseTerm(_Row):
    """Where an amount that the running text asserts stands in a table: that of a code, or a total named in words.

    ``subject`` is a pattern for the whole subject of a statement, used where ``code`` is ``subject``; ``side`` and
    ``row`` say which total is meant. ``phase``: of the table's amount; empty: any.
    """

    code: Literal["func", "econ", "subject"]
    subject: str
    table_kind: str
    side: Literal["", "revenue", "expenditure"]
    row: Literal["", "total", "current_total"]
    fund_source: str
    expenditure_type: str
    phase: str


class TotalTerm(_Row):
    """The total of a table that an amount of the publisher's overall goal repeats."""

    amount: Literal["total", "fiscal", "other"]
    table_kind: str
    side: Literal["revenue", "expenditure"]
    row: Literal["total", "current_total"]
    fund_source: str
    expenditure_type: str
    phase: str


class ItemSum(_Row):
    """An item of a “三公” table and those it is the sum of, joined by ``|``; of one item the first that fits counts."""

    whole: str
    parts: str

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(self.parts.split("|"))


class ProductRule(_Row):
    """Header patterns of three columns of a kind of table, of which the third is the product of the other two."""

    table_kind: str
    quantity: str
    unit_price: str
    amount: str


class Derivation(_Row):
    """A table that must print what another one prints, row by row: what a lost one said is known from it."""

    table_kind: str
    side: Literal["revenue", "expenditure"]
    from_kind: str
    expenditure_type: str


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """All identities that are data: rules by id, terms in file order."""

    rules: dict[str, RuleText]
    tables: tuple[TableTerm, ...]
    prose: tuple[ProseTerm, ...]
    products: tuple[ProductRule, ...]
    derivations: tuple[Derivation, ...]
    items: tuple[ItemSum, ...]
    totals: tuple[TotalTerm, ...]


Term = TypeVar("Term", RuleText, TableTerm, ProseTerm, ProductRule, Derivation, ItemSum, TotalTerm)


BUILT_IN = ("C-TREE", "C-UNIT", "C-TOTAL", "C-ROW", "C-PROC", "C-TOC", "C-CODE", "C-PART", "C-3P", "C-PERF")
"""Rules whose structure the program finds; ``rules.csv`` has to name them."""
FEWEST_TERMS = 2


def read_identities(folder: Path) -> IdentityRules:
    """The identities below ``folder``; raises ``UsageProblem`` naming file, line where there is one, and fault."""
    listed = _read(folder / "rules.csv", RuleText)
    rules = {rule.rule_id: rule for rule in listed}
    tables = _read(folder / "tables.csv", TableTerm)
    prose = _read(folder / "prose.csv", ProseTerm)
    products = _read(folder / "products.csv", ProductRule)
    derivations = _read(folder / "derivations.csv", Derivation)
    items = _read(folder / "items.csv", ItemSum)
    totals = _read(folder / "performance.csv", TotalTerm)
    if twice := sorted(rule for rule, count in Counter(r.rule_id for r in listed).items() if count > 1):
        raise UsageProblem(f"{folder / 'rules.csv'}: rule_id {twice[0]!r} stands there twice; keep one")
    if missing := [rule for rule in BUILT_IN if rule not in rules]:
        raise UsageProblem(f"{folder / 'rules.csv'}: no rule_id {missing[0]!r}; the program needs it, add it back")
    named: tuple[tuple[str, Sequence[TableTerm | ProseTerm | ProductRule | Derivation | ItemSum | TotalTerm]], ...] = (
        ("tables.csv", tables),
        ("prose.csv", prose),
        ("products.csv", products),
        ("derivations.csv", derivations),
        ("items.csv", items),
        ("performance.csv", totals),
    )
    for name, terms in named:
        for line, term in enumerate(terms, 2):
            if term.rule_id not in rules:
                raise UsageProblem(
                    f"{folder / name}, line {line}: rule_id {term.rule_id!r} is not in rules.csv; add it there"
                )
    for (rule_id, identity), count in Counter((t.rule_id, t.identity) for t in tables).items():
        if count < FEWEST_TERMS:
            raise UsageProblem(f"{folder / 'tables.csv'}: {rule_id} {identity} has one term; an identity needs two")
    return IdentityRules(rules, tables, prose, products, derivations, items, totals)


def _read(path: Path, model: type[Term]) -> tuple[Term, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path}: cannot be read ({error}); a configs folder needs it as UTF-8 CSV") from error
    if set(reader.fieldnames or ()) != set(model.model_fields):
        raise UsageProblem(f"{path}, line 1: columns must be {', '.join(model.model_fields)}")
    found = []
    for number, row in enumerate(rows, 2):
        try:
            found.append(model.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "columns"
            raise UsageProblem(f"{path}, line {number}: {place}: {first['msg']}") from error
    return tuple(found)
