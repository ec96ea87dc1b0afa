"""One document in the child that reads it: from the store where it was read before, else from its file."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.batch.artefact import pack_document, summary
from pipeline.batch.isolation import peak_mb
from pipeline.batch.kept_pages import pack_read, unpack_read
from pipeline.batch.keys import ConfigDigests, code_digest, models_digest, pipeline_version
from pipeline.batch.outcome import OUT_OF_MEMORY, Outcome
from pipeline.batch.store import Store, open_store
from pipeline.batch.task import Task
from pipeline.config.load import Configs, load_configs
from pipeline.disk import file_sha256
from pipeline.document import PixelsNeeded, ReadDocument, interpret_document, read_document
from pipeline.emission.arrow import load_without_pandas
from pipeline.errors import (
    DataNotValid,
    DependencyMissing,
    InputUnreadable,
    LimitExceeded,
    OutputProblem,
    UsageProblem,
    YusuanError,
)
from pipeline.ingest.discover import InputFile

Opened = Callable[[int], None]
KEPT_LINES = 20
_NO_MEMORY = re.compile(r"bad[_ ]alloc|insufficient memory|(failed to|cannot) allocate|out of memory", re.I)
"""How OpenCV, onnxruntime and Arrow say that there is none left, in exceptions of their own."""
_CODES = {DependencyMissing: "dependency-missing", DataNotValid: "data-not-valid"}


class Changed(InputUnreadable):
    """The input is no longer the file that was planned."""


class Worker:
    """Works on documents one after the other; configs are read once, and so are the models."""

    def __init__(self, network: str) -> None:
        """``network``: how the process is denied it, for the record."""
        self._network = network
        self._digests: dict[int, ConfigDigests] = {}

    def work(self, task: Task, opened: Opened) -> Outcome:
        """The outcome of one document; what it gave, and why it gave nothing, is in the store when this returns.

        Raises ``OutputProblem`` when the store cannot be written and ``UsageProblem`` when this installation is not
        the supervisor's: neither is the document's fault.
        """
        if code_digest("document") != task.code or (models_digest() != task.models and not task.defer_pixels):
            raise UsageProblem(
                "a worker runs another version of yusuan, its packages or its models than the supervisor; "
                "install the same on every machine"
            )
        store = open_store(task.store)
        seconds: dict[str, float] = {}
        try:
            return self._worked(task, store, seconds, opened)
        except (OutputProblem, UsageProblem):
            raise
        except PixelsNeeded:
            return Outcome("deferred", "to be read from its pixels", seconds=seconds)
        except YusuanError as error:
            code = f"limit-{error.limit}" if isinstance(error, LimitExceeded) else _CODES.get(type(error), "unreadable")
            if isinstance(error, Changed):
                return Outcome("failed", str(error), "input-changed", seconds)
            return self._remembered(task, store, Outcome("failed", _one_line(str(error), task), code, seconds))
        except Exception as error:  # noqa: BLE001 - the one boundary around a document: one file must not hurt another
            if isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)):
                needs = "needs more memory than limits.memory_mb allows; raise it in configs/default.yaml"
                outcome = Outcome("quarantined", f"{task.name}: {needs}", OUT_OF_MEMORY, seconds)
                return self._remembered(task, store, outcome)
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).name}:{last.lineno}"
            reason = f"{task.name}: unexpected {type(error).__name__} at {place}: {error}; please report it"
            log = "".join(traceback.format_exception(error)).splitlines()[-KEPT_LINES:]
            outcome = Outcome("quarantined", _one_line(reason, task), "exception", seconds, log=tuple(log))
            return self._remembered(task, store, outcome)

    def _worked(self, task: Task, store: Store, seconds: dict[str, float], opened: Opened) -> Outcome:
        configs = load_configs(Path(task.configs) if task.configs else None)
        read = self._read(task, store, configs, seconds, opened)
        if task.only_read:
            return Outcome("done", seconds=seconds)
        with _timed(seconds, "document"):
            result = interpret_document(read, configs, Path(task.path))
            load_without_pandas()
            blob, parts = pack_document(result, pipeline_version())
            outcome = Outcome("done")
            found = summary(result)
            depends = self._config_digests(configs).of_document(result.document)
            entry = {**found, "blob": store.put(blob), "parts": parts, "depends": depends}
        outcome = replace(outcome, seconds=seconds)
        return self._remembered(task, store, outcome, entry)

    def _read(
        self, task: Task, store: Store, configs: Configs, seconds: dict[str, float], opened: Opened
    ) -> ReadDocument:
        entry = None if task.force_read else store.entry(task.read_key)
        kept = store.get(entry["blob"]) if entry else None
        if kept is not None:
            read = unpack_read(kept)
            return replace(read, source=replace(read.source, file_name=task.name))
        file = InputFile(Path(task.path), Path(task.sidecar[0]) if task.sidecar else None)
        with _timed(seconds, "read"):
            limits = configs.vocabulary.limits
            read = read_document(file, limits, defer_pixels=task.defer_pixels, opened=opened)
            beside = task.sidecar and file_sha256(Path(task.sidecar[0]))
            if read.source.sha256 != task.sha256 or (task.sidecar and beside != task.sidecar[1]):
                raise Changed(f"{task.name}: changed while it was being read; run again")
            read = replace(read, source=replace(read.source, file_name=task.name))
            store.enter(task.read_key, {"blob": store.put(pack_read(read))})
        return read

    def _remembered(self, task: Task, store: Store, outcome: Outcome, entry: dict[str, Any] | None = None) -> Outcome:
        outcome = replace(outcome, peak_mb=round(peak_mb(), 1), network=self._network)
        if not task.only_read:
            store.enter(task.key, {**(entry or {"depends": {}}), "outcome": outcome.as_json()})
        return outcome

    def _config_digests(self, configs: Configs) -> ConfigDigests:
        if id(configs) not in self._digests:
            self._digests = {id(configs): ConfigDigests(configs)}
        return self._digests[id(configs)]


def _one_line(message: str, task: Task) -> str:
    """The message with the file's name as it can be published."""
    return message.replace(Path(task.path).name, task.name)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = round(time.perf_counter() - start, 4)
