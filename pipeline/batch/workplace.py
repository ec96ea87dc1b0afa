"""The folder ``.work`` in which runs keep what they have done, held by one run at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.batch.ledger import Ledger
from pipeline.batch.store import FolderStore, Store, open_store
from pipeline.emission.placing import recover
from pipeline.emission.release import WORK
from pipeline.errors import OutputProblem, UsageProblem

LEDGER = "ledger.sqlite"


@contextmanager
def held(out: Path) -> Iterator[Path]:
    """The work folder of ``out``, made if need be and cleared of what a killed run had begun.

    Raises ``UsageProblem`` when another run is at work there, ``OutputProblem`` when it cannot be written.
    """
    work = out / WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
        lock = os.open(work / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputProblem(
            f"{out}: cannot be written: {error.strerror or error}; make room or give another folder"
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageProblem(f"{out}: another run is at work there; wait for it or give another folder") from error
        recover(out)
        own_store(work).remove_partial()
        for left in work.glob(".partial-*"):
            left.unlink(missing_ok=True)
        yield work
    finally:
        os.close(lock)


def own_store(work: Path) -> FolderStore:
    """The store in the work folder."""
    return FolderStore(work / "store")


def store_at(work: Path, place: str | None) -> tuple[str, Store]:
    """Where the store is, as children are told, and the store."""
    where = place or str((work / "store").absolute())
    return where, open_store(where)


def ledger_at(work: Path) -> Ledger:
    """The ledger in the work folder; raises ``OutputProblem``."""
    return Ledger(work / LEDGER)
