"""Codes of a row, whole or split over narrow columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.codes import CLASSIFICATIONS, Classified, read_code
from pipeline.model.table import Cell
from pipeline.money import plain

PARTS = (("类", "款"), ("款", "项"))
"""The columns of a code's parts, each beside the next."""


class CodeReader:
    """Reads whole codes and codes split over narrow columns (类 | 款 | 项), blanks carried from above."""

    def __init__(self, labels: Sequence[Column]) -> None:
        codes = [c for c in labels if c.role == "code" and c.of != "unit"]
        self._groups = _split_groups(codes)
        self._whole = [c for c in codes if not any(c in group for group in self._groups)]
        self._above: dict[int, list[str]] = {}

    def read(self, row: Mapping[int, Cell]) -> list[Classified]:
        found: list[Classified] = []
        for k, group in enumerate(self._groups):
            code = self._joined(k, [text_at(row, c.no) for c in group])
            if code and (classified := read_code(code, None)):
                found.append(classified)
            elif group[0].path == group[-1].path:  # several whole codes below one header
                found += _whole_codes(row, group)
        return found + _whole_codes(row, self._whole)

    def _joined(self, group: int, parts: Sequence[str]) -> str | None:
        if not any(parts):
            return None
        if not all(not part or part.isdigit() for part in parts):
            return None
        above = self._above.get(group, [""] * len(parts))
        first = next(i for i, part in enumerate(parts) if part)
        # A spreadsheet drops the zero that a 款 or 项 begins with.
        full = [*above[:first], *(part.zfill(2) if part and k else part for k, part in enumerate(parts[first:], first))]
        last = max(i for i, part in enumerate(full) if part)
        if not all(full[: last + 1]):
            return None
        self._above[group] = full
        return "".join(full[: last + 1])


def _split_groups(codes: Sequence[Column]) -> list[list[Column]]:
    """Columns side by side that are 类 | 款 | 项, or stand below one header that does not say which is which."""
    groups: list[list[Column]] = []
    for column in codes:
        last = groups[-1][-1] if groups else None
        if last is not None and _are_parts(last, column):
            groups[-1].append(column)
        else:
            groups.append([column])
    return [group for group in groups if len(group) > 1]


def _are_parts(left: Column, right: Column) -> bool:
    """Whether two columns hold parts of one code: 类 and 款, whatever blank is between them, or side by side."""
    alike = right.path[-1] in ("款", "项") or right.path == left.path
    return (left.path[-1], right.path[-1]) in PARTS or (left.no == right.no - 1 and alike)


def _whole_codes(row: Mapping[int, Cell], columns: Sequence[Column]) -> list[Classified]:
    expected = [c.of if c.of in CLASSIFICATIONS else None for c in columns]
    read = (read_code(text_at(row, c.no), of) for c, of in zip(columns, expected, strict=True))
    return [classified for classified in read if classified is not None]


def text_at(row: Mapping[int, Cell], col: int) -> str:
    """The plain text of a row's cell in that column, empty where it has none."""
    cell = row.get(col)
    return plain(cell.text) if cell is not None else ""
