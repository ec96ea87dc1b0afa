"""What pixels add to a page's text layer, and when they stand in its place."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.geometry import Box
from pipeline.model.page import Char, Page, PagePixels
from pipeline.model.table import Grid, PageContent, TextLine
from pipeline.scans import mixed
from pipeline.scans.evidence import PixelsWanted

PICTURE = Box(50, 200, 500, 600)
OWN = Box(60, 60, 120, 80)
GRID = Grid(3, PICTURE, 1, 1, (50, 500), (), "ocr")
LINES = (TextLine(3, "第 3 页", OWN), TextLine(3, "收支总表", Box(60, 210, 200, 230)))


def page(quarter_turns: int = 0) -> Page:
    chars = (Char("3", 80, 62, 90, 78, 77, 16),)
    return Page(3, 595, 842, chars, images=(PICTURE,), quarter_turns=quarter_turns)


def seen(
    monkeypatch: pytest.MonkeyPatch, wanted: PixelsWanted, *, grids: tuple[Grid, ...], turns: int = 0
) -> mixed.Seen:
    """What is made of a page whose pixels show these grids and two lines, upright after so many turns."""
    shown = PageContent(3, LINES, grids)

    def whole(own: Page, _: PagePixels, reason: str, *__: object) -> tuple[Page, tuple[PageContent, ...], tuple[()]]:
        return Page(3, 595, 842, (), quarter_turns=turns, from_pixels=reason), (shown,), ()

    monkeypatch.setattr(mixed, "read_pixels", whole)
    monkeypatch.setattr(mixed, "read_picture", lambda *_: None if turns else shown)
    drawn: list[Box | None] = []

    def draw(clip: Box | None) -> PagePixels:
        drawn.append(clip)
        return PagePixels(np.zeros((1, 1, 3), np.uint8), 72)

    found = mixed.seen_on(page(), wanted, draw, lambda _: ())
    assert drawn == list(wanted.pictures or (None,))
    return found


def test_a_scan_is_all_that_its_pixels_say(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(monkeypatch, PixelsWanted("a scan"), grids=(), turns=1)
    assert found.whole
    assert (found.page.from_pixels, found.page.quarter_turns) == ("a scan", 1)
    assert found.contents == (PageContent(3, LINES, ()),)


def test_a_stamped_scan_with_a_table_is_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(monkeypatch, PixelsWanted("stamped", stamped=True), grids=(GRID,), turns=1)
    assert found.whole
    assert found.contents == (PageContent(3, LINES, (GRID,)),)


@pytest.mark.parametrize(("turns", "lines", "said"), [(0, LINES[1:], "stamped"), (2, (), "")])
def test_of_a_stamped_page_without_table_only_lines_the_text_layer_lacks_are_taken(
    monkeypatch: pytest.MonkeyPatch, turns: int, lines: tuple[TextLine, ...], said: str
) -> None:
    found = seen(monkeypatch, PixelsWanted("stamped", stamped=True), grids=(), turns=turns)
    assert not found.whole
    assert [line for content in found.contents for line in content.lines] == list(lines)
    assert (found.page.from_pixels, found.page.chars) == (said, page().chars)


def test_a_picture_of_a_table_joins_the_text_with_the_lines_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(monkeypatch, PixelsWanted("in text", (PICTURE,)), grids=(GRID,))
    assert not found.whole
    assert found.contents == (PageContent(3, LINES, (GRID,)),)


@pytest.mark.parametrize(("grids", "turns"), [((), 0), ((GRID,), 1)])
def test_a_chart_is_no_text_nor_is_a_picture_on_its_side(
    monkeypatch: pytest.MonkeyPatch, grids: tuple[Grid, ...], turns: int
) -> None:
    found = seen(monkeypatch, PixelsWanted("in text", (PICTURE,)), grids=grids, turns=turns)
    assert found.contents == ()
