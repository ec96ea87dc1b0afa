"""The process in which documents are read: tasks come in as lines of JSON, outcomes go out as lines of JSON.

``python -m pipeline.batch.child PARENT LIMITS [MODULE:FUNCTION]``. Whatever else is written to stdout goes to stderr,
which the supervisor keeps: its last lines are the log of a document that did not end well.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import json
import os
import sys
from collections.abc import Callable
from typing import IO, Any

from pipeline.batch.isolation import bound, bound_cpu, forget_peak, give_back, give_up
from pipeline.batch.outcome import Outcome
from pipeline.batch.task import Task, task_from
from pipeline.config.schema import Limits
from pipeline.errors import YusuanError

GC_THRESHOLDS = (50_000, 20, 20)
"""A run makes millions of records without cycles: looking for cycles after every 700 costs a seventh of its time."""
MUCH_MB = 512.0
"""What a document leaves behind is handed to the system when it took more than this; scans do, others hardly."""

Work = Callable[[Task, Callable[[int], None]], Outcome]


def main(arguments: list[str]) -> None:
    """Works until stdin ends."""
    parent, limits = int(arguments[0]), Limits.model_validate_json(arguments[1])
    network = give_up(parent)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    faulthandler.enable()
    bound(limits)
    gc.set_threshold(*GC_THRESHOLDS)
    work = _worker(arguments[2] if len(arguments) > 2 else "", network)  # noqa: PLR2004 - parent, limits, function
    _say(answers, {"ready": True})
    for line in sys.stdin.buffer:
        _say(answers, _answer(task_from(line), work, limits, answers))


def _worker(name: str, network: str) -> Work:
    """The function that works on a task; another than ours only where a test needs one that misbehaves."""
    if name:
        module, _, function = name.partition(":")
        found: Work = getattr(importlib.import_module(module), function)
        return found
    from pipeline.batch.work import Worker  # noqa: PLC0415 - after the limits are set: loading costs memory too

    return Worker(network).work


def _answer(task: Task, work: Work, limits: Limits, answers: IO[str]) -> dict[str, Any]:
    forget_peak()
    bound_cpu(limits.seconds)

    def opened(pages: int) -> None:
        bound_cpu(limits.seconds + pages * limits.seconds_per_page)
        _say(answers, {"pages": pages})

    try:
        outcome = work(task, opened)
    except YusuanError as error:
        return {"fatal": str(error), "exit_code": error.exit_code}
    if outcome.peak_mb > MUCH_MB:
        give_back()
    return {"outcome": outcome.as_json()}


def _say(answers: IO[str], value: dict[str, Any]) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
