"""Whether an amount called 其中 (of which) is at most the amount it is a part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.checks.evaluate import Amount
from pipeline.checks.rows import by_list
from pipeline.ids import content_id
from pipeline.model.audit import CheckRecord
from pipeline.model.records import Entry

RULE = "C-PART"


def part_checks(entries: Sequence[Entry], known: Mapping[str, Amount], severity: str) -> Iterator[CheckRecord]:
    """One check for each printed 其中 that is not zero: the row above it, or the column to its left, is the whole."""
    for own in by_list(entries).values():
        for part, whole in (*_rows(own), *_columns(own)):
            yield from _check(part, whole, known, severity)


def _rows(own: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    at = {(entry.line.row_no, entry.col): entry for entry in own}
    rows = sorted({entry.line.row_no for entry in own})
    whole_of: dict[int, int] = {}
    for above, row in pairwise(rows):
        if _is_part_row(next(e for e in own if e.line.row_no == row)):
            whole_of[row] = whole_of.get(above, above)
    for row, whole in whole_of.items():
        for entry in own:
            if entry.line.row_no == row and not _is_part_column(entry) and (whole, entry.col) in at:
                yield entry, at[whole, entry.col]


def _columns(own: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """A part's column and the nearest column to its left of the same fund and expenditure type."""
    for entry in own:
        if _is_part_column(entry):
            measure = entry.line.measure_id.removesuffix(".of_which")
            left = [
                other
                for other in own
                if other.line.row_no == entry.line.row_no and other.col < entry.col and other.line.measure_id == measure
            ]
            if left:
                yield entry, max(left, key=lambda other: other.col)


def _is_part_column(entry: Entry) -> bool:
    return entry.line.measure_id.endswith(".of_which")


def _is_part_row(entry: Entry) -> bool:
    return entry.line.row_role == "of_which" and not _is_part_column(entry)


def _check(part: Entry, whole: Entry, known: Mapping[str, Amount], severity: str) -> Iterator[CheckRecord]:
    a, b = known[part.line.line_id], known[whole.line.line_id]
    if not part.published or not a.value:
        return
    tolerance = a.half_quantum + b.half_quantum
    over = None if b.value is None or b.blank else a.value - b.value
    status = "not_evaluable" if over is None else "pass" if over <= tolerance else "fail"
    sure = part.line.extraction_method == "text_layer"
    yield CheckRecord(
        check_id=content_id("chk", part.line.document_id, RULE, part.line.line_id, whole.line.line_id),
        document_id=part.line.document_id,
        table_id=part.line.table_id,
        rule_id=RULE,
        description=" ≤ ".join(f"{e.line.label_raw}（{'/'.join(e.header)}）" for e in (part, whole)),
        expected_cny=b.value if over is not None else None,
        actual_cny=a.value,
        difference_cny=over if status == "fail" else None,
        tolerance_cny=tolerance,
        status=status,
        independent=True,
        severity=severity if status == "fail" else "info",
        cause=("source_error" if sure else "unknown") if status == "fail" else None,
        record_ids=f"{whole.line.line_id}|{part.line.line_id}",
        reasoning={"fail": "the part is larger than what it is part of", "pass": None}.get(
            status, "the amount it is part of is blank or cannot be read"
        ),
    )
