"""A document's amounts against its identities: one check each, and a verdict for every line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.checks.causes import cause_of
from pipeline.checks.codes import code_checks
from pipeline.checks.columns import column_identities
from pipeline.checks.contents import contents_checks
from pipeline.checks.evaluate import HALF, PASSED, ZERO, Amount, Outcome, amounts, evaluate, finest_quanta
from pipeline.checks.figure import Figure, figures_of
from pipeline.checks.forms import form_figures, form_identities
from pipeline.checks.identity import Identity, record_of
from pipeline.checks.parts import part_checks
from pipeline.checks.products import product_checks
from pipeline.checks.prose import prose_identities
from pipeline.checks.rows import row_identities
from pipeline.checks.tables import table_identities
from pipeline.config.load import Configs
from pipeline.model.audit import DEMANDED, CheckRecord, RepairRecord
from pipeline.model.joined import apart
from pipeline.model.records import BudgetLine, DocumentResult, Entry


def reconciled(result: DocumentResult, configs: Configs) -> DocumentResult:
    """The result with its checks, and with ``reconciliation`` of each budget line.

    A check that a repair used up is published as not independent and confirms nothing; nor does one that holds
    between amounts of which sums alone gave two or more.
    """
    known, figures = known_amounts(result), figures_of(result.entries)
    outcomes = document_outcomes(result, known, configs)
    document_id = result.document.document_id
    used = _used_up(result.repairs, outcomes, document_id)
    unused = [o for o in outcomes if o.identity.check_id(document_id) not in used] if used else outcomes
    verdicts = line_verdicts(unused, configs)
    records = check_records(document_id, outcomes, figures, used, configs)
    rules = configs.identities.rules
    products = product_checks(result.tables, result.cells, configs.identities.products, rules["C-PROC"].severity)
    listed = contents_checks(result.tables, rules["C-TOC"].severity)
    lists = {"func_code": configs.functional, "econ_dept_code": configs.econ_dept, "econ_gov_code": configs.econ_gov}
    coded = code_checks(result.entries, lists, rules["C-CODE"].severity)
    parts = part_checks(result.entries, known, rules["C-PART"].severity)
    formed = _form_checks(result, known, figures, configs)
    judged = {id(line): _judged(line, verdicts) for line in result.budget_lines}
    return replace(
        result,
        checks=(*records, *products, *listed, *coded, *parts, *formed),
        budget_lines=tuple(judged[id(line)] for line in result.budget_lines),
        entries=tuple(_with_line(e, judged.get(id(e.line)) or _judged(e.line, verdicts)) for e in result.entries),
    )


def _used_up(repairs: Sequence[RepairRecord], outcomes: Sequence[Outcome], document_id: str) -> frozenset[str]:
    """The checks that confirm nothing: what found an amount, and sums that hold between amounts so found."""
    if not repairs:
        return frozenset()
    evidence = {i for repair in repairs for i in apart(repair.evidence_check_ids)}
    found = {repair.record_id for repair in repairs if repair.method == DEMANDED}
    among = {
        o.identity.check_id(document_id)
        for o in outcomes
        if o.status in PASSED and len(found.intersection(o.identity.line_ids)) > 1
    }
    return frozenset(evidence | among)


def _form_checks(
    result: DocumentResult, known: Mapping[str, Amount], figures: Mapping[str, Figure], configs: Configs
) -> list[CheckRecord]:
    """The checks of forms; they confirm no budget line, for a form prints amounts of its own."""
    printed = form_figures(result)
    identities = form_identities(result, configs.identities, printed)
    outcomes = evaluate(identities, {**known, **{i: p.amount for i, p in printed.items()}})
    figures = {**figures, **{i: p.figure for i, p in printed.items()}}
    return check_records(result.document.document_id, outcomes, figures, (), configs)


def document_outcomes(result: DocumentResult, known: Mapping[str, Amount], configs: Configs) -> list[Outcome]:
    """All identities of the document, evaluated on its ``known_amounts`` as they stand."""
    return evaluate(document_identities(result, configs), known)


def document_identities(result: DocumentResult, configs: Configs) -> list[Identity]:
    """All identities the document's lists, headers, tables and prose state."""
    columns = configs.vocabulary.columns
    stated = (
        *row_identities(result.entries),
        *column_identities(result.entries, columns.sum, columns.of_which),
        *table_identities(result.entries, configs.identities.tables),
        *prose_identities(result.entries, result.statements, configs.identities.prose, columns),
    )
    return list({(identity.rule_id, identity.line_ids): identity for identity in stated}.values())


def known_amounts(result: DocumentResult) -> dict[str, Amount]:
    """The amounts of lines and statements by their identifiers.

    A 0 of the text is as exact as its finest amount (0万元 beside 0.40万元 is none); others may be rounded.
    """
    known = amounts(result.entries)
    finest = finest_quanta(("text", statement.amount_quantum_cny) for statement in result.statements).get("text", ZERO)
    for statement in result.statements:
        quantum = finest if statement.amount_cny == 0 else statement.amount_quantum_cny or ZERO
        known[statement.statement_id] = Amount(statement.amount_cny, quantum * HALF)
    return known


def line_verdicts(outcomes: Sequence[Outcome], configs: Configs) -> dict[str, str]:
    """``confirmed`` or ``contradicted`` by line; a failure counts where its rule is grave, and goes before any pass."""
    verdicts: dict[str, str] = {}
    for outcome in outcomes:
        failed = outcome.status == "fail" and configs.identities.rules[outcome.identity.rule_id].severity == "error"
        if not failed and outcome.status not in PASSED:
            continue
        for line_id in outcome.identity.line_ids:
            if failed or line_id not in verdicts:
                verdicts[line_id] = "contradicted" if failed else "confirmed"
    return verdicts


def check_records(
    document_id: str,
    outcomes: Sequence[Outcome],
    figures: Mapping[str, Figure],
    used: Collection[str],
    configs: Configs,
) -> list[CheckRecord]:
    """One record for each outcome; those in ``used`` are not independent."""
    records = []
    verdicts = line_verdicts([o for o in outcomes if o.identity.family != "prose"], configs)
    upheld = {line_id for line_id, verdict in verdicts.items() if verdict == "confirmed"}
    for outcome in outcomes:
        identity = outcome.identity
        check_id = identity.check_id(document_id)
        cause, reasoning = cause_of(outcome, figures, upheld)
        records.append(
            CheckRecord(
                check_id=check_id,
                document_id=document_id,
                table_id=identity.table_id,
                rule_id=identity.rule_id,
                description=identity.description,
                expected_cny=outcome.expected,
                actual_cny=outcome.actual,
                difference_cny=outcome.residual,
                tolerance_cny=outcome.tolerance,
                status=outcome.status,
                independent=check_id not in used,
                severity=configs.identities.rules[identity.rule_id].severity if outcome.status == "fail" else "info",
                cause=cause,
                record_ids="|".join(dict.fromkeys(map(record_of, identity.line_ids))),
                reasoning=reasoning or None,
            )
        )
    return records


def _with_line(entry: Entry, line: BudgetLine) -> Entry:
    return entry if line is entry.line else entry._replace(line=line)


def _judged(line: BudgetLine, verdicts: Mapping[str, str]) -> BudgetLine:
    verdict = verdicts.get(line.line_id, "unchecked")
    # An amount that nobody could read, or that counts as nothing, is not confirmed by a sum it leaves out.
    if line.amount_cny is None:
        verdict = "unchecked"
    return line._replace(reconciliation=verdict) if verdict != line.reconciliation else line
