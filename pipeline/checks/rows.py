"""Identities down the rows of a list: class = sum of its sections = sum of their items, total = sum of all.

Lists with codes are trees by the codes' digits (类 3, 款 5, 项 7: 政府收支分类科目); units are trees by their
local codes; lists without codes by their amounts where those leave one tree, else by numbering and indentation, which
a sum must bear out before it may accuse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.checks.identity import Identity, Term
from pipeline.checks.nesting import nested
from pipeline.model.records import BudgetLine, Entry

CODED_SHARE = 0.6
"""A list goes by its codes when this share of its detail rows prints one."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list; ``code`` only where it is printed."""

    no: int
    line: BudgetLine
    code: str | None
    unit_code: str | None

    @property
    def is_unit(self) -> bool:
        return self.unit_code is not None and self.line.func_code is None and self.code is None


@dataclass(frozen=True, slots=True)
class Sum:
    """The row that is a total, the rows that add up to it, and whether the structure is certain."""

    rule_id: str
    total: int
    parts: tuple[int, ...]
    proven: bool


def row_identities(entries: Sequence[Entry]) -> Iterator[Identity]:
    """The identities of all lists, one for each amount column."""
    for key, own in _continued(by_list(entries)).items():
        at = {(entry.line.row_no, entry.col): entry for entry in own}
        for found in sums(list_rows(own)):
            for col in sorted({entry.col for entry in own}):
                identity = _identity(key, found, col, at)
                if identity is not None:
                    yield identity


def by_list(entries: Sequence[Entry]) -> dict[tuple[str, int], list[Entry]]:
    """The entries of each side-by-side list, rows printed twice left out."""
    lists: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        if "duplicate_row" not in entry.flags:
            lists[entry.list_key].append(entry)
    return lists


def _continued(lists: Mapping[tuple[str, int], list[Entry]]) -> dict[tuple[str, int], list[Entry]]:
    """The lists, those of one table that one list was set in side by side joined again: its rows go on at the right.

    So it is where the same headers come again and the list before has not come to its total; the word of it alone, that
    a cell across both lists prints over the amount in the last, is none.
    """
    joined: dict[tuple[str, int], list[Entry]] = {}
    last: tuple[str, int] | None = None
    for key, own in sorted(lists.items()):
        before = joined[last] if last is not None and last[0] == key[0] else []
        headers = sorted({(entry.col, entry.header) for entry in own})
        ours = sorted({(entry.col, entry.header) for entry in before})
        ours = ours[-len(headers) :]
        goes_on = bool(before) and [h for _, h in ours] == [h for _, h in headers] and all(h for _, h in headers)
        totals = [entry for entry in before if entry.line.row_role == "total"]
        if last is None or not goes_on or any(entry.published for entry in totals):
            joined[key], last = list(own), key
            continue
        columns = {theirs: mine for (theirs, _), (mine, _) in zip(headers, ours, strict=True)}
        below = 1 + max(entry.line.row_no for entry in before)
        joined[last] = [entry for entry in before if entry not in totals] + [
            e._replace(col=columns[e.col], line=e.line._replace(row_no=e.line.row_no + below)) for e in own
        ]
    return joined


def list_rows(entries: Sequence[Entry]) -> list[ListRow]:
    """The rows of one list in order, each once."""
    rows: dict[int, ListRow] = {}
    for entry in sorted(entries, key=lambda e: (e.line.row_no, e.col)):
        printed = entry.code if "code_from_name" not in entry.flags else None
        rows.setdefault(entry.line.row_no, ListRow(entry.line.row_no, entry.line, printed, entry.unit_code))
    return [row for _, row in sorted(rows.items())]


def _identity(key: tuple[str, int], found: Sum, col: int, at: Mapping[tuple[int, int], Entry]) -> Identity | None:
    total = at.get((found.total, col))
    parts = [at[no, col] for no in found.parts if (no, col) in at]
    if total is None or not parts or not any(e.published for e in (total, *parts)):
        return None
    name = total.line.label_raw or total.code or "合计"
    return Identity(
        found.rule_id,
        "rows",
        Term(total.line.line_id, 1),
        tuple(Term(part.line.line_id, 1) for part in parts),
        f"{name} = Σ {len(parts)} 行（{'/'.join(total.header) or total.line.measure_id}）",
        group=(*key, found.total),
        proven=found.proven,
        table_id=total.line.table_id,
    )


