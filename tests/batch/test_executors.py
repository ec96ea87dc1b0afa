"""One contract for all engines: every document has one outcome, whatever the others do."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from pipeline.batch.executors import ENGINES, executor
from pipeline.batch.run import Engine, Summary, run
from pipeline.config.load import configs_root, load_configs
from pipeline.errors import DependencyMissing, UsageProblem
from tests.batch.conftest import data_of
from tests.batch.deeds import WORK
from tests.batch.documents import write_documents

BAD = {
    "segfault": "crashed",
    "hang": "deadline",
    "burn": "deadline",
    "memory": "out-of-memory",
    "native": "out-of-memory",
    "exception": "exception",
    "network": "exception",
    "program": "exception",
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, short_deadlines: Path) -> dict[str, bytes]:
    """The data of ten documents nobody disturbs."""
    folder = tmp_path_factory.mktemp("expected")
    write_documents(folder / "in", 10)
    run([str(folder / "in")], folder / "out", configs_root=short_deadlines, engine=Engine("serial"))
    return data_of(folder / "out")


def batch(engine: str, inputs: Path, out: Path, configs: Path) -> Summary:
    return run([str(inputs)], out, configs_root=configs, engine=Engine(engine, workers=2, work=WORK))


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_is_hurt_by_the_document_beside(
    engine: str, expected: dict[str, bytes], documents: Callable[..., list[Path]], tmp_path: Path, short_deadlines: Path
) -> None:
    documents(10)
    for word in (*BAD, "once"):
        (tmp_path / "in" / f"document-00000-{word}.txt").write_text("2024年部门预算", encoding="utf-8")
    (tmp_path / "in" / "document-00000-once.txt").write_bytes((tmp_path / "in" / "document-00003.txt").read_bytes())
    summary = batch(engine, tmp_path / "in", tmp_path / "out", short_deadlines)
    troubles = {row.name.removeprefix("document-00000-").removesuffix(".txt"): row for row in summary.troubles}
    duplicate = troubles.pop("document-00003", None) or troubles.pop("once", None)
    assert duplicate is not None
    assert duplicate.status == "duplicate"
    assert {word: (row.status, row.code) for word, row in troubles.items()} == {
        word: ("quarantined", code) for word, code in BAD.items()
    }
    assert summary.ended == {"done": 10, "duplicate": 1, "quarantined": len(BAD)}
    segfault = troubles["segfault"]
    assert "SIGSEGV" in segfault.reason
    assert "--retry-quarantined" in segfault.reason
    assert segfault.crashes == 2
    assert "about to fall" in segfault.log
    assert "ZeroDivisionError" in "\n".join(troubles["exception"].log)
    assert "no network" in troubles["network"].reason
    assert "no other program" in troubles["program"].reason
    # the document that fell once is document 3 under another name: all else is as if nothing had happened
    found = data_of(tmp_path / "out")
    assert {name: data for name, data in found.items() if not name.startswith("documents.")} == {
        name: data for name, data in expected.items() if not name.startswith("documents.")
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_worker_killed_in_mid_run_costs_nothing(
    engine: str, expected: dict[str, bytes], documents: Callable[..., list[Path]], tmp_path: Path, short_deadlines: Path
) -> None:
    for path in documents(10):
        path.rename(path.with_name(path.name.replace("document", "slow-document")))
    killed: list[int] = []

    def kill() -> None:
        while not killed:
            for child in _below_us("pipeline.batch.child"):
                time.sleep(0.8)  # it has loaded what it needs and is reading
                # with Dask its worker, which takes the child with it
                process = child.parent() if engine == "dask" else child
                assert process is not None
                process.send_signal(signal.SIGKILL)
                killed.append(process.pid)
                return
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    summary = batch(engine, tmp_path / "in", tmp_path / "out", short_deadlines)
    thread.join()
    assert killed
    assert summary.ended == {"done": 10}
    assert data_of(tmp_path / "out")["budget_lines.csv"] == expected["budget_lines.csv"]
    assert_no_child_is_left()


def test_a_document_pays_nothing_for_the_memory_of_those_before_it(
    documents: Callable[..., list[Path]], tmp_path: Path
) -> None:
    first, second = documents(2)
    first.rename(first.with_name("a-hoard.txt"))
    second.rename(second.with_name("b-large.txt"))
    summary = batch("serial", tmp_path / "in", tmp_path / "out", configs_root())
    assert summary.ended == {"done": 2}


def _below_us(word: str) -> Iterator[psutil.Process]:
    for process in psutil.Process(os.getpid()).children(recursive=True):
        try:
            if any(word in part for part in process.cmdline()):
                yield process
        except psutil.Error:
            continue


def assert_no_child_is_left() -> None:
    deadline = time.monotonic() + 10
    while list(_below_us("pipeline.batch.child")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(_below_us("pipeline.batch.child")) == []


def test_an_engine_there_is_not_is_a_usage_error() -> None:
    with pytest.raises(UsageProblem, match="serial, local, dask"):
        executor("spark", 1, load_configs().vocabulary.limits)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("pipeline.batch.executors.dask_engine.CONNECT_SECONDS", 1.0)
    with pytest.raises(UsageProblem, match="no Dask scheduler answers"):
        executor("dask", 1, load_configs().vocabulary.limits, "tcp://127.0.0.1:9")


def test_without_dask_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(DependencyMissing, match=r"yusuan\[dask\]"):
        executor("dask", 1, load_configs().vocabulary.limits)
