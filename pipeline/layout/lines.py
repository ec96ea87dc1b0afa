"""Running text of a page: everything printed outside the tables, line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model.page import Char, Page
from pipeline.model.table import TextLine
from pipeline.visual_lines import line_box, line_text, visual_lines

LOST_TABLE = "[illegible]"
_PAGE_NUMBER = re.compile(r"[\s—–\-－_·.]*第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?[\s—–\-－_·.]*")


def text_lines(page: Page, chars: Sequence[Char]) -> tuple[TextLine, ...]:
    """The page's lines from top to bottom, without bare page numbers in the outer tenth of the page."""
    lines = []
    for line in visual_lines(chars):
        text = line_text(line)
        box = line_box(line)
        outer = box.y0 > 0.9 * page.height or box.y1 < 0.1 * page.height
        if page.located and outer and _PAGE_NUMBER.fullmatch(text):
            continue
        lines.append(TextLine(page.number, text, box))
    return tuple(lines)
