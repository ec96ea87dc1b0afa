"""How far a release is proved: checks by rule, amounts by document, and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.emission.package import json_text
from pipeline.emission.read import Release

STATUSES = ("pass", "pass_rounding", "fail", "not_evaluable")
VERDICTS = ("confirmed", "unchecked", "contradicted")
GRAVITY = ("info", "warning", "error")
FAILURE = ("rule_id", "severity", "description", "difference_cny", "cause", "reasoning", "check_id")


@dataclass(frozen=True, slots=True)
class Proof:
    """Checks by rule and status, amounts of each document by verdict, and the failed checks, each with its file."""

    rules: Mapping[str, Counter[str]]
    files: Sequence[tuple[str, Counter[str]]]
    failures: Sequence[Mapping[str, Any]]

    def failed(self, level: str) -> int:
        """How many checks failed that are at least as grave as ``level``."""
        grave = GRAVITY[GRAVITY.index(level) :]
        return sum(failure["severity"] in grave for failure in self.failures)


def proof_of(release: Release) -> Proof:
    """The release's checks and verdicts counted; failures by file, the gravest first.

    Raises ``InputUnreadable`` when a file of the release cannot be read.
    """
    names: dict[str, str] = {}
    for ids in release.batches("documents", ["document_id", "file_name"]):
        names |= dict(ids)
    amounts: dict[str, Counter[str]] = {document: Counter() for document in names}
    for lines in release.batches("budget_lines", ["document_id", "reconciliation"]):
        for document, verdict in lines:
            amounts[document][verdict] += 1
    rules: dict[str, Counter[str]] = {}
    failures = []
    for checks in release.batches("checks", ["document_id", "status", *FAILURE]):
        for document, status, *rest in checks:
            rules.setdefault(rest[0], Counter())[status] += 1
            if status == "fail":
                failures.append({"file": names[document], **dict(zip(FAILURE, rest, strict=True))})
    failures.sort(key=lambda f: (f["file"], -GRAVITY.index(f["severity"]), f["rule_id"], f["check_id"]))
    files = sorted(((names[document], counts) for document, counts in amounts.items()), key=lambda f: f[0])
    return Proof(dict(sorted(rules.items())), files, failures)


def proof_lines(proof: Proof, *, failures: bool) -> Iterator[str]:
    """The proof as lines of tab-separated values for people and spreadsheets; ``failures``: these instead."""
    if failures:
        yield "\t".join(("file", *FAILURE))
        for failure in proof.failures:
            yield "\t".join(_cell(failure[key]) for key in ("file", *FAILURE))
        return
    yield "\t".join(("rule", *STATUSES))
    for rule, counts in proof.rules.items():
        yield "\t".join((rule, *(str(counts[status]) for status in STATUSES)))
    yield ""
    yield "\t".join(("file", "amounts", *VERDICTS, "confirmed_pct"))
    for name, counts in (*proof.files, ("total", sum((counts for _, counts in proof.files), Counter()))):
        total = counts.total()
        share = f"{100 * counts['confirmed'] / total:.1f}" if total else ""
        yield "\t".join((_cell(name), str(total), *(str(counts[verdict]) for verdict in VERDICTS), share))


def proof_json(proof: Proof) -> str:
    """The proof as one JSON object: ``rules``, ``files``, ``failures``; amounts as text."""
    known = {
        "rules": {rule: {status: counts[status] for status in STATUSES} for rule, counts in proof.rules.items()},
        "files": [{"file": name, **{verdict: counts[verdict] for verdict in VERDICTS}} for name, counts in proof.files],
        "failures": [
            {key: str(value) if key == "difference_cny" and value is not None else value for key, value in f.items()}
            for f in proof.failures
        ],
    }
    return json_text(known)


def _cell(value: object) -> str:
    """A value in a line: no tab and no line end of its own."""
    return " ".join(str(value).split()) if value is not None else ""
