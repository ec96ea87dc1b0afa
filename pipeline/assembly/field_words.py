"""Labels read from pixels: of what the networks propose, that which is words of the field from end to end.

入 and 人 differ in a hair, and in some print the networks are sure of 收人预算. Nothing is made up: a network must
propose the text, and it has one other character or one more than what they were surer of: no print that was seen goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any

from pipeline.config.names import bare_name
from pipeline.config.rules import Rules
from pipeline.digits import one_slip
from pipeline.model.table import Cell, PageContent
from pipeline.money import plain

SHORTEST_WORD = 2
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_WORD = re.compile(rf"{_CHINESE.pattern}{{{SHORTEST_WORD},}}")
_YEAR = re.compile(r"[0-9]{4}年")
_ONE_OF = re.compile(r"\[[^\]]*\]")
"""One character of several in a pattern: no word."""


def in_field_words(pages: Sequence[PageContent], rules: Rules) -> list[PageContent]:
    """The pages, cells of theirs that are no words of the field with a proposed reading that is; it stays proposed."""
    return [
        replace(page, grids=tuple(replace(g, cells=tuple(_chosen(c, rules) for c in g.cells)) for g in page.grids))
        if any(cell.alternatives for grid in page.grids for cell in grid.cells)
        else page
        for page in pages
    ]


def _chosen(cell: Cell, rules: Rules) -> Cell:
    if not cell.alternatives or not _CHINESE_WORD.search(cell.compact) or is_worded(cell.text, rules):
        return cell
    read = bare_name(cell.text)
    slips = [text for text in cell.alternatives if one_slip(read, bare_name(text)) in ("changed", "lost")]
    worded = [text for text in slips if is_worded(text, rules)]
    if len({bare_name(text) for text in worded}) != 1:
        return cell
    chosen = worded[0]
    rest = (text for text in cell.alternatives if text != chosen)
    return cell._replace(text=chosen, alternatives=(cell.text, *rest))


@lru_cache(maxsize=1 << 14)
def is_worded(text: str, rules: Rules) -> bool:
    """Whether all Chinese of a text, but for its number in a list, is words of the configs and code lists."""
    words, longest = field_words(rules)
    bare = bare_name(_YEAR.sub("", re.sub(rules.vocabulary.rows.enumerator, "", plain(text))))
    reached = {0}
    for start in range(len(bare)):
        if start not in reached:
            continue
        if not _CHINESE.match(bare[start]):
            reached.add(start + 1)
        ends = range(start + SHORTEST_WORD, min(len(bare), start + longest) + 1)
        reached.update(end for end in ends if bare[start:end] in words)
    return len(bare) in reached


@lru_cache(maxsize=4)
def field_words(rules: Rules) -> tuple[frozenset[str], int]:
    """The Chinese words in the vocabulary's patterns and the names of the code lists; the longest one's length."""
    configs = rules.configs
    listed = [configs.functional, configs.econ_dept, configs.econ_gov]
    official = chain.from_iterable(editions.values() for editions in configs.official.values())
    names = (bare_name(code.name) for codes in (*listed, *official) for code in codes.values())
    patterns = (_ONE_OF.sub("|", text) for text in _texts(configs.vocabulary.model_dump()))
    words = frozenset(chain(names, *map(_CHINESE_WORD.findall, patterns)))
    return words, max(map(len, words))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, (list, tuple)):
        yield from chain.from_iterable(map(_texts, value))
