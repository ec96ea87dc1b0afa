"""Ending a child from two threads at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.batch.supervisor import Supervised
from pipeline.config.load import load_configs


@pytest.mark.parametrize("end", [Supervised.kill, Supervised.close], ids=["kill", "close"])
def test_a_child_that_another_thread_saw_end_meanwhile_is_ended(monkeypatch: pytest.MonkeyPatch, end: object) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    process.wait()
    monkeypatch.setattr(process, "poll", lambda: None)  # it was asked a moment before the other thread waited for it
    child = Supervised(load_configs().vocabulary.limits)
    child._process = process
    assert callable(end)
    end(child)


def test_a_running_child_is_killed() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    child = Supervised(load_configs().vocabulary.limits)
    child._process = process
    child.close()
    assert process.returncode == -9
