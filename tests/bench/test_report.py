"""The report's bench measures a report of the number of documents it says."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli import run_command
from tests.bench.report import measured, repeated, said
from tests.corpus.build import build


def test_repeated_documents_are_documents_of_their_own(tmp_path: Path) -> None:
    (built,) = build(tmp_path, ["zhenan-2023"], ["ruled"])
    out = tmp_path / "OUT"
    assert run_command(["run", str(built.pdf), "-o", str(out)]) == 0
    once = measured(out, tmp_path / "once", None)
    thrice = measured(repeated(out, tmp_path / "many", 3), tmp_path / "thrice", None)
    assert (once.documents, thrice.documents) == (1, 3)
    assert thrice.pictures == once.pictures > 0
    assert abs(thrice.page_median - once.page_median) < 200
    assert thrice.index > once.index
    assert once.largest_loaded_ms > 0
    assert "3 documents" in said(thrice)
