"""What a reading process gives up before it opens a file: memory without bound, the network, new programs."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import time
from pathlib import Path

from pipeline.config.schema import Limits

MIB = 1 << 20
CPU_SHARE = 4.0
"""CPU seconds allowed for each second by the clock: the networks that read pixels run on several threads."""
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_NO_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
_NO_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn")


class Denied(PermissionError):
    """Reading a document asked for the network or for another program."""


def give_up(parent: int) -> str:
    """How the network is denied, once the process cannot outlive its parent, reach it or start a program.

    ``namespace``: the kernel shows the process no network; ``python``: Python code is stopped, native code could
    still open a socket, because this machine lets the user make no network namespace.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0 or os.getppid() != parent:
        sys.exit(1)  # the supervisor died before we could tie ourselves to it
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    alone = libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    sys.addaudithook(_refuse)
    return "namespace" if alone else "python"


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _NO_NETWORK:
        raise Denied(f"{event}: no network while documents are read")
    if event in _NO_PROGRAMS:
        raise Denied(f"{event}: no other program while documents are read")


def bound(limits: Limits) -> None:
    """Sets the limits that hold for the whole process: address space, size of files, number of files, no core."""
    for kind, amount in (
        (resource.RLIMIT_AS, limits.memory_mb * MIB),
        (resource.RLIMIT_FSIZE, limits.file_mb * MIB),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write beyond the limit is then an error Python can name


def bound_cpu(seconds: float) -> None:
    """Allows that many more seconds by the clock, as CPU time on several threads."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + CPU_SHARE * seconds) + 1, hard))


def forget_peak() -> None:
    """Starts measuring peak memory anew, where the kernel allows it."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def give_back() -> None:
    """Hands memory that a document has left to the system, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def peak_mb() -> float:
    """Most resident memory since the last ``forget_peak``, in MiB; 0 where /proc does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
