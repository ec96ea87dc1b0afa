"""What a run says while it runs: one JSON line an event where asked for, else nothing but the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import run_command

pytestmark = pytest.mark.usefixtures("in_process")


def test_events_are_json_lines(
    documents: Callable[..., list[Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents(2)
    (tmp_path / "in" / "empty.pdf").touch()
    assert run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--log-json"]) == 6
    told = capsys.readouterr()
    assert told.out == ""
    events = [json.loads(line) for line in told.err.splitlines()]
    assert [(e["event"], e.get("outcome")) for e in events] == [
        ("document", "done"),
        ("document", "done"),
        ("document", "failed"),
        ("run", None),
    ]
    assert events[2]["code"] == "unreadable"
    assert events[3]["ended"] == {"done": 2, "failed": 1}


def test_without_a_terminal_only_the_end_is_told(
    documents: Callable[..., list[Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents(2)
    assert run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "2 documents" in told.err


def test_on_a_terminal_a_bar_counts(documents: Callable[..., list[Path]], tmp_path: Path) -> None:
    import os
    import pty
    import sys

    documents(3)
    chunks = []

    def read(handle: int) -> bytes:
        data = os.read(handle, 4096)
        chunks.append(data)
        return data

    here = Path.cwd()
    os.chdir(Path(__file__).parents[2])
    try:
        status = pty.spawn(
            [sys.executable, "-m", "pipeline.cli", "run", str(tmp_path / "in"), "-o", str(tmp_path / "out")], read
        )
    finally:
        os.chdir(here)
    shown = b"".join(chunks).decode()
    assert os.waitstatus_to_exitcode(status) == 0
    assert "done" in shown
    assert "doubtful" in shown
    assert "/min" in shown
