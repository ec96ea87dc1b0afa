"""Rules that nobody drew, below spanning headers: where the rules between the columns below begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.page import Rule

LEAST_HEIGHT = 6.0
"""A line of header is at least so high (points): a rule that begins nearer to one above it only misses it."""
FEW_ROWS = 4.0
"""So many times the height of the spanning header hold its lower headers and a row or two."""
ALIKE = 3.0
"""Rules that begin at heights no farther apart begin at one height."""


def below_spanning_headers(lying: Sequence[Rule], standing: Sequence[Rule]) -> Iterator[Rule]:
    """The rules to be added to a table's own so that each spanning header is closed below.

    A sheet without the rule between 上年结转结余 and 小计 | 一般公共预算 below it tells them apart by where the rules
    between the columns begin: at one height, which no rule lies at. They reach from the next rule to their left that
    begins higher to the next one to their right.
    """
    tops: dict[float, Rule] = {}
    for rule in standing:
        tops[rule.at] = min(tops.get(rule.at, rule), rule, key=lambda r: r.start)
    columns = sorted(tops.values())
    heights: list[float] = []
    closed: set[Rule] = set()
    for i, rule in enumerate(columns):
        if not _begins_free(rule, lying):
            continue
        height = next((h for h in heights if abs(h - rule.start) <= ALIKE), rule.start)
        heights.append(height)
        left = next((r for r in reversed(columns[:i]) if r.start < height - LEAST_HEIGHT), None)
        right = next((r for r in columns[i + 1 :] if r.start < height - LEAST_HEIGHT), None)
        if left is not None and right is not None and min(left.end, right.end) > height:
            closed.add(Rule(height, left.at, right.at))
    yield from sorted(closed)


def _begins_free(rule: Rule, lying: Sequence[Rule]) -> bool:
    """Whether no rule lies where this one begins, but one does above, and two below that it crosses or meets.

    A frame with rules between its columns alone is read by its lines of text, header and all, unless a row or two are
    all there is.
    """
    at = [r.at for r in lying if r.start - ALIKE <= rule.at <= r.end + ALIKE]
    near = any(abs(y - rule.start) < LEAST_HEIGHT for y in at)
    above, below = [y for y in at if y < rule.start], [y for y in at if y > rule.start]
    if near or not above or not below:
        return False
    few_rows = max(below) - rule.start <= FEW_ROWS * (rule.start - min(above))
    return few_rows or max(below) - min(below) > ALIKE
