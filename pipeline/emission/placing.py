"""Files put into a folder together: staged and flushed beside it, then renamed into being, or undone."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputProblem

STAGING = ".yusuan-partial-"
"""How the temporary folder's name begins; one is left behind only when the process is killed."""


def place(files: Mapping[str, bytes], out: Path, stale: Iterable[str] = ()) -> None:
    """Writes the files (bytes by relative path) to ``out`` and removes the ``stale`` ones, all or nothing.

    A folder that does not exist comes into being by one rename. In one that exists, each file is renamed in, in
    the order given, and what was there is put back should any step fail; files of other names are not touched.
    Raises ``OutputProblem`` with path and reason, nothing half written and no temporary file left.
    """
    target = Path(os.path.realpath(out))
    fresh = not target.exists()
    # Inside a folder that exists: its parent may be read-only or another file system (a mounted volume).
    home = target.parent if fresh else target
    made = _missing_folders(home)
    staging = home / f"{STAGING}{secrets.token_hex(6)}"
    try:
        try:
            _stage(files, staging / "new")
            if fresh:
                (staging / "new").rename(target)
            else:
                _swap(tuple(files), tuple(stale), staging, target)
            _flush_folder(home)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        for folder in made:
            _remove_if_empty(folder)
        where = error.filename or out
        raise OutputProblem(
            f"{out}: cannot be written: {error.strerror or error} ({where});"
            " make room or give another folder; nothing was changed"
        ) from error


@contextmanager
def placed_folder(target: Path) -> Iterator[Path]:
    """A temporary folder to write to, which takes the place of ``target`` when the block ends without an error.

    For what is too large to be held in memory. Raises ``OutputProblem`` when it cannot be written; what was at
    ``target`` is then as before, and the temporary folder gone.
    """
    real = Path(os.path.realpath(target))
    staging = real.parent / f"{STAGING}{secrets.token_hex(6)}"
    made = _missing_folders(real.parent)
    try:
        try:
            (staging / "new").mkdir(parents=True)
            yield staging / "new"
            if real.exists():
                real.rename(staging / "old")
            try:
                (staging / "new").rename(real)
            except OSError:
                if (staging / "old").exists():
                    (staging / "old").rename(real)
                raise
            _flush_folder(real.parent)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        for folder in made:
            _remove_if_empty(folder)
        raise OutputProblem(
            f"{target}: cannot be written: {error.strerror or error} ({error.filename or target});"
            " make room or give another folder; nothing was changed"
        ) from error


def _missing_folders(folder: Path) -> list[Path]:
    """Folders that will have to be made on the way to ``folder``, innermost first."""
    return [f for f in (folder, *folder.parents) if not f.exists()]


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _stage(files: Mapping[str, bytes], folder: Path) -> None:
    """All files written to ``folder`` and on the disk."""
    folders = {folder}
    folder.mkdir(parents=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    for made in folders:
        _flush_folder(made)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(names: tuple[str, ...], stale: tuple[str, ...], staging: Path, target: Path) -> None:
    """The staged files moved into the target and the old ones out; every move undone when one fails."""
    moved: list[tuple[Path, Path]] = []
    made: list[Path] = []

    def move(source: Path, destination: Path) -> None:
        made.extend(_missing_folders(destination.parent))
        destination.parent.mkdir(parents=True, exist_ok=True)
        source.rename(destination)
        moved.append((source, destination))

    try:
        for name in (*names, *stale):
            if (target / name).exists():
                move(target / name, staging / "old" / name)
            if name in names:
                move(staging / "new" / name, target / name)
        for folder in {(target / name).parent for name in names}:
            _flush_folder(folder)
    except BaseException:
        for source, destination in reversed(moved):
            destination.rename(source)
        for folder in made:
            if folder.is_relative_to(target) and not folder.is_relative_to(staging):
                _remove_if_empty(folder)
        raise
