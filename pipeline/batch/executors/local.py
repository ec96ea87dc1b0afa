"""Several supervised children on this machine, each driven by a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from queue import Queue

from pipeline.batch.outcome import Outcome
from pipeline.batch.supervisor import Supervised
from pipeline.batch.task import Task
from pipeline.config.schema import Limits

_Result = tuple[Task, Outcome] | BaseException


class Local:
    """Gives outcomes as they come; at most one task more than there are children is taken ahead."""

    def __init__(self, limits: Limits, workers: int, work: str = "") -> None:
        self._children = [Supervised(limits, work) for _ in range(workers)]
        self._threads: list[threading.Thread] = []
        self._tasks: Queue[Task | None] = Queue()
        self._results: Queue[_Result] = Queue()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        if not self._threads:
            self._threads = [threading.Thread(target=self._drive, args=(c,), daemon=True) for c in self._children]
            for thread in self._threads:
                thread.start()
        under_way = 0
        for task in tasks:
            self._tasks.put(task)
            under_way += 1
            if under_way > len(self._children):
                yield self._next()
                under_way -= 1
        for _ in range(under_way):
            yield self._next()

    def _next(self) -> tuple[Task, Outcome]:
        result = self._results.get()
        if isinstance(result, BaseException):
            raise result
        return result

    def _drive(self, child: Supervised) -> None:
        """Works until told to stop. A child ends with the thread that started it, so each has its own."""
        while (task := self._tasks.get()) is not None:
            try:
                self._results.put((task, child.run(task)))
            except BaseException as error:  # noqa: BLE001 - handed to the thread that asked, which raises it
                self._results.put(error)
        child.close()

    def close(self) -> None:
        for _ in self._threads:
            self._tasks.put(None)
        for child in self._children:
            child.kill()
        for thread in self._threads:
            thread.join()
        self._threads = []
