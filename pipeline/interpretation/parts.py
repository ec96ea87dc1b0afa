"""The parts of a document (第三部分 …中心2026年预算): of whom and of which year the tables below their headings are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.config.rules import Rules
from pipeline.model.table import PageContent, Table, TextLine
from pipeline.money import plain
from pipeline.years import in_digits

LONGEST = 45
MOST_PAGES = 2
"""What stands on more pages is a running head."""


class Heading(NamedTuple):
    """A part's heading, where it stands, and what it names: empty and ``None`` where nothing."""

    page_no: int
    y: float
    text: str
    organisation: str
    year: int | None


def _heading(line: TextLine, text: str, rules: Rules) -> Heading | None:
    words = rules.vocabulary.identification
    match = re.match(words.part_heading, text)
    if match is None:
        return None
    year, organisation = int(match["year"] or 0) or None, match["organisation"]
    if not re.search(rf"[一-鿿]{{3}}(?:{words.organisation_end})(?:\(.*\))?$", organisation):
        organisation = ""
    return Heading(line.page_no, line.box.y0, text, organisation, year) if year or organisation else None


class Parts:
    """The headings of a document's parts in reading order."""

    def __init__(self, pages: Sequence[PageContent], rules: Rules) -> None:
        words = rules.vocabulary
        begins = re.compile(words.statements.heading)
        texts = ((line, begins.sub("", in_digits(plain(line.text)))) for page in pages for line in page.lines)
        found = [one for line, text in texts if len(text) <= LONGEST and (one := _heading(line, text, rules))]
        on_page = Counter(one.page_no for one in found)  # several on one page list the parts
        pages_of = Counter(text for _, text in {(one.page_no, one.text) for one in found})
        self._headings = [h for h in found if on_page[h.page_no] == 1 and pages_of[h.text] <= MOST_PAGES]

    def above(self, table: Table) -> Heading | None:
        """The heading of the part in which a table stands; ``None`` in front of the first."""
        if table.page_start is None or not self._headings:
            return None
        tops = (c.box.y0 for c in table.cells if c.page_no == table.page_start and c.box is not None)
        place = table.page_start, min(tops, default=float("inf"))
        return next((h for h in reversed(self._headings) if (h.page_no, h.y) < place), None)
