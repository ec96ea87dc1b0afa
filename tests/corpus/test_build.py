"""The facts are tables, and the corpus shows them to a reader that shares no code with the builder."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from .build import BuiltDocument, build
from .columns import is_amount
from .facts import FACTS_FOLDER, FactsNotValid, Grid, TableFacts, grid_from_rows, load_document, source_ids
from .styles import style_names

# One with stacked lists and forms, one with slipped-and-restored columns and three-level headers.
BUILT_SOURCES = source_ids()[1:3]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[BuiltDocument]:
    return build(tmp_path_factory.mktemp("corpus"), BUILT_SOURCES)


def without_space(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


@pytest.mark.parametrize("source", source_ids())
def test_every_table_file_is_listed_once(source: str) -> None:
    document = load_document(source)
    yaml_text = (FACTS_FOLDER / source / "document.yaml").read_text("utf-8")
    listed = Counter(re.findall(r"file: (\S+\.csv)", yaml_text))
    present = {path.name for path in (FACTS_FOLDER / source).glob("*.csv")}
    assert set(listed) == present
    assert set(listed.values()) == {1}
    assert sum(table.grid is not None for table in document.tables) == len(present)


@pytest.mark.parametrize("source", source_ids())
def test_tables_without_a_grid_say_why(source: str) -> None:
    for table in load_document(source).tables:
        if table.grid is None:
            assert table.status in ("not_found", "illegible", "declared_empty")


@pytest.mark.parametrize("source", source_ids())
def test_cells_tile_their_table(source: str) -> None:
    for table in load_document(source).tables:
        if table.grid is not None:
            places = Counter(
                (row, col)
                for cell in table.grid.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            )
            assert len(places) == table.grid.n_rows * table.grid.n_cols
            assert set(places.values()) == {1}


@pytest.mark.parametrize("source", source_ids())
def test_header_cells_end_with_the_header(source: str) -> None:
    for table in load_document(source).tables:
        if table.grid is not None:
            header = table.grid.header_rows
            assert all(cell.row >= header or cell.row + cell.row_span <= header for cell in table.grid.cells), (
                table.title
            )


@pytest.mark.parametrize("source", source_ids())
def test_csv_writes_spans_as_arrows_only(source: str) -> None:
    for path in (FACTS_FOLDER / source).glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            fields = [field for row in csv.reader(handle) for field in row]
        assert all(field in "←↑" or not set(field) & set("←↑") for field in fields), path.name


def test_a_span_that_is_no_rectangle_is_refused() -> None:
    with pytest.raises(FactsNotValid, match="rectangle"):
        grid_from_rows([["a", "←"], ["↑", "b"]], 0)


def test_an_arrow_out_of_the_table_is_refused() -> None:
    with pytest.raises(FactsNotValid, match="outside"):
        grid_from_rows([["←", "a"]], 0)


def test_every_source_in_every_style(corpus: list[BuiltDocument]) -> None:
    assert len(style_names()) == 5
    wanted = {(source, style) for source in BUILT_SOURCES for style in style_names()}
    assert {(document.source, document.style) for document in corpus} == wanted


def test_pages_hold_all_amounts_unbroken(corpus: list[BuiltDocument]) -> None:
    for document in corpus:
        wanted = Counter(
            cell["text"]
            for table in json.loads(document.truth.read_text("utf-8"))["tables"]
            for cell in table["cells"]
            if is_amount(cell["text"])
        )
        printed = amounts_printed(document.pdf)
        missing = {text: count - printed[text] for text, count in wanted.items() if printed[text] < count}
        assert not missing, f"{document.pdf.name}: {missing}"


def amounts_printed(pdf_path: Path) -> Counter[str]:
    """How often each text without space stands on one line of the pages."""
    found: Counter[str] = Counter()
    with pdfplumber.open(pdf_path) as pdf:
        for page in pdf.pages:
            words = page.extract_words(x_tolerance=1.2, use_text_flow=True)
            found.update(word["text"] for word in words)
    return found


@pytest.mark.parametrize("style", ["ruled", "rotated"])
def test_ruled_pages_read_back_as_the_truth(corpus: list[BuiltDocument], style: str) -> None:
    document = next(entry for entry in corpus if (entry.source, entry.style) == (BUILT_SOURCES[1], style))
    fragments = table_fragments(document.pdf)
    for table in load_document(document.source).tables:
        assert table.grid is not None
        rows = fragments.pop(0)
        while len(rows) < table.grid.n_rows:
            fragment = fragments.pop(0)
            assert fragment[: table.grid.header_rows] == rows[: table.grid.header_rows]
            rows = rows + fragment[table.grid.header_rows :]
        check_rows(table, table.grid, rows)
    assert not fragments


def table_fragments(pdf_path: Path) -> list[list[list[str]]]:
    """The tables of all pages in reading order, as rows of texts without space."""
    with pdfplumber.open(pdf_path) as pdf:
        return [
            [[without_space(text) for text in row] for row in table.extract()]
            for page in pdf.pages
            for table in page.find_tables()
        ]


def check_rows(table: TableFacts, grid: Grid, rows: list[list[str]]) -> None:
    assert (len(rows), {len(row) for row in rows}) == (grid.n_rows, {grid.n_cols}), table.title
    for cell in grid.cells:
        assert rows[cell.row][cell.col] == without_space(cell.text), f"{table.title}: row {cell.row}"


def test_rotated_style_turns_its_table_pages(corpus: list[BuiltDocument]) -> None:
    for document in corpus:
        with pdfplumber.open(document.pdf) as pdf:
            rotations = {page.rotation for page in pdf.pages}
        assert rotations == ({0, 90} if document.style == "rotated" else {0})


def test_filled_style_has_no_visible_strokes(corpus: list[BuiltDocument]) -> None:
    for document in (entry for entry in corpus if entry.style == "filled"):
        with pdfplumber.open(document.pdf) as pdf:
            strokes = {rgb(line["stroking_color"]) for page in pdf.pages for line in page.lines}
            fills = {rgb(rect["non_stroking_color"]) for page in pdf.pages for rect in page.rects}
        assert strokes == {(1, 1, 1)}
        assert (0, 0, 0) in fills


def rgb(colour: float | tuple[float, ...]) -> tuple[float, ...]:
    """The colour as red, green, blue; a grey level is given as one number or as one of one."""
    levels = colour if isinstance(colour, tuple) else (colour,)
    return levels * 3 if len(levels) == 1 else levels


def test_second_build_is_byte_identical(corpus: list[BuiltDocument], tmp_path: Path) -> None:
    for first, second in zip(corpus, build(tmp_path, BUILT_SOURCES), strict=True):
        assert first.pdf.read_bytes() == second.pdf.read_bytes()
        assert first.truth.read_bytes() == second.truth.read_bytes()
