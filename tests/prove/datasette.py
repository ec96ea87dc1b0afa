"""Datasette serving what ``yusuan publish --to sqlite`` wrote, on a port of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

SECONDS = 60


@contextmanager
def datasette(portal: Path) -> Iterator[str]:
    """The address of a server of the folder's database; it ends with the block.

    Raises ``RuntimeError`` with what the server said when it does not answer.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(portal / "yusuan.sqlite")]
    command += ["-m", str(portal / "datasette.json"), "-p", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            _wait(address, server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(server.stderr.read() if server.stderr else "datasette ended")
        try:
            with urlopen(f"{address}/-/versions.json"):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"datasette did not answer within {SECONDS} s")
