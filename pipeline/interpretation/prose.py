"""Running text: visual lines to paragraphs under their headings, paragraphs to sentences."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.config.schema import Statements
from pipeline.model.table import PageContent, TextLine

_END = re.compile(r"[。;!?]$|(?<![是为因]):$")
_SENTENCE = re.compile(r"(?:[^。;!?,]|,(?![二三四五六七八九]、))+[。;!?,]*")
"""Up to its full stop, or to the next number of a list within one (一、…,二、…)."""
RUNNING = re.compile(r",|\d(?:万|元)|。")
"""Signs of running text, which headings and titles have not."""
_UNIT_LINE = re.compile(r"单位:[千百万亿]*元[)]?$")
"""Ends the line above a table that tells its unit; no sentence goes on behind it."""
_LEVELS = (
    "第[一二三四五六七八九十]+部分",
    "[一二三四五六七八九十]+、",
    "[(][一二三四五六七八九十]+[)]",
    r"\d+[、.]",
    r"[(]\d",
)
"""What headings begin with, the highest first."""
_YEAR = re.compile(r"(20\d{2})年")
_PAGE_NUMBER = re.compile(r"\W*第?\d{1,3}页?\W*")
LONGEST_HEADING = 40
SHORT_BY = 2.5
"""A line that ends so many line heights before the right edge of its page's text is the last of its paragraph."""
EVEN = 8.0
"""Right edges of full lines differ by less than this many points (a full stop may hang over)."""
LARGER = 1.3
"""A line without running text that is so many times higher than the next is a title above it."""
APART = 3.0
"""White so many line heights high ends a paragraph: what stands around a chart is none."""
HEADS_ON_PAGES = 3
"""A line at the top or foot of so many pages is a running head."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: ``raw`` as printed and ``text`` folded to ASCII forms, both without white space, of one length.

    ``section``: the heading above it. ``starts``: where in the text each of its lines begins. ``year``: the one
    that the headings above it name, the lowest of them that names one.
    """

    section: str | None
    raw: str
    text: str
    lines: tuple[TextLine, ...]
    starts: tuple[int, ...]
    year: int | None = None

    def lines_of(self, start: int, end: int) -> tuple[TextLine, ...]:
        """The lines on which a stretch of the text stands."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return self.lines[first : last + 1]

    def is_doubted(self, start: int, end: int) -> bool:
        """Whether a part of its lines that may be misread stands, wholly or partly, in a stretch of the text."""
        for line, begins in zip(self.lines, self.starts, strict=True):
            if not line.doubted:
                continue
            text = "".join(line.text.split())
            for part in line.doubted:
                bare = "".join(part.split())
                at = text.find(bare)
                while bare and at >= 0:
                    if begins + at < end and start < begins + at + len(bare):
                        return True
                    at = text.find(bare, at + 1)
        return False

    def sentences(self, goes_on: str) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence; one that begins with ``goes_on`` belongs to the sentence before."""
        spans = [match.span() for match in _SENTENCE.finditer(self.text)]
        for i, (start, end) in enumerate(spans):
            if i and re.match(goes_on, self.text[start:end]):
                continue
            last = end
            for later_start, later_end in spans[i + 1 :]:
                if not re.match(goes_on, self.text[later_start:later_end]):
                    break
                last = later_end
            yield start, last


def paragraphs(pages: Sequence[PageContent], located: bool, words: Statements) -> list[Paragraph]:
    """The paragraphs of running text in reading order; headings are no paragraphs but name those below them."""
    found: list[Paragraph] = []
    section: str | None = None
    year: int | None = None
    years: dict[int, int | None] = {}  # by how deep the headings stand that are open, the highest first
    for group in _grouped(_lines(pages, located), words):
        raw = "".join("".join(line.text.split()) for line in group)
        text = folded(raw)
        if re.search(words.heading, text) and len(text) <= LONGEST_HEADING and not RUNNING.search(text[:-1]):
            section = raw.rstrip("。")
            level = _level(text)
            years = {above: year for above, year in years.items() if above < level}
            year = years[level] = _own_year(text, words) or next(reversed(years.values()), None)
            continue
        starts, at = [], 0
        for line in group:
            starts.append(at)
            at += len("".join(line.text.split()))
        found.append(Paragraph(section, raw, text, tuple(group), tuple(starts), year))
    return found


