"""One supervised child, one document after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.batch.outcome import Outcome
from pipeline.batch.supervisor import Supervised
from pipeline.batch.task import Task
from pipeline.config.schema import Limits


class Serial:
    """Gives outcomes in the order of the tasks."""

    def __init__(self, limits: Limits, work: str = "") -> None:
        self._child = Supervised(limits, work)

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        for task in tasks:
            yield task, self._child.run(task)

    def close(self) -> None:
        self._child.close()
