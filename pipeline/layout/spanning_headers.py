"""Headers over headers where no rule draws them: which columns each spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.geometry import Box
from pipeline.layout.line_evidence import SAME_HEIGHT

_Span = tuple[int, int]


class Block(NamedTuple):
    """One cell: the columns it lies in (first, last), its box, the boxes of its lines, whether it is of the header."""

    first: int
    last: int
    box: Box
    lines: tuple[Box, ...] = ()
    is_header: bool = False


def over_children(heads: Sequence[Block], cuts: Sequence[float], floor: float) -> list[Block]:
    """The header blocks, each widened over the columns of the headers below it; ``floor``: where the body begins.

    A header is centred on what it spans, from side to side and, over several rows of the header, in height. One
    without a lower header in its own columns is nobody's parent, at whatever height it stands.
    """
    on_all = _centred_on_all(heads)
    standing = [b for b in heads if b in on_all or spans_rows(b, heads)]
    levels = _levels([b for b in heads if b not in standing])
    standing += [
        block
        for k, level in enumerate(levels[:-1])
        for block in level
        if not any(_columns(block) & _columns(lower) for below in levels[k + 1 :] for lower in below)
    ]
    levels = [kept for level in levels if (kept := [block for block in level if block not in standing])]
    below = levels[-1] if levels else []
    widened = [*standing, *below]
    for level in reversed(levels[:-1]):
        hanging = [b for b in standing if _hangs_below(b, level, floor)]
        barred = {c for b in (*standing, *level) if b not in hanging for c in range(b.first, b.last + 1)}
        below, hanging = ([b for b in blocks if not barred & _columns(b)] for blocks in (below, hanging))
        below = _widened(level, below, hanging, barred, cuts)
        widened += below
    return widened


def _centred_on_all(heads: Sequence[Block]) -> list[Block]:
    """The blocks centred in height on the whole header, where those below another block are not."""
    if not heads:
        return []
    middle = (min(b.box.y0 for b in heads) + max(b.box.y1 for b in heads)) / 2
    alone, below = [], []
    for block in heads:
        others = [b for b in heads if b is not block and _columns(b) & _columns(block)]
        if not others:
            alone.append(block)
        elif any(b.box.y1 <= block.box.y0 + 1 for b in others):
            below.append(block)
    if not below or any(abs(b.box.centre[1] - middle) < SAME_HEIGHT for b in below):
        return []
    return [b for b in alone if abs(b.box.centre[1] - middle) < SAME_HEIGHT]


def spans_rows(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether two cells that stand above one another lie beside the block: it spans their rows."""
    beside = [b for b in blocks if b is not block and min(b.box.y1, block.box.y1) - max(b.box.y0, block.box.y0) > 1]
    return any(
        a.box.y1 <= b.box.y0 + 1 and a.first <= b.last and b.first <= a.last
        for a in beside
        for b in beside
        if a is not b
    )


def _levels(heads: Sequence[Block]) -> list[list[Block]]:
    """The rows that header blocks stand in, from the top."""
    levels: list[list[Block]] = []
    for block in sorted(heads, key=lambda b: b.box.centre[1]):
        # The block that ends first tells: beside one of several lines those of the next level begin.
        if levels and block.box.centre[1] < min(b.box.y1 for b in levels[-1]):
            levels[-1].append(block)
        else:
            levels.append([block])
    return levels


def _hangs_below(block: Block, level: Sequence[Block], floor: float) -> bool:
    """Whether a header is centred in height on the rows below a level, not on those of the level too."""
    foot, top = max(parent.box.y1 for parent in level), min(parent.box.y0 for parent in level)
    middle = block.box.centre[1]
    return block.box.y0 >= foot - SAME_HEIGHT and abs(middle - (foot + floor) / 2) < abs(middle - (top + floor) / 2)


def _widened(
    level: Sequence[Block], below: Sequence[Block], hanging: Sequence[Block], barred: set[int], cuts: Sequence[float]
) -> list[Block]:
    """The parents of one row of headers over their children, each as near to the middle of its own as all can be.

    All headers of the row ``below`` are children; those ``hanging`` below over several rows may be. Columns ``barred``
    part the children of two parents.
    """
    parents = sorted(level, key=lambda b: b.first)
    own = []
    for parent in parents:
        under = [parent, *(child for child in (*below, *hanging) if _columns(parent) & _columns(child))]
        own.append((min(b.first for b in under), max(b.last for b in under)))
    spans = sorted((child.first, child.last) for child in (*below, *hanging))
    left, *between, right = (
        _partings(end, begin, spans, barred)
        for (_, end), (begin, _) in pairwise([(-1, -1), *own, (len(cuts) - 1, len(cuts) - 1)])
    )
    least = min((b.first for b in below if b.first in {begin for _, begin in left}), default=own[0][0])
    most = max((b.last for b in below if b.last in {end for end, _ in right}), default=own[-1][1])
    right = [(end, begin) for end, begin in right if end >= most]
    # By the column the next parent begins in: the least sum of how far all before it are off, and their spans.
    best: dict[int, tuple[float, tuple[_Span, ...]]] = {begin: (0.0, ()) for _, begin in left if begin <= least}
    for parent, partings in zip(parents, (*between, right), strict=True):
        found: dict[int, tuple[float, tuple[_Span, ...]]] = {}
        for start, (sum_before, before) in best.items():
            for end, begin in partings:
                off = sum_before + abs((cuts[start] + cuts[end + 1]) / 2 - parent.box.centre[0])
                if begin not in found or off < found[begin][0]:
                    found[begin] = off, (*before, (start, end))
        best = found
    _, chosen = min(best.values())
    return [p._replace(first=first, last=last) for (first, last), p in zip(chosen, parents, strict=True)]


def _partings(left: int, right: int, spans: Sequence[_Span], barred: set[int]) -> list[_Span]:
    """Where the children between two parents' own columns can be parted: last column of the one, first of the other."""
    between = [span for span in spans if left < span[0] and span[1] < right]
    stops = sorted(c for c in barred if left < c < right)
    if stops:
        ends = [end for _, end in between if end < stops[0]]
        begins = [begin for begin, _ in between if begin > stops[-1]]
        return [(max(ends, default=left), min(begins, default=right))]
    ends = [left, *(end for _, end in between)]
    return list(zip(ends, [*(begin for begin, _ in between), right], strict=True))


def _columns(block: Block) -> set[int]:
    return set(range(block.first, block.last + 1))
