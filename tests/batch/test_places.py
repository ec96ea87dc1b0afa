"""Where a release cannot be written it is not half written: the message says why, and what was there is as it was."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.cli import run_command
from pipeline.emission.placing import STAGING
from tests.batch.conftest import data_of
from tests.batch.documents import write_documents

Documents = Callable[..., list[Path]]
ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root can mount a small or read-only file system")


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A small file system in memory at ``place``."""
    place.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", *options, "none", str(place)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip(f"this machine does not let root mount: {made.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def leftovers(out: Path) -> list[str]:
    return [p.name for p in out.rglob("*") if p.name.startswith((".partial-", STAGING))]


@needs_root
@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("kilobytes", [100, 600, 1100])
def test_a_full_disk_is_said_and_leaves_the_old_release(
    kilobytes: int, documents: Documents, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents(2)
    with mounted(tmp_path / "small", "-o", "size=8m") as small:
        out = small / "out"
        assert run_command(["run", str(tmp_path / "in"), "-o", str(out)]) == 0
        before = data_of(out)
        documents(40, lines=60)
        room = os.statvfs(small)
        free = room.f_bavail * room.f_frsize
        (small / "ballast").write_bytes(bytes(max(free - kilobytes * 1024, 0)))
        capsys.readouterr()
        assert run_command(["run", str(tmp_path / "in"), "-o", str(out)]) == 5
        assert "No space left" in (told := capsys.readouterr().err) or "full" in told
        assert data_of(out) == before
        assert leftovers(out) == []
        (small / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        assert run_command(["run", str(tmp_path / "in"), "-o", str(out)]) == 0
        assert run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "elsewhere")]) == 0
        assert data_of(out) == data_of(tmp_path / "elsewhere")


@needs_root
@pytest.mark.usefixtures("in_process")
def test_a_read_only_place_is_said(documents: Documents, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents(1)
    with mounted(tmp_path / "place", "-o", "size=8m") as place:
        assert run_command(["run", str(tmp_path / "in"), "-o", str(place / "out")]) == 0
        before = data_of(place / "out")
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        documents(2)
        capsys.readouterr()
        for name in ("out", "new"):
            assert run_command(["run", str(tmp_path / "in"), "-o", str(place / name)]) == 5
            assert "Read-only file system" in capsys.readouterr().err
        assert data_of(place / "out") == before


def test_a_path_with_spaces_and_chinese(tmp_path: Path) -> None:
    write_documents(tmp_path / "输入 文件", 2)
    write_documents(tmp_path / "in", 2)
    out = tmp_path / "结果 一 (final)" / "发布 'a' \"b\""
    assert run_command(["run", str(tmp_path / "输入 文件"), "-o", str(out)]) == 0
    assert run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "plain")]) == 0
    assert data_of(out) == data_of(tmp_path / "plain")
    assert run_command(["validate", str(out)]) == 0
    assert run_command(["status", str(out)]) == 0
