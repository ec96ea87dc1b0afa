"""Decisions files: one a locality, append-only, one JSON line a decision, meant to lie under git."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from pipeline.config.load import Configs
from pipeline.decisions.records import Decision
from pipeline.errors import OutputProblem, UsageProblem

SUFFIX = ".decisions.jsonl"


def decisions_path(configs: Configs, locality_code: str) -> Path:
    """The file the locality's decisions are appended to; a locality without a file of its own goes by its code."""
    locality = configs.localities.get(locality_code)
    return configs.root / "localities" / f"{locality.id if locality else locality_code}{SUFFIX}"


def decisions_of(configs: Configs, locality_code: str) -> tuple[Decision, ...]:
    """All decisions about the locality's documents, in the order they were written.

    Those made before the locality had a file of its own count as well. Raises ``UsageProblem`` naming file and line.
    """
    unnamed = configs.root / "localities" / f"{locality_code}{SUFFIX}"
    paths = dict.fromkeys((unnamed, decisions_path(configs, locality_code)))
    return tuple(decision for path in paths for decision in read_decisions(path))


def all_decisions(root: Path) -> dict[Path, tuple[Decision, ...]]:
    """Every decisions file below a configs folder, with its decisions."""
    return {path: read_decisions(path) for path in sorted((root / "localities").glob(f"*{SUFFIX}"))}


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of one file; none when there is no file. Raises ``UsageProblem`` naming file and line."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be read: {error.strerror or error}") from error
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, _size: int) -> tuple[Decision, ...]:
    """Read again only when the file changed: a run asks for it once a document."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # U+2028 ends no line of JSON
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path}: cannot be read: {error}") from error
    found: dict[str, Decision] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            decision = _parsed(line, f"{path}:{number}")
            found.setdefault(decision.id, decision)  # a merge of two branches can bring a line twice
    return tuple(found.values())


def _parsed(line: str, place: str) -> Decision:
    try:
        decision = Decision.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(map(str, fault["loc"]))
        raise UsageProblem(
            f"{place}: no decision: {key + ': ' if key else ''}{fault['msg']}; restore the line from git, or delete it"
        ) from error
    if not decision.id:
        raise UsageProblem(f"{place}: no decision: it has no id; write it with `yusuan decisions import`")
    return decision


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the file's lock: who reads and appends inside sees no other writer in between.

    The lock is a file of its own beside the decisions, so that git may replace those at any time. Raises
    ``OutputProblem`` when it cannot be taken.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputProblem(f"{path}: cannot be locked for writing: {error.strerror or error}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def append(path: Path, decisions: Sequence[Decision]) -> None:
    """Writes the decisions to the end of the file and to the disk, all in one write; call it inside ``locked``.

    A last line without its end (an editor's, or a write that was cut off) is ended first. Raises ``OutputProblem``.
    """
    if not decisions:
        return
    data = "".join(decision.json_line + "\n" for decision in decisions).encode()
    try:
        with path.open("a+b") as file:
            end = file.seek(0, os.SEEK_END)
            if end:
                file.seek(end - 1)
                if file.read(1) != b"\n":
                    data = b"\n" + data
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputProblem(f"{path}: the decision was not kept: {error.strerror or error}") from error
