"""Both ends of the supported frictionless range accept a release, and both refuse a changed one.

``YUSUAN_FRICTIONLESS_518`` names where frictionless 5.18 is: a virtual environment, or a folder for PYTHONPATH.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

OLDER = os.environ.get("YUSUAN_FRICTIONLESS_518", "")
PROGRAM = """
import json, sys, frictionless
report = frictionless.validate(sys.argv[1])
errors = report.flatten(["title", "message"])
print(json.dumps({"version": frictionless.__version__, "valid": report.valid, "errors": errors,
                  "rows": {task.name: task.stats.get("rows") for task in report.tasks}}))
"""


def verdict(release: Path, older: Path | None) -> dict[str, object]:
    """What a frictionless in another process says of the release."""
    environment = dict(os.environ)
    python = sys.executable
    if older is not None and (older / "bin" / "python").exists():
        python = str(older / "bin" / "python")
    elif older is not None:
        environment["PYTHONPATH"] = str(older)
    command = [python, "-W", "ignore", "-c", PROGRAM, str(release / "datapackage.json")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def installed() -> list[object]:
    # Where the environment is not set up, only the version the project itself uses is asked.
    there = bool(OLDER) and Path(OLDER).is_dir()
    skip = pytest.mark.skipif(not there, reason="YUSUAN_FRICTIONLESS_518 names no folder with frictionless 5.18")
    return [pytest.param(None, id="own"), pytest.param(Path(OLDER), id="5.18", marks=skip)]


@pytest.mark.parametrize("older", installed())
def test_a_release_is_accepted(release: Path, older: Path | None) -> None:
    found = verdict(release, older)
    assert found["valid"], found["errors"]
    assert isinstance(rows := found["rows"], dict)
    assert rows["budget_lines"] == 3
    assert not rows["checks"]
    assert older is None or str(found["version"]).startswith("5.18.")


@pytest.mark.parametrize("older", installed())
@pytest.mark.parametrize("name", ["units.csv", "cells.parquet"])
def test_a_changed_file_is_refused(release: Path, older: Path | None, name: str) -> None:
    path = release / "data" / name
    data = path.read_bytes()
    path.write_bytes(data.replace(b"999901-101", b"999901-102") if name == "units.csv" else data + b"x")
    assert not verdict(release, older)["valid"]


@pytest.mark.parametrize("older", installed())
def test_texts_full_of_separators_are_read(write: Any, rows: Any, older: Path | None) -> None:
    """Nothing in a text may make frictionless guess another dialect or lose a row."""
    texts = [
        "a;b;c",
        'say ""',
        '"',
        "'",
        "'=1",
        "a\tb",
        "\tx",
        "1,2",
        " 　",
        "\n",
        "x\n\ny",
        "|",
        "\\",
        '\\"',
        "#x",
        "—",
    ]
    template = rows["budget_lines"][0]
    rows["budget_lines"] = [
        {**template, "line_id": f"bl_{i:016x}", "label_raw": a + b, "remark_raw": b}
        for i, (a, b) in enumerate(itertools.product(texts, texts))
    ]
    found = verdict(write(rows), older)
    assert found["valid"], found["errors"]
    assert isinstance(counts := found["rows"], dict)
    assert counts["budget_lines"] == len(texts) ** 2
