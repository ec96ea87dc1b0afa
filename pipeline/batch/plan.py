"""What there is to do: for each input whether the store has its result already, and if not, the task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.keys import ConfigDigests, code_digest, document_key, models_digest, read_key
from pipeline.batch.ledger import Row, shown_path
from pipeline.batch.outcome import Outcome, outcome_from
from pipeline.batch.store import Store
from pipeline.batch.task import Task
from pipeline.config.load import Configs
from pipeline.disk import file_sha256
from pipeline.ingest.discover import InputFile

STAGES = ("read", "document", "release")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user wants done beyond what is new or changed."""

    stages: tuple[str, ...] = STAGES
    force: bool = False
    retry_quarantined: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One input: its row, and either the task still to be done or the outcome there is already."""

    row: Row
    task: Task | None
    outcome: Outcome | None
    why: str
    """``new``, ``changed`` (a config it depends on), ``forced``, ``retried``, ``kept`` or ``refused``."""


def plan(
    files: Sequence[InputFile], configs: Configs, place: str, store: Store, choices: Choices, given: Path | None
) -> Iterator[Planned]:
    """What is to be done with each input, in path order; reads every input once, for its digest.

    ``place``: where the store is, for the children; ``given``: the configs folder the user named.
    """
    planner = _Planner(configs, place, store, choices, given)
    for position, file in enumerate(files):
        yield planner.planned(position, file)


class _Planner:
    def __init__(self, configs: Configs, place: str, store: Store, choices: Choices, given: Path | None) -> None:
        self._limits = configs.vocabulary.limits
        self._digests = ConfigDigests(configs)
        self._place = place
        self._store = store
        self._choices = choices
        self._given = str(given.absolute()) if given is not None else None

    def planned(self, position: int, file: InputFile) -> Planned:
        row = Row(position, shown_path(file.path), file.name)
        if file.refused:
            return _refused(row, f"{file.name}: {file.refused}", "unreadable")
        try:
            size = file.path.stat().st_size
            if size > self._limits.bytes:
                return _refused(
                    row,
                    f"{file.name}: {size:,} bytes, more than limits.bytes allows ({self._limits.bytes:,}); "
                    "split it, or raise the limit in configs/default.yaml",
                    "limit-bytes",
                )
            if not file.path.is_file():
                return _refused(row, f"{file.name}: not a regular file; leave it out", "unreadable")
            sha256 = file_sha256(file.path)
            sidecar = (file.sidecar, file_sha256(file.sidecar)) if file.sidecar else None
        except OSError as error:
            reason = f"{file.name}: cannot be read ({error.strerror}); check its permissions"
            return _refused(row, reason, "unreadable")
        task = self._task(position, file, sha256, sidecar)
        row = Row(position, row.path, row.name, sha256, task.key, task.read_key, size)
        if task.only_read:
            kept = None if self._choices.force else self._store.entry(task.read_key)
            return Planned(row, None, Outcome("done"), "kept") if kept else Planned(row, task, None, "new")
        return self._looked_up(row, task)

    def _task(self, position: int, file: InputFile, sha256: str, sidecar: tuple[Path, str] | None) -> Task:
        named = (sidecar[0].name, sidecar[1]) if sidecar else None
        return Task(
            position,
            str(file.path),
            file.name,
            sha256,
            (str(sidecar[0]), sidecar[1]) if sidecar else None,
            document_key(file.name, sha256, named, self._digests.base, self._limits),
            read_key(sha256, named, self._limits),
            code_digest("document"),
            models_digest(),
            self._place,
            self._given,
            force_read=self._choices.force and "read" in self._choices.stages,
            only_read="document" not in self._choices.stages and "release" not in self._choices.stages,
        )

    def _looked_up(self, row: Row, task: Task) -> Planned:
        entry = self._store.entry(task.key)
        if entry is None:
            return Planned(row, task, None, "new")
        outcome = outcome_from(entry["outcome"])
        if self._choices.force:
            return Planned(row, task, None, "forced")
        if outcome.status == "quarantined" and self._choices.retry_quarantined:
            return Planned(row, task, None, "retried")
        if not self._digests.holds(entry["depends"]):
            return Planned(row, task, None, "changed")
        if outcome.status == "done" and not self._store.has(entry["blob"]):
            return Planned(row, task, None, "new")
        return Planned(row, None, outcome, "kept")


def _refused(row: Row, reason: str, code: str) -> Planned:
    return Planned(row, None, Outcome("failed", reason, code), "refused")
