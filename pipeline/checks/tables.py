"""Identities between lists and tables: the same amount printed twice, or its parts in another table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.checks.identity import Identity, Term
from pipeline.config.identities import TableTerm
from pipeline.model.records import Entry


def table_identities(entries: Sequence[Entry], terms: Sequence[TableTerm]) -> Iterator[Identity]:
    """The identities whose terms the document prints, each in exactly one table."""
    rules: dict[tuple[str, str], list[TableTerm]] = defaultdict(list)
    for term in terms:
        rules[term.rule_id, term.identity].append(term)
    usable = [
        e for e in entries if e.line.value_status != "blank" and "duplicate_row" not in e.flags and not _is_part(e)
    ]
    for (rule_id, _), own in rules.items():
        found = [_answers(term, usable) for term in own]
        for key in sorted(set(found[0]).intersection(*found[1:])):
            # Side-by-side lists of one table may state the same total several times: each is compared.
            first, *others = [answers[key] for answers in found]
            for last in others[-1]:
                lines = [first[0], *(answer[0] for answer in others[:-1]), last]
                if not _are_sides_of_one_list(lines):
                    yield _identity(rule_id, own, lines, key)


def _are_sides_of_one_list(lines: Sequence[Entry]) -> bool:
    """Whether both amounts are of one list (本年收入 | 本年支出 by function): what is left over stands there too."""
    sides = sorted(entry.line.side for entry in lines)
    return sides == ["expenditure", "revenue"] and len({entry.list_key for entry in lines}) == 1


def _is_part(entry: Entry) -> bool:
    return entry.line.row_role == "of_which" or entry.line.measure_id.endswith(".of_which")


def _answers(term: TableTerm, entries: Sequence[Entry]) -> dict[tuple[str, ...], list[Entry]]:
    """The amounts a term means, by phase and, where rows go by code, by unit and code; ambiguous ones left out."""
    fitting = [
        e
        for e in entries
        if e.line.table_kind == term.table_kind
        and e.line.side == term.side
        and term.fund_source in ("", e.line.fund_source)
        and term.expenditure_type in ("", e.line.expenditure_type)
        and term.phase in ("", e.line.phase)
        and (e.line.row_role != "total" and e.code is not None if term.row == "code" else e.line.row_role == "total")
    ]
    groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in fitting:
        scope = (str(entry.line.unit_id), str(entry.code)) if term.row == "code" else ()
        groups[entry.line.phase, *scope].append(entry)
    chosen: dict[tuple[str, ...], list[Entry]] = {}
    for key, own in groups.items():
        if len({e.line.table_id for e in own}) > 1:
            continue
        if term.row == "code":
            if len(own) == 1:
                chosen[key] = own
            continue
        lists: dict[tuple[int, int], list[Entry]] = defaultdict(list)
        for entry in own:
            lists[entry.block, entry.col].append(entry)
        pick = min if term.row == "current_total" else max
        totals = [pick(found, key=lambda e: e.line.row_no) for found in lists.values()]
        if term.row == "total":
            totals = [total for total in totals if not _is_within(total, entries)]
        if totals:
            chosen[key] = totals
    return chosen


def _is_within(total: Entry, entries: Sequence[Entry]) -> bool:
    """Whether a total has amounts above it and below it: that of the whole list, which would end it, is not there."""
    column = [e.line for e in entries if e.list_key == total.list_key and e.col == total.col and e.line.amount_cny]
    above = any(line.row_no < total.line.row_no for line in column)
    return above and any(line.row_no > total.line.row_no for line in column)


def _identity(rule_id: str, terms: Sequence[TableTerm], lines: Sequence[Entry], key: tuple[str, ...]) -> Identity:
    sign = terms[0].weight
    parts = tuple(
        Term(entry.line.line_id, -term.weight * sign) for term, entry in zip(terms[1:], lines[1:], strict=True)
    )
    about = f" {key[-1]}" if len(key) > 1 else ""
    names = [f"{e.line.table_kind} {e.line.label_raw}（{'/'.join(e.header)}）" for e in lines]
    signs = ["", *(" − " if part.weight < 0 else " + " for part in parts[1:])]
    said = f"{names[0]} = {''.join(map(''.join, zip(signs, names[1:], strict=True)))}"
    return Identity(rule_id, "tables", Term(lines[0].line.line_id, 1), parts, said + about)
