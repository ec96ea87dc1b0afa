"""A run: files to tasks, tasks to outcomes in the store, the store's documents to one release."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.batch.executors import ENGINES, executor
from pipeline.batch.isolation import peak_mb
from pipeline.batch.keys import engine_versions, model_versions
from pipeline.batch.ledger import Ledger, Row
from pipeline.batch.plan import STAGES, Choices, Planned, plan
from pipeline.batch.releasing import release
from pipeline.batch.store import Store, open_store
from pipeline.batch.task import Task
from pipeline.batch.workplace import held, ledger_at, store_at
from pipeline.config.load import Configs, load_configs
from pipeline.emission.arrow import load_without_pandas
from pipeline.emission.release import WORK, check_target
from pipeline.errors import UsageProblem
from pipeline.ingest.discover import discover

MIB_A_WORKER = 2048
MOST_WORKERS = 8
Progress = Callable[[Row, int, bool], None]
"""Told of each input that has ended: its row, how many inputs there are, whether something in it is doubtful."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How documents are worked on. ``store``: folder or fsspec URL that workers on other machines can reach too."""

    name: str = "local"
    workers: int = 0
    scheduler: str | None = None
    store: str | None = None
    work: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: inputs by how they ended, rows by resource, and the rows of those that gave no document."""

    out: Path
    ended: dict[str, int]
    counts: dict[str, int]
    troubles: tuple[Row, ...]
    worked_on: int
    """Inputs that were not in the store already."""


def usual_workers() -> int:
    """Processes that read at once when the user names no number: one a processor, but no more than memory bears."""
    processors = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return max(min(processors, memory // MIB_A_WORKER, MOST_WORKERS), 1)


def run(
    inputs: Sequence[str],
    out: Path,
    workers: int = 0,
    configs_root: Path | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
    choices: Choices | None = None,
) -> Summary:
    """Does what is new or changed of the inputs and writes the release to ``out``.

    Raises ``InputUnreadable`` when not one document could be read (an existing release is then left as it is),
    ``UsageProblem`` when ``out`` holds something else, ``OutputProblem`` when it cannot be written.
    """
    choices = choices or Choices()
    if unknown := set(choices.stages) - set(STAGES):
        raise UsageProblem(f"--stages {', '.join(sorted(unknown))}: not known; choose from {', '.join(STAGES)}")
    engine = engine or Engine(workers=workers)
    if engine.name not in ENGINES:
        raise UsageProblem(f"--engine {engine.name}: not known; choose {', '.join(ENGINES)}")
    configs = load_configs(configs_root)
    check_target(out)
    files = discover(inputs)
    started = time.time()
    with held(out) as work, closing(ledger_at(work)) as ledger:
        place, store = store_at(work, engine.store)
        ledger.begin(_stamp(started))
        planned = plan(files, configs, place, store, choices, configs_root)
        batch = _Batch(ledger, store, len(files), progress)
        batch.work(planned, engine, configs)
        counts: dict[str, int] = {}
        if "release" in choices.stages:
            load_without_pandas()
            head = _head(started, engine, ledger)
            counts = release(out, work, store, ledger, configs, head)
        ledger.finish(_stamp(time.time()))
        troubles = tuple(row for row in ledger.rows() if row.reason)
        return Summary(out, ledger.counts(), counts, troubles, batch.worked_on)


def dry_run(
    inputs: Sequence[str], out: Path, configs_root: Path | None, choices: Choices, store: str | None
) -> Iterator[tuple[str, str]]:
    """What a run would do with each input, and its path: ``new``, ``changed``, ``kept`` …; nothing is written."""
    configs = load_configs(configs_root)
    check_target(out)
    place = store or str(out / WORK / "store")
    for item in plan(discover(inputs), configs, place, open_store(place), choices, configs_root):
        yield item.why, item.row.path


class _Batch:
    """Inputs on their way to an outcome; the ledger holds them, memory does not."""

    def __init__(self, ledger: Ledger, store: Store, total: int, progress: Progress | None) -> None:
        self._ledger = ledger
        self._store = store
        self._total = total
        self._progress = progress
        self.worked_on = 0

    def work(self, planned: Iterator[Planned], engine: Engine, configs: Configs) -> None:
        tasks = self._tasks(planned)
        first = next(tasks, None)
        if first is None:
            return  # nothing to do: no process is started
        workers = engine.workers or usual_workers()
        with closing(
            executor(engine.name, workers, configs.vocabulary.limits, engine.scheduler, engine.work)
        ) as executing:
            for task, outcome in executing.run(chain([first], tasks)):
                self.worked_on += 1
                stage = "read" if task.only_read else "document"
                self._ended(self._ledger.row(task.position).ended(outcome, stage))

    def _tasks(self, planned: Iterator[Planned]) -> Iterator[Task]:
        for item in planned:
            if item.outcome is not None:
                self._ended(item.row.ended(item.outcome, "document" if item.row.key else "planned", cached=True))
            else:
                self._ledger.record(item.row)
                assert item.task is not None
                yield item.task

    def _ended(self, row: Row) -> None:
        self._ledger.record(row)
        if self._progress is not None:
            entry = self._store.entry(row.key) if row.status == "done" and row.key else None
            self._progress(row, self._total, bool(entry and entry.get("doubtful")))


def _head(started: float, engine: Engine, ledger: Ledger) -> dict[str, Any]:
    """What the manifest says of the run as a whole; seconds of a stage are those of all documents, kept ones too."""
    stages: dict[str, float] = {}
    peak, networks = 0.0, set()
    for row in ledger.rows():
        for stage, seconds in (row.seconds or {}).items():
            stages[stage] = stages.get(stage, 0.0) + seconds
        peak = max(peak, row.peak_mb)
        networks.add(row.network)
    return {
        "python": platform.python_version(),
        "engines": engine_versions(),
        "models": model_versions(),
        "started": _stamp(started),
        "seconds": round(time.time() - started, 2),
        "engine": engine.name,
        "workers": engine.workers or usual_workers(),
        "network_denied_by": sorted(networks - {""}),
        "stage_seconds": {stage: round(seconds, 3) for stage, seconds in sorted(stages.items())},
        "peak_mb": {"reading": peak, "supervisor": round(peak_mb(), 1)},
    }


def _stamp(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