def sums(rows: Sequence[ListRow]) -> list[Sum]:
    """The sums one list states, whatever its columns."""
    detail = [row for row in rows if row.line.row_role in ("detail", "subtotal")]
    coded = sum(row.code is not None or row.is_unit for row in detail)
    if detail and coded >= CODED_SHARE * len(detail):
        return list(_coded_sums(rows))
    return _nested_sums(rows) or list(_numbered_sums(rows))


def _nested_sums(rows: Sequence[ListRow]) -> list[Sum]:
    """The sums of a list whose amounts leave one tree, by its first amount column."""
    values = [row.line.amount_cny for row in rows]
    if not rows or rows[0].line.row_role != "total":
        return []
    tree = nested([value for value in values if value is not None]) if None not in values else ()
    return [
        Sum("C-TREE" if top else "C-TOTAL", rows[top].no, tuple(rows[i].no for i in parts), proven=False)
        for top, parts in tree
    ]


def _coded_sums(rows: Sequence[ListRow]) -> Iterator[Sum]:
    """Parents by the longest code above; units above codes; the total above all that has no parent."""
    nodes = [row for row in rows if row.line.row_role in ("detail", "subtotal")]
    totals = [row for row in rows if row.line.row_role == "total"]
    bare = [row for row in nodes if row.code is None and not row.is_unit]
    children: dict[int, list[int]] = defaultdict(list)
    unsure: set[int] = set()
    top: list[int] = []
    for row in nodes:
        if row in bare:
            continue
        parent, certain = _parent(row, nodes)
        if parent is None:
            top.append(row.no)
        else:
            children[parent.no].append(row.no)
            if not certain:
                unsure.add(parent.no)
    for no, parts in children.items():
        rule = "C-UNIT" if any(row.no == no and row.is_unit for row in nodes) else "C-TREE"
        yield Sum(rule, no, tuple(parts), no not in unsure and not bare)
    if len(totals) == 1 and top:
        # Rows without a code may be parts of the total; a sum has to say.
        yield Sum("C-TOTAL", totals[0].no, tuple(sorted([*top, *(row.no for row in bare)])), not bare)


def _parent(row: ListRow, nodes: Sequence[ListRow]) -> tuple[ListRow | None, bool]:
    """The row this one is part of, and whether that is certain (one row alone has the code above)."""
    if row.is_unit:
        above = [n for n in nodes if n.is_unit and n.no < row.no and _begins(row.unit_code, n.unit_code)]
        return (max(above, key=lambda n: len(n.unit_code or "")), True) if above else (None, True)
    same_unit = [n for n in nodes if n.line.unit_id == row.line.unit_id]
    above = [n for n in same_unit if not n.is_unit and _begins(row.code, n.code)]
    if not above and row.unit_code is not None and not any(n.is_unit for n in nodes):
        # Where items alone print their unit, the classes above them are those of all units.
        above = [n for n in nodes if n.unit_code is None and _begins(row.code, n.code)]
    if above:
        longest = max(len(n.code or "") for n in above)
        nearest = [n for n in above if len(n.code or "") == longest]
        before = [n for n in nearest if n.no < row.no]
        return (before or nearest)[-1 if before else 0], len(nearest) == 1
    units = [n for n in nodes if n.is_unit and n.no < row.no]
    return (units[-1], True) if units else (None, True)


def _begins(longer: str | None, shorter: str | None) -> bool:
    return bool(longer and shorter) and longer != shorter and str(longer).startswith(str(shorter))


def _numbered_sums(rows: Sequence[ListRow]) -> Iterator[Sum]:
    """Numbered rows above their items; totals above what stands before them, or below them where they come first."""
    nodes = [row for row in rows if row.line.row_role != "of_which"]
    children: dict[int, list[int]] = defaultdict(list)
    stack: list[ListRow] = []
    top: list[int] = []
    running: list[int] = []
    totals = sum(row.line.row_role == "total" for row in nodes)
    first_is_total = bool(nodes) and nodes[0].line.row_role == "total"
    for row in nodes:
        if row.line.row_role == "total":
            stack = []
            if row is nodes[0]:
                continue
            if running:
                yield Sum("C-TOTAL", row.no, tuple(running), proven=False)
            running = [row.no]
            continue
        while stack and stack[-1].line.line_level >= row.line.line_level:
            stack.pop()
        if stack:
            children[stack[-1].no].append(row.no)
        else:
            top.append(row.no)
            running.append(row.no)
        stack.append(row)
    for no, parts in children.items():
        yield Sum("C-TREE", no, tuple(parts), proven=False)
    if first_is_total and totals == 1 and top:
        yield Sum("C-TOTAL", nodes[0].no, tuple(top), proven=False)
