"""What stages have made, kept by content: blobs by their sha256, and entries that say which blob answers which key.

A file comes into being whole: written beside its place, flushed, renamed, its folder flushed. A blob is there before
the entry that names it, so an entry found is an entry that holds, however the run that wrote it ended.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from pipeline.disk import flush_folder
from pipeline.errors import OutputProblem

PARTIAL = ".partial-"
"""How the name of a file begins that is being written; one is left behind only by a kill."""

Entry = dict[str, Any]


class Store(Protocol):
    """Where blobs and entries are kept: a folder, or anything fsspec can address."""

    def put(self, data: bytes) -> str:
        """The blob's sha256; the blob is safe when this returns. Raises ``OutputProblem``."""
        ...

    def get(self, digest: str) -> bytes | None:
        """The blob, or ``None`` when it is not there or not what its name says."""
        ...

    def has(self, digest: str) -> bool:
        """Whether the blob is there; it is not read."""
        ...

    def enter(self, key: str, entry: Entry) -> None:
        """Keeps the entry under the key, in place of an earlier one. Raises ``OutputProblem``."""
        ...

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, or ``None`` when there is none that can be read."""
        ...


def digest_of(*parts: object) -> str:
    """sha256 in hex of the parts written as JSON, for keys."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def open_store(place: str) -> Store:
    """The store at a folder's path, or at an fsspec URL such as ``s3://bucket/prefix``.

    Raises ``DependencyMissing`` when the URL needs a package that is not installed.
    """
    if "://" in place:
        from pipeline.batch.store_url import UrlStore  # noqa: PLC0415 - an extra

        return UrlStore(place)
    return FolderStore(Path(place))


class FolderStore:
    """A store in a folder, which several machines may share."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        path = self._blob(digest)
        # The same content again: what is there is right unless the disk has spoilt it.
        if not path.exists() or self.get(digest) is None:
            write_whole(path, data)
        return digest

    def get(self, digest: str) -> bytes | None:
        try:
            data = self._blob(digest).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def has(self, digest: str) -> bool:
        return self._blob(digest).is_file()

    def enter(self, key: str, entry: Entry) -> None:
        write_whole(self._entry(key), json.dumps(entry, ensure_ascii=False, sort_keys=True).encode())

    def entry(self, key: str) -> Entry | None:
        try:
            found = json.loads(self._entry(key).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _blob(self, digest: str) -> Path:
        return self.root / "blobs" / digest[:2] / digest[2:]

    def _entry(self, key: str) -> Path:
        return self.root / "entries" / key[:2] / f"{key[2:]}.json"

    def remove_unused(self, keys: set[str], digests: set[str]) -> tuple[int, int]:
        """How many files and bytes were removed: all but the entries and blobs named, and what a kill left."""
        used = {self._blob(digest) for digest in digests} | {self._entry(key) for key in keys}
        files = size = 0
        for path in self._files():
            if path not in used:
                size += path.stat().st_size
                path.unlink()
                files += 1
        return files, size

    def remove_partial(self) -> None:
        """Removes what a killed run had begun to write."""
        for path in self._files():
            if path.name.startswith(PARTIAL):
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        for kind in ("blobs", "entries"):
            yield from (path for path in (self.root / kind).glob("??/*") if path.is_file())


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that is there whole or not at all, also after a power cut; raises ``OutputProblem``."""
    partial = path.parent / f"{PARTIAL}{secrets.token_hex(8)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)
    except OSError as error:
        raise OutputProblem(
            f"{path.parent}: cannot be written: {error.strerror or error}; make room or give another folder;"
            " what was done so far is kept"
        ) from error
