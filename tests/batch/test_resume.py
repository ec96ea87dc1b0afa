"""A run that is killed goes on where it was, and ends with the bytes of one that was not."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from pipeline.batch.run import run
from pipeline.emission.placing import STAGING, recover, staging
from pipeline.emission.read import open_release
from tests.batch.conftest import data_of

ROOT = Path(__file__).parents[2]


def command(inputs: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", "run", str(inputs), "-o", str(out), "--workers", "2", *more]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_killed_at_random_moments_and_resumed_nothing_differs(
    documents: Callable[..., list[Path]], tmp_path: Path
) -> None:
    documents(30, lines=20)
    run([str(tmp_path / "in")], tmp_path / "undisturbed", workers=2)
    out = tmp_path / "OUT"
    moments = random.Random(6)  # a fixed seed: the moments are spread, the machine's speed varies them
    pids: set[int] = set()
    for _ in range(5):
        process = subprocess.Popen(command(tmp_path / "in", out), env=environment(), stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.4, 2.0))
        pids |= {child.pid for child in psutil.Process(process.pid).children(recursive=True)}
        process.send_signal(signal.SIGKILL)
        process.wait()
    finished = subprocess.run(command(tmp_path / "in", out), env=environment(), capture_output=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert data_of(out) == data_of(tmp_path / "undisturbed")
    assert [p for p in out.rglob("*") if p.name.startswith((".partial-", STAGING))] == []
    time.sleep(0.2)
    assert [pid for pid in pids if psutil.pid_exists(pid) and "child" in " ".join(psutil.Process(pid).cmdline())] == []


def test_interrupted_it_exits_130_and_keeps_what_is_done(documents: Callable[..., list[Path]], tmp_path: Path) -> None:
    documents(60, lines=60)
    process = subprocess.Popen(
        command(tmp_path / "in", tmp_path / "out", "--log-json"), env=environment(), stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    assert b'"event": "document"' in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    told = process.stderr.read().decode()
    assert process.wait() == 130
    assert "run again to go on" in told
    again = run([str(tmp_path / "in")], tmp_path / "out")
    assert 0 < again.worked_on < 60
    assert again.ended == {"done": 60}


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("renames", range(1, 7))
def test_a_kill_among_the_renames_is_made_good(tmp_path: Path, renames: int) -> None:
    """Killed before the marker the old release stands, after it the new one does: never a mixture."""
    out = tmp_path / "out"
    out.mkdir()
    for name in ("a", "b", "stale"):
        (out / name).write_text("old")
    pid = os.fork()
    if pid == 0:
        done = 0
        real = Path.rename

        def rename(self: Path, target: Path) -> Path:
            nonlocal done
            if done == renames - 1:
                os._exit(9)
            done += 1
            return real(self, target)

        Path.rename = rename  # type: ignore[method-assign, assignment]  # in the forked process only
        with staging(out) as stage:
            for name in ("a", "b", "c/d"):
                stage.path(name).write_text("new")
            stage.place(["a", "b", "c/d"], ["stale"])
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    recover(out)
    assert files(out) == {"a": b"new", "b": b"new", "c/d": b"new"}
    assert not list(out.glob(f"{STAGING}*"))


def test_killed_while_staging_the_old_release_stands(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a").write_text("old")
    pid = os.fork()
    if pid == 0:
        with staging(out) as stage:
            stage.path("a").write_text("new")
            os._exit(9)
    os.waitpid(pid, 0)
    assert len(list(out.glob(f"{STAGING}*"))) == 1
    recover(out)
    assert files(out) == {"a": b"old"}


def test_a_second_run_on_the_same_folder_is_refused(documents: Callable[..., list[Path]], tmp_path: Path) -> None:
    from pipeline.batch.workplace import held
    from pipeline.errors import UsageProblem

    documents(1)
    (tmp_path / "out").mkdir()
    with held(tmp_path / "out"), pytest.raises(UsageProblem, match="another run is at work"):
        run([str(tmp_path / "in")], tmp_path / "out")
    run([str(tmp_path / "in")], tmp_path / "out")
    assert len(open_release(tmp_path / "out")["documents"]) == 1
