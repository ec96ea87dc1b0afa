"""Dask distributed: the children run where Dask's workers run, on this machine or on many.

A worker is only a place: its task is to hand a document to a supervised child of its own. Dask's retries are left for
what the child cannot see, the loss of a whole worker or machine.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pipeline.batch.outcome import Outcome, outcome_from
from pipeline.batch.supervisor import Supervised
from pipeline.batch.task import Task, task_from
from pipeline.config.schema import Limits
from pipeline.errors import DependencyMissing, OutputProblem, UsageProblem, YusuanError

CONNECT_SECONDS = 20.0
OCR = "OCR"
"""Resource a worker declares (``dask worker … --resources OCR=1``) to be given the documents that are scans."""
NODE_LOSSES = 5
"""How often Dask may give a document to another worker after one was lost."""
AHEAD = 1
"""Tasks a worker is given beyond the one it works on: more would be blamed on it when it is lost."""

_here = threading.local()


def hand_over(line: str, limits: str, work: str) -> dict[str, Any]:
    """On a Dask worker: the outcome of one document as plain values, by this thread's own child."""
    child: Supervised | None = getattr(_here, "child", None)
    if child is None or getattr(_here, "made_for", None) != (limits, work):
        if child is not None:
            child.close()
        child = _here.child = Supervised(Limits.model_validate_json(limits), work)
        _here.made_for = (limits, work)
    try:
        return {"outcome": child.run(task_from(line)).as_json()}
    except YusuanError as error:
        return {"fatal": str(error), "exit_code": error.exit_code}


class Dask:
    """Gives outcomes as they come; scans go to workers that declare the resource ``OCR``, where any does."""

    def __init__(self, limits: Limits, workers: int, scheduler: str | None = None, work: str = "") -> None:
        """Connects to the scheduler, or starts one with ``workers`` processes on this machine.

        Raises ``DependencyMissing`` without the packages, ``UsageProblem`` when no scheduler answers.
        """
        try:
            import dask  # noqa: PLC0415 - an extra
            from distributed import Client, LocalCluster  # noqa: PLC0415
        except ImportError as error:
            raise DependencyMissing("--engine dask: run: pip install 'yusuan[dask]'") from error
        self._limits, self._work = limits.model_dump_json(), work
        self._cluster: Any = None
        # A worker that is a daemon may not have processes of its own.
        dask.config.set({"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": NODE_LOSSES})
        if scheduler is None:
            self._cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, resources={OCR: 1}
            )
        try:
            self._client = Client(self._cluster or scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageProblem(f"--scheduler {scheduler}: no Dask scheduler answers there ({error})") from error

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        from distributed import as_completed  # noqa: PLC0415 - an extra

        defers = not all(self._ocr_of_workers()) and any(self._ocr_of_workers())
        waiting = iter(tasks)
        done = as_completed(loop=self._client.loop)
        under_way: dict[str, Task] = {}
        while True:
            while len(under_way) < self._window() and (task := next(waiting, None)) is not None:
                self._submit(replace(task, defer_pixels=defers), done, under_way)
            if not under_way:
                return
            future = next(done)
            task = under_way.pop(future.key)
            outcome = self._outcome(future)
            future.release()
            if outcome.status == "deferred":
                self._submit(replace(task, defer_pixels=False), done, under_way, {OCR: 1})
            else:
                yield task, outcome

    def _submit(
        self, task: Task, done: Any, under_way: dict[str, Task], resources: dict[str, int] | None = None
    ) -> None:
        line = task.line().decode()
        future = self._client.submit(
            hand_over, line, self._limits, self._work, pure=False, retries=0, resources=resources
        )
        under_way[str(future.key)] = task
        done.add(future)

    def _outcome(self, future: Any) -> Outcome:
        """The outcome; raises the error of a worker that could not write, ``OutputProblem`` when workers are lost."""
        if future.status != "finished":
            raise OutputProblem(f"a document was lost with its Dask worker {NODE_LOSSES} times: {future.exception()}")
        answer = future.result()
        if "fatal" in answer:
            kind = UsageProblem if answer["exit_code"] == UsageProblem.exit_code else OutputProblem
            raise kind(answer["fatal"])
        return outcome_from(answer["outcome"])

    def _window(self) -> int:
        return max(len(self._workers()), 1) * (1 + AHEAD)

    def _workers(self) -> dict[str, Any]:
        found: dict[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        return found

    def _ocr_of_workers(self) -> list[bool]:
        return [bool(worker.get("resources", {}).get(OCR)) for worker in self._workers().values()]

    def close(self) -> None:
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
