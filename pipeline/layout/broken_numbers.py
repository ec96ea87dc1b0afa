"""Numbers and codes of tables without rules that go on on the next line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.layout.runs import LEADING, SLACK, Run, is_filled
from pipeline.money import plain

NEARLY = 0.8
"""Where at least this share of the numbers go on below, it is no chance."""
FAR = 2.0
"""The rest of a number that is none by itself may stand so many font sizes below."""
ON_LINE = 0.3
"""Middles of what stands on one line differ by less than this share of the font size."""
_WHOLE_CODE = re.compile(r"[235]\d{4}(?:\d{2})?")
FEWEST_CODES = 3
"""So many codes that go on below are no chance; among other codes one is none."""
_CUT_CODE, _CODE_END = re.compile(r"\d{4}|\d{6}"), re.compile(r"\d{1,3}")
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_GROUP_CODE, _ITEM_END = re.compile(r"\d{5}"), re.compile(r"\d{2}")
_SHORT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d")
_DIGIT = re.compile(r"\d")
BROKEN = re.compile(r"-?[\d,]+[.,]|-?\d{1,3}(?:,\d{3})*,\d{1,2}")
"""A number that goes on below: no number ends with a point or comma, nor with less than three digits behind a comma."""
_DIGITS = re.compile(r"[\d,.]*\d[\d,.]*")
_WHOLE = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d{1,2})?")
NO_NUMBER = re.compile(r"[.,].*|00.*|0\d[\d,.]+")
"""What begins with a point, a comma or a zero before digits is the rest of a number; 01 is a code."""


def first_halves(runs: Sequence[Run]) -> frozenset[Run]:
    """The first halves of numbers and codes that go on below.

    A number of four or six digits is, where nearly all of them have digits closely below that make a code of them, one
    of five digits where all two digits of its column stand closely below such (20103 and 01, no code by itself), and
    one with a single decimal, where nearly all such numbers of a table have one digit closely below, and the others
    two decimals (12.8 and 0). So is each above a line of which all numbers end those above them, one of them being none
    by itself (280005 and 500.25 beside 31120 and 00.25).
    """
    broken = {run for run in runs if BROKEN.fullmatch(plain(run.text))}
    broken |= _gone_on(runs, broken)
    short = [run for run in runs if _SHORT.fullmatch(plain(run.text))]
    if short:
        digits = [run for run in runs if _DIGIT.fullmatch(plain(run.text))]
        others = {len(text.partition(".")[2]) for run in runs if is_filled(run) and "." in (text := plain(run.text))}
        ended = [run for run in short if any(_under(digit, run) for digit in digits)]
        if others <= {1, 2} and len(ended) >= NEARLY * len(short):
            broken.update(ended)
    cut = [run for run in runs if _CUT_CODE.fullmatch(plain(run.text))]
    if cut:
        ends = [run for run in runs if _CODE_END.fullmatch(plain(run.text))]
        ended = [run for run in cut if any(_ends_code(end, run) for end in ends)]
        among = len(ended) >= FEWEST_CODES or any(_is_among_codes(run, ends, runs) for run in ended)
        if len(ended) >= NEARLY * len(cut) and among:
            broken.update(ended)
    items = [run for run in runs if _ITEM_END.fullmatch(plain(run.text))]
    groups = [run for run in runs if items and _GROUP_CODE.fullmatch(plain(run.text))]
    ended = [group for group in groups if _is_among_codes(group, items, runs)]
    below = [item for item in items if any(abs(item.box.x0 - group.box.x0) < SLACK for group in ended)]
    if all(any(_ends_code(item, group) for group in ended) for item in below):
        broken.update(ended)
    return frozenset(broken)


def _gone_on(runs: Sequence[Run], broken: Collection[Run]) -> set[Run]:
    """The numbers that go on in a line below, line by line from the top, which may go on themselves.

    Where one does, so do those above a line of nothing but what ends them.
    """
    numbers = [run for run in runs if _DIGITS.fullmatch(plain(run.text))]
    rests = {run for run in numbers if NO_NUMBER.fullmatch(plain(run.text))}
    if not rests and not broken:
        return set()
    lines = _lines(runs)
    known = frozenset(numbers)
    ends = {run: above for run in numbers if (above := _ends_with(run, numbers)) is not None}
    found: set[Run] = set()
    for proven in (False, True):
        wholes: dict[Run, str] = {}
        for line in lines:
            own = [run for run in line if run in known]
            pairs = [(run, ends[run]) for run in own if run in ends]
            texts = {run: wholes.get(above, plain(above.text)) + plain(run.text) for run, above in pairs}
            told = any(run in rests or above in broken or above in wholes for run, above in pairs)
            alone = proven and bool(found) and len(own) == len(line)
            if len(pairs) == len(own) and (told or alone) and all(map(_WHOLE.fullmatch, texts.values())):
                found.update(above for _, above in pairs)
                wholes |= texts
    return found


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs by the line they stand on, from the top."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.box.centre[1]):
        if lines and abs(run.box.centre[1] - lines[-1][0].box.centre[1]) < ON_LINE * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _ends_with(run: Run, numbers: Sequence[Run]) -> Run | None:
    """The number closely above that a run stands flush with: both begin, end, or have their middle at one place."""
    for above in numbers:
        edges = zip(
            (run.box.x0, run.box.x1, run.box.centre[0]), (above.box.x0, above.box.x1, above.box.centre[0]), strict=True
        )
        if _under(run, above, FAR) and any(abs(one - other) < SLACK for one, other in edges):
            return above
    return None


def _is_among_codes(cut: Run, ends: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Whether a number and the digits below it make an item whose class, group or sibling begins at the same edge.

    No group or item is numbered 00, as round amounts are.
    """
    beside = [plain(r.text) for r in runs if r is not cut and abs(r.box.x0 - cut.box.x0) < SLACK]
    codes = [text for text in beside if _CODE.fullmatch(text)]
    wholes = [plain(cut.text) + plain(end.text) for end in ends if _ends_code(end, cut)]
    return any(
        "00" not in (whole[3:5], whole[5:]) and any(code == whole[:3] or code[:5] == whole[:5] for code in codes)
        for whole in wholes
    )


def _ends_code(end: Run, cut: Run) -> bool:
    """Whether two lines make a code: they begin below one another, as amounts of different length do not."""
    whole = plain(cut.text) + plain(end.text)
    return _under(end, cut) and abs(end.box.x0 - cut.box.x0) < SLACK and bool(_WHOLE_CODE.fullmatch(whole))


def ends_number(run: Run, above: Run, halves: Collection[Run]) -> bool:
    """Whether a run is the rest of a number that broke off on the line above (1,234,5 and 67.00)."""
    return above in halves and _under(run, above, FAR) and bool(re.fullmatch(r"[\d,.]+", plain(run.text)))


def _under(run: Run, above: Run, leading: float = LEADING) -> bool:
    """Whether a run stands closely below another, over or under it from side to side."""
    close = 0 < run.box.y1 - above.box.y1 <= leading * run.size
    return close and run.box.x0 < above.box.x1 + SLACK and above.box.x0 < run.box.x1 + SLACK


def amount_starts(runs: Sequence[Run], halves: Collection[Run]) -> list[Run]:
    """The runs that begin a number: whole ones and first halves."""
    return [r for r in runs if r in halves or (is_filled(r) and not any(ends_number(r, b, halves) for b in halves))]
