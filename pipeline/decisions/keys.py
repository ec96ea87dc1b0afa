"""Amounts by what they are about: the key of each, and the amount a key means in another reading of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.decisions.records import Key


class Line(Protocol):
    """What a key needs to know of a budget line."""

    @property
    def line_id(self) -> str: ...
    @property
    def table_kind(self) -> str: ...
    @property
    def unit_id(self) -> str | None: ...
    @property
    def func_code(self) -> str | None: ...
    @property
    def econ_dept_code(self) -> str | None: ...
    @property
    def econ_gov_code(self) -> str | None: ...
    @property
    def row_path_raw(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def measure_id(self) -> str: ...
    @property
    def phase(self) -> str: ...
    @property
    def value_status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Places:
    """The keys of one document's amounts, both ways."""

    keys: Mapping[str, Key]
    _of: Mapping[tuple[object, ...], Sequence[str]]
    _blank: frozenset[str]

    def find(self, key: Key, blank: bool = False) -> str | None:
        """The line the key means, or ``None`` when none or several could be meant.

        What the codes (or, without codes, the label) and the column leave open, the label decides, then the place in
        reading order: so a label that is read a little differently does not orphan a decision. ``blank``: whether the
        cell was blank; blank cells are counted apart, since a release publishes no line for them.
        """
        near = self._of.get(_place(key), ())
        if len(near) == 1:
            return near[0]
        same = [line_id for line_id in near if self.keys[line_id].label == key.label]
        if len(same) > 1:
            same = [i for i in same if self.keys[i].occurrence == key.occurrence and (i in self._blank) == blank]
        return same[0] if len(same) == 1 else None


def places(disclosure_id: str, lines: Iterable[Line]) -> Places:
    """The places of a document's amounts, which come in reading order: table, row, column."""
    keys: dict[str, Key] = {}
    seen: dict[tuple[Key, bool], int] = defaultdict(int)
    blank: set[str] = set()
    of: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for line in lines:
        first = key_of(disclosure_id, line)
        counted = first, line.value_status == "blank"
        if counted[1]:
            blank.add(line.line_id)
        key = first.model_copy(update={"occurrence": seen[counted]}) if seen[counted] else first
        seen[counted] += 1
        keys[line.line_id] = key
        of[_place(key)].append(line.line_id)
    return Places(keys, of, frozenset(blank))


def key_of(disclosure_id: str, line: Line) -> Key:
    """The key of a line, as if it were the only one of its kind."""
    codes = {"func": line.func_code, "dept": line.econ_dept_code, "gov": line.econ_gov_code}
    row = "|".join(f"{name}:{code}" for name, code in codes.items() if code)
    return Key(
        disclosure_id=disclosure_id,
        table_kind=line.table_kind,
        unit_id=line.unit_id,
        row=row or f"label:{line.row_path_raw}",
        label=line.row_path_raw,
        side=line.side,
        measure_id=line.measure_id,
        phase=line.phase,
    )


def _place(key: Key) -> tuple[object, ...]:
    return key.table_kind, key.unit_id, key.row, key.side, key.measure_id, key.phase
