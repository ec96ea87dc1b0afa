"""Logical tables and budget lines as CSV a reviewer can read in a diff; --regenerate-goldens writes them anew."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from pipeline.model.records import BudgetLine, DocumentResult, field_names
from tests.conftest import REGENERATE, Corpus

GOLDENS = Path(__file__).parent

# (source, style, table kind): unruled columns; split codes; side-by-side lists; a header of four levels.
TABLES = [
    ("zhenan-2023", "open", "gpb_basic_econ"),
    ("zhenan-2023", "hairline", "rev_summary"),
]
LINES = [
    ("luoyang-2022", "ruled", "exp_summary"),
    ("baqiao-2024", "filled", "gpb_exp_econ"),
    ("shijiazhuang-2022", "rotated", "fiscal_rev_exp"),
]
# (source, style, resource): what the tables beside the lists of amounts give.
RECORDS = [
    ("changan-2022", "ruled", "projects"),
    ("luoyang-2022", "filled", "projects"),
    ("shijiazhuang-2022", "ruled", "procurement"),
    ("baqiao-2024", "hairline", "procurement"),
    ("shijiazhuang-2022", "rotated", "three_public"),
    ("luoyang-2022", "ruled", "three_public"),
    ("baqiao-2024", "hairline", "performance_goals"),
    ("luoyang-2022", "filled", "performance_goals"),
    ("luoyang-2022", "filled", "performance_indicators"),
    ("shijiazhuang-2022", "ruled", "performance_indicators"),
    ("zhenan-2023", "open", "performance_indicators"),
    ("shijiazhuang-2022", "ruled", "entity_facts"),
]
NOT_READ_BY_PEOPLE = {
    "fiscal_year", "amount_quantum_cny", "bbox", "extraction_method", "confidence", "project_name_norm", "page_no",
}  # fmt: skip
"""Columns of the records that other tests look at; identifiers hang on the file's bytes."""
LINE_FIELDS = (
    "row_no", "row_path_raw", "row_role", "line_level", "side", "measure_id", "func_code", "econ_dept_code",
    "econ_gov_code", "amount_raw", "amount_cny", "is_additive", "value_status", "flags",
)  # fmt: skip


def table_rows(result: DocumentResult, kind: str) -> list[list[str]]:
    """The table's rows as texts; an arrow stands where a cell reaches over the position (as in the corpus facts)."""
    (table,) = (table for table in result.tables if table.table_kind == kind)
    rows = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in (cell for cell in result.cells if cell.table_id == table.table_id):
        for row in range(cell.row_no, cell.row_no + cell.row_span):
            for col in range(cell.col_no, cell.col_no + cell.col_span):
                rows[row][col] = "←" if col > cell.col_no else "↑" if row > cell.row_no else cell.text_norm
    return rows


def line_rows(lines: Iterable[BudgetLine], kind: str) -> list[list[str]]:
    own = [line for line in lines if line.table_kind == kind]
    values = [[getattr(line, field) for field in LINE_FIELDS] for line in own]
    return [list(LINE_FIELDS), *(["" if value is None else str(value) for value in row] for row in values)]


def record_rows(result: DocumentResult, resource: str) -> list[list[str]]:
    records = getattr(result, resource)
    fields = [
        name for name in field_names(type(records[0])) if name not in NOT_READ_BY_PEOPLE and not name.endswith("_id")
    ]
    values = [[getattr(record, field) for field in fields] for record in records]
    used = [i for i in range(len(fields)) if any(row[i] is not None for row in values)]
    texts = [["" if row[i] is None else str(row[i]) for i in used] for row in values]
    return [[fields[i] for i in used], *texts]


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def check(name: str, rows: Sequence[Sequence[str]], regenerate: bool) -> None:
    path = GOLDENS / f"{name}.csv"
    if regenerate:
        path.write_text(csv_text(rows), encoding="utf-8")
    assert csv_text(rows).splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def regenerate(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption(REGENERATE))


@pytest.mark.parametrize(("source", "style", "kind"), TABLES)
def test_logical_table_is_the_golden(
    typeset_corpus: Corpus, regenerate: bool, source: str, style: str, kind: str
) -> None:
    result = typeset_corpus.read(source, style).result
    check(f"{source}--{style}--{kind}.table", table_rows(result, kind), regenerate)


@pytest.mark.parametrize(("source", "style", "kind"), LINES)
def test_budget_lines_are_the_golden(
    typeset_corpus: Corpus, regenerate: bool, source: str, style: str, kind: str
) -> None:
    result = typeset_corpus.read(source, style).result
    check(f"{source}--{style}--{kind}.lines", line_rows(result.budget_lines, kind), regenerate)


@pytest.mark.parametrize(("source", "style", "resource"), RECORDS)
def test_records_are_the_golden(
    typeset_corpus: Corpus, regenerate: bool, source: str, style: str, resource: str
) -> None:
    result = typeset_corpus.read(source, style).result
    check(f"{source}--{style}--{resource}.records", record_rows(result, resource), regenerate)


def test_every_golden_is_compared() -> None:
    named = {f"{'--'.join(key)}.table.csv" for key in TABLES} | {f"{'--'.join(key)}.lines.csv" for key in LINES}
    named |= {f"{'--'.join(key)}.records.csv" for key in RECORDS}
    assert {path.name for path in GOLDENS.glob("*.csv")} == named


def test_goldens_are_not_regenerated_in_ci(regenerate: bool) -> None:
    assert not (regenerate and os.environ.get("CI")), f"{REGENERATE} is left on: nothing would be compared"
