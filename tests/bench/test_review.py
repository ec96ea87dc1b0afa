"""The review bench: copies are documents of their own, its decisions apply, and it says when there is nothing to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.config.load import configs_root
from pipeline.review.desk import Desk
from tests.bench.review import applying, main, multiplied
from tests.corpus.suspects import suspects


def test_a_copied_release_has_so_many_documents_each_with_its_own_queue(tmp_path: Path) -> None:
    case = suspects(tmp_path / "case")
    once = Desk(case.out, case.configs).queue()
    assert multiplied(case.out, tmp_path / "MANY", 3) == 3
    many = Desk(tmp_path / "MANY", case.configs)
    assert len(many.view.documents) == 3 == len({d["disclosure_id"] for d in many.view.documents.values()})
    assert sorted(t.open for t in many.queue()) == sorted(t.open for t in once * 3)
    assert len(many.inputs) == 3


def test_its_decisions_are_all_applied(tmp_path: Path) -> None:
    case = suspects(tmp_path / "case")
    root = Path(shutil.copytree(configs_root(), tmp_path / "configs"))
    found = applying(case.pdf.parent, root, 10)
    assert (found["decisions"], found["documents"]) == (10, 1)
    assert found["CPU s added"] > 0


def test_a_folder_without_pdfs_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(tmp_path)]) == 2
    assert "name a folder with --pdfs" in capsys.readouterr().err
