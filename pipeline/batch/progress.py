"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from pipeline.batch.outcome import Outcome


class Progress:
    """Counts documents done and failed; draws only when stderr is a terminal."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("documents"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} failed"),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("documents", total=None, failed=0)
        self._failed = 0

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self, outcome: Outcome, total: int) -> None:
        """Takes note of one finished document of ``total``."""
        self._failed += outcome.status == "failed"
        self._bar.update(self._task, advance=1, total=total, failed=self._failed)
