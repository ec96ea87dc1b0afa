"""What all targets share: what goes in, what comes back, files replaced as a whole, rows in batches."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.emission.model import Resource
from pipeline.emission.package import package_descriptor
from pipeline.emission.read import Release
from pipeline.emission.rows import Row
from pipeline.errors import OutputProblem

PORTAL = "portal"
"""Folder inside a release for everything made from it."""
DATASET = str(package_descriptor()["name"])
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:cnbd:{DATASET}")


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of one resource's rows in a database."""

    resource: str
    inserted: int
    updated: int
    removed: int
    total: int


@dataclass(frozen=True, slots=True)
class Published:
    """What a target wrote: its files, the rows of a database, what to do with it."""

    files: tuple[Path, ...]
    rows: tuple[RowCounts, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What only whoever publishes knows: where the release will lie on the web, and whose it is in the portal."""

    base_url: str = ""
    organization: str = ""


class Publish(Protocol):
    """Writes one form of a release to ``folder``; most forms need nothing of the site."""

    def __call__(self, release: Release, folder: Path, site: Site) -> Published: ...


def stable_uuid(*parts: str) -> str:
    """The same UUID for the same parts on every machine and at every time."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def link(path: str, base_url: str) -> str:
    """Where a file of the release lies: under ``base_url``, else relative to the folder ``portal``."""
    return f"{base_url.rstrip('/')}/{path}" if base_url else f"../{path}"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; it becomes ``path`` by one rename when all went well, else ``path`` stays as it was.

    Raises ``OutputProblem`` when it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        partial.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> OutputProblem:
    """The problem to raise when a file of a portal cannot be written."""
    reason = error.strerror or os.strerror(error.errno) if error.errno else str(error)
    return OutputProblem(f"{path}: cannot be written: {reason}; make room or free the file, then publish again")


def batches(release: Release, resource: Resource) -> Iterator[list[Row]]:
    """The rows of a resource as the schema orders its columns, some thousand at a time.

    Raises ``InputUnreadable`` when the file cannot be read.
    """
    return release.batches(resource.name, resource.field_names)
