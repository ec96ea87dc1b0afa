"""What is known of the last run, and how to be rid of what it kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from pipeline.batch.ledger import Ledger, Row
from pipeline.batch.workplace import LEDGER, held, ledger_at, own_store
from pipeline.emission.release import WORK
from pipeline.errors import InputUnreadable, OutputProblem

_WIDTHS = (11, 9, 18, 9)


def last_rows(out: Path) -> tuple[Row, ...]:
    """The inputs of the last run in path order, finished or not; nothing is written.

    Raises ``InputUnreadable`` when nothing ran there or the ledger is spoilt.
    """
    path = out / WORK / LEDGER
    if not path.is_file():
        raise InputUnreadable(f"{out}: no ledger of a run there; give a folder that `yusuan run` wrote, or run again")
    with closing(Ledger(path, read_only=True)) as ledger:
        return tuple(ledger.rows())


def status_lines(rows: tuple[Row, ...]) -> Iterator[str]:
    """The rows as a table for people: outcome, stage, reason's code, seconds, file, reason."""
    yield _line("outcome", "stage", "code", "seconds", "file")
    for row in rows:
        yield _line(row.status, row.stage, row.code or "-", f"{sum((row.seconds or {}).values()):.2f}", row.path)
        if row.reason:
            yield f"    {row.reason}"


def status_json(rows: tuple[Row, ...]) -> str:
    """The rows as one JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def _line(*texts: str) -> str:
    return " ".join([*(text.ljust(width) for text, width in zip(texts, _WIDTHS, strict=False)), texts[-1]])


def clean(out: Path, *, unused_only: bool) -> tuple[int, int]:
    """Files and bytes removed from the work folder: all of it, or only what the last run had no use for.

    The release is not touched. Raises ``InputUnreadable`` when there is no work folder, ``UsageProblem`` while a run
    is at work there, ``OutputProblem`` when it cannot be removed.
    """
    work = out / WORK
    if not work.is_dir():
        raise InputUnreadable(f"{out}: no {WORK} folder there; nothing to clean")
    with held(out):
        if unused_only:
            return _remove_unused(work)
        files = [path for path in work.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        try:
            shutil.rmtree(work)
        except OSError as error:
            raise OutputProblem(f"{work}: cannot be removed: {error}; check permissions") from error
        return len(files), size


def _remove_unused(work: Path) -> tuple[int, int]:
    store = own_store(work)
    keys: set[str] = set()
    digests: set[str] = set()
    with closing(ledger_at(work)) as ledger:
        for row in ledger.rows():
            for key in (row.key, row.read_key):
                entry = store.entry(key) if key else None
                if key and entry is not None:
                    keys.add(key)
                    digests |= {entry["blob"]} if entry.get("blob") else set()
    return store.remove_unused(keys, digests)
