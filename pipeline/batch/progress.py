"""A progress bar on a terminal, one JSON line an event where that is asked for, silence elsewhere."""

from __future__ import annotations

import json
import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from pipeline.batch.ledger import Row


class _Rate(ProgressColumn):
    """Documents a minute."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed * 60:.0f}/min" if speed else "–/min")


class Progress:
    """Counts documents done, failed and doubtful. Draws when stderr is a terminal and no events are wanted."""

    def __init__(self, *, events: bool = False) -> None:
        self._events = events
        self._counts = {"done": 0, "failed": 0, "doubtful": 0}
        self._bar = Bar(
            TextColumn("documents"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[done]} done, {task.fields[failed]} failed, {task.fields[doubtful]} doubtful"),
            console=Console(file=sys.stderr),
            disable=events or not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("documents", total=None, **self._counts)  # type: ignore[arg-type]  # fields of ours

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def ended(self, row: Row, total: int, doubtful: bool) -> None:
        """Takes note of one input of ``total`` that has ended."""
        self._counts["done"] += row.status == "done"
        self._counts["failed"] += row.status in ("failed", "quarantined")
        self._counts["doubtful"] += doubtful
        counts = self._counts
        self._bar.update(
            self._task,
            advance=1,
            total=total,
            done=counts["done"],
            failed=counts["failed"],
            doubtful=counts["doubtful"],
        )
        self.event(
            "document",
            file=row.name,
            outcome=row.status,
            code=row.code,
            reason=row.reason,
            doubtful=doubtful,
            seconds=row.seconds,
            peak_mb=row.peak_mb,
            from_store=row.cached,
            of=total,
        )

    def event(self, kind: str, **fields: object) -> None:
        """Writes one event as a JSON line to stderr, where events are wanted."""
        if self._events:
            sys.stderr.write(json.dumps({"event": kind, **fields}, ensure_ascii=False) + "\n")
