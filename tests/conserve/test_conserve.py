"""The checker itself: it fires on a lost, split, merged, moved, doubled or invented number, and only then."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pymupdf
import pytest

from pipeline.geometry import Box
from tests.conserve.compare import Miss, PageOutcome, compare
from tests.conserve.conserve import main
from tests.conserve.held import HeldCell
from tests.conserve.numbers import numbers
from tests.conserve.printed import Glyph, PrintedPage, read_pages

SIZE = 10.0
STEP = SIZE / 2
ROW, COLUMN = 20.0, 100.0


def printed(text: str, x: float, baseline: float) -> list[Glyph]:
    """The text as half-width glyphs from ``x`` on; a space leaves one em free."""
    glyphs = []
    for character in text:
        if character != " ":
            box = Box(x, baseline - 0.85 * SIZE, x + STEP, baseline + 0.15 * SIZE)
            glyphs.append(Glyph(character, box, baseline, SIZE))
        x += STEP if character != " " else 1.5 * SIZE
    return glyphs


def page(*texts: tuple[int, int, str], rules: tuple[Box, ...] = ()) -> PrintedPage:
    """A page that prints each text 5 pt inside the grid's cell (row, column); lines of a text 8 pt apart."""
    glyphs = [
        glyph
        for row, col, text in texts
        for n, line in enumerate(text.split("\n"))
        for glyph in printed(line, col * COLUMN + 5, row * ROW + 9 + 8 * n)
    ]
    return PrintedPage(1, 600, 800, 0, tuple(glyphs), rules)


def cell(row: int, col: int, text: str, joined: bool = False) -> HeldCell:
    box = Box(col * COLUMN, row * ROW, (col + 1) * COLUMN, (row + 1) * ROW)
    return HeldCell(f"c{row}{col}", "t", row, col, text, 1, box, joined)


def kinds(outcome: PageOutcome) -> list[str]:
    return [miss.kind for miss in outcome.misses]


PAGE = page((0, 0, "2010301"), (0, 1, "1,234.50"), (1, 0, "合计"), (1, 1, "12"), (1, 2, "34"))
CELLS = [
    cell(0, 0, "2010301"),
    cell(0, 1, "1,234.50"),
    cell(0, 2, ""),
    cell(1, 0, "合计"),
    cell(1, 1, "12"),
    cell(1, 2, "34"),
]


def changed(**texts: str) -> list[HeldCell]:
    return [replace(c, text=texts.get(c.cell_id, c.text)) for c in CELLS]


def test_clean() -> None:
    assert compare(PAGE, CELLS) == PageOutcome(4, 4, (), ())


def test_full_width_forms_and_white_space_are_no_difference() -> None:
    assert not compare(PAGE, changed(c01="１,２３４．５０", c10="合  计")).misses


@pytest.mark.parametrize(
    ("texts", "kind", "right"),
    [
        ({"c01": ""}, "lost", 3),
        ({"c01": "1,234.5"}, "changed", 3),
        ({"c01": "1234.50"}, "changed", 3),
        ({"c01": "-1,234.50"}, "changed", 3),
        ({"c01": "", "c02": "1,234.50"}, "other cell", 3),
        ({"c01": "1,234", "c02": ".50"}, "split", 3),
        ({"c01": "1,23 4.50"}, "split", 3),
        ({"c11": "1234", "c12": ""}, "merged", 2),
        ({"c02": "1,234.50"}, "duplicated", 4),
        ({"c02": "99"}, "invented", 4),
        ({"c10": "合计7"}, "invented", 4),
    ],
)
def test_it_fires(texts: dict[str, str], kind: str, right: int) -> None:
    outcome = compare(PAGE, changed(**texts))
    assert kinds(outcome) == [kind]
    assert (outcome.numbers, outcome.right) == (4, right)


def test_a_miss_says_where() -> None:
    (miss,) = compare(PAGE, changed(c01="")).misses
    assert miss == Miss("lost", 1, CELLS[1].box, "1,234.50", "", ("c01",))


