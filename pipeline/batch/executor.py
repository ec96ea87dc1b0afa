"""Runs the work on all files, in this process or in several; a crashed worker costs one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from pipeline.batch.outcome import Outcome
from pipeline.batch.work import work
from pipeline.ingest.discover import InputFile

Worker = Callable[[InputFile, Path | None], Outcome]


def run_all(
    files: Sequence[InputFile], configs_root: Path | None, workers: int, worker: Worker = work
) -> Iterator[Outcome]:
    """The outcomes as they come; with one worker everything runs in this process."""
    if workers <= 1 or len(files) <= 1:
        yield from (worker(file, configs_root) for file in files)
        return
    left = list(files)
    with _pool(workers) as pool:
        pending: list[tuple[InputFile, Future[Outcome]]] = [
            (file, pool.submit(worker, file, configs_root)) for file in left
        ]
        orphans: list[InputFile] = []
        for file, future in pending:
            try:
                yield future.result()
            except BrokenProcessPool:
                orphans.append(file)
    for file in orphans:
        yield _alone(file, configs_root, worker)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _alone(file: InputFile, configs_root: Path | None, worker: Worker) -> Outcome:
    """One file in a process of its own: whoever broke the pool breaks only this one."""
    with _pool(1) as pool:
        try:
            return pool.submit(worker, file, configs_root).result()
        except BrokenProcessPool:
            reason = f"{file.path.name}: the worker process died while reading it; keep the file and report it"
            return Outcome(str(file.path), file.path.name, "failed", reason=reason, error="WorkerDied")
