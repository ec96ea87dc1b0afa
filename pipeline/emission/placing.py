"""Files put into a folder together: staged and flushed beside it, then renamed into being, or undone.

A kill in the midst of the renames leaves the staging folder with its marker behind; ``recover`` then completes what
was begun. Without the marker nothing had been put into place yet, and ``recover`` takes the staged files away.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.disk import flush_folder
from pipeline.errors import OutputProblem

STAGING = ".yusuan-partial-"
"""How the temporary folder's name begins; one is left behind only when the process is killed."""
MARKER = "place.json"
"""Written once everything is staged: from here on the new release is the one that counts."""


class Staging:
    """A folder to write new files into before they are placed together."""

    def __init__(self, home: Path, target: Path) -> None:
        self._root = home / f"{STAGING}{secrets.token_hex(6)}"
        self._target = target
        self.folder = self._root / "new"
        self.scratch = self._root / "scratch"

    def path(self, name: str) -> Path:
        """Where to write the file of that relative path; its folders are made."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def there(self, name: str) -> Path:
        """Where the file of that relative path lies in the target now, if it does."""
        return self._target / name

    def place(self, names: Iterable[str], stale: Iterable[str] = ()) -> None:
        """Puts the staged files of these names, in this order, into the target and takes the ``stale`` ones away.

        All or nothing; files of other names are not touched. A target that does not exist comes into being by one
        rename. Raises ``OSError`` with everything as it was before.
        """
        placed, gone = tuple(names), tuple(stale)
        for name in placed:
            _flush_file(self.folder / name)
        for folder in {(self.folder / name).parent for name in placed} | {self.folder}:
            flush_folder(folder)
        if not self._target.exists():
            self.folder.rename(self._target)
        else:
            marker = self._root / MARKER
            marker.write_text(json.dumps({"names": placed, "stale": gone}), encoding="utf-8")
            _flush_file(marker)
            flush_folder(self._root)
            _swap(placed, gone, self._root, self._target)
        flush_folder(self._root.parent)

    def remove(self) -> None:
        """Takes away what is left of the staging folder."""
        shutil.rmtree(self._root, ignore_errors=True)


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """A staging folder for ``out``, gone when the block ends.

    Raises ``OutputProblem`` with path and reason for an ``OSError`` in the block: nothing is half written and no
    temporary file is left.
    """
    target = Path(os.path.realpath(out))
    # Inside a folder that exists: its parent may be read-only or another file system (a mounted volume).
    home = target if target.exists() else target.parent
    made = _missing_folders(home)
    stage = Staging(home, target)
    try:
        try:
            stage.folder.mkdir(parents=True)
            yield stage
        finally:
            stage.remove()
    except OSError as error:
        for folder in made:
            _remove_if_empty(folder)
        where = error.filename or out
        raise OutputProblem(
            f"{out}: cannot be written: {error.strerror or error} ({where});"
            " make room or give another folder; nothing was changed"
        ) from error


def recover(out: Path) -> None:
    """Completes or takes back what a killed run had begun to place in ``out``; raises ``OutputProblem``."""
    target = Path(os.path.realpath(out))
    try:
        for root in sorted(target.glob(f"{STAGING}*")) if target.is_dir() else ():
            _complete(root, target) if (root / MARKER).exists() else _put_back(root, target)
            shutil.rmtree(root)
    except (OSError, ValueError, KeyError) as error:
        raise OutputProblem(f"{out}: a killed run cannot be cleaned up: {error}; check permissions and disk") from error


def _complete(root: Path, target: Path) -> None:
    plan = json.loads((root / MARKER).read_text(encoding="utf-8"))
    for name in plan["names"]:
        if (root / "new" / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "new" / name).replace(target / name)
    for name in plan["stale"]:
        (target / name).unlink(missing_ok=True)


def _put_back(root: Path, target: Path) -> None:
    """A kill while a failed placement was being undone: old files not yet back in their place go there."""
    old = root / "old"
    for path in [p for p in old.rglob("*") if p.is_file()]:
        place = target / path.relative_to(old)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)


@contextmanager
def placed_folder(target: Path) -> Iterator[Path]:
    """A temporary folder to write to, which takes the place of ``target`` when the block ends without an error.

    For what is too large to be held in memory. Raises ``OutputProblem`` when it cannot be written; what was at
    ``target`` is then as before, and the temporary folder gone.
    """
    real = Path(os.path.realpath(target))
    staging = real.parent / f"{FOLDER_STAGING}{secrets.token_hex(6)}"
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
            flush_folder(real.parent)
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


def _flush_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _swap(names: tuple[str, ...], stale: tuple[str, ...], root: Path, target: Path) -> None:
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
                move(target / name, root / "old" / name)
            if name in names:
                move(root / "new" / name, target / name)
        for folder in {(target / name).parent for name in names}:
            flush_folder(folder)
    except BaseException:
        (root / MARKER).unlink(missing_ok=True)
        for source, destination in reversed(moved):
            destination.rename(source)
        for folder in made:
            if folder.is_relative_to(target) and not folder.is_relative_to(root):
                _remove_if_empty(folder)
        raise


FOLDER_STAGING = ".yusuan-folder-"
"""A folder being written whole; what a killed run leaves of it is never part of a release."""
