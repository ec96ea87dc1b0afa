"""Excel and OpenDocument: read back with other libraries than those that wrote, cell by cell."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.emission.read import open_release
from pipeline.emission.schema import BY_NAME
from pipeline.errors import OutputProblem, UsageProblem
from pipeline.portals import sheets
from pipeline.portals.publish import publish_release
from pipeline.portals.sheets import WORKBOOK
from pipeline.portals.target import batches

Grids = dict[str, list[list[Any]]]


def excel_grids(out: Path) -> Grids:
    pytest.importorskip("xlsxwriter")
    list(publish_release(out, ["excel"]))
    book = openpyxl.load_workbook(out / "portal" / "yusuan.xlsx")
    return {
        sheet.title: [[None if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def ods_grids(out: Path) -> Grids:
    odfdo = pytest.importorskip("odfdo")
    list(publish_release(out, ["ods"]))
    document = odfdo.Document(out / "portal" / "yusuan.ods")
    return {table.name: [list(row) for row in table.iter_values()] for table in document.body.tables}


READERS = {"excel": excel_grids, "ods": ods_grids}


def plain(value: Any) -> Any:
    match value:
        case bool():
            return value
        case int() | float() | Decimal():
            return float(value)
        case datetime():
            return value.replace(tzinfo=None)
        case "":
            return None
        case _:
            return value


def stored(out: Path, name: str) -> Iterator[list[Any]]:
    yield list(BY_NAME[name].field_names)
    for batch in batches(open_release(out), BY_NAME[name]):
        yield from (list(row) for row in batch)


@pytest.mark.parametrize("target", READERS)
def test_every_cell_comes_back(release: Path, target: str) -> None:
    grids = READERS[target](release)
    assert list(grids) == ["fields", *(resource.name for resource in WORKBOOK)]
    assert "cells" not in grids
    for resource in WORKBOOK:
        width = len(resource.fields)
        found = [[plain(value) for value in row[:width]] for row in grids[resource.name]]
        found = [row + [None] * (width - len(row)) for row in found]
        assert found == [[plain(value) for value in row] for row in stored(release, resource.name)], resource.name


@pytest.mark.parametrize("target", READERS)
def test_no_text_is_a_formula_a_number_or_a_link(write: Any, rows: Any, target: str) -> None:
    texts = ["=1+1", "+2", "@SUM(A1)", "-3", "https://example.org", "0012", "a\tb", " 空  格 ", "x\ny", "<&>\"'"]
    template = rows["budget_lines"][0]
    rows["budget_lines"] = [template | {"line_id": f"bl_{i:016x}", "label_raw": t} for i, t in enumerate(texts)]
    out = write(rows)
    column = BY_NAME["budget_lines"].field_names.index("label_raw")
    assert [row[column] for row in READERS[target](out)["budget_lines"][1:]] == texts
    if target == "excel":
        sheet = openpyxl.load_workbook(out / "portal" / "yusuan.xlsx")["budget_lines"]
        kinds = {sheet.cell(i + 2, column + 1).data_type for i in range(len(texts))}
        assert kinds == {"s"}
        assert all(sheet.cell(i + 2, column + 1).hyperlink is None for i in range(len(texts)))
    else:
        with zipfile.ZipFile(out / "portal" / "yusuan.ods") as archive:
            assert b"formula" not in archive.read("content.xml")
            assert archive.infolist()[0].filename == "mimetype"
            assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("target", READERS)
@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("label_raw", "长" * 32_768, "32768 characters"),
        ("amount_cny", Decimal("12345678901234.56"), "16 digits"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused(
    write: Any, rows: Any, target: str, field: str, value: object, fault: str
) -> None:
    rows["budget_lines"][0][field] = value
    out = write(rows)
    with pytest.raises(UsageProblem, match=rf"--to {target}: budget_lines bl_0000000000000002 {field}: .*{fault}"):
        list(publish_release(out, [target]))
    assert list((out / "portal").iterdir()) == []


def test_a_resource_longer_than_a_sheet_goes_on_at_the_next(release: Path) -> None:
    opened = open_release(release)
    lines = BY_NAME["budget_lines"]
    for most_rows, sizes in ((5, [3]), (4, [3]), (3, [2, 1]), (2, [1, 1, 1])):
        made = [(s.name, [row[0] for row in s.rows]) for s in sheets.sheets(opened, lines, "excel", most_rows)]
        assert [len(keys) for _, keys in made] == sizes
        assert [name for name, _ in made] == ["budget_lines", "budget_lines_2", "budget_lines_3"][: len(sizes)]
        assert [key for _, keys in made for key in keys] == [f"bl_{i:016x}" for i in (1, 2, 3)]
    empty = list(sheets.sheets(opened, BY_NAME["checks"], "excel"))
    assert [(s.name, list(s.rows)) for s in empty] == [("checks", [])]


def test_a_workbook_that_cannot_be_written_says_so(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")

    def full(_: object) -> None:
        raise xlsxwriter.exceptions.FileCreateError(OSError(28, "No space left on device"))

    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(OutputProblem, match=r"yusuan\.xlsx.*No space left.*make room"):
        list(publish_release(release, ["excel"]))


@pytest.mark.parametrize("target", READERS)
def test_the_same_release_gives_the_same_bytes(release: Path, target: str) -> None:
    READERS[target](release)
    path = release / "portal" / ("yusuan.xlsx" if target == "excel" else "yusuan.ods")
    first = path.read_bytes()
    READERS[target](release)
    assert path.read_bytes() == first
