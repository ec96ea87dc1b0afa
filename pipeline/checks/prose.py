"""Identities between the running text and the tables: what the narrative says of a code, its table prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.checks.identity import Identity, Term
from pipeline.config.identities import ProseTerm, TotalTerm
from pipeline.config.words import is_only
from pipeline.model.records import Entry, Statement

SET_ASIDE = frozenset({"prior_year", "unit_missing"})


def prose_identities(
    entries: Sequence[Entry], statements: Sequence[Statement], terms: Sequence[ProseTerm]
) -> Iterator[Identity]:
    """One identity for each code or total the text asserts amounts of, where exactly one amount of a table answers.

    Different amounts of one code are taken for its parts (by unit, by source); that they are is not certain.
    """
    asserted: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if SET_ASIDE & set((statement.flags or "").split("|")) or statement.amount_cny is None:
            continue
        named = (("func", statement.func_code), ("econ", statement.econ_code))
        coded = any(code is not None for _, code in named)
        for kind, code in named if coded else (("subject", statement.subject),):
            if code is not None and all(s.amount_cny != statement.amount_cny for s in asserted[kind, code]):
                asserted[kind, code].append(statement)
    for (kind, said), own in asserted.items():
        for term in terms:
            if term.code != kind or (kind == "subject" and not is_only(term.subject, said)):
                continue
            total = printed_total(entries, term) if kind == "subject" else None
            found = [total] if total else [e for e in entries if kind != "subject" and _fits(e, term, said)]
            if len(found) == 1:
                yield _identity(term, found[0], own, kind, said)
                break


def _identity(term: ProseTerm, entry: Entry, own: Sequence[Statement], kind: str, said: str) -> Identity:
    text = " + ".join(f"{s.subject} {s.amount_raw}" for s in own)
    return Identity(
        term.rule_id,
        "prose",
        Term(entry.line.line_id, 1),
        tuple(Term(s.statement_id, 1) for s in own),
        f"{entry.line.table_kind} {entry.line.label_raw if kind == 'subject' else said} = 文字：{text}",
        group=("prose", kind, said),
        proven=len(own) == 1,
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


def _fits(entry: Entry, term: ProseTerm, code: str) -> bool:
    line = entry.line
    return (
        line.table_kind == term.table_kind
        and code in (line.func_code, line.econ_dept_code, line.econ_gov_code)
        and (line.fund_source, line.expenditure_type) == (term.fund_source, term.expenditure_type)
        and line.row_role != "of_which"
        and line.value_status != "blank"
        and "duplicate_row" not in entry.flags
    )
