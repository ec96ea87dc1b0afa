"""Line pictures to readings: the n best texts with their probabilities, and where each character stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.models import Network
from ocr_fallback.prefix_search import likeliest_texts
from ocr_fallback.values import Gray, Reading

NARROWEST, WIDEST = 0.67, 50.0
"""How many times as wide as high the networks take pictures."""
ROUNDED, ROOM = 16, 96
"""Pictures are filled up to a multiple of the one width, so that several can be read together, and to the other: the
networks are less sure of a lone digit without room after it."""
BATCH_PIXELS = 24 * 48 * 320
"""Pictures are read together up to about this many pixels, so that memory stays flat."""
BEST = 4
"""Readings kept for each line."""

_Key = tuple[tuple[int, ...], bytes]


class LineText(NamedTuple):
    """What one recogniser says of one line, best reading first; ``places`` are the best text's characters (0 to 1)."""

    readings: tuple[Reading, ...]
    places: tuple[float, ...]

    @property
    def best(self) -> Reading:
        return self.readings[0]

    @property
    def sureness(self) -> float:
        """The best text's probability for one character (geometric mean), so that long lines compare with short."""
        return float(self.best.score ** (1 / max(len(self.best.text), 1)))


def read_lines(network: Network, pictures: Sequence[Gray]) -> list[LineText]:
    """The readings of line pictures, in their order; each distinct picture is read once.

    What a picture reads as does not depend on the others: only pictures of one width, rounded up, are read together.
    """
    keys = [(picture.shape, picture.tobytes()) for picture in pictures]
    by_width: dict[int, list[tuple[_Key, Gray]]] = {}
    for key, picture in dict(zip(keys, pictures, strict=True)).items():
        shown = shaped(picture, network.height)
        by_width.setdefault(max(math.ceil(shown.shape[1] / ROUNDED) * ROUNDED, ROOM), []).append((key, shown))
    texts: dict[_Key, LineText] = {}
    for width, alike in by_width.items():
        for chunk in _chunks(alike, max(BATCH_PIXELS // (width * network.height), 1)):
            output = network.run(stacked([picture for _, picture in chunk], width, network.channels))
            for k, (key, picture) in enumerate(chunk):
                texts[key] = _decoded(output[k, : math.ceil(picture.shape[1] / network.step)], network)
    return [texts[key] for key in keys]


def _chunks(alike: Sequence[tuple[_Key, Gray]], size: int) -> Iterator[Sequence[tuple[_Key, Gray]]]:
    return (alike[start : start + size] for start in range(0, len(alike), size))


def shaped(picture: Gray, height: int) -> Gray:
    """The picture so many pixels high, as wide as it was to its height."""
    own, width = picture.shape
    wide = int(np.clip(round(width * height / own), NARROWEST * height, WIDEST * height))
    method = cv2.INTER_AREA if own > height else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (wide, height), interpolation=method), dtype=np.uint8)


def stacked(pictures: Sequence[Gray], width: int, channels: int) -> NDArray[np.float32]:
    """Pictures of one height as a batch (count × channels × height × width), -1 black to 1 white, 0 where one ends."""
    batch = np.zeros((len(pictures), channels, pictures[0].shape[0], width), np.float32)
    for k, picture in enumerate(pictures):
        batch[k, :, :, : picture.shape[1]] = (picture.astype(np.float32) / 127.5 - 1.0)[None]
    return batch


def emitted(best: Sequence[int]) -> list[int]:
    """The time steps at which a new symbol begins; ``best``: the likeliest of each step, 0 being the blank."""
    return [k for k, symbol in enumerate(best) if symbol and (k == 0 or symbol != best[k - 1])]


def _decoded(output: NDArray[np.float32], network: Network) -> LineText:
    """The best texts of one line by CTC prefix search over the likely symbols of each time step."""
    best: list[int] = output.argmax(axis=1).tolist()
    seen = emitted(best)
    greedy = tuple(best[k] for k in seen)
    found = likeliest_texts(output, best)
    readings = tuple(
        Reading("".join(network.symbols[s] for s in text), min(score, 1.0), network.name)
        for text, score in found[:BEST]
    )
    places = tuple((k + 0.5) / len(best) for k in seen)
    return LineText(readings, places if found[0][0] == greedy else ())
