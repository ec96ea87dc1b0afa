"""What nobody sees on a page is not read, and what is written over it is."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from pipeline.ingest.pdf import read_pdf
from pipeline.model.page import Page
from pipeline.scans.evidence import PixelsWanted, pixels_wanted
from tests.unit.ingest.drawing import HEIGHT, WIDTH, Draw, drawn, fill, read_page, rule, text


def words(page: Page) -> str:
    return "".join(char.text for char in page.chars if not char.text.isspace())


def mode(words: str, number: int) -> Draw:
    return lambda page: page.insert_text((50, 100), words, fontsize=10, render_mode=number)


def picture(width: float = WIDTH, height: float = HEIGHT, *, alpha: bool = False) -> Draw:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 8), alpha)
    pixels.clear_with(200)
    return lambda page: page.insert_image(pymupdf.Rect(0, 0, width, height), pixmap=pixels, keep_proportion=False)


def highlighted(page: pymupdf.Page) -> None:
    """Yellow multiplied with what is there, as presentation programs write it."""
    document = page.parent
    state, content = document.get_new_xref(), document.get_new_xref()
    document.update_object(state, "<</Type/ExtGState/BM/Multiply/ca 1>>")
    document.update_object(content, "<<>>")
    document.update_stream(content, b"q /GM gs 1 1 0 rg 40 195 80 20 re f Q")
    resources = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
    document.xref_set_key(resources, "ExtGState", f"<</GM {state} 0 R>>")
    contents = " ".join(f"{xref} 0 R" for xref in (*page.get_contents(), content))
    document.xref_set_key(page.xref, "Contents", f"[{contents}]")


AMOUNT = text("12.30", 50, 100)
OVER = (40, 85, 120, 105)


@pytest.mark.parametrize(
    ("draw", "seen", "unseen"),
    [
        ((mode("12.30", 0),), "12.30", 0),
        ((mode("12.30", 3),), "", 5),
        ((mode("12.30", 3), text("合计", 50, 130)), "合计", 5),
        ((AMOUNT, fill(*OVER, (1, 1, 1))), "", 5),
        ((fill(*OVER, (1, 1, 1)), AMOUNT), "12.30", 0),
        ((AMOUNT, fill(*OVER, (1, 1, 1), opacity=0.4)), "12.30", 0),
        ((AMOUNT, highlighted), "12.30", 0),
        ((AMOUNT, fill(40, 140, 120, 160, (1, 1, 1))), "12.30", 0),
        ((AMOUNT, rule(40, 97, 120, 97)), "12.30", 0),  # struck through
        ((AMOUNT, fill(*OVER, (1, 1, 1)), text("12.90", 50, 100)), "12.90", 5),
        ((AMOUNT, picture()), "", 5),
        ((picture(), AMOUNT), "12.30", 0),
        ((AMOUNT, picture(alpha=True)), "12.30", 0),  # a stamp on clear ground
        ((AMOUNT, picture(150, 150)), "12.30", 0),
    ],
    ids=[
        "painted",
        "not painted",
        "not painted beside a word that is",
        "under white",
        "on white",
        "under a tint",
        "highlighted",
        "beside white",
        "struck through",
        "written anew over white",
        "under a scan",
        "on a picture",
        "under a clear picture",
        "under a small picture",
    ],
)
def test_what_is_seen_is_read(draw: tuple[Draw, ...], seen: str, unseen: int) -> None:
    page = read_page(*draw)
    assert (words(page), page.unseen) == (seen, unseen)
    assert page.is_picture == (not seen)


def test_a_page_whose_text_is_not_seen_is_read_from_its_pixels() -> None:
    unpainted, painted = (pixels_wanted(read_page(picture(), mode("12.30", how))) for how in (3, 0))
    assert unpainted == PixelsWanted("a picture; 5 characters of the file are not seen on it")
    assert painted == PixelsWanted("a picture with 5 characters put on it", stamped=True)


def test_a_note_says_what_was_left_out_beside_other_text() -> None:
    beside = drawn(mode("12.30", 3), text("合计", 50, 130))
    assert read_pdf(Path("x.pdf"), beside).notes == ("page 1: 5 characters that cannot be seen are left out",)
    assert read_pdf(Path("x.pdf"), drawn(AMOUNT)).notes == ()


def test_what_is_hidden_is_not_held_against_the_second_reader() -> None:
    """PDFium reads hidden text too; a page with any is read once."""
    rules = [rule(40, y, 200, y) for y in (80, 110, 140)] + [rule(x, 80, x, 140) for x in (40, 200)]
    assert read_page(*rules, AMOUNT).second_reading is not None
    assert read_page(*rules, AMOUNT, mode("9", 3)).second_reading is None
