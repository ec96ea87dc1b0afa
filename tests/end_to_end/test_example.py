"""The committed example is what the code writes today, small, and tells nothing of the machine it was made on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.cli import run_command
from pipeline.report.site import write_report
from tests.corpus.example import EXAMPLE, write_example

MOST_BYTES = 2_000_000
OF_THE_MACHINE = {
    "started",
    "seconds",
    "stage_seconds",
    "peak_mb",
    "python",
    "engines",
    "models",
    "engine",
    "workers",
    "network_denied_by",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "example"
    write_example(folder)
    return folder


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def lasting(value: object) -> object:
    if isinstance(value, dict):
        return {key: lasting(part) for key, part in value.items() if key not in OF_THE_MACHINE}
    return [lasting(part) for part in value] if isinstance(value, list) else value


def test_it_is_what_the_code_writes_today(written: Path) -> None:
    stale = "outputs/example is stale: run make example (or python -m tests.corpus.example) and commit it"
    assert names(EXAMPLE) == names(written), stale
    # Pictures have names made from their pixels; how their bytes are packed is up to the machine.
    kept = {name for name in names(written) if not name.endswith(".png") and not name.startswith("logs/")}
    different = [
        n for n in sorted(kept - {"manifest.json"}) if (EXAMPLE / n).read_bytes() != (written / n).read_bytes()
    ]
    assert different == [], stale
    before, after = (json.loads((f / "manifest.json").read_text(encoding="utf-8")) for f in (EXAMPLE, written))
    assert lasting(before) == lasting(after), stale


ABSOLUTE = re.compile(rb"""["'>,]/[A-Za-z0-9_.-]+/""")
"""A path from the root of a machine, where a value begins."""


def test_it_is_small_valid_and_tells_nothing_of_the_machine() -> None:
    assert sum(p.stat().st_size for p in EXAMPLE.rglob("*") if p.is_file()) < MOST_BYTES
    assert run_command(["validate", str(EXAMPLE)]) == 0
    for name in names(EXAMPLE):
        data = (EXAMPLE / name).read_bytes()
        assert b"/tmp/" not in data, name
        assert b"/home/" not in data, name
        if name.endswith((".json", ".jsonl", ".csv", ".html")):
            assert not ABSOLUTE.search(data), name


def test_its_report_can_be_written_again_from_what_lies_beside_it(tmp_path: Path) -> None:
    written = write_report(EXAMPLE, EXAMPLE / "source", tmp_path / "report")
    assert written.notices == ()
    assert names(tmp_path / "report") == names(EXAMPLE / "report")
