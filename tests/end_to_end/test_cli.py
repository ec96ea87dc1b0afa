"""The command line as a user meets it: files in, a release out, an exit code, a message that helps."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from pipeline import open_release, process_document
from pipeline.cli import run_command
from pipeline.config.load import load_configs
from pipeline.errors import OutputProblem
from tests.corpus.build import build


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    build(folder, ["baqiao-2024", "luoyang-2022"], ["ruled"])
    return folder


@pytest.fixture(scope="session")
def release(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release") / "OUT"
    assert run_command(["run", str(examples), "-o", str(out)]) == 0
    return out


def data_bytes(out: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((out / "data").iterdir())}


def manifest(out: Path) -> dict[str, dict[str, object]]:
    entries = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    return {entry["file_name"]: entry for entry in entries}


def test_run_writes_a_whole_release(release: Path) -> None:
    assert {p.name for p in release.iterdir()} == {"datapackage.json", "data", "manifest.json", "logs", ".work"}
    assert len(open_release(release)["documents"]) == 2
    assert (release / "logs" / "run.jsonl").read_text(encoding="utf-8").count("\n") >= 2
    entry = manifest(release)["baqiao-2024--ruled.pdf"]
    assert (entry["outcome"], entry["pages"]) == ("done", process_document(_pdf_of(release)).document.page_count)


def _pdf_of(release: Path) -> Path:
    return next(release.parent.parent.glob("examples*/baqiao-2024--ruled.pdf"))


def test_two_runs_and_two_workers_give_the_same_bytes(examples: Path, release: Path, tmp_path: Path) -> None:
    assert run_command(["run", str(examples), "-o", str(tmp_path / "b"), "--workers", "2"]) == 0
    assert run_command(["run", str(examples), "-o", str(tmp_path / "c")]) == 0
    assert data_bytes(release) == data_bytes(tmp_path / "b") == data_bytes(tmp_path / "c")


def test_a_second_run_replaces_the_release_and_keeps_other_files(examples: Path, tmp_path: Path) -> None:
    out = tmp_path / "OUT"
    one = str(examples / "luoyang-2022--ruled.pdf")
    assert run_command(["run", one, "-o", str(out)]) == 0
    (out / "mine.txt").write_text("kept", encoding="utf-8")
    assert run_command(["run", str(examples), "-o", str(out)]) == 0
    assert len(open_release(out)["documents"]) == 2
    assert (out / "mine.txt").read_text(encoding="utf-8") == "kept"


def test_explain_tells_the_story_of_an_amount(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = open_release(release)["budget_lines"]
    line = lines[(lines["label_raw"] == "行政运行") & (lines["table_kind"] == "gpb_exp_func")].iloc[0]
    assert run_command(["explain", str(release), line["line_id"]]) == 0
    story = capsys.readouterr().out
    for part in (
        f"page {line['page_no']}",
        line["amount_raw"],
        "C-ROW pass",
        "C-TREE pass",
        "reconciliation: confirmed",
    ):
        assert part in story
    assert run_command(["explain", str(release), line["source_cell_id"]]) == 0
    assert capsys.readouterr().out.startswith(f"cell {line['source_cell_id']}")
    assert run_command(["explain", str(release), "bl_0000000000000000"]) == 2
    assert "did you mean bl_" in capsys.readouterr().err


def test_amounts_are_confirmed_and_every_check_has_a_rule(release: Path) -> None:
    opened = open_release(release)
    amounts = opened["budget_lines"]
    assert (amounts["reconciliation"] == "confirmed").mean() > 0.8
    rules = load_configs().identities.rules
    assert set(opened["checks"]["rule_id"]) <= rules.keys()
    assert (release / "logs" / "repairs.jsonl").read_text(encoding="utf-8").count("\n") == len(opened["repairs"])


def test_validate_says_valid_and_finds_what_is_broken(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["validate", str(release)]) == 0
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in release.rglob("*"):
        if path.is_file() and ".work" not in path.parts:
            target = broken / path.relative_to(release)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    lines = (broken / "data" / "budget_lines.csv").read_bytes().replace(b",expenditure,", b",sideways,", 1)
    (broken / "data" / "budget_lines.csv").write_bytes(lines)
    capsys.readouterr()
    assert run_command(["validate", str(broken)]) == 1
    assert "budget_lines" in capsys.readouterr().out


def test_checks_counts_and_fails_on_demand(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["checks", str(release)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("rule\tpass\tpass_rounding\tfail\tnot_evaluable\n")
    assert "baqiao-2024--ruled.pdf\t" in said
    assert run_command(["checks", str(release), "--failed"]) == 0
    failed = capsys.readouterr().out.splitlines()[1:]
    grave = [line for line in failed if line.split("\t")[2] == "error"]
    assert failed
    for command in (["checks", str(release)], ["validate", str(release)]):
        assert run_command([*command, "--fail-on", "warning"]) == 1
        assert f"{len(failed)} check(s) failed at warning or above" in capsys.readouterr().err
        assert run_command([*command, "--fail-on", "error"]) == (1 if grave else 0)
        capsys.readouterr()


def test_a_run_fails_on_demand_with_its_release_written(examples: Path, tmp_path: Path) -> None:
    wanted = [str(examples / "luoyang-2022--ruled.pdf"), "-o", str(tmp_path / "OUT")]
    assert run_command(["run", *wanted, "--fail-on", "warning"]) == 1
    assert len(open_release(tmp_path / "OUT")["documents"]) == 1
    assert run_command(["run", *wanted]) == 0


@pytest.mark.parametrize("command", ["run", "validate", "checks"])
def test_an_unknown_gravity_is_a_usage_error(
    release: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = [str(tmp_path), "-o", str(tmp_path / "o")] if command == "run" else [str(release)]
    assert run_command([command, *place, "--fail-on", "sometimes"]) == 2
    assert "--fail-on sometimes: not known; choose never, warning, error" in capsys.readouterr().err


def test_show_prints_one_table(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = open_release(release)["tables"]
    table_id = tables[tables["table_kind"] == "gpb_exp_func"]["table_id"].iloc[0]
    assert run_command(["show", str(release), table_id]) == 0
    assert "合计" in capsys.readouterr().out
    assert run_command(["show", str(release), table_id, "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert {"row", "col", "text", "page", "box"} <= cells[0].keys()


def test_show_of_an_unknown_table_suggests_one(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["show", str(release), "tab_nothing"]) == 2
    assert "tab_nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "word"), [(["schema"], '"budget_lines"'), (["schema", "--format", "md"], "budget_lines")]
)
def test_schema_prints(arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(arguments) == 0
    assert word in capsys.readouterr().out


def test_unknown_schema_format_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["schema", "--format", "xml"]) == 2
    assert "json, md, csv" in capsys.readouterr().err


@pytest.fixture
def bad_files(tmp_path: Path) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "text.pdf").write_text("2024年部门预算", encoding="utf-8")
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "x")
    document.save(folder / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="o")
    document.save(folder / "whole.pdf")
    whole = (folder / "whole.pdf").read_bytes()
    (folder / "truncated.pdf").write_bytes(whole[:60])
    (folder / "whole.pdf").unlink()
    scan = pymupdf.open()
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 40, 40))
    pixels.clear_with(200)  # else it is what the memory held before, another picture every time
    scan.new_page().insert_image(pymupdf.Rect(0, 0, 595, 842), pixmap=pixels)
    scan.save(folder / "scan.pdf")
    return folder


def test_bad_files_are_named_with_their_reason_and_hurt_nobody(
    bad_files: Path, examples: Path, release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "OUT"
    assert run_command(["run", str(bad_files), str(examples), "-o", str(out)]) == 6
    messages = capsys.readouterr().err
    entries = manifest(out)
    assert {name for name, e in entries.items() if e["outcome"] == "failed"} == {p.name for p in bad_files.iterdir()}
    expected = {
        "empty.pdf": "empty",
        "text.pdf": "not a PDF",
        "locked.pdf": "encrypted",
        "truncated.pdf": "fetch it again",
        "scan.pdf": "no fiscal year is printed",
    }
    for name, words in expected.items():
        assert words in str(entries[name]["reason"])
        assert str(entries[name]["reason"]) in messages
    assert data_bytes(out) == data_bytes(release)


def test_only_bad_files_exit_3_and_leave_an_existing_release_alone(
    bad_files: Path, release: Path, examples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "OUT"
    assert run_command(["run", str(bad_files), "-o", str(out)]) == 3
    assert run_command(["run", str(examples), "-o", str(out)]) == 0
    before = data_bytes(out)
    assert run_command(["run", str(bad_files), "-o", str(out)]) == 3
    assert data_bytes(out) == before == data_bytes(release)


def test_an_empty_folder_and_a_missing_path_exit_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    assert run_command(["run", str(tmp_path / "none"), "-o", str(tmp_path / "OUT")]) == 3
    assert "no PDF or transcript" in capsys.readouterr().err
    assert run_command(["run", str(tmp_path / "gone.pdf"), "-o", str(tmp_path / "OUT")]) == 3
    assert not (tmp_path / "OUT").exists()


def test_a_pdf_without_tables_is_a_document_without_tables(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "2024年度部门预算 西安市审计局", fontname="china-s")
    document.save(tmp_path / "prose.pdf")
    assert run_command(["run", str(tmp_path / "prose.pdf"), "-o", str(tmp_path / "OUT")]) == 0
    documents = open_release(tmp_path / "OUT")["documents"]
    assert list(documents["tables_extracted"]) == [0]


def test_the_same_bytes_twice_are_one_document(examples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes((examples / "luoyang-2022--ruled.pdf").read_bytes())
    assert run_command(["run", str(folder), "-o", str(tmp_path / "OUT")]) == 0
    entries = manifest(tmp_path / "OUT")
    assert (entries["a.pdf"]["outcome"], entries["b.pdf"]["outcome"]) == ("done", "duplicate")


def test_out_that_holds_something_else_is_refused(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")
    assert run_command(["run", str(examples), "-o", str(tmp_path)]) == 2
    assert {p.name for p in tmp_path.iterdir()} == {"letters.txt"}


def test_wrong_usage_exits_2() -> None:
    assert run_command(["run"]) == 2
    assert run_command(["nonsense"]) == 2


@pytest.mark.parametrize(
    ("target", "code"), [("/dev/full", OutputProblem.exit_code), ("a closed pipe", 0)], ids=["a full disk", "a pipe"]
)
def test_output_that_cannot_be_written_and_a_reader_that_left(release: Path, target: str, code: int) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "checks", str(release), "--json"]
    if target == "/dev/full":
        with Path(target).open("w", encoding="utf-8") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert "No space left" in done.stderr
    else:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writing)
    assert done.returncode == code
    assert "report it" not in done.stderr


def test_a_run_nobody_listens_to_is_done_all_the_same(examples: Path, tmp_path: Path) -> None:
    pdf = next(examples.rglob("*.pdf"))
    command = [sys.executable, "-m", "pipeline.cli", "run", str(pdf), "-o", str(tmp_path / "out")]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert subprocess.run(command, stderr=full, stdout=full, check=False).returncode == 0
    assert (tmp_path / "out" / "manifest.json").is_file()


@pytest.mark.parametrize(("arguments", "again"), [(["run", "x", "-o", "y"], True), (["validate", "x"], False)])
def test_an_interrupt_says_what_can_be_done(
    arguments: list[str], again: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.app", interrupted)
    assert run_command(arguments) == 130
    assert ("run again to go on" in capsys.readouterr().err) is again


def test_the_installed_command_runs_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "schema", "--format", "md"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "budget_lines" in done.stdout


def test_a_locality_without_a_file_gives_the_same_cells_and_lines(examples: Path) -> None:
    shipped = load_configs()
    bare = replace(shipped, localities={})
    for path in sorted(examples.glob("*.pdf")):
        known, unknown = process_document(path, shipped), process_document(path, bare)
        assert known.document.locality_code in shipped.localities
        assert [c.text_norm for c in known.cells] == [c.text_norm for c in unknown.cells]
        kinds = {"rev_exp_summary", "exp_summary", "fiscal_rev_exp", "gpb_exp_func", "gpb_basic_econ"}
        amounts = [
            sorted((x.table_kind, x.amount_raw) for x in r.budget_lines if x.table_kind in kinds)
            for r in (known, unknown)
        ]
        assert amounts[0] == amounts[1] != []
