"""Decisions through the command line: a run applies them, says so, and is loud about what it cannot place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import open_release, process_document
from pipeline.cli import run_command
from pipeline.config.load import configs_root, load_configs
from pipeline.decisions.records import Decision
from pipeline.decisions.store import append, decisions_path
from pipeline.ingest.pictures import crop_digests
from tests.corpus.build import build
from tests.unit.decisions.making import decision, entry_of


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (built,) = build(tmp_path_factory.mktemp("pdf"), ["baqiao-2024"], ["ruled"])
    return built.pdf


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(configs_root(), tmp_path / "configs"))


def made(pdf: Path, value: str = "955865.00", row: str | None = None) -> Decision:
    """An override of one amount of the document, made on its picture."""
    result = process_document(pdf)
    line = entry_of(result, "gpb_exp_func", "行政运行", "general_public.basic_personnel").line
    found = decision(result, line, "override", value, crop=crop_digests(pdf)(line.page_no, line.bbox), reason="页面")
    if row is not None:
        found = found.model_copy(update={"id": "", "key": found.key.model_copy(update={"row": row})})
        found = found.model_copy(update={"id": found.content_digest})
    return found


def keep(configs: Path, found: Decision) -> None:
    append(decisions_path(load_configs(configs), found.key.disclosure_id[:6]), [found])


def test_a_run_publishes_the_correction_and_explain_tells_its_story(
    pdf: Path, configs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(configs, made(pdf))
    out = tmp_path / "OUT"
    assert run_command(["run", str(pdf), "-o", str(out), "--configs", str(configs)]) == 0
    release = open_release(out)
    lines = release["budget_lines"]
    line = lines[lines["value_status"] == "corrected"].iloc[0]
    assert (str(line["amount_cny"]), line["amount_raw"], line["flags"]) == ("955865.00", "955,864.00", "reviewed")
    assert line["reconciliation"] == "contradicted", "the sums of the document disagree with the person"
    assert run_command(["validate", str(out)]) == 0
    capsys.readouterr()
    assert run_command(["explain", str(out), line["line_id"]]) == 0
    story = capsys.readouterr().out
    for part in ("(corrected;", "955,864.00 → 955865.00 (manual, accepted)", "override by Li", "页面"):
        assert part in story


def test_a_cell_said_to_be_blank_gives_no_line_but_a_story(
    pdf: Path, configs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = process_document(pdf)
    line = entry_of(result, "gpb_exp_func", "行政运行", "general_public.basic_personnel").line
    keep(configs, decision(result, line, "blank", crop=crop_digests(pdf)(line.page_no, line.bbox)))
    out = tmp_path / "OUT"
    assert run_command(["run", str(pdf), "-o", str(out), "--configs", str(configs)]) == 0
    assert line.line_id not in set(open_release(out)["budget_lines"]["line_id"])
    for identifier in (line.source_cell_id, line.line_id):
        capsys.readouterr()
        assert run_command(["explain", str(out), identifier]) == 0
        story = capsys.readouterr().out
        assert f"{line.amount_raw} → nothing (manual, accepted)" in story
        assert "blank by Li" in story


def test_a_decision_that_matches_nothing_ends_with_1_and_the_release_is_written(
    pdf: Path, configs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(configs, made(pdf, row="func:9999999"))
    out = tmp_path / "OUT"
    assert run_command(["run", str(pdf), "-o", str(out), "--configs", str(configs)]) == 1
    said = capsys.readouterr().err
    assert "decision-matches-nothing: baqiao-2024--ruled.pdf: dec_" in said
    assert run_command(["validate", str(out)]) == 0


def test_a_malformed_line_stops_the_run_with_its_place(
    pdf: Path, configs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As every mistake in configs/ does: without that decision the release would be another one."""
    path = decisions_path(load_configs(configs), made(pdf).key.disclosure_id[:6])
    path.write_text("{}\n", encoding="utf-8")
    assert run_command(["run", str(pdf), "-o", str(tmp_path / "OUT"), "--configs", str(configs)]) == 2
    assert f"{path}:1: no decision" in capsys.readouterr().err
    assert not (tmp_path / "OUT" / "datapackage.json").exists()
