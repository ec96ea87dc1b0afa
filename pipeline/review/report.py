"""Decisions against a release without its page: what is in force, what does not fit, what the next run will change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.config.load import Configs
from pipeline.decisions.apply import amount_said, summary
from pipeline.decisions.live import conflicts, live
from pipeline.decisions.records import Decision
from pipeline.decisions.store import all_decisions
from pipeline.review.desk import Desk


def listed(configs: Configs, every: bool) -> Iterator[tuple[Path, Decision]]:
    """The decisions in force, or with ``every`` all ever made, with the file each is in."""
    for path, decisions in all_decisions(configs.root).items():
        for decision in decisions if every else live(decisions):
            yield path, decision


def list_line(path: Path, decision: Decision) -> str:
    """One decision for people: what, about which amount, who, when, why."""
    key = decision.key
    value = f" {decision.value}" if decision.value is not None else ""
    said = f" · {decision.reason}" if decision.reason else ""
    about = f"{key.disclosure_id} · {key.table_kind} · {key.label or key.row} · {key.measure_id}"
    return (
        f"{decision.id} {decision.verdict}{value} (read: {decision.seen.raw or 'nothing'}) · {about}"
        f" · {decision.reviewer} {decision.time}{said} · {path.name}"
    )


def faults(configs: Configs, desk: Desk | None) -> list[str]:
    """What does not fit: contradictions, unknown decisions replaced, and against a release stale and lost ones.

    A malformed line raises ``UsageProblem`` naming it.
    """
    found: list[str] = []
    for path, decisions in all_decisions(configs.root).items():
        known = {decision.id for decision in decisions}
        found += [
            f"{path}: {d.id} replaces {d.supersedes}, which is not in the file; restore it from git"
            for d in decisions
            if d.supersedes is not None and d.supersedes not in known
        ]
        found += [
            f"{path}: decision-conflict: {'; '.join(summary(d) for d in group)}" for group in conflicts(live(decisions))
        ]
    for document_id, document in desk.view.documents.items() if desk else ():
        if desk is None or not document["is_current"]:
            continue  # a decision on the issue in force need not fit the one that it took the place of
        name, stand = document["file_name"], desk.standing(document_id)
        found += [f"{name}: decision-stale: {summary(d)} on {d.key.label or d.key.row}" for d in stand.stale.values()]
        found += [
            f"{name}: decision-matches-nothing: {summary(d)} on {d.key.label or d.key.row}" for d in stand.unmatched
        ]
    return found


def elsewhere(configs: Configs, desk: Desk) -> int:
    """How many decisions in force are about disclosures the release does not hold."""
    here = {decision.id for document_id in desk.view.documents for decision in desk.decisions(document_id)}
    return sum(decision.id not in here for _, decision in listed(configs, every=False))


def changes(desk: Desk) -> Iterator[dict[str, str | None]]:
    """What the next run will do with each decision in force about the release's documents.

    ``outcome``: ``applied`` (the release has it already), ``pending``, ``stale``, ``conflict``, ``matches-nothing``.
    """
    for document_id, document in desk.view.documents.items():
        stand, lines = desk.standing(document_id), desk.lines(document_id)
        done = desk.applied_ids(document_id)
        groups: list[tuple[str, str | None, Decision]] = [
            *(("applied" if d.id in done else "pending", i, d) for i, d in stand.applied.items()),
            *(("stale", i, d) for i, d in stand.stale.items()),
            *(("conflict", i, d) for i, group in stand.conflicting.items() for d in group),
            *(("matches-nothing", None, d) for d in stand.unmatched),
        ]
        for outcome, line_id, decision in groups:
            line, key = lines.get(line_id or ""), decision.key
            said = amount_said(decision, line) if line is not None else None
            yield {
                "file": document["file_name"],
                "outcome": outcome,
                "decision": decision.id,
                "verdict": decision.verdict,
                "about": f"{key.table_kind} {key.label or key.row} {key.measure_id}",
                "line_id": line_id,
                "published": None if line is None or line.amount_cny is None else str(line.amount_cny),
                "decided": None if said is None else str(said.cny),
                "reviewer": decision.reviewer,
            }


def change_line(change: dict[str, str | None]) -> str:
    """One change for people."""
    after = change["decided"] or change["verdict"]
    return (
        f"{change['outcome']}: {change['file']}: {change['about']}: {change['published'] or 'nothing'} → {after}"
        f" ({change['decision']}, {change['reviewer']})"
    )


def json_line(fields: object) -> str:
    """The fields as one line of JSON."""
    return json.dumps(fields, ensure_ascii=False)
