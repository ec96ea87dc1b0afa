"""The growth bench: copies are documents of their own, the slope is that of the two largest runs, failures end it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.growth import Run, copies, exponent, main, notes


def run(documents: int, workers: int, wall: float, cpu: float) -> Run:
    return Run(documents, workers, wall, cpu, 2**20)


def test_copies_have_bytes_of_their_own(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    for name in "ab":
        (source / f"{name}.pdf").write_bytes(b"%PDF-" + name.encode())
    copies(source, target, 5)
    assert len({path.read_bytes() for path in target.iterdir()}) == 5
    assert [path.name[6:] for path in sorted(target.iterdir())] == ["a.pdf", "b.pdf", "a.pdf", "b.pdf", "a.pdf"]


def test_the_slope_tells_linear_from_worse() -> None:
    assert exponent([run(1, 1, 1, 1)]) is None
    assert exponent([run(1, 1, 9, 9), run(10, 1, 5, 5), run(100, 1, 50, 50)]) == pytest.approx(1)
    assert exponent([run(100, 1, 50, 500), run(10, 1, 5, 5)]) == pytest.approx(2)
    assert list(notes([run(10, 1, 8.0, 8.0), run(10, 2, 5.0, 9.0), run(20, 1, 16.0, 16.0)])) == [
        "1 worker(s): CPU time grows as documents^1.00 between the two largest runs",
        "10 document(s): 2 workers are 1.60 times faster than one",
    ]


def test_runs_are_measured(typeset_one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "growth.json"
    arguments = ["--pdfs", str(typeset_one), "--documents", "2", "--workers", "1", "--json", str(target)]
    assert main(arguments) == 0
    (measured,) = json.loads(target.read_text(encoding="utf-8"))
    assert (measured["documents"], measured["workers"]) == (2, 1)
    assert measured["cpu"] > 0
    assert measured["peak_bytes"] > 2**24
    assert "CPU s/document" in capsys.readouterr().out


def test_a_failing_run_ends_the_bench(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    with pytest.raises(SystemExit, match="ended with exit code 3"):
        main(["--pdfs", str(tmp_path), "--documents", "1", "--workers", "1"])


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(tmp_path)]) == 2
    assert "no PDF" in capsys.readouterr().err


@pytest.fixture
def typeset_one(tmp_path: Path) -> Path:
    from tests.corpus.build import build

    folder = tmp_path / "pdfs"
    folder.mkdir()
    build(folder, ["luoyang-2022"], ["ruled"])
    return folder
