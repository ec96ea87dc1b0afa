"""Target texts to comparisons: at least, at most, a number, a range, a quality; the text itself is always kept."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from pipeline.config.performance_words import TargetWords
from pipeline.money import parse_number, plain

_NUMBER = r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ONE = re.compile(rf"(?P<before>\D*?)(?P<number>{_NUMBER})(?P<after>\D*)")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})(?P<unit>[^\d~～\-—–至到]*)(?:[-~～—–至到]+)(?P<high>{_NUMBER})(?P<after>\D*)")
_PARTS = re.compile(r"[;；]")
_AFTER_NUMBER = re.compile(r"^[、,。.;:：]+|[。.;,、]+$")
LONGEST_UNIT = 8
"""Longer words behind a number are no unit."""


class Target(NamedTuple):
    """One value a cell demands. ``op``: ge le gt lt eq range, qualitative (words), none (no comparison stated)."""

    text: str
    op: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None


def split_targets(text: str) -> list[str]:
    """The values of a cell that holds several, parted by semicolons; one text otherwise."""
    parts = [part for part in (p.strip("。") for p in _PARTS.split(plain(text))) if part]
    return parts or [plain(text)]


def parse_target(text: str, words: TargetWords, operator: str = "", unit: str = "") -> Target:
    """The comparison one text states; ``operator`` and ``unit`` are those columns of their own print.

    A date, several numbers, a number in characters, or words around a number that are neither a comparison nor a unit
    give op ``none`` without a value: what is not surely a number to compare with is only text.
    """
    said = plain(text)
    if re.search(words.qualitative, operator):
        return Target(text, "qualitative", unit=unit or None)
    if not said or re.search(words.moment, said) or _worded(said, words):
        return Target(text, "none", unit=unit or None)
    if not re.search(r"\d", said):
        if not re.search(r"[^\W\d_]", said):
            return Target(text, "none", unit=unit or None)  # a comparison whose number is cut off
        return Target(text, "qualitative", unit=unit or None)
    ranged = _RANGE.fullmatch(said)
    if ranged is not None:
        return _range(text, ranged, unit)
    return _comparison(text, said, words, operator, unit)


def _worded(said: str, words: TargetWords) -> bool:
    return not re.search(r"\d", said) and bool(re.search(words.worded_number, said))


def _range(text: str, match: re.Match[str], unit: str) -> Target:
    low, high = parse_number(match["low"]), parse_number(match["high"])
    own = match["after"] or match["unit"]
    same = not match["unit"] or not match["after"] or match["unit"] == match["after"]
    if low is None or high is None or low >= high or not same or not _is_unit(own):
        return Target(text, "none", unit=unit or None)
    return Target(text, "range", low, high, own or unit or None)


def _comparison(text: str, said: str, words: TargetWords, operator: str, unit: str) -> Target:
    nothing = Target(text, "none", unit=unit or None)
    match = _ONE.fullmatch(said)
    if match is None:
        return nothing
    value = parse_number(match["number"])
    before, op = _operator_before(match["before"], words)
    after, op_after = _operator_after(match["after"], words)
    found = {o for o in (op, op_after, _column_operator(operator, words)) if o}
    if value is None or len(found) > 1:
        return nothing
    stated = next(iter(found), None)
    # Words in front are part of the sentence only where a comparison makes clear what the number is.
    known = not before or (stated not in (None, "about") and not re.search(r"[,、。]", before))
    if not known or not _is_unit(after):
        return nothing
    comparison = "none" if stated == "about" else stated or "eq"
    return Target(text, comparison, value, None, after or unit or None)


def _operator_before(words_before: str, words: TargetWords) -> tuple[str, str | None]:
    """What stands in front of the number without its comparison, and the comparison."""
    rules = (
        ("ge", words.at_least), ("le", words.at_most), ("gt", words.more), ("lt", words.less), ("eq", words.equal),
        ("about", words.about),
    )  # fmt: skip
    for start in range(len(words_before)):
        for op, pattern in rules:
            match = re.match(pattern, words_before[start:])
            if match is not None and start + match.end() == len(words_before):
                return words_before[:start], op
    return words_before, None


def _operator_after(words_after: str, words: TargetWords) -> tuple[str, str | None]:
    """The unit behind the number, and the comparison behind the unit."""
    trimmed = _AFTER_NUMBER.sub("", words_after)
    rules = (("ge", words.at_least_after), ("le", words.at_most_after), ("about", words.about_after))
    for start in range(len(trimmed)):
        for op, pattern in rules:
            match = re.match(pattern, trimmed[start:])
            # 10余次 has its unit behind the word, 95%以上 in front of it.
            if match is not None and (start + match.end() == len(trimmed) or start == 0):
                return trimmed[:start] + trimmed[start + match.end() :], op
    return trimmed, None


def _column_operator(operator: str, words: TargetWords) -> str | None:
    rest, op = _operator_before(plain(operator), words)
    return op if not rest else None


def _is_unit(text: str) -> bool:
    return len(text) <= LONGEST_UNIT and not re.search(r"[,、。:;]", text)
