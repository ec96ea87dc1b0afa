"""What a column holds, and readings that do not fit it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

Kind = Literal["amounts", "codes", "text"]

AMOUNT = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?%?")
"""No zero leads another digit and no point or comma begins it: such a number has lost its first digits."""
POINTED = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+[.,]\d{1,2}")
GROUPED = re.compile(r"-?\d*(?:[.,]\d{3})*[.,]\d+%?")
CODE = re.compile(r"\d{2,7}")
LETTERS = re.compile(r"[A-Za-z]{1,3}")
"""Among amounts these are digits of a poor print (C for 0)."""
STRAY = re.compile(r"(?<=[一-鿿])[a-z;|↓↑](?=[一-鿿])|(?<=[一-鿿]{2})\.(?=[一-鿿])")
"""A lone small letter or a point amid Chinese is a piece of a broken character or a speck (青j川市, 政.策)."""
AGREED = 0.8
"""Decimals that differ are doubted where at least this share of the column prints the same number of them."""
LONGEST_NUMBER = 2
"""A bare number of so few digits may count columns (栏次) or be a plain 0."""
MOSTLY = 0.6
"""A column is of a kind when this share of its entries is."""
FEWEST = 3
AS_WIDE = 0.6
"""Ink may be this many digits wider or narrower than the reading says."""
POINT_WIDTH = 0.5
"""A point, comma or minus sign takes about half the room of a digit."""

_NOTE_MARKS = re.compile("([²³¹⁰⁴-⁹①-⑳⑴-⒇]+)")
CONFUSED = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1", "]": "1", "S": "5", "B": "8", "Z": "2"}
)
"""Letters a recogniser takes for digits; the digit is a candidate, never the answer by itself."""


class Entry(NamedTuple):
    """One cell of a column: its reading on one line, and the width of its ink in pixels."""

    text: str
    ink_width: float


def plain(text: str) -> str:
    """The text with half-width digits and punctuation and no white space; the marks of notes (², ①) stay marks."""
    parts = _NOTE_MARKS.split(text)
    parts[::2] = [unicodedata.normalize("NFKC", part).replace("。", ".") for part in parts[::2]]
    return "".join("".join(parts).split())


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
    usual = usual_decimals([t for t in texts if AMOUNT.fullmatch(t)])
    expected = _ink_widths(entries, texts)
    found = []
    for entry, text in zip(entries, texts, strict=True):
        reasons: list[str] = []
        if kind == "text" and GROUPED.fullmatch(text) and not AMOUNT.fullmatch(text):
            reasons.append("alphabet")
        if STRAY.search(entry.text) or (kind == "amounts" and LETTERS.fullmatch(text)):
            reasons.append("alphabet")
        if kind != "text" and _numeric(text):
            if not (AMOUNT if kind == "amounts" else CODE).fullmatch(text):
                reasons.append("alphabet")
            elif kind == "amounts":
                if usual is not None and decimals(text) != usual and len(text) > LONGEST_NUMBER:
                    reasons.append("decimals")
                if expected is not None and abs(entry.ink_width - expected.of(text)) > AS_WIDE * expected.digit:
                    reasons.append("ink")
        found.append(tuple(reasons))
    return found


def is_well_formed(text: str, kind: Kind) -> bool:
    """Whether the column's alphabet allows the reading; in a column of text numbers with separators are judged."""
    shown = plain(text)
    if kind == "text" and not GROUPED.fullmatch(shown):
        return not _numeric(shown) or shown.isdigit()
    return bool((CODE if kind == "codes" else AMOUNT).fullmatch(shown))


def is_numeric(text: str) -> bool:
    """Whether a reading is meant as a number, letters taken for digits and all."""
    return _numeric(plain(text))


def same_digits(one: str, other: str) -> bool:
    """Whether two readings differ in points, commas, and letters taken for digits alone."""
    bare = [[c for c in plain(text).translate(CONFUSED) if c not in ".,"] for text in (one, other)]
    return bare[0] == bare[1]


def candidate(text: str) -> str | None:
    """The amount or code a reading could stand for, letters taken for digits, points for commas; ``None`` when none."""
    changed = plain(text).translate(CONFUSED)
    if POINTED.fullmatch(changed):
        head, last = re.split(r"[.,](?=\d+$)", changed)
        changed = head.replace(".", ",") + "." + last
    return changed if changed != plain(text) and AMOUNT.fullmatch(changed) else None


def usual_decimals(texts: Sequence[str]) -> int | None:
    """The decimals that nearly all amounts of the column print, of few all but one; ``None`` where they are mixed."""
    counts = Counter(map(decimals, texts)).most_common(1)
    enough = min(AGREED * len(texts), max(len(texts) - 1, FEWEST - 1))
    return counts[0][0] if counts and counts[0][1] >= enough else None


class _Widths(NamedTuple):
    """Pixels of ink: a digit's pitch, a point's or comma's, and what the last character's side lacks."""

    digit: float
    point: float
    lack: float

    def of(self, text: str) -> float:
        points = sum(not c.isdigit() for c in text)
        return self.digit * (len(text) - points) + self.point * points + self.lack


def _ink_widths(entries: Sequence[Entry], texts: Sequence[str]) -> _Widths | None:
    """How wide the column prints its characters, fitted to its amounts without the worst; ``None`` for too few."""
    fitting = [(e.ink_width, t) for e, t in zip(entries, texts, strict=True) if AMOUNT.fullmatch(t)]
    if len(fitting) <= FEWEST:
        return None
    points = np.array([sum(not c.isdigit() for c in t) for _, t in fitting], float)
    digits = np.array([len(t) for _, t in fitting], float) - points
    width = np.array([w for w, _ in fitting])
    # One number of characters alone cannot tell pitch from side bearing: a point is then half a digit, nothing lacks.
    varied = len(set(digits.tolist())) > 2 and len(set(points.tolist())) > 1  # noqa: PLR2004 - three unknowns
    design = (
        np.column_stack([digits, points, np.ones(len(width))]) if varied else (digits + POINT_WIDTH * points)[:, None]
    )
    kept = np.ones(len(width), bool)
    for _ in range(2):
        solution, *_ = np.linalg.lstsq(design[kept], width[kept], rcond=None)
        off = np.abs(design @ solution - width)
        kept = off <= max(3 * float(np.median(off)), AS_WIDE * float(solution[0]))
        if kept.sum() <= FEWEST:
            break
    digit = float(solution[0])
    return _Widths(digit, *map(float, solution[1:])) if varied else _Widths(digit, POINT_WIDTH * digit, 0.0)


def _numeric(text: str) -> bool:
    """Whether the entry is meant as a number: most of it is digits or letters taken for digits."""
    alike = sum(c.isdigit() or c in ".,-" for c in text.translate(CONFUSED))
    return bool(text) and alike >= MOSTLY * len(text)
