"""Budget units a document names: codes and names from its tables and lists, the publisher among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.config.rules import Rules
from pipeline.ids import named_unit_id
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.identification import Identity
from pipeline.interpretation.parts import Parts
from pipeline.model.joined import joined
from pipeline.model.records import Entry, UnitRecord
from pipeline.model.table import Table
from pipeline.money import plain

_CODE = re.compile(r"\d{3,12}")
FEW = 0.2
"""Share of its characters in which a name may differ and still be the same."""
_NUMBERS_UNITS = frozenset("一二三四五六七八九十东西南北中0123456789")
_ITSELF = r"本级|\(机关\)|机关$"


class Listed(NamedTuple):
    """What a list of units says of one."""

    nature: str | None = None
    rank: str | None = None
    funding: str | None = None
    below_publisher: bool = False

    def on(self, record: UnitRecord) -> UnitRecord:
        """The record with what the list says, where it said nothing yet."""
        return replace(
            record,
            nature_raw=record.nature_raw or self.nature,
            rank_raw=record.rank_raw or self.rank,
            funding_raw=record.funding_raw or self.funding,
        )


class UnitRegister:
    """Collects the units of one document and settles which of them publishes it."""

    def __init__(self, identity: Identity, parts: Parts, rules: Rules) -> None:
        self._identity = identity
        self._parts = parts
        self._names: dict[str, str] = {}
        entries = rules.locality.units if rules.locality else ()
        self._known = {entry.code: entry for entry in entries}
        self._listed: dict[str, Listed] = {}
        self._words = rules.vocabulary
        if identity.unit_code:
            self._names[identity.unit_code] = identity.publisher

    def read_table(self, table: Table, columns: Sequence[Column]) -> None:
        """Takes code and name of each row that has both a unit code column and a name column."""
        code = next((c.no for c in columns if c.role == "code" and c.of == "unit"), None)
        if code is None:
            return
        names = [c for c in columns if c.role == "name"]
        rows: dict[int, dict[int, str]] = {}
        for cell in table.cells:
            if cell.row >= table.header_rows:
                rows.setdefault(cell.row, {})[cell.col] = plain(cell.text)
        for row in rows.values():
            unit = row.get(code, "")
            column = next((c for c in names if row.get(c.no)), None)
            name = row[column.no] if column is not None else ""
            if column is not None and column.of == "project" and not self.is_unit(name):
                continue  # a project printed with the code of its unit
            if _CODE.fullmatch(unit):
                self._names.setdefault(unit, name)

    def read_list(self, table: Table) -> None:
        """Takes the units of a list of units, with nature, rank and funding where the list has such columns."""
        words = self._words.unit_list
        heads = {cell.col: plain(cell.text) for cell in table.cells if cell.row < table.header_rows}
        named = next((col for col, text in heads.items() if re.search(words.name, text)), None)
        if named is None:
            return
        patterns = {"nature": words.nature, "rank": words.rank, "funding": words.funding}
        said = {k: next((c for c, t in heads.items() if re.search(p, t)), None) for k, p in patterns.items()}
        cells = {(cell.row, cell.col): plain(cell.text) for cell in table.cells}
        for row in range(table.header_rows, table.n_rows):
            name = cells.get((row, named), "")
            if not name or re.search(self._words.rows.total, name) or not re.search("[一-鿿]", name):
                continue
            texts = {key: cells.get((row, col)) or None for key, col in said.items() if col is not None}
            self._listed[name] = Listed(**texts, below_publisher=True)

    def publisher_unit_id(self) -> str:
        """The unit that publishes: the one whose name is the publisher's, else one without a local code."""
        return self._unit_id(self._code_of(self._identity.publisher))

    def id_of(self, name: str) -> str:
        """The unit of that name: one with a local code, the publisher, or one known by its name alone."""
        code = self._code_of(name)
        if code is not None:
            return self._unit_id(code)
        name = plain(name)
        if name == plain(self._identity.publisher):
            return self.publisher_unit_id()
        if _core(name) == _core(self._identity.publisher) and not re.search(_ITSELF, name):
            return self.publisher_unit_id()
        self._listed.setdefault(name, Listed())
        return self._named_id(name)

    def is_unit(self, name: str) -> bool:
        """Whether a row's label is the name of a unit: one known, or words that end as organisations' names do."""
        end = self._words.identification.organisation_end
        known = {_core(n) for n in (*self._names.values(), *self._listed, self._identity.publisher)}
        return _core(name) in known or bool(re.search(f"[一-鿿]{{4}}(?:{end})$", _core(name)))

    def _code_of(self, name: str) -> str | None:
        """The local code of the unit of that name; the unit itself (本级) has the longer code of two.

        Where only the unit itself has a code, beside other units, the department that they make up has none.
        """
        wanted, itself = _core(name), bool(re.search(_ITSELF, plain(name)))
        own = -1 if itself else 1
        named = sorted((own * len(code), code) for code, known in self._names.items() if _core(known) == wanted)
        if not itself and len(self._names) > 1 and all(re.search(_ITSELF, self._names[code]) for _, code in named):
            named = []
        known = sorted(
            (len(e.code), e.code) for e in self._known.values() if wanted in {_core(n) for n in (e.name, *e.aliases)}
        )
        best = named or known
        return best[0][1] if best else None

    def records(self) -> tuple[UnitRecord, ...]:
        """All units named, the publisher included, in order of their identifiers."""
        found = {self._unit_id(code): self._record(code, name) for code, name in self._names.items()}
        publisher = self.publisher_unit_id()
        if publisher not in found:
            code = publisher.split("-", 1)[1]
            found[publisher] = UnitRecord(
                publisher,
                self._identity.locality_code,
                code if code in self._known else None,
                self._identity.publisher,
            )
        for name, listed in tuple(self._listed.items()):
            unit_id = self.id_of(name)
            parent = publisher if listed.below_publisher and unit_id != publisher else None
            own = UnitRecord(unit_id, self._identity.locality_code, None, name, parent_unit_id=parent)
            found[unit_id] = listed.on(found.get(unit_id, own))
        return tuple(found[unit_id] for unit_id in sorted(found))

    def unit_of(self, table: Table) -> str:
        """The unit whose table it is: the one its caption names, or the heading of its part, else the publisher."""
        name = plain(table.caption.organisation) or self._in_title(table) or self._of_part(table)
        if not name or not self.is_unit(name) or _is_variant(name, plain(self._identity.publisher)):
            return self.publisher_unit_id()
        if _core(name) != _core(self._identity.publisher):
            self._listed.setdefault(name, Listed(below_publisher=True))
        return self.id_of(name)

    def _in_title(self, table: Table) -> str:
        """The organisation that a title begins with, where it is none but the publisher's; empty where none is."""
        words = self._words.identification
        named = rf"([一-鿿()]{{4,}}(?:{words.organisation_end})(?:\(\w{{2,4}}\))?)(?={words.title_goes_on})"
        found = re.match(named, plain(table.caption.title))
        return "" if found is None else self._another(found[1])

    def _of_part(self, table: Table) -> str:
        part = self._parts.above(table)
        return self._another(part.organisation) if part is not None else ""

    def _another(self, name: str) -> str:
        """The name; empty where it is the publisher's, in full or in short (示例市审计局, 市审计局)."""
        own = plain(self._identity.publisher)
        return "" if name in own or name.endswith(own) else name

    def settled(self, entries: Iterable[Entry], table: Table) -> Iterator[Entry]:
        """The entries of a table, each with its unit: that which its row names, else the table's."""
        own = self.unit_of(table)
        units: dict[str | None, str] = {None: own}
        for entry in entries:
            if entry.line.unit_id is not None:
                yield entry
                continue
            name = entry.unit_name or None
            if name is not None and name not in units:
                units[name] = self.id_of(name) if self.is_unit(name) else own
            yield entry._replace(line=entry.line._replace(unit_id=units[name]))

    def _record(self, code: str, name: str) -> UnitRecord:
        entry = self._known.get(code)
        shorter = sorted((other for other in self._names if other != code and code.startswith(other)), key=len)
        above = (entry.parent if entry else None) or (shorter[-1] if shorter else None)
        return UnitRecord(
            unit_id=self._unit_id(code),
            locality_code=self._identity.locality_code,
            local_code=code,
            unit_name=name or (entry.name if entry else code),
            aliases_raw=joined(entry.aliases if entry else ()),
            parent_unit_id=self._unit_id(above) if above in self._names else None,
        )

    def _unit_id(self, code: str | None) -> str:
        if code is None:
            return self._named_id(self._identity.publisher)
        return f"{self._identity.locality_code}-{code}"

    def _named_id(self, name: str) -> str:
        return named_unit_id(self._identity.locality_code, name)


def _is_variant(name: str, other: str) -> bool:
    """Whether two names are one, misprinted or misread: as long, and few characters differ, none that numbers units."""
    differ = [pair for pair in zip(name, other, strict=False) if pair[0] != pair[1]]
    few = len(name) == len(other) and len(differ) <= len(name) * FEW
    return few and not any(_NUMBERS_UNITS.intersection(pair) for pair in differ)


def _core(name: str) -> str:
    return re.sub(r"\((?:本级|汇总|机关)[^)]*\)|本级$|机关$", "", plain(name))
