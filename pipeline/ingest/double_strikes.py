"""Characters struck twice, almost in place, for weight: read once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.page import Char

DOUBLE_STRIKE = 0.12
"""The same glyph again within this share of its size is the same character struck twice for weight."""

_ROW = 1 << 20
_KIND = 1 << 44
_NEAR = tuple(i * _ROW + j for i in (-1, 0, 1) for j in (-1, 0, 1))


def struck_once(chars: Sequence[Char]) -> Sequence[Char]:
    """The characters without those struck again, almost in place, for weight."""
    alike: dict[tuple[str, float], int] = {}
    places = []
    for text, x0, _, _, _, baseline, size in chars:
        if not text.isspace():
            step = max(size * DOUBLE_STRIKE, 0.05)
            kind = alike.setdefault((text, step), len(alike))
            places.append(kind * _KIND + int(baseline / step) * _ROW + int(x0 / step))
    taken = set(places)
    # Nearly every page has none: four of the eight neighbours tell, for nearness goes both ways.
    if len(taken) == len(places) and all(taken.isdisjoint([p + near for p in places]) for near in _NEAR[5:]):
        return chars
    kept: list[Char] = []
    struck: set[int] = set()
    following = iter(places)
    for char in chars:
        if not char.text.isspace():
            place = next(following)
            if not struck.isdisjoint([place + near for near in _NEAR]):
                continue
            struck.add(place)
        kept.append(char)
    return kept
