"""Pictures of pages for people."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from pipeline.geometry import Box
from pipeline.ingest import pictures
from pipeline.ingest.pictures import crop_digests, page_picture, page_sizes


def _pdf() -> bytes:
    document = pymupdf.open()
    page = document.new_page(width=200, height=100)
    page.draw_rect(pymupdf.Rect(100, 50, 150, 80), color=None, fill=(1, 0, 0))
    data: bytes = document.tobytes()
    return data


def test_a_box_is_cut_out_with_its_margin() -> None:
    picture = pymupdf.Pixmap(page_picture(_pdf(), 1, Box(100, 50, 150, 80), dpi=72))
    assert (picture.width, picture.height) == (50, 30)
    assert picture.pixel(25, 15) == (255, 0, 0)
    wider = pymupdf.Pixmap(page_picture(_pdf(), 1, Box(100, 50, 150, 80), dpi=72, margin=10))
    assert (wider.width, wider.height) == (70, 50)
    assert wider.pixel(2, 2) == (255, 255, 255)


def test_a_poster_is_drawn_at_a_lower_resolution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 20_000)
    picture = pymupdf.Pixmap(page_picture(_pdf(), 1, dpi=720))
    assert picture.width * picture.height <= 20_000


@pytest.mark.parametrize(("page_no", "box"), [(0, None), (2, None), (1, Box(300, 300, 310, 310))])
def test_what_is_not_there_is_refused(page_no: int, box: Box | None) -> None:
    with pytest.raises(ValueError, match="page"):
        page_picture(_pdf(), page_no, box)


def test_the_digest_of_a_box_follows_its_pixels_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf())
    digest = crop_digests(path)
    red, white = digest(1, "100.0,50.0,150.0,80.0"), digest(1, "0.0,0.0,50.0,30.0")
    assert red is not None
    assert red != white
    assert digest(1, "150.0,0.0,200.0,30.0") == white
    assert crop_digests(path)(1, "100.0,50.0,150.0,80.0") == red
    assert (digest(None, None), digest(9, "0,0,5,5"), digest(1, "300,300,310,310")) == (None, None, None)


def test_pages_have_their_size_as_shown() -> None:
    with pymupdf.open(stream=_pdf(), filetype="pdf") as document:
        document[0].set_rotation(90)
        turned = document.tobytes()
    assert (page_sizes(_pdf()), page_sizes(turned)) == (((200.0, 100.0),), ((100.0, 200.0),))
