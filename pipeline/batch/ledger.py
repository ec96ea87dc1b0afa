"""The run's ledger: one row for each input, in SQLite, so that memory does not grow with the number of inputs.

It can be lost without harm: the store holds what was done, and the next run writes the ledger again from there.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch.outcome import Outcome
from pipeline.errors import InputUnreadable, OutputProblem
from pipeline.ingest.discover import published

VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT);
CREATE TABLE IF NOT EXISTS documents (
  run INTEGER NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
  sha256 TEXT, key TEXT, read_key TEXT,
  bytes INTEGER, stage TEXT NOT NULL, status TEXT NOT NULL,
  code TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
  seconds TEXT NOT NULL DEFAULT '{}', peak_mb REAL NOT NULL DEFAULT 0, crashes INTEGER NOT NULL DEFAULT 0,
  log TEXT NOT NULL DEFAULT '[]', network TEXT NOT NULL DEFAULT '', cached INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, position)) WITHOUT ROWID;
"""
_COLUMNS = (
    "position, path, name, sha256, key, read_key, bytes, stage, status, code, reason, seconds, peak_mb, crashes, log,"
    " network, cached"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One input in one run. ``status`` is that of its outcome, or ``waiting``; ``stage`` the last one it reached."""

    position: int
    path: str
    name: str
    sha256: str | None = None
    key: str | None = None
    read_key: str | None = None
    bytes: int | None = None
    stage: str = "planned"
    status: str = "waiting"
    code: str = ""
    reason: str = ""
    seconds: dict[str, float] | None = None
    peak_mb: float = 0.0
    crashes: int = 0
    log: tuple[str, ...] = ()
    network: str = ""
    cached: bool = False

    def ended(self, outcome: Outcome, stage: str, *, cached: bool = False) -> Row:
        """The row with the outcome in it."""
        return replace(
            self,
            stage=stage,
            status=outcome.status,
            code=outcome.code,
            reason=outcome.reason,
            seconds=outcome.seconds,
            peak_mb=outcome.peak_mb,
            crashes=outcome.crashes,
            log=outcome.log,
            network=outcome.network,
            cached=cached,
        )


def shown_path(path: Path) -> str:
    """The absolute path as one line of valid Unicode; what cannot be shown becomes U+FFFD."""
    return published(str(path.absolute()))


class Ledger:
    """The ledger in one file; a single process writes it."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens or makes the file; raises ``OutputProblem`` when it cannot be written.

        ``read_only``: nothing is made or changed; raises ``InputUnreadable`` for a file that is spoilt or of another
        version.
        """
        self._path = path
        self._run = 0
        if read_only:
            self._base = _opened_to_read(path)
            return
        try:
            self._open()
        except sqlite3.DatabaseError:
            # Spoilt, or of another version: what it says is in the store as well.
            for left in path.parent.glob(f"{path.name}*"):
                left.unlink()
            self._open()

    def _open(self) -> None:
        try:
            self._base = sqlite3.connect(self._path)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            found = self._base.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, VERSION):
                raise sqlite3.DatabaseError(f"version {found}")
            self._base.executescript(_SCHEMA)
            self._base.execute(f"PRAGMA user_version={VERSION}")
        except sqlite3.OperationalError as error:
            raise OutputProblem(f"{self._path}: cannot be written: {error}; make room or check permissions") from error

    def begin(self, started: str) -> None:
        """Starts a run; the rows of the one before stay until ``finish``."""
        with self._written() as base:
            self._run = base.execute("INSERT INTO runs (started) VALUES (?)", (started,)).lastrowid or 0

    def record(self, row: Row) -> None:
        """Writes one input's row, in place of an earlier one of this run."""
        values = (
            self._run,
            row.position,
            row.path,
            row.name,
            row.sha256,
            row.key,
            row.read_key,
            row.bytes,
            row.stage,
            row.status,
            row.code,
            row.reason,
            json.dumps(row.seconds or {}),
            row.peak_mb,
            row.crashes,
            json.dumps(row.log, ensure_ascii=False),
            row.network,
            int(row.cached),
        )
        with self._written() as base:
            marks = ", ".join("?" * len(values))
            base.execute(f"INSERT OR REPLACE INTO documents (run, {_COLUMNS}) VALUES ({marks})", values)

    def finish(self, finished: str) -> None:
        """Ends the run and drops the rows of earlier ones."""
        with self._written() as base:
            base.execute("UPDATE runs SET finished = ? WHERE run = ?", (finished, self._run))
            base.execute("DELETE FROM documents WHERE run <> ?", (self._run,))
            base.execute("DELETE FROM runs WHERE run <> ?", (self._run,))

    def rows(self, *statuses: str) -> Iterator[Row]:
        """The rows of this run, or of the last one when none was begun, in path order; only of those statuses."""
        run = self._run or self._base.execute("SELECT coalesce(max(run), 0) FROM runs").fetchone()[0]
        wanted = f" AND status IN ({', '.join('?' * len(statuses))})" if statuses else ""
        found = self._base.execute(
            f"SELECT {_COLUMNS} FROM documents WHERE run = ?{wanted} ORDER BY position", (run, *statuses)
        )
        for values in found:
            row = Row(*values)
            # As they lie in the file: texts of JSON, and a number for the truth value.
            yield replace(
                row,
                seconds=json.loads(values[11]),
                log=tuple(json.loads(values[14])),
                cached=bool(row.cached),
            )

    def counts(self) -> dict[str, int]:
        """How many inputs of this run ended in which way."""
        found = self._base.execute(
            "SELECT status, count(*) FROM documents WHERE run = ? GROUP BY status ORDER BY status", (self._run,)
        )
        return dict(found.fetchall())

    def row(self, position: int) -> Row:
        """The row at a position of this run; raises ``KeyError`` when there is none."""
        found = self._base.execute(
            f"SELECT {_COLUMNS} FROM documents WHERE run = ? AND position = ?", (self._run, position)
        ).fetchone()
        if found is None:
            raise KeyError(position)
        return replace(Row(*found), seconds=json.loads(found[11]), log=tuple(json.loads(found[14])))

    def close(self) -> None:
        self._base.close()

    def _written(self) -> _Writing:
        return _Writing(self._base, self._path)


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """The ledger as it lies there; while nobody writes it, even where no file may be made beside it."""
    at_rest = not path.with_name(f"{path.name}-wal").exists()
    try:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if at_rest else ''}", uri=True)
        found = base.execute("PRAGMA user_version").fetchone()[0]
        base.execute("SELECT count(*) FROM runs").fetchone()
    except sqlite3.DatabaseError as error:
        raise InputUnreadable(f"{path}: no ledger that can be read ({error}); run again") from error
    if found != VERSION:
        base.close()
        raise InputUnreadable(f"{path}: a ledger of version {found}, not {VERSION}; run again with this yusuan")
    return base


class _Writing:
    """A transaction whose failure is an ``OutputProblem``."""

    def __init__(self, base: sqlite3.Connection, path: Path) -> None:
        self._base = base
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._base.__enter__()
        return self._base

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            self._base.__exit__(kind, error, trace)  # type: ignore[arg-type]  # any traceback will do
        except sqlite3.OperationalError as fault:
            raise OutputProblem(f"{self._path}: cannot be written: {fault}; make room or check permissions") from fault
        if isinstance(error, sqlite3.OperationalError):
            raise OutputProblem(f"{self._path}: cannot be written: {error}; make room or check permissions") from error
