"""Identities between the running text and the tables: what the narrative says of a code, its table prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.checks.identity import Identity, Term
from pipeline.config.identities import ProseTerm
from pipeline.model.records import Entry, Statement

SET_ASIDE = frozenset({"prior_year", "unit_missing"})


def prose_identities(
    entries: Sequence[Entry], statements: Sequence[Statement], terms: Sequence[ProseTerm]
) -> Iterator[Identity]:
    """One identity for each code the text asserts amounts of, where exactly one amount of a table answers.

    Different amounts of one code are taken for its parts (by unit, by source); that they are is not certain.
    """
    asserted: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if SET_ASIDE & set((statement.flags or "").split("|")) or statement.amount_cny is None:
            continue
        for kind, code in (("func", statement.func_code), ("econ", statement.econ_code)):
            if code is not None and all(s.amount_cny != statement.amount_cny for s in asserted[kind, code]):
                asserted[kind, code].append(statement)
    for (kind, code), own in asserted.items():
        for term in terms:
            found = [e for e in entries if term.code == kind and _fits(e, term, code)]
            if len(found) == 1:
                said = " + ".join(f"{s.subject} {s.amount_raw}" for s in own)
                yield Identity(
                    term.rule_id,
                    "prose",
                    Term(found[0].line.line_id, 1),
                    tuple(Term(s.statement_id, 1) for s in own),
                    f"{found[0].line.table_kind} {code} = 文字：{said}",
                    group=("prose", kind, code),
                    proven=len(own) == 1,
                    table_id=found[0].line.table_id,
                )
                break


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
