"""Identities across the columns of a list: the column called 合计 or 小计 is the sum of those beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.checks.identity import Identity, Term
from pipeline.checks.rows import by_list
from pipeline.model.records import Entry


@dataclass
class _Node:
    """One spanning header: the columns right below it by number, and the headers below it by text."""

    leaves: dict[int, str] = field(default_factory=dict)
    below: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """The column that is a sum and the columns it sums."""

    total: int
    parts: tuple[int, ...]


def column_identities(entries: Sequence[Entry], sum_header: str, of_which: str) -> Iterator[Identity]:
    """The identities of every row. ``sum_header``, ``of_which``: patterns of configs/default.yaml, ``columns``."""
    for key, own in by_list(entries).items():
        headers = {entry.col: entry.header for entry in own}
        rows: dict[int, dict[int, Entry]] = defaultdict(dict)
        for entry in own:
            rows[entry.line.row_no][entry.col] = entry
        for found in column_sums(headers, sum_header, of_which):
            for row in rows.values():
                identity = _identity(key, found, row)
                if identity is not None:
                    yield identity


def _identity(key: tuple[str, int], found: ColumnSum, row: Mapping[int, Entry]) -> Identity | None:
    total = row.get(found.total)
    parts = [row[col] for col in found.parts if col in row]
    if total is None or len(parts) != len(found.parts) or not any(e.published for e in (total, *parts)):
        return None
    name = total.line.label_raw or total.code or "合计"
    return Identity(
        "C-ROW",
        "columns",
        Term(total.line.line_id, 1),
        tuple(Term(part.line.line_id, 1) for part in parts),
        f"{name}: {'/'.join(total.header)} = {' + '.join('/'.join(part.header[-1:]) for part in parts)}",
        group=(*key, "columns", found.total, found.parts),
        # A header's words are not enough: some row must bear the sum out before it may accuse another.
        proven=False,
        table_id=total.line.table_id,
    )


def column_sums(headers: Mapping[int, Sequence[str]], sum_header: str, of_which: str) -> list[ColumnSum]:
    """The sums a header tree states."""
    root = _Node()
    for col in sorted(headers):
        path = headers[col]
        if not path or any(re.search(of_which, text) for text in path):
            continue
        node = root
        for text in path[:-1]:
            node = node.below.setdefault(text, _Node())
        node.leaves[col] = path[-1]
    found: list[ColumnSum] = []
    _walk(root, sum_header, found)
    return found


def _walk(node: _Node, sum_header: str, found: list[ColumnSum]) -> tuple[int, ...]:
    """The columns that stand for the node in a sum above it; adds the sums in and below it."""
    # A header can be a column of its own and have columns below it (基本支出, then 人员经费 | 公用经费).
    below = {text: _walk(child, sum_header, found) for text, child in node.below.items()}
    sums = [col for col, text in node.leaves.items() if re.search(sum_header, text)]
    parts = [col for col in node.leaves if col not in sums] + [col for cols in below.values() for col in cols]
    if len(sums) == 1 and len(parts) > 1:
        found.append(ColumnSum(sums[0], tuple(sorted(parts))))
        return (sums[0],)
    return tuple(sorted([*sums, *parts]))
