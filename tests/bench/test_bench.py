"""The bench measures what it says: samples are whole files, medians are per page, ratios are to yusuan, who is absent
is named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pymupdf
import pytest
from rich.console import Console

from tests.bench import readers
from tests.bench.bench import main, notes
from tests.bench.boxes import Box, table_of
from tests.bench.measuring import Cost
from tests.bench.places import Share, all_pages, parse_share, sampled
from tests.bench.readers import READERS, reader, without, without_command
from tests.bench.readers.pymupdf4llm import markdown_tables
from tests.bench.rows import exactness_table, row, speed_table
from tests.bench.scoring import Score


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


@pytest.mark.parametrize(("most", "files"), [(None, "abcdefghi"), (18, "abcdefghi"), (6, "aei"), (4, "af"), (1, "a")])
def test_a_sample_is_whole_files_spread_over_all(most: int | None, files: str) -> None:
    shares = [Share(Path(f"{name}.pdf"), (1, 2)) for name in "abcdefghi"]
    chosen = sampled(shares, most)
    assert "".join(share.file.stem for share in chosen) == files
    assert all(share.pages == (1, 2) for share in chosen)


def shown(table: object) -> list[list[str]]:
    """The cells of the rows of a table as printed."""
    out = io.StringIO()
    Console(file=out, width=200).print(table)
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.getvalue().splitlines() if "│" in line]


def test_the_median_counts_and_ratios_are_to_yusuan() -> None:
    costs = [Cost(10, 2, cpu, cpu * 2, 0.5, 2**20) for cpu in (1.0, 9.0, 2.0)]
    ours, other = row("yusuan", costs), row("pdfplumber", [Cost(5, 2, 3.0, 3.0, 0.1, 2**21)])
    assert ours.cpu_per_page == pytest.approx(0.2)
    ours_shown, other_shown = shown(speed_table([ours, other]))
    assert ours_shown[3:6] == ["0.2000", "0.4000", "1.00"]
    assert (other_shown[0], other_shown[5], other_shown[7]) == ("pdfplumber", "3.00", "2")
    assert list(notes([ours, other], [("img2table", "no java")], 10)) == [
        "pdfplumber read 5 of the 10 pages: whole files spread over all",
        "absent: img2table: no java",
    ]


def test_what_is_proved_wrongly_is_said() -> None:
    cost = [Cost(1, 1, 1.0, 1.0, 0.1, 2**20)]
    score = Score(
        tables=2, tables_found=1, cells=4, cells_right=3, numbers=2, numbers_right=1, proved=1, proved_wrong=1
    )
    (line,) = shown(exactness_table([row("yusuan", cost, score), row("other", cost)]))
    assert line == ["yusuan", "1/2", "0/2", "3/4 75.00 %", "1/2 50.00 %", "0", "1/2 50.00 %, 1 of them wrong"]


def test_a_reader_is_run_in_its_own_process_and_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.truth.json").write_text(json.dumps([{"page": 1, "grid": [["合计", "1.00"]]}]), encoding="utf-8")
    target, charts = folder / "figures.json", folder / "charts"
    options = ["--readers", "tablers", "--runs", "1", "--json", str(target), "--charts", str(charts)]
    assert main(["--pdfs", str(folder), *options]) == 0
    (measured,) = json.loads(target.read_text(encoding="utf-8"))["readers"]
    assert (measured["reader"], measured["pages"], measured["tables"]) == ("tablers", 8, 0)
    assert (measured["score"]["tables"], measured["score"]["tables_found"], measured["score"]["numbers"]) == (1, 0, 1)
    assert measured["peak_bytes"] > 2**20
    assert "tablers" in capsys.readouterr().out
    assert sorted(path.name for path in charts.iterdir()) == [
        "figures-numbers.svg",
        "figures-seconds.svg",
        "figures-silent.svg",
    ]


def test_an_absent_reader_is_listed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader("img2table"), "PYTHON", folder / "no-such-python")
    target = folder / "figures.json"
    assert main(["--pdfs", str(folder), "--readers", "img2table", "--json", str(target)]) == 0
    assert "absent: img2table: no " in capsys.readouterr().out
    assert json.loads(target.read_text(encoding="utf-8"))["absent"][0]["reader"] == "img2table"


def test_a_reader_that_fails_is_no_success(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader("tablers"), "PYTHON", Path("/bin/false"), raising=False)
    assert main(["--pdfs", str(folder), "--readers", "tablers", "--runs", "1"]) == 1
    assert "absent: tablers: failed" in capsys.readouterr().out


def test_an_empty_folder_and_a_broken_truth_are_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(folder / "none")]) == 2
    assert "no PDF" in capsys.readouterr().err
    (folder / "a.truth.json").write_text('{"tables": [{}]}', encoding="utf-8")
    assert main(["--pdfs", str(folder)]) == 2
    assert "a.truth.json: not a truth file" in capsys.readouterr().err


@pytest.mark.parametrize("name", READERS)
def test_every_reader_keeps_the_protocol(name: str) -> None:
    module = reader(name)
    assert isinstance(module.MODULES, tuple)
    assert isinstance(module.missing(), str)
    assert callable(module.read)
    assert callable(module.tables)


def test_what_is_missing_is_named() -> None:
    assert without("json") == ""
    assert without("no_such_package", "extra bench") == "package no_such_package is not installed (extra bench)"
    assert without_command("no-such-command", "apt").startswith("command no-such-command is not installed")
    assert readers.stem("x/a.b.pdf") == "a.b"


def test_markdown_tables() -> None:
    text = "words\n\n|a|b<br>c|\n|---|:-:|\n|**1**|2 \\| 3|\nend\n|x|\n"
    assert list(markdown_tables(text)) == [[["a", "bc"], ["1", "2 \\| 3"]], [["x"]]]


def test_boxes_of_a_page_become_rows_and_columns() -> None:
    boxes = [
        Box(10, 10, 60, 20, "项目", True),
        Box(100, 11, 150, 21, "金额", True),
        Box(110, 31, 150, 41, "12.00", False),
        Box(10, 30, 40, 40, "办公", True),
        Box(42, 30, 60, 40, "费", True),
        Box(10, 0, 150, 8, "标题", True),
    ]
    table = table_of("a", 1, boxes)
    assert table.rows == (("标题", ""), ("项目", "金额"), ("办公费", "12.00"))
    assert table.doubted == {(2, 1)}
