"""When a page's text layer is used and when its pixels are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.geometry import Box
from pipeline.model.page import Char, Page
from pipeline.scans.evidence import pixels_wanted, pixels_wanted_of, table_pictures

TEXT = "部门预算收支总表单位万元一二三四五六七八"
STAMP = "第3页"


def page(text: str, images: tuple[Box, ...] = (), *, located: bool = True) -> Page:
    chars = tuple(Char(c, 50 + 20 * i, 50, 70 + 20 * i, 70, 70, 20) for i, c in enumerate(text))
    return Page(1, 595, 842, chars, images=images, located=located)


@pytest.mark.parametrize(
    ("text", "images", "said"),
    [
        (TEXT, (), ""),
        ("", (Box(0, 0, 595, 842),), "picture without text"),
        ("", (), ""),
        (TEXT[:10] + "\ufffd" * 5, (), "stand for nothing"),
        (TEXT[:10] + "\ue001" * 5, (), "stand for nothing"),
        (TEXT + "\ufffd", (), ""),
        ("²¿ÃÅÔ¤ËãÊÕÖ§×Ü±íµ¥Î»", (), "letters nobody prints in China"),
        (TEXT + "单位ÿ万元国p资本Ïá", (), "letters nobody prints in China"),
        (TEXT * 20 + "ÿ", (), ""),
        (TEXT * 20 + "ÿÏ", (), ""),
        (TEXT + "Ø重点工作ØþüØý", (), ""),
        (TEXT + "Ⅱ类①㎡℃×100ーα预算〇", (), ""),
        ("བོད་རང་སྐྱོང་ལྗོངས།2024年预算", (), ""),
        ("연변조선족자치주2024年部门预算", (), ""),
        ("Budget of the department 2024", (), ""),
        (TEXT, (Box(50, 200, 500, 600),), "large enough for a table"),
        (TEXT, (Box(500, 10, 560, 60),), ""),
        (TEXT, (Box(0, 0, 595, 842),), ""),
        (STAMP, (Box(0, 0, 595, 842),), "a picture with 3 characters put on it"),
        (STAMP, (Box(0, 0, 595, 300),), ""),
    ],
)
def test_evidence_on_the_page_decides(text: str, images: tuple[Box, ...], said: str) -> None:
    wanted = pixels_wanted(page(text, images))
    assert bool(wanted) == bool(said)
    assert not wanted or said in wanted.reason


def test_where_many_layers_are_garbage_the_others_are_none_better() -> None:
    garbage, sound, blank = TEXT + "\ufffd" * 5, TEXT, ""
    pages = [replace(page(text), number=n) for n, text in enumerate((garbage, sound, blank, garbage, sound), start=1)]
    wanted = pixels_wanted_of(pages)
    assert sorted(wanted) == [1, 2, 4, 5]
    assert all(why.garbage for why in wanted.values())
    assert "stand for nothing" in wanted[1].reason
    assert wanted[2].reason == "the text layers of 2 pages of the document are garbage"


@pytest.mark.parametrize("sound", [1, 8])
def test_few_pages_of_garbage_say_nothing_of_the_others(sound: int) -> None:
    garbage = 1 if sound == 1 else 2
    pages = [page(TEXT + "\ufffd" * 5)] * garbage + [page(TEXT)] * sound
    numbered = [replace(each, number=n) for n, each in enumerate(pages, start=1)]
    assert sorted(pixels_wanted_of(numbered)) == list(range(1, garbage + 1))


def test_a_transcript_has_no_pixels() -> None:
    assert pixels_wanted(page("\ufffd" * 20, located=False)) is None


def test_a_garbled_text_layer_is_given_up_whatever_pictures_stand_in_it() -> None:
    wanted = pixels_wanted(page(TEXT[:10] + "\ufffd" * 5, (Box(50, 200, 500, 600),)))
    assert wanted
    assert wanted.pictures == ()
    assert not wanted.stamped


def test_pictures_under_text_are_not_read_again() -> None:
    background, table = Box(0, 0, 595, 300), Box(50, 400, 500, 700)
    assert table_pictures(page(TEXT, (background, table))) == (table,)


def test_of_a_picture_beyond_the_page_only_what_is_seen_counts() -> None:
    beside, reaching = Box(600, 200, 1100, 600), Box(400, 600, 900, 1000)
    assert table_pictures(page(TEXT, (beside, reaching))) == (Box(400, 600, 595, 842),)
    assert table_pictures(page(TEXT, (Box(-400, 600, 20, 1000),))) == ()
