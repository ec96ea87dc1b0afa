"""Where on a page tables without vertical rules stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.geometry import Box, union
from pipeline.layout.broken_numbers import FAR, NO_NUMBER
from pipeline.layout.caption_words import is_labelled, is_title, states_unit
from pipeline.layout.header_reach import LINE_PITCH, REACH, SAME_RULE, Line, header_top, topping
from pipeline.layout.line_evidence import CLOSE, ONE_PITCH, SAME_HEIGHT
from pipeline.layout.runs import LEADING, Run, is_amount, is_filled, overlap
from pipeline.model.page import Rule
from pipeline.money import plain

FEWEST_AMOUNTS = 3
"""Lines with an amount standing alone that make a table of aligned text."""
LOOSE_LINES = 6
"""Lines of one text (wrapped labels) that may stand between two lines with an amount."""
LINES_ABOVE = 3
"""So many lines above one with amounts may be of its row: those of a label or of a text of more lines beside it."""
MOST_HEADERS = 4
"""Lines of a header between the unit of a table and its first row."""
BOUND = 20.0
"""How far (points) a rule that bounds the table may stand from its text."""
THREE_LINES = 3
"""Top, header and bottom rule."""
APART = 0.8
"""More white than this share of the font size stands above a title; a label's second line follows more closely."""
_REST = re.compile(r"\d{1,3}")


def aligned_areas(
    lines: Sequence[Line], rules: Sequence[Rule], ruled: Sequence[Box], headers: Sequence[Box] = ()
) -> Iterator[Box]:
    """The areas of tables without vertical rules, those between rules first; none meets a ruled table.

    ``lines``: the page's lines outside ruled tables as runs; ``rules``: its long horizontal rules; ``headers``: the
    ruled tables that are a header and no more, under which one line is a table.
    """
    framed = [area for area in _between_rules(lines, rules) if not _meets_any(area, ruled)]
    yield from framed
    found: list[tuple[list[int], Box]] = []
    for group in _groups(lines):
        below = any(is_below(lines[group[0]][0], header) for header in headers)
        if len(group) >= FEWEST_AMOUNTS or below or _labelled_above(lines, group[0]):
            area = _area(lines, group, rules)
            if found and area.meets(found[-1][1]):  # its header is that of the group above, from which rows part it
                group = [*found.pop()[0], *group]  # noqa: PLW2901 - both are one
                area = _area(lines, group, rules)
            if not _meets_any(area, ruled) and not _meets_any(area, framed):
                found.append((group, area))
    yield from (area for _, area in found)


def _meets_any(area: Box, others: Sequence[Box]) -> bool:
    return any(area.meets(other) for other in others)


def _groups(lines: Sequence[Line]) -> list[list[int]]:
    """Positions of lines that carry an amount of its own beside other text, grouped where they follow closely."""
    groups: list[list[int]] = []
    for i, line in enumerate(lines):
        if len(line) > 1 and any(map(is_amount, line)):
            if groups and _near(lines, groups[-1][-1], i):
                groups[-1].append(i)
            else:
                groups.append([i])
    return groups


def is_below(run: Run, header: Box) -> bool:
    """Whether a run stands right below a header."""
    return -SAME_RULE < run.box.y0 - header.y1 < REACH * run.size and header.x0 - SAME_RULE < run.box.x0 < header.x1


def _labelled_above(lines: Sequence[Line], first: int) -> bool:
    """Whether the unit of a table is printed above a line, its header between at most: one row is a table then."""
    for k in range(first - 1, max(first - 2 - MOST_HEADERS, -1), -1):
        if lines[k + 1][0].box.y0 - lines[k][0].box.y1 > LINE_PITCH * lines[k][0].size:
            return False
        if any(states_unit(run.text) for run in lines[k]):
            return k < first - 1
    return False


def _is_caption(lines: Sequence[Line], k: int) -> bool:
    """Whether a line opens another table: the unit of what follows, or a title, set apart from what stands above."""
    if any(is_labelled(run.text) for run in lines[k]):
        return True
    title = lines[k][0]
    apart = k == 0 or title.box.y0 - lines[k - 1][0].box.y1 > APART * title.size
    return apart and len(lines[k]) == 1 and is_title(title.text)


def _area(lines: Sequence[Line], group: Sequence[int], rules: Sequence[Rule]) -> Box:
    """The group's lines with the header above them and the lines down to a closing rule."""
    last = _last_line(lines, group[-1])
    box = union(run.box for k in range(group[0], last + 1) for run in lines[k])
    across = [r for r in rules if r.start <= box.x1 and r.end >= box.x0]
    below = [r.at for r in across if r.at >= box.y1 - 1]
    bottom = min(below) if below and _flows(lines, last, min(below)) else box.y1
    top = header_top(lines, group[0], box.y0, topping(lines[: group[0]], box, across))
    whole = union(run.box for line in lines for run in line if top <= run.box.centre[1] <= bottom)
    bounds = [r for r in rules if top - BOUND <= r.at <= bottom + BOUND]
    left = min([whole.x0, *(r.start for r in bounds)])
    right = max([whole.x1, *(r.end for r in bounds)])
    return Box(left - 1, top - 1, right + 1, bottom + 1)


