"""When a page's text layer is used and when its pixels are."""

from __future__ import annotations

import pytest

from pipeline.geometry import Box
from pipeline.model.page import Char, Page
from pipeline.scans.evidence import pixels_wanted, table_pictures

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
        ("²¿ÃÅÔ¤ËãÊÕÖ§×Ü±íµ¥Î»", (), "wrong code page"),
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
