"""Whether a page's text layer can be used, by evidence on the page alone."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from pipeline.geometry import Box
from pipeline.model.page import Page

FEWEST = 12
"""Characters below which shares say nothing."""
BROKEN_SHARE = 0.1
"""A text layer is garbage when this share of its characters stands for nothing: U+FFFD, private use, unassigned."""
FOREIGN_SHARE = 0.3
"""… or when this share is accented Latin, as Chinese bytes read in the wrong code page are."""
NO_TEXT = "a picture without text"
IN_TEXT = "a picture large enough for a table stands in its text"
TABLE_SHARE = 0.04
"""A picture on a page with text is read when it covers at least this share of the page: room for a table."""
MOSTLY = 0.5
"""Pictures that cover at least this share of a page are the page …"""
STAMPED = 0.01
"""… where text fills less than this share of it: a page number, a running title, a watermark, put on a scan."""


class PixelsWanted(NamedTuple):
    """Why a page is read from its pixels, as a phrase for the log; ``pictures``: where alone, none for all of it.

    ``stamped``: its text layer will do all the same where the pixels show no table.
    """

    reason: str
    pictures: tuple[Box, ...] = ()
    stamped: bool = False


def pixels_wanted(page: Page) -> PixelsWanted | None:
    """What of the page must be read from its pixels, and why; ``None`` when its text layer will do."""
    if not page.located:
        return None
    if page.is_picture:
        unseen = f"a picture; {page.unseen} characters of the file are not seen on it"
        return PixelsWanted(unseen if page.unseen else NO_TEXT)
    shown = Counter(map(attrgetter("text"), page.chars))
    if (total := shown.total()) >= FEWEST:
        broken = sum(n for text, n in shown.items() if _broken(text)) / total
        if broken >= BROKEN_SHARE:
            return PixelsWanted(f"{broken:.0%} of its text layer are characters that stand for nothing")
        foreign = sum(n for text, n in shown.items() if 0xA0 <= ord(text[0]) < 0x250) / total  # noqa: PLR2004 - Latin with accents
        if foreign >= FOREIGN_SHARE:
            return PixelsWanted(f"{foreign:.0%} of its text layer is accented Latin, Chinese in the wrong code page")
    if page.chars and page.pictured >= MOSTLY and _texted(page) < STAMPED:
        return PixelsWanted(f"a picture with {len(page.chars)} characters put on it", stamped=True)
    pictures = table_pictures(page)
    return PixelsWanted(IN_TEXT, pictures) if pictures else None


def table_pictures(page: Page) -> tuple[Box, ...]:
    """What is seen of the pictures that could hold a table and have no text of the layer on them."""
    least = TABLE_SHARE * page.width * page.height
    seen = (Box(max(b.x0, 0), max(b.y0, 0), min(b.x1, page.width), min(b.y1, page.height)) for b in page.images)
    large = (box for box in seen if min(box.width, box.height) > 0 and box.width * box.height >= least)
    return tuple(box for box in large if not any(box.holds(*char.centre) for char in page.chars))


def _texted(page: Page) -> float:
    """The share of the page that characters cover."""
    return sum((char.x1 - char.x0) * (char.y1 - char.y0) for char in page.chars) / (page.width * page.height)


@lru_cache(maxsize=1 << 16)
def _broken(text: str) -> bool:
    return text[0] == "\ufffd" or unicodedata.category(text[0]) in {"Co", "Cn"}
