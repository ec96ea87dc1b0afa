"""A PostgreSQL server of one's own, on a socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Psql = Callable[..., "subprocess.CompletedProcess[str]"]
USER = "yusuan"


def binaries() -> Path | None:
    """Where the server's programs lie: on Debian beside its version, not on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def postgres() -> Iterator[tuple[Path, Psql]]:
    """The folder of the socket, and ``psql`` with the arguments given; the server ends with the block.

    Raises ``FileNotFoundError`` when PostgreSQL is not installed, ``RuntimeError`` with its log when it does not start.
    """
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    # The server refuses to run as root, and the path of a socket may be 107 bytes long.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="yusuan-pg-", dir="/tmp") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
            folder.chmod(0o755)

        def call(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", str(folder / "data"), *arguments]
            done = subprocess.run(command, user=user, capture_output=True, text=True, check=False, cwd=folder)
            if done.returncode:
                log = folder / "log"
                raise RuntimeError(done.stderr + (log.read_text() if log.exists() else ""))

        def psql(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [str(programs / "psql"), "-X", "-h", name, "-U", USER, "-d", "postgres", *arguments]
            return subprocess.run(command, capture_output=True, text=True, check=False)

        call("initdb", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield folder, psql
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
