"""One reader's tables against the truth: tables found, grids, cells and numbers right, silent errors, numbers proved.

The same for every reader. White space and full-width forms do not count; blank rows and columns are left out on both
sides; rows (and columns, where their number differs) are aligned by their texts: one row too many costs one row.
A **silent error** is a place where the reader gives a number that the truth does not have there, undoubted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from tests.bench.tables import Place, ReadTable, TrueTable, folded

FOUND = 0.5
"""A table is found when the reader's holds this share of its texts."""
_NUMBER = re.compile(r"\(?[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?")

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Score:
    """Counts over all tables of the truth; ``proved_wrong`` are numbers said to be proved that are not right."""

    tables: int = 0
    tables_found: int = 0
    grids_right: int = 0
    cells: int = 0
    cells_right: int = 0
    numbers: int = 0
    numbers_right: int = 0
    silent_errors: int = 0
    proved: int = 0
    proved_wrong: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class _Part:
    """A read table ready to be compared: folded rows and the places that bear a mark."""

    rows: tuple[tuple[str, ...], ...]
    doubted: frozenset[Place] = frozenset()
    proved: frozenset[Place] = frozenset()

    @property
    def texts(self) -> Counter[str]:
        return _texts(self.rows)


def score(truths: Sequence[TrueTable], read: Sequence[ReadTable]) -> Score:
    """The sum over all true tables; each read table answers for one of them at most."""
    total = Score()
    by_file: dict[str, list[ReadTable]] = defaultdict(list)
    for table in read:
        by_file[table.file].append(table)
    files: dict[str, list[TrueTable]] = defaultdict(list)
    for truth in truths:
        files[truth.file].append(truth)
    for file, own in files.items():
        for truth, part in _paired(own, by_file.get(file, [])):
            total += compared(truth, part)
    return total


def _paired(truths: Sequence[TrueTable], read: Sequence[ReadTable]) -> Iterator[tuple[TrueTable, _Part | None]]:
    """Each true table with what answers for it."""
    on_page = [truth for truth in truths if truth.page]
    yield from _paired_on_pages(on_page, read)
    joined = [truth for truth in truths if not truth.page]
    if joined:
        yield from zip(joined, _gathered(joined, read), strict=True)


def _paired_on_pages(
    truths: Sequence[TrueTable], read: Sequence[ReadTable]
) -> Iterator[tuple[TrueTable, _Part | None]]:
    """The most alike first; a part that left out its header is also tried with it."""
    candidates = []
    for i, truth in enumerate(truths):
        texts = _texts(_folded(truth.rows))
        for j, table in enumerate(read):
            if table.page == truth.page:
                best = max(_forms(table), key=lambda part: (texts & part.texts).total())
                common = (texts & best.texts).total()
                candidates.append((common, -abs(texts.total() - best.texts.total()), -i, -j, best))
    chosen: dict[int, _Part] = {}
    taken: set[int] = set()
    for common, _, i, j, part in sorted(candidates, key=lambda c: c[:4], reverse=True):
        if common and -i not in chosen and -j not in taken:
            chosen[-i] = part
            taken.add(-j)
    return ((truth, chosen.get(i)) for i, truth in enumerate(truths))


def _forms(table: ReadTable) -> Iterator[_Part]:
    rows = _folded(table.rows)
    yield _Part(rows, table.doubted, table.proved)
    if table.header:
        down = len(table.header)
        yield _Part((*_folded(table.header), *rows), _lower(table.doubted, down), _lower(table.proved, down))


def _gathered(truths: Sequence[TrueTable], read: Sequence[ReadTable]) -> list[_Part | None]:
    """For each true table over pages the parts that are most like it, put one below the other in page order.

    Header rows printed again on a later page are left out, as they are in the truth.
    """
    wanted = [_texts(_folded(truth.rows)) for truth in truths]
    groups: dict[object, list[ReadTable]] = {}
    for k, table in enumerate(sorted(read, key=lambda t: t.page)):
        groups.setdefault(table.group or k, []).append(table)
    held: list[list[ReadTable]] = [[] for _ in truths]
    last = 0
    for group in groups.values():
        texts: Counter[str] = Counter()
        for table in group:
            texts += _texts(_folded(table.rows))
        # Blank forms are all alike: of equals the next in reading order is meant.
        best = max(range(len(truths)), key=lambda i: ((wanted[i] & texts).total(), i >= last, not held[i], -i))
        if (wanted[best] & texts).total():
            held[best] += group
            last = best
    return [_one_below_other(parts, truth) if parts else None for parts, truth in zip(held, truths, strict=True)]


