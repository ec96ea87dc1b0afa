"""The long dash of Chinese texts, ——, which no network knows: all read 一 for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_fallback.cells import LinePicture
from ocr_fallback.recognise import LineText

CHINESE_ONE, DASH = "一", "—"
LONG, FLAT = 1.5, 0.2
"""A dash's two characters are one piece of ink, so many line heights long and so flat; 一 is one height long."""

_HAN = "[一-鿿）〉》”]"
_ONES = re.compile(f"(?<={_HAN})[{CHINESE_ONE}{DASH}]{{1,2}}(?={_HAN}|[（〈《“])")


def dashes_told(lines: Sequence[tuple[LinePicture, LineText]]) -> list[LineText]:
    """What stands in the lines of one cell, with —— where the ink, or the break of a line within it, shows a dash.

    一 at the end of a line and at the start of the next is a dash cut in two: one word hardly ends and starts so.
    """
    texts = [_long_ones(picture, text.best.text) for picture, text in lines]
    for k in range(len(texts) - 1):
        above, below = texts[k : k + 2]
        if re.search(f"{_HAN}{CHINESE_ONE}$", above) and re.match(f"{CHINESE_ONE}{_HAN}", below):
            texts[k], texts[k + 1] = above[:-1] + DASH, DASH + below[1:]
    return [
        text if told == text.best.text else LineText((text.best._replace(text=told), *text.readings[1:]), text.places)
        for told, (_, text) in zip(texts, lines, strict=True)
    ]


def _long_ones(picture: LinePicture, text: str) -> str:
    """The text with —— for as many 一 between Chinese as there are dashes in the ink, where those are all of them."""
    height = picture.box.height
    dashes = sum(b.x1 - b.x0 >= LONG * height and b.y1 - b.y0 <= FLAT * height for b in picture.blobs)
    if not dashes or len(_ONES.findall(text)) != dashes:
        return text
    return _ONES.sub(DASH * 2, text)