def test_a_number_in_a_hole_of_the_grid_is_lost() -> None:
    outcome = compare(PAGE, [c for c in CELLS if c.cell_id != "c01"])
    assert kinds(outcome) == ["lost"]
    assert outcome.misses[0].cells == ()


def test_two_numbers_in_one_cell_stay_two() -> None:
    both = page((0, 0, "12 34"))
    assert not compare(both, [cell(0, 0, "12 34")]).misses
    assert kinds(compare(both, [cell(0, 0, "1234")])) == ["merged"]


def test_a_wrapped_number_may_be_joined_and_stacked_numbers_may_not() -> None:
    wrapped = page((0, 0, "91,016,775,123,456\n.35"))
    narrow = Box(0, 0, COLUMN, ROW + 10)
    for text in ("91,016,775,123,456.35", "91,016,775,123,456\n.35"):
        assert not compare(wrapped, [replace(cell(0, 0, text), box=narrow)]).misses
    stacked = page((0, 0, "12\n34"))
    assert not compare(stacked, [replace(cell(0, 0, "12\n34"), box=narrow)]).misses
    assert kinds(compare(stacked, [replace(cell(0, 0, "1234"), box=narrow)])) == ["merged"]


def test_a_number_printed_over_the_rule_stays_whole() -> None:
    glyphs = tuple(printed("1,234,567.89", COLUMN - 50, 9))
    crossing = PrintedPage(1, 600, 800, 0, glyphs, ())
    assert not compare(crossing, [cell(0, 0, "1,234,567.89"), cell(0, 1, "")]).misses
    assert kinds(compare(crossing, [cell(0, 0, "1,234,567."), cell(0, 1, "89")])) == ["split"]


def test_two_numbers_touching_at_the_rule_are_parted_there() -> None:
    glyphs = tuple(printed("371.00456.00", COLUMN - 30, 9))
    touching = PrintedPage(1, 600, 800, 0, glyphs, ())
    assert not compare(touching, [cell(0, 0, "371.00"), cell(0, 1, "456.00")]).misses


def test_a_row_cut_by_the_page_break_goes_on_above_the_next_page() -> None:
    before, after = page((0, 0, "共"), (0, 1, "12")), page((0, 0, "3项"), (0, 1, "34"))
    cells = [cell(0, 0, "共\n3项", joined=True), cell(0, 1, "12", joined=True)]
    assert not compare(before, cells, after.glyphs).misses
    assert kinds(compare(before, [replace(c, joined=False) for c in cells], after.glyphs)) == ["invented"]
    assert kinds(compare(before, [replace(cells[0], text="共\n4项"), cells[1]], after.glyphs)) == ["invented"]


def test_an_amount_in_a_box_outside_all_tables_is_told_and_is_no_miss() -> None:
    frame = (Box(0, 395, 300, 396), Box(0, 425, 300, 426), Box(0, 395, 1, 426), Box(300, 395, 301, 426))
    texts = ((20, 0, "1,000.00 2020"), (30, 0, "5,000.00"))
    assert compare(page(*texts, rules=frame), []) == PageOutcome(0, 0, (), ("1,000.00",))
    assert compare(page(*texts), []).boxed_outside == ()


