"""Characters struck twice, almost in place, for weight: read once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.model.page import Char

DOUBLE_STRIKE = 0.12
"""The same glyph again within this share of its size is the same character struck twice for weight."""
SMALLEST_STEP = 0.05
"""Places are told apart in steps of at least this (points), however small the print."""

_ROW = 1 << 20
_KIND = 1 << 40
_NEAR = tuple(i * _ROW + j for i in (-1, 0, 1) for j in (-1, 0, 1))


def struck_once(chars: Sequence[Char]) -> Sequence[Char]:
    """The characters without those struck again, almost in place, for weight."""
    if not _any_near(chars):
        return chars
    alike: dict[tuple[str, float], int] = {}
    kept: list[Char] = []
    struck: set[int] = set()
    for char in chars:
        step = max(char.size * DOUBLE_STRIKE, SMALLEST_STEP)
        kind = alike.setdefault((char.text, step), len(alike))
        place = kind * _KIND + int(char.baseline / step) * _ROW + int(char.x0 / step)
        if struck.isdisjoint([place + near for near in _NEAR]):
            struck.add(place)
            kept.append(char)
    return kept


def _any_near(chars: Sequence[Char]) -> bool:
    """Whether any two characters could be one struck twice; nearly every page has none, and all at once is cheap."""
    if not chars:
        return False
    texts, lefts, _, _, _, baselines, sizes = zip(*chars, strict=True)
    firsts = "".join([text[0] for text in texts])
    kinds = np.frombuffer(firsts.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    x0, baseline, size = np.array(lefts), np.array(baselines), np.array(sizes)
    step = np.maximum(size * DOUBLE_STRIKE, SMALLEST_STEP)
    rows, cols = (baseline / step).astype(np.int64), (x0 / step).astype(np.int64)
    places = np.sort(kinds * _KIND + rows * _ROW + cols)
    below = np.searchsorted(places, places + _ROW - 1)
    beside = np.diff(places) <= 1
    return bool(beside.any() or (below < np.searchsorted(places, places + _ROW + 1, side="right")).any())
