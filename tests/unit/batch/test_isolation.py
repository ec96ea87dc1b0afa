"""What a reading process has given up, seen from inside; each limit fires once and stays silent once."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config.load import load_configs

ROOT = Path(__file__).parents[3]
LIMITS = load_configs().vocabulary.limits


def inside(code: str) -> str:
    """What a process that has given everything up prints when it runs the code."""
    before = (
        "import os, sys, json, resource, socket, subprocess, time\n"
        "from pipeline.batch.isolation import *\n"
        "from pipeline.config.schema import Limits\n"
        "limits = Limits.model_validate_json(sys.argv[1])\n"
        "network = give_up(os.getppid()); bound(limits)\n"
    )
    limits = LIMITS.model_copy(update={"file_mb": 1, "memory_mb": 1024, "open_files": 64})
    done = subprocess.run(
        [sys.executable, "-c", before + code, limits.model_dump_json()],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_there_is_no_network(tmp_path: Path) -> None:
    told = inside("print(network); print(open('/proc/net/dev').read())")
    kind, _, devices = told.partition("\n")
    assert kind in ("namespace", "python")
    if kind == "namespace":
        assert [line.split(":")[0].strip() for line in devices.splitlines() if ":" in line] == ["lo"]


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
    ],
)
def test_python_is_told_that_it_may_not(attempt: str) -> None:
    assert "Denied" in inside(attempt)


@pytest.mark.parametrize(
    ("attempt", "wrong"),
    [
        ("bytearray(2 << 30)", "MemoryError"),
        ("open('big', 'wb').write(bytes(2 << 20))", "File too large"),
        ("held = [open('/dev/null') for _ in range(99)]", "Too many open files"),
    ],
)
def test_a_limit_ends_what_goes_beyond_it(
    attempt: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert wrong in inside(attempt)


def test_within_the_limits_all_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = inside(
        "forget_peak(); held = bytearray(50 << 20); open('small', 'wb').write(bytes(1000));"
        "print(json.dumps([peak_mb(), resource.getrlimit(resource.RLIMIT_CORE)]))"
    )
    peak, core = json.loads(told)
    assert peak > 50
    assert core == [0, 0]


def test_a_child_whose_parent_is_gone_does_not_begin() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.batch.child", "1", LIMITS.model_dump_json()],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == b""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="another C library than glibc")
def test_what_was_freed_below_what_is_held_is_given_back() -> None:
    told = inside(
        "held = [bytes([i % 255 + 1]) * 100_000 for i in range(1500)]; del held[:-1]\n"
        "forget_peak(); before = peak_mb(); give_back(); forget_peak(); print(before - peak_mb())"
    )
    assert float(told) > 50