def _level(heading: str) -> int:
    """How deep a heading stands, by what it begins with."""
    return next((level for level, begins in enumerate(_LEVELS) if re.match(begins, heading)), len(_LEVELS))


def _own_year(heading: str, words: Statements) -> int | None:
    """The year a heading names; ``None`` where it names none or several, or compares with one."""
    named = set(_YEAR.findall(heading))
    return int(named.pop()) if len(named) == 1 and not re.search(words.compared, heading) else None


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """The text with full-width forms folded, character by character, so that places stay the same."""
    return "".join(map(_form, text))


@lru_cache(maxsize=1 << 16)
def _form(char: str) -> str:
    """The plain form of a character; circled numbers stay what they are."""
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 and unicodedata.category(char) != "No" else char


class TextArea(NamedTuple):
    """Left and right edge of a page's running text; without meaning where the page is not located."""

    left: float
    right: float
    located: bool


def _lines(pages: Sequence[PageContent], located: bool) -> list[tuple[TextLine, TextArea]]:
    """The lines without running heads and page numbers, each with the area of its page's text."""
    edges = Counter(text for page in pages for text in {line.text for line in _edge_lines(page)})
    kept = []
    for page in pages:
        at_edge = _edge_lines(page)
        own = []
        for line in page.lines:
            edge = line in at_edge
            head = edge and located and edges[line.text] >= HEADS_ON_PAGES
            number = (edge or not located) and _PAGE_NUMBER.fullmatch(folded(line.text))
            if not head and not number:
                own.append(line)
        area = TextArea(min((line.box.x0 for line in own), default=0.0), _right_edge(own), located)
        kept += [(line, area) for line in own]
    return kept


def _right_edge(lines: Sequence[TextLine]) -> float:
    """Where full lines end: the furthest right that two lines share (a caption may reach further)."""
    ends = sorted((line.box.x1 for line in lines), reverse=True)
    shared = (end for end, after in pairwise(ends) if end - after <= EVEN)
    return next(shared, ends[0] if ends else 0.0)


def _edge_lines(page: PageContent) -> tuple[TextLine, ...]:
    return (*page.lines[:1], *page.lines[-1:])


def _grouped(lines: Sequence[tuple[TextLine, TextArea]], words: Statements) -> Iterator[list[TextLine]]:
    """Lines that make one paragraph."""
    group: list[TextLine] = []
    text, short = "", False
    for line, area in lines:
        own = folded("".join(line.text.split()))
        ended = (short and (_END.search(text) or _is_title(text))) or _UNIT_LINE.search(text)
        apart = area.located and group and _is_far_below(group[-1], line)
        if group and (
            ended or apart or re.search(words.heading, own) or (len(group) == 1 and _below(group[0], line, area))
        ):
            yield group
            group, text = [], ""
        group.append(line)
        text += own
        short = not area.located or line.box.x1 < area.right - SHORT_BY * _height(line)
    if group:
        yield group


def _is_title(text: str) -> bool:
    """Whether lines without signs of running text are complete: a quotation that is open goes on."""
    return not RUNNING.search(text) and text.count("“") <= text.count("”") + text.count('"')


def _is_far_below(last: TextLine, line: TextLine) -> bool:
    return line.page_no == last.page_no and line.box.y0 - last.box.y1 > APART * _height(last)


def _below(first: TextLine, line: TextLine, area: TextArea) -> bool:
    """Whether a line begins a paragraph of its own: a paragraph's second line goes back to the left edge."""
    height = _height(first)
    if not area.located or line.page_no != first.page_no or not _is_title(folded(first.text)):
        return False
    if height > LARGER * _height(line):
        return True
    further = line.box.x0 > first.box.x0 + height / 2
    return further or (first.box.x0 > area.left + height and line.box.x0 > first.box.x0 - height / 2)


def _height(line: TextLine) -> float:
    return line.box.y1 - line.box.y0
