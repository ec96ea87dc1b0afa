"""What the code lists propose for a code or name that was read from pixels and is in doubt: never more than a proposal.

The list knows the name of a code, and the code of a name that only one code of a classification bears.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.config.load import Configs
from pipeline.config.names import bare_name
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.codes import CLASSIFICATIONS, NameIndex, code_list, read_code
from pipeline.interpretation.header_tree import MISREAD
from pipeline.model.table import Cell, Table
from pipeline.money import plain

Place = tuple[int, int]


def proposals(table: Table, columns: Sequence[Column], names: NameIndex, configs: Configs) -> dict[Place, str]:
    """By row and column of a cell in doubt what the lists have in its place; empty for tables without doubts."""
    doubtful = {(cell.row, cell.col) for cell in table.cells if MISREAD & set(cell.flags)}
    if not doubtful:
        return {}
    cells = {(cell.row, cell.col): cell for cell in table.cells if cell.row >= table.header_rows}
    pairs = [(code, name) for code in columns for name in columns if _belong(code, name)]
    return {
        place: proposed
        for row in sorted({row for row, _ in doubtful})
        for code, name in pairs
        for place, proposed in _of_pair(row, code, name, cells, names, configs)
        if place in doubtful and plain(cells[place].text) != proposed
    }


def _belong(code: Column, name: Column) -> bool:
    """Whether the two columns print code and name of one classification, in one of the lists side by side."""
    ours = code.role == "code" and name.role == "name" and code.block == name.block
    return ours and all(column.of in (None, *CLASSIFICATIONS) for column in (code, name))


def _of_pair(
    row: int, code: Column, name: Column, cells: Mapping[Place, Cell], names: NameIndex, configs: Configs
) -> Iterator[tuple[Place, str]]:
    here, beside = cells.get((row, code.no)), cells.get((row, name.no))
    if here is None or beside is None:
        return
    expected = code.of or name.of
    printed = read_code(here.text, expected)
    if printed is not None and not MISREAD & set(here.flags):
        listed = code_list(configs, printed.classification).get(printed.code)
        if listed is not None:
            yield (row, name.no), listed.name
    if beside.text and not MISREAD & set(beside.flags):
        of_name = {
            meant.code
            for classification in CLASSIFICATIONS
            if expected in (None, classification)
            and (meant := names.find(classification, bare_name(plain(beside.text)), ())) is not None
        }
        if len(of_name) == 1:
            yield (row, code.no), of_name.pop()
