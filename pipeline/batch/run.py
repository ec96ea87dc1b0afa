"""A run: files to outcomes to one release, written at once."""

from __future__ import annotations

import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.batch.executor import run_all
from pipeline.batch.outcome import Outcome
from pipeline.batch.rows import release_rows
from pipeline.config.load import load_configs
from pipeline.emission.release import check_target, write_release
from pipeline.errors import InputUnreadable
from pipeline.ingest.discover import discover
from pipeline.model.records import DocumentResult

ENGINES = ("pymupdf", "tablers", "camelot-py", "pandas", "pyarrow")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did."""

    outcomes: tuple[Outcome, ...]
    out: Path
    counts: dict[str, int]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.status == "failed")


def run(
    inputs: Sequence[str],
    out: Path,
    workers: int = 1,
    configs_root: Path | None = None,
    progress: Callable[[Outcome, int], None] | None = None,
) -> Summary:
    """Processes all inputs and writes the release to ``out``.

    Raises ``InputUnreadable`` when not one document could be read (an existing release is then left as it is),
    ``UsageProblem`` when ``out`` holds something else, ``OutputProblem`` when it cannot be written.
    """
    configs = load_configs(configs_root)
    check_target(out)
    files = discover(inputs)
    started = time.time()
    outcomes: list[Outcome] = []
    for outcome in run_all(files, configs_root, workers):
        outcomes.append(outcome)
        if progress is not None:
            progress(outcome, len(files))
    outcomes = _without_doubles(outcomes)
    results = [o.result for o in outcomes if o.result is not None]
    if not results and (out / "datapackage.json").exists():
        raise InputUnreadable(
            "\n".join([*(o.reason for o in outcomes), f"no document could be read; {out} left as it was"])
        )
    rows = release_rows(results, configs, pipeline_version())
    write_release(
        rows,
        out,
        manifest=_manifest(outcomes, started, workers),
        log_lines=_log(outcomes),
        repair_lines=_repairs(results),
    )
    counts = {name: len(rows[name]) for name in ("documents", "tables", "cells", "budget_lines")}
    return Summary(tuple(outcomes), out, counts)


def pipeline_version() -> str:
    """The installed version of yusuan."""
    try:
        return version("yusuan")
    except PackageNotFoundError:
        return "0+unknown"


def _without_doubles(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Outcomes in path order; a second file with the same bytes gives no second document."""
    kept: list[Outcome] = []
    first: dict[str, str] = {}
    for outcome in sorted(outcomes, key=lambda o: o.path):
        if outcome.result is not None:
            document = outcome.result.document.document_id
            if document in first:
                reason = f"{outcome.file_name}: the same bytes as {first[document]}; counted once"
                outcome = replace(outcome, status="duplicate", reason=reason, result=None)  # noqa: PLW2901 - the loop's value is what is kept
            else:
                first[document] = outcome.file_name
        kept.append(outcome)
    return kept


def _manifest(outcomes: Sequence[Outcome], started: float, workers: int) -> dict[str, Any]:
    """Everything about the run that must not be in the data: times, host, versions, outcome of each input."""
    return {
        "yusuan": pipeline_version(),
        "python": platform.python_version(),
        "engines": {name: version(name) for name in ENGINES},
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "seconds": round(time.time() - started, 2),
        "workers": workers,
        "outcomes": dict(sorted(Counter(o.status for o in outcomes).items())),
        "inputs": [_input(o) for o in outcomes],
    }


def _input(outcome: Outcome) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "file_name": outcome.file_name,
        "path": str(Path(outcome.path).absolute()),
        "outcome": outcome.status,
    }
    if outcome.reason:
        entry["reason"] = outcome.reason
    entry["cpu_seconds"] = round(outcome.seconds, 3)
    if outcome.result is not None:
        entry |= _contents(outcome.result)
    return entry


def _contents(result: DocumentResult) -> dict[str, Any]:
    document = result.document
    return {
        "document_id": document.document_id,
        "sha256": document.file_sha256,
        "bytes": document.file_bytes,
        "pages": document.page_count,
        "tables": dict(sorted(Counter(t.table_kind for t in result.tables).items())),
        "table_status": dict(sorted(Counter(t.table_status for t in result.tables).items())),
        "cells": len(result.cells),
        "budget_lines": len(result.budget_lines),
        "findings": dict(sorted(Counter(f.code for f in result.findings).items())),
    }


def _repairs(results: Sequence[DocumentResult]) -> Iterator[str]:
    """One JSON line a repair, with the file it is about."""
    for result in results:
        for repair in result.repairs:
            yield json.dumps({"file": result.document.file_name, **asdict(repair)}, ensure_ascii=False)


def _log(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        event = {
            "event": "document",
            "file": outcome.file_name,
            "outcome": outcome.status,
            "reason": outcome.reason,
        }
        yield json.dumps(event, ensure_ascii=False)
        for finding in outcome.result.findings if outcome.result else ():
            yield json.dumps(
                {
                    "event": "finding",
                    "file": outcome.file_name,
                    "code": finding.code,
                    "page": finding.page_no,
                    "table_id": finding.table_id,
                    "message": finding.message,
                },
                ensure_ascii=False,
            )
