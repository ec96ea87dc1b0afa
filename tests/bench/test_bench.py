"""The bench measures what it says: pages are sampled evenly, medians are per page, ratios are to yusuan."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
import pytest

from tests.bench.bench import main, report, row
from tests.bench.places import Share, all_pages, parse_share, sampled
from tests.bench.readers import Cost


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, pages in (("a.pdf", 3), ("b:c.pdf", 5)):
        with pymupdf.open() as document:
            for _ in range(pages):
                document.new_page()
            document.save(tmp_path / name)
    return tmp_path


def test_pages(folder: Path) -> None:
    shares = all_pages(folder)
    assert [len(share.pages) for share in shares] == [3, 5]
    assert [parse_share(str(share)) for share in shares] == shares


@pytest.mark.parametrize(
    ("most", "pages"),
    [
        (None, [(1, 2, 3), (1, 2, 3, 4, 5)]),
        (8, [(1, 2, 3), (1, 2, 3, 4, 5)]),
        (4, [(1, 3), (2, 4)]),
        (1, [(1,)]),
    ],
)
def test_a_sample_is_spread_over_all_pages(most: int | None, pages: list[tuple[int, ...]]) -> None:
    shares = [Share(Path("a.pdf"), (1, 2, 3)), Share(Path("b.pdf"), (1, 2, 3, 4, 5))]
    assert [share.pages for share in sampled(shares, most)] == pages


def test_the_median_counts_and_ratios_are_to_yusuan() -> None:
    costs = [Cost(10, 2, cpu, cpu * 2, 0.5, 2**20) for cpu in (1.0, 9.0, 2.0)]
    ours, other = row("yusuan", costs), row("pdfplumber", [Cost(5, 2, 3.0, 3.0, 0.1, 2**21)])
    assert ours.cpu_per_page == pytest.approx(0.2)
    lines = list(report([ours, other], total_pages=10))
    assert lines[2].split()[5] == "3.00"
    assert lines[-1] == "pdfplumber read 5 of the 10 pages, spread evenly over the files"


def test_a_reader_is_run_in_its_own_process(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "rows.json"
    assert main(["--pdfs", str(folder), "--readers", "tablers", "--runs", "1", "--json", str(target)]) == 0
    (measured,) = json.loads(target.read_text(encoding="utf-8"))
    assert (measured["reader"], measured["pages"], measured["tables"]) == ("tablers", 8, 0)
    assert measured["peak_bytes"] > 2**20
    assert "tablers" in capsys.readouterr().out


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(tmp_path / "none")]) == 2
    assert "no PDF" in capsys.readouterr().err
