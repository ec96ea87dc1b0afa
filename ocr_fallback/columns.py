"""What a column holds, and readings that do not fit it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

Kind = Literal["amounts", "codes", "text"]

AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
CODE = re.compile(r"\d{2,7}")
MOSTLY = 0.6
"""A column is of a kind when this share of its entries is."""
FEWEST = 3
AS_WIDE = 0.6
"""Ink may be this many digits wider or narrower than the reading says."""
POINT_WIDTH = 0.5
"""A point, comma or minus sign takes about half the room of a digit."""

CONFUSED = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1", "]": "1", "S": "5", "B": "8", "Z": "2"}
)
"""Letters a recogniser takes for digits; the digit is a candidate, never the answer by itself."""


class Entry(NamedTuple):
    """One cell of a column: its reading on one line, and the width of its ink in pixels."""

    text: str
    ink_width: float


def plain(text: str) -> str:
    """The text with half-width digits and punctuation and no white space."""
    return "".join(unicodedata.normalize("NFKC", text).replace("。", ".").split())


def column_kind(entries: Sequence[Entry]) -> Kind:
    """What most entries of a column are; ``text`` when too few are alike."""
    texts = [text for entry in entries if (text := plain(entry.text)) and any(c.isdigit() for c in text)]
    amounts = sum(bool(AMOUNT.fullmatch(text)) for text in texts)
    codes = sum(bool(CODE.fullmatch(text)) and len(text) % 2 == 1 for text in texts)
    if len(texts) < FEWEST:
        return "text"
    if codes >= MOSTLY * len(texts):
        return "codes"
    return "amounts" if amounts >= MOSTLY * len(texts) else "text"


def decimals(text: str) -> int:
    """Digits after the decimal point."""
    return len(text.partition(".")[2].rstrip("%"))


def misfits(entries: Sequence[Entry], kind: Kind) -> list[tuple[str, ...]]:
    """Per entry, in one word each, why its reading does not fit the column: alphabet, decimals, ink."""
    texts = [plain(entry.text) for entry in entries]
    fitting = [t for t in texts if AMOUNT.fullmatch(t)]
    usual = Counter(map(decimals, fitting)).most_common(1)[0][0] if fitting else 0
    pitches = sorted(e.ink_width / _digits(t) for e, t in zip(entries, texts, strict=True) if AMOUNT.fullmatch(t))
    pitch = pitches[len(pitches) // 2] if len(pitches) > FEWEST else 0.0
    found = []
    for entry, text in zip(entries, texts, strict=True):
        reasons: list[str] = []
        if kind != "text" and _numeric(text):
            if not (AMOUNT if kind == "amounts" else CODE).fullmatch(text):
                reasons.append("alphabet")
            elif kind == "amounts":
                if decimals(text) != usual and text != "0":
                    reasons.append("decimals")
                if pitch and abs(entry.ink_width - pitch * _digits(text)) > AS_WIDE * pitch:
                    reasons.append("ink")
        found.append(tuple(reasons))
    return found


def candidate(text: str) -> str | None:
    """The amount or code a reading could stand for if letters were taken for digits; ``None`` when it is none."""
    changed = plain(text).translate(CONFUSED)
    return changed if changed != plain(text) and AMOUNT.fullmatch(changed) else None


def _digits(text: str) -> float:
    return sum(1.0 if c.isdigit() else POINT_WIDTH for c in text)


def _numeric(text: str) -> bool:
    """Whether the entry is meant as a number: most of it is digits or letters taken for digits."""
    alike = sum(c.isdigit() or c in ".,-" for c in text.translate(CONFUSED))
    return bool(text) and alike >= MOSTLY * len(text)
