"""Rows whose values slipped by columns: moved back under their headers where the sums hold only so.

Asked only of transcripts and pixels, and only of lists whose sums fail as they stand. A list is repaired when exactly
one choice of layouts lets every sum across its rows and down its columns hold, and at least two sums of two parts or
more say so. Otherwise its failed checks stand as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.checks.columns import column_sums
from pipeline.checks.evaluate import Amount, amounts
from pipeline.checks.rows import by_list, list_rows, sums
from pipeline.config.load import Configs
from pipeline.model.flags import with_flag
from pipeline.model.records import BudgetLine, CellRecord, DocumentResult, Entry
from pipeline.money import parse_amount, unit_of
from pipeline.repair.choice import ColumnCheck, only_choice
from pipeline.repair.layouts import Layout, Piece, layouts

TRANSCRIBED = ("manual", "ocr")
"""Where values can have slipped, or a cell been lost, on the way: a transcript, or a grid cut out of a picture."""
FEWEST_SUMS = 2
MOST_ROWS = 400
"""A longer list is left as it is: its failed checks say so."""
READING = ("amount_raw", "amount_quantum_cny", "amount_cny", "page_no", "bbox", "source_cell_id", "confidence")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Moved:
    """An amount moved back: the entry it belongs to, holding it; what was read there; the column it was read in.

    ``by_row``: the sums across the row alone leave no other place for it.
    """

    entry: Entry
    before: str
    source_col: int
    layout: Layout
    by_row: bool


def unslipped(result: DocumentResult, configs: Configs) -> tuple[dict[str, Entry], list[Moved]]:
    """The entries that change, by line, and the amounts moved; both empty where nothing is proved.

    Raises ``OutOfTime`` when the solver cannot tell within its time.
    """
    changed: dict[str, Entry] = {}
    moved: list[Moved] = []
    suspects = [e for e in result.entries if e.line.extraction_method in TRANSCRIBED]
    if not suspects:
        return changed, moved
    known = amounts(result.entries)
    cells: dict[str, list[CellRecord]] = defaultdict(list)
    for cell in result.cells:
        cells[cell.table_id].append(cell)
    words = configs.vocabulary.columns
    for (table_id, _), own in by_list(suspects).items():
        across = column_sums({entry.col: entry.header for entry in own}, words.sum, words.of_which)
        rows = {no: _pieces(row, cells[table_id], known) for no, row in _by_row(own).items()}
        if not across or len(rows) > MOST_ROWS or any(map(_is_settled_or_unread, own)):
            continue  # nothing to reckon with, or too much
        columns = sorted({entry.col for entry in own})
        options = {no: layouts(pieces, columns, across) for no, pieces in rows.items()}
        chosen = _chosen(own, options)
        if chosen and not _may_be_unread(own, chosen):
            steps = list(_steps(own, options, chosen, cells[table_id]))
            changed |= {entry.line.line_id: entry for entry in _vacated(own, chosen)}
            changed |= {step.entry.line.line_id: step.entry for step in steps}
            moved += steps
    return changed, moved


def _is_settled_or_unread(entry: Entry) -> bool:
    """Whether a person has been here, or something stands in the cell that could not be read: no number moves there."""
    unread = entry.line.value_status == "illegible" or (not entry.published and "reading_doubtful" in entry.flags)
    return unread or "reviewed" in entry.flags


def _may_be_unread(own: Sequence[Entry], chosen: Mapping[int, Layout]) -> bool:
    """Whether a reader of pixels may as well have missed a number, or misread it, as cut the grid wrongly.

    In some row one number alone moves, or the others leave a sum of theirs blank.
    """
    slipped = [layout for layout in chosen.values() if layout.by]
    alone = any(sum(piece.col != col for col, piece in layout.at.items()) == 1 for layout in slipped)
    return own[0].line.extraction_method == "ocr" and (alone or any(layout.lost for layout in slipped))


def _by_row(own: Sequence[Entry]) -> dict[int, list[Entry]]:
    rows: dict[int, list[Entry]] = defaultdict(list)
    for entry in own:
        rows[entry.line.row_no].append(entry)
    return rows


def _pieces(row: Sequence[Entry], cells: Sequence[CellRecord], known: Mapping[str, Amount]) -> list[Piece]:
    """The numbers of a row: those of its amount columns, and those that stand in no column of amounts at all."""
    found = []
    for entry in row:
        amount = known[entry.line.line_id]
        if entry.published and amount.value is not None:
            found.append(Piece(entry.col, amount.value, amount.half_quantum))
    columns = {entry.col for entry in row}
    for cell in cells:
        if cell.row_no == row[0].line.row_no and cell.col_no not in columns:
            read = parse_amount(cell.text_raw, unit_of(row[0].line.amount_unit))
            if read is not None:
                found.append(Piece(cell.col_no, read.cny, read.quantum_cny / 2))
    return sorted(found, key=lambda piece: piece.col)


def _chosen(own: Sequence[Entry], options: Mapping[int, Sequence[Layout]]) -> dict[int, Layout]:
    """The layout of each row that lets all sums of the list hold; empty where none is proved or none moves."""
    if not all(options.values()):
        return {}
    columns = sorted({entry.col for entry in own})
    down = sums(list_rows(own))
    checks = [
        ColumnCheck(col, found.total, found.parts, _tolerance(col, (found.total, *found.parts), options))
        for found in down
        for col in columns
        if any(layout.value(col) is not None for layout in options[found.total])
    ]
    if _hold({no: possible[0] for no, possible in options.items()}, checks):
        return {}
    chosen = only_choice(options, checks)
    if chosen is None:
        return {}
    said = sum(layout.sums for layout in chosen.values() if layout.by)
    said += sum(_tells(check, chosen) for check in checks)
    return chosen if said >= FEWEST_SUMS and any(layout.by for layout in chosen.values()) else {}


def _tolerance(col: int, nos: Sequence[int], options: Mapping[int, Sequence[Layout]]) -> Decimal:
    return sum((max((o.at[col].half for o in options[no] if col in o.at), default=ZERO) for no in nos), ZERO)


def _hold(as_read: Mapping[int, Layout], checks: Sequence[ColumnCheck]) -> bool:
    """Whether the list is sound as it was read, so that no solver need be asked."""
    if any(layout.by for layout in as_read.values()):
        return False
    for check in checks:
        parts = sum((as_read[no].value(check.col) or ZERO for no in check.parts), ZERO)
        if abs((as_read[check.total].value(check.col) or ZERO) - parts) > check.tolerance:
            return False
    return True


def _tells(check: ColumnCheck, chosen: Mapping[int, Layout]) -> bool:
    """Whether the sum has two parts that are not zero, and a number moved into it."""
    moved = any(check.col in chosen[no].touched for no in (check.total, *check.parts))
    return moved and sum(bool(chosen[no].value(check.col)) for no in check.parts) > 1


def _steps(
    own: Sequence[Entry],
    options: Mapping[int, Sequence[Layout]],
    chosen: Mapping[int, Layout],
    cells: Sequence[CellRecord],
) -> Iterator[Moved]:
    """The amounts that came to stand in another column."""
    at = {(entry.line.row_no, entry.col): entry for entry in own}
    printed = {(cell.row_no, cell.col_no): cell for cell in cells}
    for no, layout in chosen.items():
        for col, piece in sorted(layout.at.items()):
            if piece.col == col or (no, col) not in at:
                continue
            target, source = at[no, col], at.get((no, piece.col))
            read = _read_from(source.line) if source is not None else _read_from_cell(printed[no, piece.col], piece)
            flags = with_flag(target.line.flags, "values_shifted")
            line = target.line._replace(**read, flags=flags, value_status="repaired" if piece.value else "zero")
            by_row = len({possible.value(col) for possible in options[no]}) == 1
            entry = target._replace(line=line, published=True)
            yield Moved(entry, target.line.amount_raw or "", piece.col, layout, by_row)


def _read_from(line: BudgetLine) -> dict[str, Any]:
    """What belongs to the number itself and moves with it."""
    return {name: getattr(line, name) for name in READING}


def _read_from_cell(cell: CellRecord, piece: Piece) -> dict[str, Any]:
    return {
        "amount_raw": cell.text_raw,
        "amount_quantum_cny": piece.half * 2,
        "amount_cny": piece.value,
        "page_no": cell.page_no,
        "bbox": cell.bbox,
        "source_cell_id": cell.cell_id,
        "confidence": cell.confidence,
    }


def _vacated(own: Sequence[Entry], chosen: Mapping[int, Layout]) -> Iterator[Entry]:
    """The entries whose number was moved away, blank now."""
    for entry in own:
        layout = chosen[entry.line.row_no]
        if entry.published and entry.col not in layout.at and any(p.col == entry.col for p in layout.at.values()):
            line = entry.line._replace(amount_raw="", amount_cny=None, amount_quantum_cny=None, value_status="blank")
            yield entry._replace(line=line, published=False)
