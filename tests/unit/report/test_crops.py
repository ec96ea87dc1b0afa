"""Pictures behind amounts: only where asked for, shared, and their scale is right even for a poster."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from pipeline.geometry import Box
from pipeline.report.crops import DPI, box_of, regions, stored_picture


def pdf(width: float = 400, height: float = 300, colour: tuple[float, float, float] = (0, 0, 0)) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        page.draw_rect((width / 4, height / 4, width / 2, height / 2), fill=colour, color=colour)
        return bytes(document.tobytes())


def test_regions_are_of_pages_with_a_wanted_cell() -> None:
    cells = [
        {"cell_id": "a", "page_no": 1, "bbox": "10,20,30,40"},
        {"cell_id": "b", "page_no": 1, "bbox": "50,10,60,30"},
        {"cell_id": "c", "page_no": 2, "bbox": "1,1,2,2"},
        {"cell_id": "d", "page_no": None, "bbox": None},
    ]
    assert regions(cells, {"a", "d"}) == {1: Box(10, 10, 60, 40)}
    assert regions(cells, {"d"}) == {}


@pytest.mark.parametrize("size", [(400, 300), (8000, 6000)])
def test_a_box_is_where_the_scale_says(tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = size
    picture = stored_picture(pdf(width, height), 1, Box(width / 8, height / 8, width * 7 / 8, height * 7 / 8), tmp_path)
    pixels = pymupdf.Pixmap(str(tmp_path / picture.file))
    assert (pixels.width, pixels.height) == (picture.width, picture.height)
    for x, y, dark in ((3 / 8, 3 / 8, True), (5 / 8, 5 / 8, False), (0.26, 0.26, True), (0.24, 0.24, False)):
        at = int((x * width - picture.x0) * picture.scale), int((y * height - picture.y0) * picture.scale)
        assert (pixels.pixel(*at)[0] < 100) is dark


def test_the_same_picture_is_stored_once_and_grey_where_it_has_no_colour(tmp_path: Path) -> None:
    box = Box(50, 50, 300, 250)
    first = stored_picture(pdf(), 1, box, tmp_path)
    again = stored_picture(pdf(), 1, box, tmp_path)
    red = stored_picture(pdf(colour=(0.8, 0, 0)), 1, box, tmp_path)
    assert first == again
    assert len(list((tmp_path / "crops").iterdir())) == 2
    assert pymupdf.Pixmap(str(tmp_path / first.file)).n == 1
    assert pymupdf.Pixmap(str(tmp_path / red.file)).n == 3
    assert first.scale == pytest.approx(DPI / 72, abs=0.01)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="page 2 of 1"):
        stored_picture(pdf(), 2, Box(1, 1, 2, 2), tmp_path)


def test_no_box_no_place() -> None:
    assert box_of(None) is None
    assert box_of("1,2.5,3,4") == Box(1, 2.5, 3, 4)