def test_a_double_struck_digit_is_one(tmp_path: Path) -> None:
    pdf = tmp_path / "bold.pdf"
    with pymupdf.open() as document:
        sheet = document.new_page()
        for x in (100, 100.3):
            sheet.insert_text((x, 100), "55", fontsize=12)
        document.save(pdf)
    (read,) = read_pages(pdf)
    assert "".join(glyph.text for glyph in read.glyphs) == "55"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("text_turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [False, True])
def test_places_are_those_of_the_page_as_displayed(tmp_path: Path, rotate: int, text_turn: int, crop: bool) -> None:
    """Whatever way the page and its text are turned, and though the crop box starts elsewhere."""
    pdf = tmp_path / "turned.pdf"
    with pymupdf.open() as document:
        sheet = document.new_page(width=400, height=600)
        sheet.insert_text((200, 300), "1,234.50", fontsize=12, rotate=text_turn)
        if crop:
            sheet.set_cropbox(pymupdf.Rect(30, 50, 390, 580))
        sheet.set_rotation(rotate)
        document.save(pdf)
    with pymupdf.open(pdf) as document:
        sheet = document[0]
        box = Box(*(sheet.search_for("1,234.50")[0] * sheet.rotation_matrix))
    (read,) = read_pages(pdf)
    held = HeldCell("c", "t", 0, 0, "1,234.50", 1, box)
    assert compare(read, [held]) == PageOutcome(1, 1, (), ())
    assert read.displayed(read.upright(box)) == pytest.approx(box)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合计 1,234.50元", ["1,234.50"]),
        ("－12，345．6％", ["-12,345.6%"]),
        ("2024年3月", ["2024", "3"]),
        ("91,016,\n775.35", ["91,016,775.35"]),
        ("— *", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


def test_text_that_is_clipped_away_is_not_printed(tmp_path: Path) -> None:
    pdf = tmp_path / "clipped.pdf"
    content = (
        b"BT /helv 10 Tf 100 700 Td (11) Tj ET "
        b"q 90 590 100 30 re W n BT /helv 10 Tf 100 600 Td (22) Tj 0 -20 Td (33) Tj ET "
        b"q 90 640 50 50 re W* n BT /helv 10 Tf 100 600 Td (44) Tj ET Q "
        b"BT /helv 10 Tf 120 600 Td (55) Tj ET Q BT /helv 10 Tf 100 500 Td (66) Tj ET"
    )
    with pymupdf.open() as document:
        sheet = document.new_page()
        sheet.insert_font(fontname="helv")
        sheet.insert_text((10, 20), "00", fontname="helv")
        document.update_stream(sheet.get_contents()[0], content)
        document.save(pdf)
    (read,) = read_pages(pdf)
    assert "".join(sorted(glyph.text for glyph in read.glyphs)) == "11225566"


def write_release(release: Path, pdf: Path, amount: str) -> None:
    data = release / "data"
    data.mkdir(parents=True)
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
    tables: dict[str, dict[str, object]] = {
        "documents": {"document_id": "d", "file_name": pdf.name, "file_sha256": sha256},
        "tables": {"table_id": "t", "document_id": "d"},
        "cells": {
            "cell_id": "c",
            "table_id": "t",
            "row_no": 0,
            "col_no": 0,
            "text_raw": amount,
            "page_no": 1,
            "bbox": "90,80,200,110",
            "flags": None,
        },
    }
    for name, row in tables.items():
        pq.write_table(pa.Table.from_pylist([row]), data / f"{name}.parquet")


@pytest.mark.parametrize(("held", "code"), [("1,234.50", 0), ("1,234.5", 1)])
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], held: str, code: int) -> None:
    pdf = tmp_path / "pdfs" / "one.pdf"
    pdf.parent.mkdir()
    with pymupdf.open() as document:
        document.new_page().insert_text((100, 100), "1,234.50")
        document.save(pdf)
    write_release(tmp_path / "out", pdf, held)
    pictures = tmp_path / "pictures"
    options = ["--pdfs", str(pdf.parent), "--release", str(tmp_path / "out"), "--pictures", str(pictures)]
    assert main([*options, "--json", str(tmp_path / "outcome.json")]) == code
    assert f"total: {1 - code} of 1 numbers" in capsys.readouterr().out
    assert [path.name for path in pictures.glob("*")] == ["one-001.png"] * code
    assert (tmp_path / "outcome.json").exists()


def test_a_document_missing_from_the_release_is_a_fault(tmp_path: Path) -> None:
    pdf = tmp_path / "pdfs" / "one.pdf"
    pdf.parent.mkdir()
    with pymupdf.open() as document:
        document.new_page()
        document.save(pdf)
    write_release(tmp_path / "out", pdf, "1")
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    assert main(["--pdfs", str(pdf.parent), "--release", str(tmp_path / "out")]) == 1


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pdfs", str(tmp_path)]) == 2
    assert "no PDF" in capsys.readouterr().err
