"""Side-by-side lists of a table: which columns are of which list, whose side theirs is, and which repeat a measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.config.headers import LABEL_ROLES
from pipeline.config.rules import Rules
from pipeline.config.schema import KindRule
from pipeline.config.words import says
from pipeline.interpretation.bound_column import Column
from pipeline.interpretation.codes import CLASSIFICATIONS
from pipeline.interpretation.list_sides import MIXED_SIDES, list_side, own_side


def in_lists(
    columns: Sequence[Column], wordy: set[int], amounts: set[int], numeric: set[int], kind: KindRule, rules: Rules
) -> tuple[Column, ...]:
    """The columns with the number and the side of their list, measures that come again in it told apart.

    ``wordy``: those of words; ``amounts``: those of amounts whose header is not understood; ``numeric``: those with a
    number.
    """
    return tuple(_parts_marked(_without_twins(_blocks(columns, wordy, amounts, kind, rules), numeric), kind))


def _blocks(
    columns: Sequence[Column], wordy: set[int], amounts: set[int], kind: KindRule, rules: Rules
) -> list[Column]:
    """Numbers the side-by-side lists: a label column after a measure opens the next list, or one of row numbers.

    So do ``wordy`` ones whose header is lost, or not known while the next measure is one that the list has already or
    none of the list is known. A column of ``amounts``, those whose header is not understood, ends a list like a
    measure: the next one's labels are not its.
    """
    block = 0
    measures: list[Column] = []
    numbered: list[Column] = []
    ended = False
    for column in columns:
        if column.role == "measure":
            measures.append(column)
        elif (measures or ended) and (column.role in LABEL_ROLES or _may_label(column, columns, measures, wordy)):
            block, measures, ended = block + 1, [], False
        elif column.no in amounts:
            ended = True
        numbered.append(_placed(column, block))
    sides = {b: list_side([c for c in numbered if c.block == b], kind, rules) for b in range(block + 1)}
    mixed = kind.side is None or kind.kind in MIXED_SIDES
    # 支出功能分类 is a classification, by which revenue is listed too.
    labels = [c for c in numbered if c.role == "name" and c.of not in CLASSIFICATIONS]
    named = {c.block: side for c in labels if (side := own_side(c.path, rules))}
    placed = [_placed(c, c.block, _side(c, sides[c.block], named.get(c.block), mixed, rules)) for c in numbered]
    return [_closing(c, rules) for c in placed]


def _side(column: Column, of_list: str | None, of_labels: str | None, mixed: bool, rules: Rules) -> str | None:
    """The side of a column; ``None`` where its header and that of its labels name different ones: one is not theirs.

    Where each amount column has a side of its own (``mixed``), a list of labels may be of either.
    """
    own = own_side(column.path, rules) if mixed else None
    differ = own and of_labels and own != of_labels and column.role == "measure"
    return None if differ else own or of_list


def _may_label(column: Column, columns: Sequence[Column], before: Sequence[Column], wordy: set[int]) -> bool:
    if column.no not in wordy or (column.role != "ignore" and not column.unknown):
        return False
    after = next((c for c in columns[column.no + 1 :] if c.role == "measure"), None)
    measured = {(c.fund_source, c.expenditure_type, c.phase) for c in before}
    return after is not None and (
        column.role == "ignore" or not before or (after.fund_source, after.expenditure_type, after.phase) in measured
    )


def _closing(column: Column, rules: Rules) -> Column:
    """The column; what is left at the year's end is a balance of its table's fund, and no carry-over to be spent."""
    if column.role != "measure" or not any(says(rules.vocabulary.rows.carry_forward, text) for text in column.path):
        return column
    fund = None if column.fund_source == "carryover" else column.fund_source
    return replace(column, side="balance", fund_source=fund)


def _without_twins(columns: Sequence[Column], numeric: set[int]) -> list[Column]:
    """The columns; of two of one list under the very same headers nobody can say which is which: none has a measure."""
    paths = Counter((c.block, c.path) for c in columns if c.role == "measure" and c.no in numeric)
    return [
        replace(c, role="text", unknown=True) if c.role == "measure" and paths[c.block, c.path] > 1 else c
        for c in columns
    ]


def _parts_marked(columns: Sequence[Column], kind: KindRule) -> Iterator[Column]:
    """The columns; one that repeats the measure of a column before it (合计, then 本年收入 小计) is part of that.

    But of two figures for the year before (2023年预算数, 2023年执行数) the second is no part of the first.
    """
    seen: dict[tuple[object, ...], str] = {}
    for column in columns:
        measure = (column.fund_source or kind.fund_source, column.expenditure_type or kind.expenditure_type)
        key = (column.block, column.side, *measure, column.phase, column.of_which)
        if column.role != "measure" or key not in seen:
            yield column
        elif column.phase == "prior_year" and column.path[0] != seen[key]:
            yield replace(column, role="text")
        else:
            yield replace(column, of_which=True)
        if column.role == "measure":
            seen.setdefault(key, column.path[0])


def _placed(column: Column, block: int, side: str | None = None) -> Column:
    return replace(column, block=block, side=side)
