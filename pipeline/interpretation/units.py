"""Budget units a document names: codes and names from its tables, the publisher among them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.config.rules import Rules
from pipeline.interpretation.columns import Column
from pipeline.interpretation.identification import Identity
from pipeline.model.records import Entry, UnitRecord
from pipeline.model.table import Table
from pipeline.money import plain

_CODE = re.compile(r"\d{3,12}")


class UnitRegister:
    """Collects the units of one document and settles which of them publishes it."""

    def __init__(self, identity: Identity, rules: Rules) -> None:
        self._identity = identity
        self._names: dict[str, str] = {}
        entries = rules.locality.units if rules.locality else ()
        self._known = {entry.code: entry for entry in entries}
        if identity.unit_code:
            self._names[identity.unit_code] = identity.publisher

    def read_table(self, table: Table, columns: Sequence[Column]) -> None:
        """Takes code and name of each row that has both a unit code column and a name column."""
        code = next((c.no for c in columns if c.role == "code" and c.of == "unit"), None)
        if code is None:
            return
        names = [c.no for c in columns if c.role == "name"]
        rows: dict[int, dict[int, str]] = {}
        for cell in table.cells:
            if cell.row >= table.header_rows:
                rows.setdefault(cell.row, {})[cell.col] = plain(cell.text)
        for row in rows.values():
            unit = row.get(code, "")
            name = next((row[n] for n in names if row.get(n)), "")
            if _CODE.fullmatch(unit):
                self._names.setdefault(unit, name)

    def publisher_unit_id(self) -> str:
        """The unit that publishes: the one whose name is the publisher's, else one without a local code."""
        wanted = _core(self._identity.publisher)
        own = -1 if "本级" in self._identity.publisher else 1  # the unit itself has the longer code of the two
        named = sorted((own * len(code), code) for code, name in self._names.items() if _core(name) == wanted)
        known = sorted(
            (len(e.code), e.code) for e in self._known.values() if wanted in {_core(n) for n in (e.name, *e.aliases)}
        )
        best = named or known
        return self._unit_id(best[0][1] if best else None)

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
        return tuple(found[unit_id] for unit_id in sorted(found))

    def settled(self, entries: Iterable[Entry], publisher: str) -> list[Entry]:
        """The entries with the publisher as unit where no row named another."""
        return [
            entry if entry.line.unit_id is not None else replace(entry, line=replace(entry.line, unit_id=publisher))
            for entry in entries
        ]

    def _record(self, code: str, name: str) -> UnitRecord:
        entry = self._known.get(code)
        shorter = sorted((other for other in self._names if other != code and code.startswith(other)), key=len)
        above = (entry.parent if entry else None) or (shorter[-1] if shorter else None)
        return UnitRecord(
            unit_id=self._unit_id(code),
            locality_code=self._identity.locality_code,
            local_code=code,
            unit_name=name or (entry.name if entry else code),
            aliases_raw="|".join(entry.aliases if entry else ()) or None,
            parent_unit_id=self._unit_id(above) if above in self._names else None,
        )

    def _unit_id(self, code: str | None) -> str:
        if code is None:
            digest = hashlib.sha256(self._identity.publisher.encode()).hexdigest()[:12]
            return f"{self._identity.locality_code}-n{digest}"
        return f"{self._identity.locality_code}-{code}"


def _core(name: str) -> str:
    return re.sub(r"\((?:本级|汇总|机关)[^)]*\)|本级$|机关$", "", plain(name))
