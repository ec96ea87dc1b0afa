"""Ways to have many documents worked on. A new engine is one file with a class of this shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pipeline.batch.outcome import Outcome
from pipeline.batch.task import Task
from pipeline.config.schema import Limits
from pipeline.errors import UsageProblem

ENGINES = ("serial", "local", "dask")


class Executor(Protocol):
    """Takes tasks as it has room for them and gives outcomes as they come, each with its task.

    Safety is not the engine's affair: it hands a task to a supervised child (``pipeline.batch.supervisor``) wherever
    it runs and passes on the outcome. Raises ``OutputProblem`` or ``UsageProblem`` for what is no document's fault.
    """

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Each task with its outcome, in the order they end."""
        ...

    def close(self) -> None:
        """Ends all processes the executor has started."""
        ...


def executor(engine: str, workers: int, limits: Limits, scheduler: str | None = None, work: str = "") -> Executor:
    """The executor of that name; ``scheduler`` is the address of a Dask scheduler that runs already.

    Raises ``UsageProblem`` for an engine there is not, ``DependencyMissing`` when its packages are not installed.
    """
    if engine == "serial":
        from pipeline.batch.executors.serial import Serial  # noqa: PLC0415 - only the engine in use is loaded

        return Serial(limits, work)
    if engine == "local":
        from pipeline.batch.executors.local import Local  # noqa: PLC0415

        return Local(limits, workers, work)
    if engine == "dask":
        from pipeline.batch.executors.dask_engine import Dask  # noqa: PLC0415

        return Dask(limits, workers, scheduler, work)
    raise UsageProblem(f"--engine {engine}: not known; choose {', '.join(ENGINES)}")
