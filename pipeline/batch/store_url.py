"""A store at an address that fsspec understands: an object store shared by the machines of a cluster."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pipeline.batch.store import Entry
from pipeline.errors import DependencyMissing, OutputProblem


class UrlStore:
    """A store below one URL. Object stores write an object whole or not at all, so nothing is renamed."""

    def __init__(self, url: str) -> None:
        """Raises ``DependencyMissing`` when fsspec or the package for this kind of URL is not installed."""
        try:
            import fsspec  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise DependencyMissing(f"{url}: needs fsspec; run: pip install 'yusuan[dask]'") from error
        try:
            self._files, root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise DependencyMissing(f"{url}: {error}; install the fsspec package for it") from error
        self._root = root.rstrip("/")

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if self.get(digest) is None:
            self._write(f"blobs/{digest[:2]}/{digest[2:]}", data)
        return digest

    def get(self, digest: str) -> bytes | None:
        data = self._read(f"blobs/{digest[:2]}/{digest[2:]}")
        return data if data is not None and hashlib.sha256(data).hexdigest() == digest else None

    def has(self, digest: str) -> bool:
        return bool(self._files.exists(f"{self._root}/blobs/{digest[:2]}/{digest[2:]}"))

    def enter(self, key: str, entry: Entry) -> None:
        self._write(f"entries/{key[:2]}/{key[2:]}.json", json.dumps(entry, ensure_ascii=False, sort_keys=True).encode())

    def entry(self, key: str) -> Entry | None:
        data = self._read(f"entries/{key[:2]}/{key[2:]}.json")
        try:
            found: Any = json.loads(data) if data is not None else None
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def _read(self, name: str) -> bytes | None:
        try:
            data: bytes = self._files.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def _write(self, name: str, data: bytes) -> None:
        path = f"{self._root}/{name}"
        try:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, data)
        except OSError as error:
            raise OutputProblem(f"{path}: cannot be written: {error}; what was done so far is kept") from error
