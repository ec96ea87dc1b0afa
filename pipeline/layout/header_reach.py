"""How far up the header of a table without vertical rules reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.geometry import Box, union
from pipeline.layout.caption_words import is_labelled, is_title
from pipeline.layout.runs import LEADING, Run
from pipeline.model.page import Rule
from pipeline.money import plain

Line = Sequence[Run]

REACH = 2.0
"""The first row of a body stands at most this many font sizes below the header."""
LINE_PITCH = 3.0
"""Lines further apart than this many font sizes do not belong to one table."""
SEVERAL = 3
"""So many texts side by side are a header and no title, however much white is below them in one table."""
INTERLEAVED = 0.1
"""Lines that overlap by more than this share of the font size are lines of cells side by side."""
HEADER_REACH = 60.0
"""How far (points) above a header line the rule that tops the table may stand."""
TOPS = 0.8
"""A rule tops a table when it is at least this share of the table's body wide."""
SAME_RULE = 3.0
"""Rules are of one length when their ends differ by less than this (points)."""
LARGER = 1.15
"""A title is set larger than the text of its table by this factor."""
_PUNCTUATED = re.compile(r"[。:,、;]")


def topping(headers: Sequence[Line], body: Box, rules: Sequence[Rule]) -> list[float]:
    """The heights of the rules that can top a table: as wide as it, with a header below them.

    A rule right above the body closes the header, a narrow one lies under a header that spans some columns.
    """
    middles = [line[0].box.centre[1] for line in headers]
    wide = [r.at for r in rules if r.end - r.start >= TOPS * body.width]
    return [at for at in wide if any(at < middle < body.y0 for middle in middles)]


def header_top(lines: Sequence[Line], first: int, top: float, tops: Sequence[float]) -> float:
    """How far up the header reaches: to the rule that tops the table, a unit line, a title or a wide gap."""
    end = first
    for start in _bands_above(lines, first):
        band = [run for line in lines[start:end] for run in line]
        box = union(run.box for run in band)
        if _is_no_header(band, top - box.y1):
            break
        topped = min((at for at in tops if at > box.y0 - HEADER_REACH), default=None)
        if topped is not None and box.y1 <= topped:
            break
        alone = len(band) == 1 and not tops and not _ends_header(band[0], lines[:start])
        if alone and _is_heading(band[0], lines[first][0], top - box.y1):
            break
        top, end = box.y0, start
    return top


def _bands_above(lines: Sequence[Line], first: int) -> Iterator[int]:
    """The first line of each band above a line, from below: cells centred in height make lines that overlap."""
    start = first - 1
    while start >= 0:
        while start > 0 and lines[start - 1][0].box.y1 > lines[start][0].box.y0 + INTERLEAVED * lines[start][0].size:
            start -= 1
        yield start
        start -= 1


def _is_no_header(line: Line, gap: float) -> bool:
    """Whether a line that leaves this gap below it is too far up for a header, or labels the table."""
    reach = LINE_PITCH if len(line) >= SEVERAL else REACH
    return gap > reach * line[0].box.height or any(is_labelled(run.text) for run in line)


def _ends_header(run: Run, above: Sequence[Line]) -> bool:
    """Whether a lone run is the last line of one of several headers, which stands closely above it."""
    line = above[-1] if above else []
    return len(line) > 1 and any(
        run.box.y1 - over.box.y1 <= LEADING * run.size and over.box.x0 - 1 <= run.box.centre[0] <= over.box.x1 + 1
        for over in line
    )


def header_lines(lines: Iterable[Line], body: Box) -> list[Line]:
    """The lines right above a table without a header that can be one, from the top.

    They end at a wide gap, what is wider than the table, a unit line or a title; the lowest has several texts.
    ``lines``: those above the table, the nearest first; no more are asked for than are needed.
    """
    found: list[Line] = []
    top = body.y0
    for line in lines:
        box = union(run.box for run in line)
        outside = box.x0 < body.x0 - SAME_RULE or box.x1 > body.x1 + SAME_RULE
        if outside or _is_no_header(line, top - box.y1):
            break
        if len(line) == 1 and (not found or _is_heading(line[0], found[-1][0], top - box.y1)):
            break
        found.append(line)
        top = box.y0
    return found[::-1]


def _is_heading(run: Run, body: Run, gap: float) -> bool:
    """Whether a lone run above a table without rules is its title, and no header over some of its columns."""
    return (
        run.size > LARGER * body.size
        or gap > run.size
        or is_title(run.text)
        or bool(_PUNCTUATED.search(plain(run.text)))
    )