def _last_line(lines: Sequence[Line], last: int) -> int:
    """The last line of the row whose first line is the last with an amount: labels and numbers go on below it."""
    row = list(lines[last])
    above = [run for line in lines[max(last - LINES_ABOVE, 0) : last] if not any(map(is_filled, line)) for run in line]
    middle = row[0].box.centre[1]
    while last + 1 < len(lines) and all(
        any(_goes_on(run, over, above) for over in row) or _ends_label(run, above, middle) for run in lines[last + 1]
    ):
        last += 1
        row += lines[last]
    return last


def _ends_label(run: Run, above: Sequence[Run], middle: float) -> bool:
    """Whether a run is the second line of a label whose amounts stand at the middle of its height."""
    return any(
        _is_aligned(run, over)
        and run.box.y1 - over.box.y1 <= CLOSE * run.size
        and abs((over.box.centre[1] + run.box.centre[1]) / 2 - middle) < SAME_HEIGHT
        for over in above
    )


def _goes_on(run: Run, over: Run, above: Sequence[Run]) -> bool:
    """Whether a run is the next line of a label, as far to the left and no wider, or the rest of an amount.

    ``above``: the texts above the row without amounts beside them; lines as far apart as theirs may be set wide.
    """
    pitch = run.box.y1 - over.box.y1
    if NO_NUMBER.fullmatch(plain(run.text)):
        return pitch <= FAR * run.size and overlap(run, over) and is_filled(over)
    even = any(overlap(top, over) and abs(over.box.y1 - top.box.y1 - pitch) < ONE_PITCH for top in above)
    if pitch > (CLOSE if even else LEADING) * run.size:
        return False
    if is_filled(run):
        return bool(_REST.fullmatch(plain(run.text))) and overlap(run, over) and is_filled(over)
    return _is_aligned(run, over) and not is_filled(over)


def _is_aligned(run: Run, over: Run) -> bool:
    """Whether a text begins where another does and is no wider."""
    return abs(run.box.x0 - over.box.x0) < SAME_RULE and run.box.width < over.box.width + run.size


def _between_rules(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[Box]:
    """What stands between the first and last of several rules of one length (a three-line table) without a caption."""
    sets: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        same = next((s for s in sets if _as_long(s[0], rule)), None)
        if same is None:
            sets.append([rule])
        else:
            same.append(rule)
    captions = [line[0].box.centre[1] for k, line in enumerate(lines) if _is_caption(lines, k)]
    for group in (part for rules_alike in sets for part in _parted(rules_alike, captions)):
        area = Box(group[0].start - 1, group[0].at - 1, group[0].end + 1, group[-1].at + 1)
        inside = [line for line in lines if group[0].at < line[0].box.centre[1] < group[-1].at]
        columned = [line for line in inside if len(line) > 1]
        if len(group) >= THREE_LINES and len(columned) >= 0.5 * len(inside) > 0:
            yield area


def _parted(rules: Sequence[Rule], captions: Sequence[float]) -> Iterator[list[Rule]]:
    """The rules, parted where a caption stands between two: what follows it is another table."""
    part = [rules[0]]
    for above, below in pairwise(rules):
        if any(above.at < middle < below.at for middle in captions):
            yield part
            part = []
        part.append(below)
    yield part


def _as_long(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) < SAME_RULE and abs(one.end - other.end) < SAME_RULE


def _near(lines: Sequence[Line], i: int, j: int) -> bool:
    """Whether two amount lines belong to one table: few loose lines, no caption and no wide gap between them."""
    gaps = [lines[k + 1][0].box.y0 - lines[k][0].box.y1 for k in range(i, j)]
    loose = sum(len(lines[k]) == 1 for k in range(i + 1, j))
    close = loose <= LOOSE_LINES and all(gap < LINE_PITCH * lines[i][0].size for gap in gaps)
    return close and not any(_is_caption(lines, k) for k in range(i + 1, j))


def _flows(lines: Sequence[Line], last: int, bottom: float) -> bool:
    """Whether lines follow the last amount without a wide gap down to the rule that closes the table."""
    feet = [lines[last][0].box.y1]
    for line in lines[last + 1 :]:
        if line[0].box.y0 > bottom:
            break
        if line[0].box.y0 - feet[-1] > LINE_PITCH * line[0].size:
            return False
        feet.append(line[0].box.y1)
    return bottom - feet[-1] <= LINE_PITCH * lines[last][0].size
