"""Whether a page's text layer can be used, by evidence on the page alone."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from pipeline.geometry import Box
from pipeline.model.page import Page

FEWEST = 12
"""Characters below which shares say nothing."""
BROKEN_SHARE = 0.1
"""A text layer is garbage when this share of its characters stands for nothing: U+FFFD, private use, unassigned."""
FOREIGN_SHARE = 0.01
"""… or when this share, and ``FOREIGN_LEAST``, are letters of scripts that nobody prints in China."""
FOREIGN_LEAST = 2
SCRIPTS = frozenset(
    {"CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "BOPOMOFO", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "GREEK"}
    | {"CYRILLIC", "HANGUL", "TIBETAN", "MONGOLIAN", "ARABIC", "YI", "LISU", "TAI"}
)
"""First words of the Unicode names of letters that a Chinese document may print: nationalities publish in their own.

Accented Latin is not among them: Chinese bytes read in the wrong code page are that, and so are characters of a font
whose table of meanings a program wrote wrongly, with right ones beside them.
"""
WINGDINGS = frozenset("Øüûþý")
"""Arrowhead, ticks, crosses and boxes of that font: marks of lists and forms, given as letters."""
LYING_PAGES = 0.25
"""Where so many of a document's text layers are garbage, and two at least, the others were written by the same hand."""
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

    ``stamped``: its text layer will do all the same where the pixels show no table; ``garbage``: it will never do.
    """

    reason: str
    pictures: tuple[Box, ...] = ()
    stamped: bool = False
    garbage: bool = False


def pixels_wanted_of(pages: Sequence[Page]) -> dict[int, PixelsWanted]:
    """What must be read from its pixels, and why, by the number of the page."""
    wanted = {page.number: why for page in pages if (why := pixels_wanted(page))}
    texted = [page.number for page in pages if page.chars and page.located]
    lying = [number for number in texted if number in wanted and wanted[number].garbage]
    if len(lying) > 1 and len(lying) >= LYING_PAGES * len(texted):
        told = PixelsWanted(f"the text layers of {len(lying)} pages of the document are garbage", garbage=True)
        wanted = dict.fromkeys(texted, told) | wanted
    return wanted


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
            why = f"{broken:.0%} of its text layer are characters that stand for nothing"
            return PixelsWanted(why, garbage=True)
        foreign = sum(n for text, n in shown.items() if _foreign(text))
        if foreign >= max(FOREIGN_LEAST, FOREIGN_SHARE * total):
            why = f"{foreign / total:.0%} of its text layer are letters nobody prints in China, put for others"
            return PixelsWanted(why, garbage=True)
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


@lru_cache(maxsize=1 << 16)
def _foreign(text: str) -> bool:
    char = text[0]
    if char.isascii() or char in WINGDINGS or unicodedata.category(char) not in {"Lu", "Ll", "Lt", "Lo"}:
        return False
    return unicodedata.name(char, "").split(" ")[0] not in SCRIPTS
