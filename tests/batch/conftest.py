"""What tests of batches share: documents, a configs folder with short deadlines, bytes of releases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from pipeline.batch.outcome import Outcome
from pipeline.batch.task import Task
from pipeline.batch.work import Worker
from pipeline.config.load import configs_root
from tests.batch.documents import write_documents


def data_of(out: Path) -> dict[str, bytes]:
    """The bytes of every data file of a release."""
    return {path.name: path.read_bytes() for path in sorted((out / "data").iterdir())}


def configs_with(folder: Path, **limits: float) -> Path:
    """A copy of the shipped configs in ``folder`` with other limits."""
    shutil.copytree(configs_root(), folder, ignore=shutil.ignore_patterns("schema"))
    path = folder / "default.yaml"
    text = path.read_text(encoding="utf-8")
    for name, value in limits.items():
        text, found = re.subn(rf"^  {name}: .*$", f"  {name}: {value}", text, flags=re.M)
        assert found == 1, name
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def short_deadlines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return configs_with(tmp_path_factory.mktemp("configs") / "configs", seconds=3, seconds_per_page=0.01)


class InProcess:
    """An engine without a child, for tests that are about something else: starting one takes a second."""

    def __init__(self, *_: object) -> None:
        self._worker = Worker("none")

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        for task in tasks:
            yield task, self._worker.work(task, lambda _: None)

    def close(self) -> None:
        """There is nothing to end."""


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.run.executor", InProcess)


@pytest.fixture
def documents(tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes so many small documents below ``in``."""

    def do(count: int, lines: int = 6) -> list[Path]:
        return write_documents(tmp_path / "in", count, lines)

    return do
