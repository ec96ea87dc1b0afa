"""Only what is new or changed is done again, and the release is as if all had been."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.looking import clean, last_rows
from pipeline.batch.plan import Choices
from pipeline.batch.run import Summary, run
from pipeline.cli import run_command
from pipeline.config.load import Configs, load_configs
from pipeline.decisions.records import Key, Seen, decide
from pipeline.document import ReadDocument, interpret_document
from pipeline.emission.read import open_release
from pipeline.model.records import DocumentResult
from tests.batch.conftest import configs_with, data_of
from tests.batch.documents import transcript

Documents = Callable[..., list[Path]]
pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    return configs_with(tmp_path / "configs")


@pytest.fixture
def once(tmp_path: Path, configs: Path) -> Callable[..., Summary]:
    """One run over ``in`` with those choices."""

    def do(**choices: object) -> Summary:
        load_configs.cache_clear()
        chosen = replace(Choices(), **choices)  # type: ignore[arg-type]  # fields by name
        return run([str(tmp_path / "in")], tmp_path / "out", configs_root=configs, choices=chosen)

    return do


def stages_of(out: Path) -> list[set[str]]:
    return [set(row.seconds or {}) for row in last_rows(out)]


def test_nothing_new_nothing_done(documents: Documents, once: Callable[..., Summary], tmp_path: Path) -> None:
    documents(4)
    assert once().worked_on == 4
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "data").iterdir()}
    assert once().worked_on == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "data").iterdir()} == before
    assert [row.cached for row in last_rows(tmp_path / "out")] == [True] * 4


def test_a_new_a_changed_and_a_removed_file(documents: Documents, once: Callable[..., Summary], tmp_path: Path) -> None:
    paths = documents(4)
    once()
    (tmp_path / "in" / "new.txt").write_text(transcript("洛阳市", 77, 3), encoding="utf-8")
    paths[1].write_text(transcript("洛阳市", 78, 3), encoding="utf-8")
    paths[2].unlink()
    assert once().worked_on == 2
    found = data_of(tmp_path / "out")
    once(force=True)
    assert data_of(tmp_path / "out") == found
    assert run_command(["validate", str(tmp_path / "out")]) == 0


def test_one_localitys_file_redoes_its_documents_alone_and_reads_none_anew(
    documents: Documents, once: Callable[..., Summary], tmp_path: Path, configs: Path
) -> None:
    documents(6)
    once()
    path = configs / "localities" / "luoyang.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n# a remark changes nothing\n", encoding="utf-8")
    assert once().worked_on == 0
    kinds = (
        "\ntable_kinds:\n  - {kind: exp_summary, name: 支出总表, title: '绝不出现', lines: true, side: expenditure}\n"
    )
    assert "table_kinds" not in text
    path.write_text(text + kinds, encoding="utf-8")
    assert once().worked_on == 3
    again = [row for row in last_rows(tmp_path / "out") if not row.cached]
    assert {row.name for row in again} == {f"document-{n:05d}.txt" for n in (1, 3, 5)}
    assert [set(row.seconds or {}) for row in again] == [{"document"}] * 3


def test_a_locality_that_gets_a_file_is_done_again(
    documents: Documents, once: Callable[..., Summary], tmp_path: Path, configs: Path
) -> None:
    documents(4)
    (configs / "localities" / "luoyang.yaml").rename(configs / "luoyang")
    once()
    (configs / "luoyang").rename(configs / "localities" / "luoyang.yaml")
    # its names take part in identifying every document, so all are identified again, but none is read again
    assert once().worked_on == 4
    assert stages_of(tmp_path / "out") == [{"document"}] * 4


def test_one_decision_redoes_the_document_it_names(
    documents: Documents, once: Callable[..., Summary], tmp_path: Path, configs: Path
) -> None:
    documents(4)
    once()
    disclosure = open_release(tmp_path / "out")["documents"].set_index("file_name").loc["document-00001.txt"]
    key = Key(
        disclosure_id=disclosure["disclosure_id"],
        table_kind="exp_summary",
        row="label:nothing",
        side="expenditure",
        measure_id="all.all",
        phase="approved_budget",
    )
    decision = decide(key, Seen(raw="1", status="reported"), "blank", "a tester")
    path = configs / "localities" / "luoyang.decisions.jsonl"
    path.write_text(decision.json_line + "\n", encoding="utf-8")
    assert once().worked_on == 1
    assert [row.cached for row in last_rows(tmp_path / "out")] == [True, False, True, True]


def test_the_vocabulary_redoes_all_and_reads_none(
    documents: Documents, once: Callable[..., Summary], tmp_path: Path, configs: Path
) -> None:
    documents(3)
    once()
    path = configs / "default.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: 默认", "name: 基本"), encoding="utf-8")
    assert once().worked_on == 3
    assert stages_of(tmp_path / "out") == [{"document"}] * 3


def test_stages_and_force(documents: Documents, once: Callable[..., Summary], tmp_path: Path) -> None:
    documents(2)
    assert once(stages=("read",)).counts == {}
    assert not (tmp_path / "out" / "data").exists()
    assert once(stages=("read",)).worked_on == 0
    once()
    assert stages_of(tmp_path / "out") == [{"document"}] * 2
    once(force=True)
    assert stages_of(tmp_path / "out") == [{"read", "document"}] * 2
    once(force=True, stages=("document", "release"))
    assert stages_of(tmp_path / "out") == [{"document"}] * 2


def test_the_ledger_and_the_store_can_be_lost(
    documents: Documents, once: Callable[..., Summary], tmp_path: Path
) -> None:
    documents(3)
    once()
    found, rows = data_of(tmp_path / "out"), last_rows(tmp_path / "out")
    for path in (tmp_path / "out" / ".work").glob("ledger.sqlite*"):
        path.write_bytes(b"spoilt")
    assert once().worked_on == 0
    assert [replace(row, cached=False) for row in last_rows(tmp_path / "out")] == list(rows)
    blob = max((tmp_path / "out" / ".work" / "store" / "blobs").rglob("??*/*"), key=lambda p: p.stat().st_size)
    blob.write_bytes(b"spoilt")
    (tmp_path / "out" / "data" / "budget_lines.csv").write_bytes(b"spoilt too")
    if run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--configs", str(tmp_path / "configs")]):
        once()
    assert data_of(tmp_path / "out") == found


def test_quarantined_documents_wait_for_a_retry(
    documents: Documents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(2)
    command = ["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    with monkeypatch.context() as fault:
        fault.setattr("pipeline.batch.work.interpret_document", lambda *_: 1 // 0)
        assert run_command(command) == 3
    (tmp_path / "in" / "document-00000.txt").write_text(transcript("洛阳市", 9, 2), encoding="utf-8")
    assert run_command(command) == 6
    assert [row.cached for row in last_rows(tmp_path / "out")] == [False, True]
    assert run_command([*command, "--retry-quarantined"]) == 0


def test_a_document_the_schema_refuses_fails_alone(
    documents: Documents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(2)

    def spoiled(read: ReadDocument, configs: Configs, path: Path) -> DocumentResult:
        result = interpret_document(read, configs, path)
        spoil = read.source.file_name.endswith("1.txt")
        return replace(result, document=replace(result.document, publisher_raw="nul \0")) if spoil else result

    monkeypatch.setattr("pipeline.batch.work.interpret_document", spoiled)
    assert run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 6
    good, bad = last_rows(tmp_path / "out")
    assert good.status == "done"
    assert (bad.status, bad.code) == ("failed", "data-not-valid")
    assert "publisher_raw" in bad.reason


def test_dry_run_says_and_writes_nothing(
    documents: Documents, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = documents(2)
    command = ["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    assert run_command([*command, "--dry-run"]) == 0
    assert capsys.readouterr().out == "".join(f"new\t{path}\n" for path in paths)
    assert not (tmp_path / "out").exists()
    run_command(command)
    capsys.readouterr()
    run_command([*command, "--dry-run"])
    assert capsys.readouterr().out == "".join(f"kept\t{path}\n" for path in paths)


def test_status_tells_stage_outcome_reason_and_seconds(
    documents: Documents, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents(1)
    (tmp_path / "in" / "empty.pdf").touch()
    run_command(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    capsys.readouterr()
    assert run_command(["status", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "unreadable" in told
    assert "empty.pdf: the file is empty" in told
    assert run_command(["status", str(tmp_path / "out"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["status"] for row in rows] == ["done", "failed"]
    assert rows[0]["seconds"].keys() == {"read", "document"}
    assert run_command(["status", str(tmp_path / "in")]) == 3


def test_clean_removes_the_work_and_leaves_the_release(
    documents: Documents, once: Callable[..., Summary], tmp_path: Path
) -> None:
    paths = documents(3)
    once()
    paths[0].unlink()
    once()
    found = data_of(tmp_path / "out")
    assert clean(tmp_path / "out", unused_only=True)[0] == 4  # two entries and two blobs
    assert once().worked_on == 0
    assert run_command(["clean", str(tmp_path / "out")]) == 0
    assert not (tmp_path / "out" / ".work").exists()
    assert data_of(tmp_path / "out") == found
    assert run_command(["clean", str(tmp_path / "out")]) == 3


def test_a_store_at_a_url_serves_as_well(documents: Documents, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    documents(2)
    url = f"file://{tmp_path}/shared-store"
    command = ["run", str(tmp_path / "in"), "--store", url]
    assert run_command([*command, "-o", str(tmp_path / "one")]) == 0
    assert run_command([*command, "-o", str(tmp_path / "two")]) == 0
    assert [row.cached for row in last_rows(tmp_path / "two")] == [True, True]
    assert data_of(tmp_path / "one") == data_of(tmp_path / "two")


def test_the_manifest_is_complete(documents: Documents, once: Callable[..., Summary], tmp_path: Path) -> None:
    documents(1)
    once()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {"yusuan", "python", "engines", "models", "stage_seconds", "peak_mb", "network_denied_by"} <= manifest.keys()
    (entry,) = manifest["inputs"]
    assert {"path", "sha256", "bytes", "seconds", "peak_mb", "document_id", "outcome"} <= entry.keys()
    assert entry["seconds"]["read"] > 0
    assert entry["peak_mb"] > 10
