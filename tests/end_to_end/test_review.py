"""``yusuan review`` and ``yusuan decisions`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from pipeline.cli import run_command
from pipeline.decisions.store import append, read_decisions
from pipeline.review.desk import Desk
from tests.corpus.suspects import Suspects, suspects


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Suspects:
    return suspects(tmp_path_factory.mktemp("suspects"))


@pytest.fixture
def case(built: Suspects, tmp_path: Path) -> Suspects:
    return replace(built, configs_root=Path(shutil.copytree(built.configs_root, tmp_path / "configs")))


def exported(case: Suspects, path: Path, form: str = "csv") -> list[dict[str, str]]:
    command = ["decisions", "export", str(case.out), "--configs", str(case.configs_root), "--format", form]
    assert run_command([*command, "-o", str(path)]) == 0
    text = path.read_text(encoding="utf-8-sig")
    if form == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def fill(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def imported(case: Suspects, path: Path) -> int:
    configs = ["--configs", str(case.configs_root)]
    return run_command(["decisions", "import", str(path), str(case.out), *configs, "--reviewer", "Li"])


def row_of(rows: list[dict[str, str]], line_id: str) -> dict[str, str]:
    return next(row for row in rows if row["line_id"] == line_id)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_queue_goes_out_and_comes_back_from_a_spreadsheet(
    case: Suspects, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported(case, tmp_path / f"queue.{form}", form)
    row = row_of(rows, case.misread.line_id)
    assert row["candidates"].split(" | ")[1] == str(case.misread.amount_cny)
    row |= {"value": f"{case.misread.amount_cny:,}", "reason": "页面清楚"}
    row_of(rows, case.doubtful.line_id)["verdict"] = "Accept"
    back = tmp_path / f"back.{form}"
    if form == "csv":
        fill(back, rows, "gb18030")
    else:
        back.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    assert imported(case, back) == 0
    assert "2 taken, 0 there already" in capsys.readouterr().err
    taken = read_decisions(Desk(case.out, case.configs).path(case.misread.document_id))
    assert {(d.verdict, d.reviewer) for d in taken} == {("override", "Li"), ("accept", "Li")}
    assert "页面清楚" in {d.reason for d in taken}
    assert imported(case, back) == 0
    assert "0 taken, 2 there already" in capsys.readouterr().err
    assert case.misread.line_id not in {r["line_id"] for r in exported(case, tmp_path / "left.csv")}


def test_rows_that_cannot_be_taken_are_named_and_the_others_taken(
    case: Suspects, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported(case, tmp_path / "queue.csv")
    row_of(rows, case.misread.line_id)["value"] = "1.2.3"
    row_of(rows, case.doubtful.line_id)["verdict"] = "perhaps"
    row_of(rows, case.illegible.line_id)["verdict"] = "unsure"
    other = {**row_of(rows, case.misread.line_id), "seen": "old", "value": "5"}
    gone = {**other, "table_id": "tab_0000000000000000"}
    assert imported(case, fill(tmp_path / "back.csv", [*rows, other, gone])) == 1
    said = capsys.readouterr()
    for words in ("is no number: 1.2.3", "no verdict", "no longer as exported", "no such table"):
        assert words in said.out
    assert "1 taken" in said.err


def test_files_that_are_no_queue_are_refused(
    case: Suspects, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text, code in (
        ("a.csv", "line_id,verdict\nx,accept\n", 3),
        ("b.jsonl", "{", 3),
        ("c.jsonl", "[]", 3),
        ("d.csv", "line_id,table_id,seen,verdict,value,reason\nx,tab_1,,,,\n", 2),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert imported(case, tmp_path / name) == code
    (tmp_path / "e.csv").write_bytes(b"\x80\x00\xff\xff")
    assert imported(case, tmp_path / "e.csv") == 3
    assert imported(case, tmp_path / "none.csv") == 3
    assert run_command(["decisions", "export", str(case.out), "--format", "xlsx"]) == 2


def test_list_check_and_apply_tell_what_there_is(
    case: Suspects, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported(case, tmp_path / "queue.csv")
    row_of(rows, case.misread.line_id)["value"] = str(case.misread.amount_cny)
    assert imported(case, fill(tmp_path / "back.csv", rows)) == 0
    configs = ["--configs", str(case.configs_root)]
    capsys.readouterr()
    assert run_command(["decisions", "list", *configs]) == 0
    assert f"override {case.misread.amount_cny} (read: " in capsys.readouterr().out
    assert run_command(["decisions", "list", "--json", "--all", *configs]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "override"
    assert run_command(["decisions", "check", *configs]) == 0
    assert run_command(["decisions", "check", str(case.out), *configs]) == 0
    capsys.readouterr()
    before = {p: p.read_bytes() for p in case.out.rglob("*") if p.is_file()}
    assert run_command(["decisions", "apply", str(case.out), *configs]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("pending: ")
    assert f"→ {case.misread.amount_cny} (dec_" in said.out
    assert "1 take effect with the next `yusuan run`" in said.err
    assert run_command(["decisions", "apply", str(case.out), "--json", *configs]) == 0
    assert json.loads(capsys.readouterr().out)["decided"] == str(case.misread.amount_cny)
    assert before == {p: p.read_bytes() for p in case.out.rglob("*") if p.is_file()}, "nothing is written"


def test_check_finds_conflicts_orphans_and_lost_predecessors(
    case: Suspects, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported(case, tmp_path / "queue.csv")
    row_of(rows, case.misread.line_id)["value"] = "5.00"
    assert imported(case, fill(tmp_path / "back.csv", rows)) == 0
    path = Desk(case.out, case.configs).path(case.misread.document_id)
    (first,) = read_decisions(path)
    spoilt = [
        first.model_copy(update={"value": "6.00", "reviewer": "Wang"}),
        first.model_copy(update={"key": first.key.model_copy(update={"row": "func:9999999"})}),
        first.model_copy(update={"supersedes": "dec_0000000000000000", "key": first.key}),
        first.model_copy(update={"key": first.key.model_copy(update={"disclosure_id": "elsewhere"})}),
    ]
    append(path, [d.model_copy(update={"id": d.model_copy(update={"id": ""}).content_digest}) for d in spoilt])
    configs = ["--configs", str(case.configs_root)]
    capsys.readouterr()
    assert run_command(["decisions", "check", str(case.out), *configs]) == 1
    said = capsys.readouterr()
    for words in ("decision-conflict: dec_", "decision-matches-nothing: dec_", "which is not in the file"):
        assert words in said.out
    assert "1 about disclosures that are not in" in said.err
    assert run_command(["decisions", "apply", str(case.out), *configs]) == 1
    said = capsys.readouterr()
    assert "conflict: " in said.out
    assert "matches-nothing: " in said.out


def test_decisions_are_not_kept_inside_an_installed_package(
    case: Suspects, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = Path(shutil.copytree(case.configs_root, tmp_path / "_configs"))
    assert run_command(["review", str(case.out), "--no-browser", "--configs", str(inside)]) == 2
    assert "next upgrade" in capsys.readouterr().err


def test_without_the_extra_review_says_what_to_install(
    case: Suspects, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert run_command(["review", str(case.out), "--no-browser"]) == 4
    assert "pip install 'yusuan[review]'" in capsys.readouterr().err


def test_a_folder_that_is_no_release_and_an_address_that_is_taken(case: Suspects, tmp_path: Path) -> None:
    configs = ["--configs", str(case.configs_root)]
    assert run_command(["review", str(tmp_path), "--no-browser", *configs]) == 3
    assert run_command(["review", str(case.out), "--no-browser", "--host", "203.0.113.1", *configs]) == 2


def test_the_server_says_its_address_and_ends_when_told(case: Suspects) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "review", str(case.out), "--no-browser"]
    with subprocess.Popen(
        [*command, "--configs", str(case.configs_root)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = line.split()[1].partition("/?")[0]
        with pytest.raises(HTTPError, match="403"):  # at once: the address is only said when it can be asked
            urlopen(address, timeout=60)
        process.terminate()
        process.wait(timeout=30)
    assert re.match(r"review: http://127\.0\.0\.1:\d+/\?next=1&token=[\w-]{40,}$", line.strip())
