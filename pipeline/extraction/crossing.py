"""Numbers printed across a rule: each stays whole, in the cell whose wall it is set against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from pipeline.extraction.overprinted import OUTSIDE
from pipeline.model.page import Char
from pipeline.model.table import Region
from pipeline.money import parse_number

NUMERIC = frozenset("0123456789.,-−–△▲%（）()．，")
RUN_GAP = 0.3
"""Digits closer than this share of the font size belong to one printed number."""
EVEN_GAP = 0.1
"""A gap wider than the run's usual one by this share of the font size parts two numbers."""
OVERPRINTED = 0.25
"""Digits that lie over one another by more than this share of their width are of two numbers."""
WIDEST_PADDING = 0.7
"""A text processor keeps about so much of the font size free on either side of a cell."""
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")


def keep_numbers_whole(region: Region, chars: Sequence[Char], owners: dict[int, int]) -> set[int]:
    """Mends ``owners`` in place where a rule cuts a printed number; the slots that were mended, or may want it.

    A number that runs on into the white beside it may touch the next one: amounts with two decimals part in one way.
    """
    mended: set[int] = set()
    for run in _numeric_runs(chars, [i for i in owners if chars[i].text in NUMERIC]):
        cut = {owners[i] for i in run}
        if len(cut) == 1:
            continue
        if any(chars[a].x1 - chars[b].x0 > OVERPRINTED * (chars[b].x1 - chars[b].x0) for a, b in pairwise(run)):
            mended |= cut - {OUTSIDE}
            continue  # two numbers printed over one another: whose digit is whose the page does not show
        for number in _numbers(run, chars, owners):
            parts = {owners[i] for i in number}
            if len(parts) == 1:
                continue
            if _is_one(number, chars, owners):
                home = _home(number, region, chars, owners)
                owners.update(dict.fromkeys(number, home))
                mended |= {home} - {OUTSIDE}
            elif _touches_across(number, chars, owners):
                mended |= parts - {OUTSIDE}
    return mended


def _numbers(run: Sequence[int], chars: Sequence[Char], owners: dict[int, int]) -> Iterator[Sequence[int]]:
    """The amounts that touch one another in a run, where a rule cuts one of them; else the run itself."""
    amounts = _AMOUNT.findall("".join(chars[i].text for i in run))
    ends = list(accumulate(map(len, amounts), initial=0))
    parts = [run[start:end] for start, end in pairwise(ends)]
    if ends[-1] == len(run) and any(len({owners[i] for i in part}) > 1 for part in parts):
        yield from parts
    else:
        yield run


def _home(number: Sequence[int], region: Region, chars: Sequence[Char], owners: dict[int, int]) -> int:
    """The slot against whose wall the number is set: as amounts are to the right, or to the left if it ends short.

    One that begins beside the table and stands there for the most part is none of it.
    """
    if owners[number[0]] == OUTSIDE and 2 * sum(owners[i] == OUTSIDE for i in number) > len(number):
        return OUTSIDE
    inside = [owners[i] for i in number if owners[i] != OUTSIDE]
    first, last = region.slots[inside[0]].box, region.slots[inside[-1]].box
    short = last.x1 - chars[number[-1]].x1
    at_left = WIDEST_PADDING * chars[number[0]].size < short > chars[number[0]].x0 - first.x0
    return inside[0] if at_left else inside[-1]


def _numeric_runs(chars: Sequence[Char], positions: Sequence[int]) -> Iterator[list[int]]:
    """Runs of digits and separators on one line without a gap."""
    order = sorted([(round(chars[i].baseline, 1), chars[i].x0, i) for i in positions])
    run: list[int] = []
    end = line = 0.0
    for _, start, i in order:
        _, _, _, x1, _, baseline, size = chars[i]
        if run and not (abs(baseline - line) <= 0.2 * size and -0.5 * size <= start - end <= RUN_GAP * size):
            yield run
            run = []
        run.append(i)
        end, line = x1, baseline
    if run:
        yield run


def _is_one(run: Sequence[int], chars: Sequence[Char], owners: dict[int, int]) -> bool:
    """Whether the run is one number cut by a rule, and not two numbers that happen to touch."""
    return parse_number("".join(chars[i].text for i in run)) is not None and all(_close_cuts(run, chars, owners))


def _touches_across(run: Sequence[int], chars: Sequence[Char], owners: dict[int, int]) -> bool:
    """Whether digits on both sides of a rule stand as close as those of one number."""
    return any(_close_cuts(run, chars, owners))


def _close_cuts(run: Sequence[int], chars: Sequence[Char], owners: dict[int, int]) -> Iterator[bool]:
    """For each place where a rule cuts the run: whether what it parts stands no wider than the run's usual gap."""
    gaps = [chars[b].x0 - chars[a].x1 for a, b in pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    for (a, b), gap in zip(pairwise(run), gaps, strict=True):
        if owners[a] != owners[b]:
            yield gap <= usual + EVEN_GAP * chars[run[0]].size
