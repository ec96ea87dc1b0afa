"""Two networks' readings of one line, judged in the alphabet of its column."""

from __future__ import annotations

import re

from ocr_fallback.columns import Kind, candidate, decimals, is_numeric, is_well_formed, plain, same_digits
from ocr_fallback.recognise import LineText
from ocr_fallback.values import Reading

SURE, SURE_TEXT = 0.9, 0.95
"""Numbers are read again when all their characters together are less sure than this, text when one on average is."""
SWORN = 0.97
"""A reading surer than this, a character on average, is all but certain."""
CLOSE = 0.1
"""Another number at least this share as likely as the one chosen makes it doubtful."""
PROPOSED = 0.02
"""A reading less likely than this share of the best is no proposal."""
SUPPOSED, SUPPOSED_NUMBER = 0.8, 0.93
"""Readings less sure than this are doubtful even where both networks agree."""
LAST_LATIN = 0x24F
PARTED = re.compile(r"\d \d")


def is_text(text: str) -> bool:
    """Whether the text holds any character that is not Latin."""
    return any(ord(c) > LAST_LATIN for c in text)


def is_sure(line: LineText) -> bool:
    """Whether the first network alone will do."""
    if is_text(line.best.text):
        return line.sureness >= SURE_TEXT
    return line.best.score >= SURE


def is_sworn(first: LineText, stronger: LineText | None) -> bool:
    """Whether both networks say the same and both are all but certain."""
    if stronger is None or plain(first.best.text) != plain(stronger.best.text):
        return False
    return min(first.sureness, stronger.sureness) >= SWORN


def merged(first: LineText, stronger: LineText | None) -> LineText:
    """The readings of both networks, best first, then what letters taken for digits could stand for."""
    if stronger is None:
        return first
    best, other = (first, stronger) if first.sureness >= stronger.sureness else (stronger, first)
    readings = tuple(dict.fromkeys((*best.readings[:1], *other.readings[:1], *best.readings[1:], *other.readings[1:])))
    guesses = tuple(
        Reading(guess, reading.score, reading.engine) for reading in readings[:2] if (guess := candidate(reading.text))
    )
    return LineText((*readings, *guesses), best.places)


def judged(
    first: LineText, stronger: LineText | None, kind: Kind, usual_decimals: int | None
) -> tuple[LineText, tuple[str, ...]]:
    """The line's readings with the one on top that its column allows, and what speaks against it.

    A reading the column allows is preferred to one it does not, never made up: a network must propose it. It is
    doubtful unless both networks saw the same digits and only its points and commas make a number.
    """
    line = merged(first, stronger)
    if stronger is None:
        return line, ()
    own, seen = line.best.text, stronger.best.text
    if is_numeric(own) and not _fits(own, kind, usual_decimals):
        least = PROPOSED * line.best.score
        fits = [r for r in line.readings if r.score >= least and _fits(r.text, kind, usual_decimals)]
        if fits:
            fitting = next((r for r in fits if len(plain(r.text)) == len(plain(own))), fits[0])
            line = LineText((fitting, *(r for r in line.readings if r is not fitting)), ())
    best = line.best.text
    if is_numeric(best) and PARTED.search(best.strip()):
        return line, ("parted",)
    if all(_says(best, other.best.text, kind) for other in (first, stronger)):
        if is_numeric(best) and any(_close(best, other, kind) for other in (first, stronger)):
            return line, ("close",)
        enough = SUPPOSED_NUMBER if is_numeric(best) else SUPPOSED
        return line, () if max(first.sureness, stronger.sureness) >= enough else ("unsure",)
    return line, ("engines",) if plain(first.best.text) != plain(seen) else ("alphabet",)


def _fits(text: str, kind: Kind, usual: int | None) -> bool:
    return is_well_formed(text, kind) and (usual is None or kind != "amounts" or decimals(plain(text)) == usual)


def _says(chosen: str, other: str, kind: Kind) -> bool:
    """Whether a reading supports the chosen one: it is the same, or has the same digits and is no number itself."""
    if plain(chosen) == plain(other):
        return True
    return is_numeric(chosen) and same_digits(chosen, other) and not is_well_formed(other, kind)


def _close(chosen: str, line: LineText, kind: Kind) -> bool:
    """Whether the network holds another number for nearly as likely, or sees white where a point could be lost."""
    others = [r.text for r in line.readings if r.score >= CLOSE * line.best.score]
    return any(
        (is_well_formed(other, kind) and is_numeric(other) and not same_digits(chosen, other))
        or (PARTED.search(other.strip()) and plain(chosen).isdigit())
        for other in others
    )
