"""When a page's text layer is used and when its pixels are."""

from __future__ import annotations

import pytest

from pipeline.geometry import Box
from pipeline.model.page import Char, Page
from pipeline.scans.evidence import table_pictures, why_pixels

TEXT = "部门预算收支总表单位万元一二三四五六七八"


def page(text: str, images: tuple[Box, ...] = (), *, located: bool = True) -> Page:
    chars = tuple(Char(c, 50 + 10 * i, 50, 60 + 10 * i, 60, 60, 10) for i, c in enumerate(text))
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
    ],
)
def test_evidence_on_the_page_decides(text: str, images: tuple[Box, ...], said: str) -> None:
    reason = why_pixels(page(text, images))
    assert said in reason
    assert bool(reason) == bool(said)


def test_a_transcript_has_no_pixels() -> None:
    assert why_pixels(page("\ufffd" * 20, located=False)) == ""


def test_pictures_under_text_are_not_read_again() -> None:
    background, table = Box(0, 0, 595, 300), Box(50, 400, 500, 700)
    assert table_pictures(page(TEXT, (background, table))) == (table,)