def _one_below_other(parts: Sequence[ReadTable], truth: TrueTable) -> _Part:
    header = _folded(truth.rows[: truth.header_rows])
    rows: list[tuple[str, ...]] = []
    doubted: set[Place] = set()
    proved: set[Place] = set()
    for part in parts:
        own = _folded(part.rows)
        drop = len(header) if rows and header and _same_texts(own[: len(header)], header) else 0
        doubted |= _lower(part.doubted, len(rows) - drop)
        proved |= _lower(part.proved, len(rows) - drop)
        rows += own[drop:]
    return _Part(_folded(rows), frozenset(doubted), frozenset(proved))


def compared(truth: TrueTable, part: _Part | None) -> Score:
    """The counts of one true table; nothing read is nothing right, and no silent error."""
    wanted, rows_kept, cols_kept = _trimmed(_folded(truth.rows))
    cells = [(r, c, text) for r, row in enumerate(wanted) for c, text in enumerate(row) if text]
    numbers = sum(_is_number(text) for *_, text in cells)
    total = Score(tables=1, cells=len(cells), numbers=numbers)
    if part is None:
        return total
    given, rows_kept, cols_kept = _trimmed(part.rows)
    common = (_texts(wanted) & _texts(given)).total()
    same_shape = len(wanted) == len(given) and _width(wanted) == _width(given)
    rows = _aligned(wanted, given)
    cols = _aligned_columns(wanted, given)
    right = right_numbers = silent = proved = proved_wrong = 0
    for r, row in enumerate(wanted):
        for c, text in enumerate(row):
            if r not in rows or c not in cols:
                continue
            place = rows_kept[rows[r]], cols_kept[cols[c]]
            said = given[rows[r]][cols[c]]
            number = _is_number(text)
            if text and said == text:
                right += 1
                right_numbers += number
                proved += number and place in part.proved
            elif said != text and _is_number(said):
                silent += place not in part.doubted
                proved_wrong += place in part.proved
    return total + Score(
        tables_found=int(common >= FOUND * max(len(cells), 1)),
        grids_right=int(same_shape),
        cells_right=right,
        numbers_right=right_numbers,
        silent_errors=silent,
        proved=proved,
        proved_wrong=proved_wrong,
    )


def _aligned(wanted: Rows, given: Rows) -> Mapping[int, int]:
    """Row of the truth → row of the reading: one to one where there are as many, else by their texts."""
    if len(wanted) == len(given):
        return {i: i for i in range(len(wanted))}
    return _matched([_key(row) for row in wanted], [_key(row) for row in given])


def _aligned_columns(wanted: Rows, given: Rows) -> Mapping[int, int]:
    if _width(wanted) == _width(given):
        return {i: i for i in range(_width(wanted))}
    return _matched([_key(col) for col in zip(*wanted, strict=True)], [_key(col) for col in zip(*given, strict=True)])


def _matched(wanted: Sequence[tuple[str, ...]], given: Sequence[tuple[str, ...]]) -> dict[int, int]:
    """Equal ones by the longest common order; between them as many as stand opposite, in order."""
    found: dict[int, int] = {}
    for _, i, j, k, m in SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes():
        found.update(zip(range(i, j), range(k, m), strict=False))
    return found


def _key(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _trimmed(rows: Rows) -> tuple[list[list[str]], list[int], list[int]]:
    """The rows without blank rows and columns, and the numbers of those that stay."""
    rows_kept = [r for r, row in enumerate(rows) if any(row)]
    cols_kept = [c for c in range(_width(rows)) if any(row[c] for row in rows)]
    return [[rows[r][c] for c in cols_kept] for r in rows_kept], rows_kept, cols_kept


def _width(rows: Rows) -> int:
    return max(map(len, rows), default=0)


def _folded(rows: Rows) -> tuple[tuple[str, ...], ...]:
    width = _width(rows)
    return tuple((*map(folded, row), *[""] * (width - len(row))) for row in rows)


def _texts(rows: Rows) -> Counter[str]:
    return Counter(text for row in rows for text in row if text)


def _same_texts(rows: Rows, others: Rows) -> bool:
    return [_key(row) for row in rows] == [_key(row) for row in others]


def _lower(places: frozenset[Place], rows: int) -> frozenset[Place]:
    return frozenset((r + rows, c) for r, c in places)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))
