"""The bench of printed budgets: what it counts as right, misplaced and wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.printed import main


def test_a_look_is_printed_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "printed.json"
    assert main(["--looks", "unit-in-the-header", "--recipes", "--json", str(target)]) == 0
    (found,) = json.loads(target.read_text(encoding="utf-8"))
    assert found == {
        "look": "unit-in-the-header", "form": "digital", "amounts": 136, "right": 136, "misplaced": 0,
        "wrong_without_doubt": 0,
    }  # fmt: skip
    assert "unit-in-the-header" in capsys.readouterr().out


def test_without_chromium_the_exit_code_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("YUSUAN_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    assert main(["--looks", "unit-in-the-header", "--recipes"]) == 4
    assert "make setup" in capsys.readouterr().err
