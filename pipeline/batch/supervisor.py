"""Hands documents to a child process and outlives whatever happens in it: crash, hang, exhaustion, exception."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from pipeline.batch.outcome import OUT_OF_MEMORY, Outcome, outcome_from
from pipeline.batch.store import open_store
from pipeline.batch.task import Task
from pipeline.config.schema import Limits
from pipeline.errors import OutputProblem, UsageProblem, YusuanError

MOST_CRASHES = 2
START_SECONDS = 120.0
KEPT_LINES, KEPT_BYTES = 20, 8192
RETRY = "to try again: yusuan run … --retry-quarantined"
_ERRORS: dict[int, type[YusuanError]] = {OutputProblem.exit_code: OutputProblem, UsageProblem.exit_code: UsageProblem}


class Died(Exception):
    """The child ended, or was ended, without an answer."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.code = code


class Supervised:
    """One child process, started when it is first needed and again after each death.

    Where a thread other than the main one starts the child, that thread has to live as long as the child: the kernel
    ends a child with the thread that made it.
    """

    def __init__(self, limits: Limits, work: str = "") -> None:
        self._limits = limits
        self._work = work
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._unread = b""
        self._ready = False
        self._has_read = False
        self._ended = threading.Event()

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._process.pid if self._process else None

    def run(self, task: Task) -> Outcome:
        """The outcome of one document; a death costs this document alone.

        Out of memory in a process that has read other documents, it is read once more in a fresh one.
        Raises ``OutputProblem`` or ``UsageProblem`` for what is not the document's fault.
        """
        crashes = 0
        while not self._ended.is_set():
            fresh = not self._has_read
            try:
                outcome = self._asked(task)
                if outcome.code != OUT_OF_MEMORY or fresh:
                    return replace(outcome, crashes=crashes)
            except Died as death:
                crashes += 1
                log = self._last_lines()
                self.close()
                if self._ended.is_set():
                    break
                if crashes < MOST_CRASHES and (death.code == "crashed" or (death.code == OUT_OF_MEMORY and not fresh)):
                    continue
                return self._quarantined(task, death, crashes, log)
            except BaseException:
                self.close()
                raise
        raise KeyboardInterrupt

    def _quarantined(self, task: Task, death: Died, crashes: int, log: tuple[str, ...]) -> Outcome:
        reason = f"{task.name}: {death}; {RETRY}"
        outcome = Outcome("quarantined", reason, death.code, crashes=crashes, log=log)
        if not task.only_read:
            open_store(task.store).enter(task.key, {"depends": {}, "outcome": outcome.as_json()})
        return outcome

    def _asked(self, task: Task) -> Outcome:
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(task.line())
            process.stdin.flush()
        except OSError as error:
            raise Died("crashed", self._how_it_died()) from error
        if not self._ready:
            self._wait_until_ready(process)
        start = time.monotonic()
        allowed = self._limits.seconds
        while True:
            answer = self._answer(start + allowed - time.monotonic())
            if answer is None:
                _end(process)
                raise Died(
                    "deadline", f"not done after {allowed:.0f} seconds (limits.seconds, limits.seconds_per_page)"
                )
            if "pages" in answer:
                allowed = (
                    self._limits.seconds + min(answer["pages"], self._limits.pages) * self._limits.seconds_per_page
                )
            elif "fatal" in answer:
                raise _ERRORS.get(answer["exit_code"], OutputProblem)(answer["fatal"])
            else:
                outcome = outcome_from(answer["outcome"])
                self._forget_log()
                self._has_read = True
                if outcome.code == OUT_OF_MEMORY:
                    self.close()  # what is left of a process that ran out of memory is not to be trusted
                return outcome

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """The clock of a document runs from when the child has loaded what it needs."""
        if self._answer(START_SECONDS) is None:
            _end(process)
            raise Died("crashed", f"the reading process did not start in {START_SECONDS:.0f} seconds")
        self._ready = True

    def _answer(self, seconds: float) -> dict[str, Any] | None:
        """The child's next line, or ``None`` when it has not come in time."""
        assert self._process is not None
        assert self._process.stdout is not None
        deadline = time.monotonic() + seconds
        pipe = self._process.stdout.fileno()
        while b"\n" not in self._unread:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                return None
            data = os.read(pipe, 1 << 16)
            if not data:
                raise Died(*self._death())
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def _death(self) -> tuple[str, str]:
        how = self._how_it_died()
        if "SIGXCPU" in how:
            return "deadline", "more CPU time than limits.seconds and limits.seconds_per_page allow"
        log = "\n".join(self._last_lines())
        if "MemoryError" in log or "std::bad_alloc" in log or "cannot allocate" in log.lower():
            return OUT_OF_MEMORY, f"needs more memory than limits.memory_mb allows ({how})"
        return "crashed", how

    def _how_it_died(self) -> str:
        assert self._process is not None
        code = self._process.wait()
        if code >= 0:
            return f"the reading process ended with code {code}"
        return f"the reading process died of {signal.Signals(-code).name}"

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child; it has no name to leave behind
            arguments = [str(os.getpid()), self._limits.model_dump_json(), *([self._work] if self._work else [])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.batch.child", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                env=_environment(),
                start_new_session=True,
            )
        return self._process

    def _last_lines(self) -> tuple[str, ...]:
        if self._log is None:
            return ()
        self._log.seek(0, os.SEEK_END)
        self._log.seek(max(self._log.tell() - KEPT_BYTES, 0))
        text = self._log.read().decode("utf-8", "replace")
        return tuple(text.splitlines()[-KEPT_LINES:])

    def _forget_log(self) -> None:
        """Lines of a document that ended well are of no use to the next."""
        if self._log is not None:
            self._log.seek(0)
            self._log.truncate()

    def kill(self) -> None:
        """Ends the child's process from another thread; whoever waits for its answer sees it die."""
        self._ended.set()
        process = self._process
        if process is not None:
            _end(process)

    def close(self) -> None:
        """Ends the child, if there is one."""
        if self._process is not None:
            _end(self._process)
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    _close_quietly(pipe)
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
        self._unread = b""
        self._ready = self._has_read = False


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # a task was still on its way to a child that has died


def _environment() -> dict[str, str]:
    """Ours without proxies and secrets of the session: the child has no use for them."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
        or name.startswith(("LC_", "PYTHON", "OMP_", "COVERAGE", "YUSUAN_"))
    }
    return {**kept, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills the child and what it started, if it still runs; another thread may have seen it end in between."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
