"""Dask over a network: two workers in network namespaces of their own, as on two machines, and a store they share."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from pipeline.batch.run import Engine, run
from tests.batch.conftest import data_of

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]
HUB = "10.213.77.1"
MARK = f"ys{os.getpid() % 10000}"


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def hosts() -> Iterator[list[str]]:
    """Two namespaces joined to this one by a bridge; skips where they cannot be made."""
    with ExitStack() as undo:
        try:
            ip("link", "add", f"{MARK}br", "type", "bridge")
            undo.callback(subprocess.run, ["ip", "link", "del", f"{MARK}br"], check=False)
            ip("addr", "add", f"{HUB}/24", "dev", f"{MARK}br")
            ip("link", "set", f"{MARK}br", "up")
            names = []
            for number in (2, 3):
                name, outer, inner = f"{MARK}n{number}", f"{MARK}o{number}", f"{MARK}i{number}"
                ip("netns", "add", name)
                undo.callback(subprocess.run, ["ip", "netns", "del", name], check=False)
                ip("link", "add", outer, "type", "veth", "peer", "name", inner)
                ip("link", "set", outer, "master", f"{MARK}br", "up")
                ip("link", "set", inner, "netns", name)
                ip("-n", name, "addr", "add", f"10.213.77.{number}/24", "dev", inner)
                ip("-n", name, "link", "set", inner, "up")
                ip("-n", name, "link", "set", "lo", "up")
                names.append(name)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no network namespaces here: {error}")
        yield names


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes network namespaces")
def test_two_hosts_and_one_lost_give_the_bytes_of_one_process(
    documents: Callable[..., list[Path]], tmp_path: Path
) -> None:
    documents(12)
    run([str(tmp_path / "in")], tmp_path / "alone", engine=Engine("serial"))
    with hosts() as names, ExitStack() as processes:
        dask = (sys.executable, "-m", "distributed.cli.dask_scheduler")
        processes.enter_context(running(*dask, "--host", HUB, "--port", "8786", "--no-dashboard"))
        worker = (sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://{HUB}:8786")
        options = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path), "--death-timeout", "60")
        ends = [
            processes.enter_context(running("ip", "netns", "exec", name, *worker, *options, "--resources", "OCR=1"))
            for name in names
        ]
        time.sleep(0.1)
        engine = Engine("dask", scheduler=f"tcp://{HUB}:8786", store=str(tmp_path / "shared"))
        summary = run([str(tmp_path / "in")], tmp_path / "out", engine=engine)
        assert summary.ended == {"done": 12}
        ends[0].kill()  # one host is gone for good
        summary = run(
            [str(tmp_path / "in" / "document-00000.txt")],
            tmp_path / "one",
            engine=Engine("dask", scheduler=f"tcp://{HUB}:8786", store=str(tmp_path / "other")),
        )
        assert summary.ended == {"done": 1}
    assert data_of(tmp_path / "out") == data_of(tmp_path / "alone")
