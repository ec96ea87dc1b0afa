"""What the pixels of a page add to its text layer, or put in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.geometry import Box
from pipeline.model.page import Page, PagePixels
from pipeline.model.table import PageContent, Region
from pipeline.scans.evidence import PixelsWanted
from pipeline.scans.reading import read_picture, read_pixels
from pipeline.scans.unruled import Regions


class Seen(NamedTuple):
    """A page and what its pixels say; ``whole``: that is all of it, otherwise the text layer has to be read too.

    ``contents``: of a sheet of two pages, each page's; ``unruled``: the tables without rules of a page that is whole.
    """

    page: Page
    contents: tuple[PageContent, ...]
    whole: bool
    unruled: Sequence[Region] = ()


def seen_on(
    page: Page,
    wanted: PixelsWanted,
    drawn: Callable[[Box | None], PagePixels],
    unruled: Regions,
    before: Sequence[Region] = (),
) -> Seen:
    """What stands on the page where its pixels are wanted.

    ``drawn``: the pixels of a clip of the page as shown, or of all of it. ``unruled`` and ``before``: as for
    ``read_pixels``. Raises ``DependencyMissing``.
    """
    if wanted.pictures:
        return _in_text(page, wanted, drawn, unruled)
    upright, contents, found = read_pixels(page, drawn(None), wanted.reason, unruled, before)
    if any(content.grids for content in contents) or not wanted.stamped:
        return Seen(upright, contents, whole=True, unruled=found)
    if upright.quarter_turns != page.quarter_turns:
        return Seen(page, (), whole=False)
    read = (line for content in contents for line in content.lines)
    new = tuple(line for line in read if not any(line.box.holds(*char.centre) for char in page.chars))
    return Seen(replace(page, from_pixels=wanted.reason), (PageContent(page.number, new, ()),), whole=False)


def _in_text(page: Page, wanted: PixelsWanted, drawn: Callable[[Box | None], PagePixels], unruled: Regions) -> Seen:
    """The tables in the pictures with the lines beside them; of a picture without one, a chart, nothing is text."""
    read = (read_picture(page, drawn(page.shown_box(box)), wanted.reason, unruled) for box in wanted.pictures)
    tables = tuple(content for content in read if content and content.grids)
    return Seen(replace(page, from_pixels=wanted.reason), tables, whole=False)
