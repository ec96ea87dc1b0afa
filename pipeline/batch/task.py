"""One document to be worked on, as the supervisor hands it to a child on this machine or another."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """Plain values only: a task crosses processes and machines as one line of JSON.

    ``code`` and ``models`` are the digests of the supervisor's stages; a child that has others refuses the task, so
    that machines with different installations cannot mix their results. ``sidecar`` is path and sha256.
    """

    position: int
    path: str
    name: str
    sha256: str
    sidecar: tuple[str, str] | None
    key: str
    read_key: str
    code: str
    models: str
    store: str
    configs: str | None
    force_read: bool = False
    only_read: bool = False
    defer_pixels: bool = False

    def line(self) -> bytes:
        """The task as one line of JSON; a name that is not Unicode stays what it is."""
        return json.dumps(asdict(self)).encode() + b"\n"


def task_from(line: bytes | str) -> Task:
    """The task ``Task.line`` made this line of."""
    values = json.loads(line)
    sidecar = values["sidecar"]
    return Task(**{**values, "sidecar": tuple(sidecar) if sidecar else None})
