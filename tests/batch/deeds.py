"""A worker that misbehaves when a file's name asks for it, for the children of tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from pipeline.batch.kept_pages import pack_read
from pipeline.batch.outcome import Outcome
from pipeline.batch.task import Task
from pipeline.batch.work import Worker
from pipeline.document import ReadDocument

WORK = "tests.batch.deeds:work"
_worker = Worker("test")
_held: list[bytearray] = []
MOST_OF_IT = 5 << 29
"""Bytes of address space of which limits.memory_mb leaves room for one such piece and not for two."""


def _no_room(*_: object) -> None:
    raise RuntimeError("onnxruntime: Failed to allocate memory for requested buffer of size 1")


def _needing_much(read: ReadDocument) -> bytes:
    bytearray(MOST_OF_IT)
    return pack_read(read)


def work(task: Task, opened: Callable[[int], None]) -> Outcome:
    """The outcome of the real worker, unless the name says ``segfault``, ``hang``, ``memory`` …"""
    name = task.name
    if "segfault" in name:
        print("about to fall")
        os.kill(os.getpid(), signal.SIGSEGV)
    if "once" in name and not (marker := Path(task.path).with_suffix(".fell")).exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "hang" in name:
        time.sleep(3600)
    if "burn" in name:
        while True:
            pass
    if "hoard" in name:
        _held.append(bytearray(MOST_OF_IT))
    if "slow" in name:
        time.sleep(0.3)
    faults: dict[str, Callable[..., object]] = {
        "memory": lambda *_: bytearray(64 << 30),
        "native": _no_room,
        "exception": lambda *_: 1 // 0,
        "network": lambda *_: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "program": lambda *_: subprocess.run(["true"], check=True),
    }
    if "large" in name:
        with patch("pipeline.batch.work.pack_read", _needing_much):
            return _worker.work(task, opened)
    for word, fault in faults.items():
        if word in name:
            with patch("pipeline.batch.work.interpret_document", fault):
                return _worker.work(task, opened)
    return _worker.work(task, opened)
