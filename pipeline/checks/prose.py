"""Identities between the running text and the tables: what the narrative says of a code, its table prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from pipeline.checks.evaluate import ZERO
from pipeline.checks.identity import Identity, Term
from pipeline.config.identities import ProseTerm, TotalTerm
from pipeline.config.schema import Columns
from pipeline.config.words import first_said, is_only
from pipeline.model.joined import apart
from pipeline.model.records import Entry, Statement

SET_ASIDE = frozenset({"prior_year", "unit_missing"})


def prose_identities(
    entries: Sequence[Entry], statements: Sequence[Statement], terms: Sequence[ProseTerm], columns: Columns
) -> Iterator[Identity]:
    """One identity for each code or total the text asserts amounts of, where exactly one amount of a table answers.

    Of different amounts of one thing that one counts which is nearest to the table's, or all as its parts (by unit, by
    source); that it is meant is not certain. An amount of a code is one of the fund its heading names and of the phase
    its subject names (``columns``: their words).
    """
    asserted: dict[_Said, list[Statement]] = defaultdict(list)
    for statement in statements:
        if SET_ASIDE & set(apart(statement.flags)) or statement.amount_cny is None:
            continue
        for said in _said(statement, columns):
            if all(s.amount_cny != statement.amount_cny for s in asserted[said]):
                asserted[said].append(statement)
    for said, own in asserted.items():
        find = _of_total if said.kind == "subject" else _of_code
        if found := find(said, terms, entries):
            told = [*([one] for one in own), own]
            (term, entry), meant = min(product(found, told), key=lambda pair: _difference(pair[0][1], pair[1]))
            sure = len(own) == 1 and len({e.line.amount_cny for _, e in found}) == 1
            yield _identity(term, entry, sure, meant, said)


class _Said(NamedTuple):
    """What statements say an amount of; ``fund`` and ``phase`` are empty where they do not tell."""

    kind: str
    name: str
    fund: str = ""
    phase: str = ""


def _said(statement: Statement, columns: Columns) -> Iterator[_Said]:
    codes = [(kind, code) for kind, code in (("func", statement.func_code), ("econ", statement.econ_code)) if code]
    fund = first_said(columns.fund_source, statement.section_raw or "") or ""
    phase = first_said(columns.phase, statement.subject) or ""
    for kind, code in codes:
        yield _Said(kind, code, fund, phase)
    if not codes:
        yield _Said("subject", statement.subject)


def _of_total(said: _Said, terms: Sequence[ProseTerm], entries: Sequence[Entry]) -> Sequence[tuple[ProseTerm, Entry]]:
    """The total of the first table that prints one so named."""
    fitting = (t for t in terms if t.code == said.kind and is_only(t.subject, said.name))
    totals = ((term, printed_total(entries, term)) for term in fitting)
    return [(term, total) for term, total in totals if total is not None][:1]


def _of_code(said: _Said, terms: Sequence[ProseTerm], entries: Sequence[Entry]) -> Sequence[tuple[ProseTerm, Entry]]:
    """The amounts of a code, one of each table that has just one, of the fund the heading names where one has it.

    Where none has, or the heading names no fund, which of them the text means is not told.
    """
    found: list[tuple[ProseTerm, Entry]] = []
    coded = [e for e in entries if said.name in (e.line.func_code, e.line.econ_dept_code, e.line.econ_gov_code)]
    for term in terms:
        if term.code == said.kind:
            fitting = [e for e in coded if _fits(e, term) and said.phase in ("", e.line.phase)]
            found += [(term, fitting[0])] if len(fitting) == 1 else []
    return [(term, entry) for term, entry in found if term.fund_source == said.fund] or found


def _difference(entry: Entry, told: Sequence[Statement]) -> Decimal:
    """By how much the amounts told miss the table's; one that nobody could read is as far off as they are."""
    return abs((entry.line.amount_cny or ZERO) - sum((s.amount_cny or ZERO for s in told), ZERO))


def _identity(term: ProseTerm, entry: Entry, proven: bool, own: Sequence[Statement], said: _Said) -> Identity:
    text = " + ".join(f"{s.subject} {s.amount_raw}" for s in own)
    return Identity(
        term.rule_id,
        "prose",
        Term(entry.line.line_id, 1),
        tuple(Term(s.statement_id, 1) for s in own),
        f"{entry.line.table_kind} {entry.line.label_raw if said.kind == 'subject' else said.name} = 文字：{text}",
        group=("prose", *said),
        proven=proven,
        table_id=entry.line.table_id,
    )


def printed_total(entries: Sequence[Entry], term: ProseTerm | TotalTerm) -> Entry | None:
    """The total a term means: the one such amount, or ``None`` where several tables print it or its lists differ."""
    fitting = [
        e
        for e in entries
        if (e.line.table_kind, e.line.side, e.line.row_role) == (term.table_kind, term.side, "total")
        and (e.line.fund_source, e.line.expenditure_type) == (term.fund_source, term.expenditure_type)
        and term.phase in ("", e.line.phase)
        and not e.line.measure_id.endswith(".of_which")
        and e.line.value_status != "blank"
        and "duplicate_row" not in e.flags
    ]
    pick = min if term.row == "current_total" else max
    rows = {e.list_key: pick(f.line.row_no for f in fitting if f.list_key == e.list_key) for e in fitting}
    chosen = [e for e in fitting if e.line.row_no == rows[e.list_key]]
    return chosen[0] if len({(e.line.table_id, e.line.amount_cny, e.line.phase) for e in chosen}) == 1 else None


def _fits(entry: Entry, term: ProseTerm) -> bool:
    line = entry.line
    return (
        line.table_kind == term.table_kind
        and (line.fund_source, line.expenditure_type) == (term.fund_source, term.expenditure_type)
        and line.row_role != "of_which"
        and line.value_status != "blank"
        and "duplicate_row" not in entry.flags
    )
