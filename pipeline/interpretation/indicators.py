"""Rows below an indicator header to indicators: levels carried down, slipped rows known by the words of levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.config.rules import Rules
from pipeline.config.words import first_said, is_only
from pipeline.interpretation.form_labels import label_id
from pipeline.interpretation.form_table import FormTable
from pipeline.interpretation.indicator_columns import LONGEST_LEVEL, IndicatorHeader, Lane, is_sublevel, sublevel_of
from pipeline.model.table import Cell
from pipeline.money import parse_number, plain

_WEIGHT = re.compile(r"\([^()]*\)$")
NAME_AND_TARGET = 2
LONGEST_REST = 2
"""So few characters below a known level are the rest of its word, cut by a page break."""


@dataclass(frozen=True, slots=True)
class ReadIndicator:
    """One row of one lane: texts as printed, and the cell its evidence comes from."""

    row: int
    cell: Cell
    level1: str
    level2: str
    name: str
    target: str
    description: str = ""
    operator: str = ""
    unit: str = ""
    basis: str = ""
    remark: str = ""
    flags: tuple[str, ...] = ()
    continued: bool = False
    """Whether the row gives a further value of the indicator above it."""


@dataclass(slots=True)
class _Levels:
    """The levels in force, carried from row to row."""

    level1: str = ""
    level2: str = ""


@dataclass(slots=True)
class IndicatorReader:
    """Reads the rows of one table; a page break changes no level."""

    form: FormTable
    levels: dict[int, _Levels] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def rows(self, headers: Sequence[IndicatorHeader], start: int, end: int) -> Iterator[ReadIndicator]:
        """The indicators of the rows from ``start`` up to ``end``, each under the header last printed above it."""
        pending: ReadIndicator | None = None
        ended = -1
        for row in range(start, end):
            above = [header for header in headers if header.row <= row]
            if not above or row <= above[-1].bottom:
                continue
            ended = row if self._ends(row, above[-1]) else ended
            if ended > above[-1].row:
                continue
            lanes = above[-1].lanes
            found = [r for n, lane in enumerate(lanes) if (r := self._read(row, n, lane, len(lanes) > 1)) is not None]
            if not found and len(lanes) > 1 and (beside := self._beside_lanes(row)) is not None:
                found.append(beside)
            for read in found:
                # A row with a description alone goes on with the one above.
                goes_on = not read.name and not read.target and read.description
                if goes_on and pending is not None:
                    pending = replace(pending, description=pending.description + read.description)
                    continue
                if pending is not None:
                    yield pending
                pending = read if read.name or read.target else None
        if pending is not None:
            yield pending

    def _ends(self, row: int, header: IndicatorHeader) -> bool:
        """Whether a row sums the indicators up or says something of them all, left of where their own texts begin."""
        left = min(col for lane in header.lanes for col in lane.columns.values())
        first = next((cell for cell in self.form.beginning_in(row) if cell.text), None)
        words = self.form.rules.vocabulary.performance.indicators_end
        return first is not None and first.col <= left and re.search(words, plain(first.text)) is not None

    def start_again(self) -> None:
        """Forgets levels and names: another project's indicators begin."""
        self.levels.clear()
        self.names.clear()

    def _read(self, row: int, number: int, lane: Lane, lanes: bool) -> ReadIndicator | None:
        form = self.form
        texts = {name: form.said(row, col) or "" for name, col in lane.columns.items()}
        levels = self.levels.setdefault(number, _Levels(lane.level1))
        slipped = not lanes and self._slipped(row, lane)
        if slipped:
            return self._slipped_row(row, lane, levels)
        if not lanes:
            if not texts.get("level1") and "level2" in lane.columns:
                texts["level1"] = self._level_beside(row, lane.columns["level2"])
            self._carry(texts, levels)
        name, target = self._without_placeholder(texts.get("level3", "")), texts.get("target", "")
        target = self._without_placeholder(target)
        if not name and not target and not texts.get("description"):
            return None
        place = lane.columns["target"] if target else lane.columns.get("level3", lane.columns["target"])
        cell = form.covering.get((row, place))
        if cell is None or (cell.row != row and not lanes and name == self.names.get(number)):
            return None
        continued = bool(target and not name and self.names.get(number))
        if name:
            self.names[number] = name
        return ReadIndicator(
            row=row,
            cell=cell,
            level1=lane.level1 or levels.level1,
            level2=lane.level2 or levels.level2,
            name=name or self.names.get(number, ""),
            target=target,
            description=texts.get("description", ""),
            operator=texts.get("operator", ""),
            unit=texts.get("measure_unit", ""),
            basis=texts.get("basis", ""),
            remark=texts.get("remark", ""),
            continued=continued,
        )

    def _beside_lanes(self, row: int) -> ReadIndicator | None:
        """Name and target that stand in no lane (a row that slipped); of which level they are is not known."""
        cells = [cell for cell in self.form.beginning_in(row) if cell.text]
        if len(cells) != NAME_AND_TARGET or parse_number(cells[0].text) is not None:
            return None
        name, target = (plain(cell.text) for cell in cells)
        return ReadIndicator(row, cells[1], "", "", name, target, flags=("row_shift_suspected",))

    def _carry(self, texts: dict[str, str], levels: _Levels) -> None:
        first, second = texts.get("level1", ""), texts.get("level2", "")
        known = level_of(first, self.form.rules) or len(first) > LONGEST_REST
        if first and first != levels.level1 and (known or not level_of(levels.level1, self.form.rules)):
            levels.level1, levels.level2 = first, ""
        if second and not self._is_placeholder(second):
            levels.level2 = second

    def _level_beside(self, row: int, end: int) -> str:
        """A first level that stands left of its column."""
        own = [self.form.own.get((row, col)) for col in range(end)]
        texts = [plain(cell.text) for cell in own if cell is not None]
        return next((text for text in texts if level_of(text, self.form.rules)), "")

    def _slipped(self, row: int, lane: Lane) -> bool:
        """Whether words of levels stand elsewhere than under their headers."""
        rules = self.form.rules
        first, second = lane.columns.get("level1"), lane.columns.get("level2")
        if first is None or second is None:
            return False
        for col in range(self.form.table.n_cols):
            text = self.form.text(row, col)
            is_first, is_second = level_of(text, rules) is not None, is_sublevel(text, rules)
            if is_first == is_second:
                continue  # 成本指标 and 满意度指标 name a level of either kind
            if col != (first if is_first else second) and text != self.form.text(row, first if is_first else second):
                return True
        loose = [t for c in (first, second) if (t := self.form.text(row, c)) and len(t) > LONGEST_REST]
        unknown = [t for t in loose if not level_of(t, rules) and sublevel_of(t, rules) is None]
        return bool(unknown) and not self.form.text(row, lane.columns["target"])

    def _slipped_row(self, row: int, lane: Lane, levels: _Levels) -> ReadIndicator | None:
        """A row read in order: its level words, then name and target, whatever columns they stand in."""
        form = self.form
        cells: list[tuple[str, Cell]] = []
        for col in range(form.table.n_cols):
            cell = form.covering.get((row, col))
            text = form.said(row, col)
            if cell is None or not text or cell.col != col or (cell.row != row and col < lane.columns["target"]):
                continue
            if level_of(text, form.rules):
                levels.level1, levels.level2 = text, ""
            elif is_sublevel(text, form.rules):
                levels.level2 = text
            elif not self._is_placeholder(text) and label_id(form, text) != "indicators":
                cells.append((text, cell))
        if not cells:
            return None
        name, target = (cells[0][0], cells[1][0]) if len(cells) > 1 else (cells[0][0], "")
        if len(cells) > 1 and len(cells) - 2 > 1:  # more than a remark behind the two
            name, target = cells[0][0], ""
        self.names[0] = name
        cell = cells[1][1] if target else cells[0][1]
        return ReadIndicator(row, cell, levels.level1, levels.level2, name, target, flags=("row_shift_suspected",))

    def _is_placeholder(self, text: str) -> bool:
        return is_only(self.form.rules.vocabulary.performance.placeholder, text)

    def _without_placeholder(self, text: str) -> str:
        return "" if self._is_placeholder(text) else text


def level_of(text: str, rules: Rules) -> str | None:
    """The first level a text names, whatever weight it has in brackets (产出指标（50分）)."""
    name = _WEIGHT.sub("", plain(text))
    found = first_said(rules.vocabulary.performance.levels, name)
    return found if found and len(name) <= LONGEST_LEVEL else None
