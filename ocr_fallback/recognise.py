"""Line pictures to readings: the n best texts with their probabilities, and where each character stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.models import Network
from ocr_fallback.values import Gray, Reading

HEIGHT = 48
"""What the networks take."""
STEP = 8
"""Pixels of their input a time step of their output stands for."""
NARROWEST, WIDEST = 32, 2400
BATCH_PIXELS = 24 * HEIGHT * 320
"""Pictures are read together up to about this many pixels, so that memory stays flat."""
LIKELY = 0.004
"""Symbols less likely than this at a time step are left out of the search."""
BEAM = 8
BEST = 4
"""Readings kept for each line."""


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
    """The readings of line pictures, in their order; each distinct picture is read once."""
    keys = [(picture.shape, picture.tobytes()) for picture in pictures]
    distinct = dict(zip(keys, pictures, strict=True))
    shaped = sorted(((key, _shaped(picture)) for key, picture in distinct.items()), key=lambda item: item[1].shape[1])
    texts: dict[tuple[tuple[int, ...], bytes], LineText] = {}
    start = 0
    while start < len(shaped):
        end = start + 1
        while end < len(shaped) and (end + 1 - start) * shaped[end][1].shape[1] * HEIGHT <= BATCH_PIXELS:
            end += 1
        chunk = shaped[start:end]
        width = chunk[-1][1].shape[1]
        batch = np.zeros((len(chunk), 3, HEIGHT, width), np.float32)
        for k, (_, picture) in enumerate(chunk):
            batch[k, :, :, : picture.shape[1]] = (picture.astype(np.float32) / 127.5 - 1.0)[None]
        output = network.run(batch)
        for k, (key, picture) in enumerate(chunk):
            steps = -(-picture.shape[1] // STEP)
            texts[key] = _decoded(output[k, :steps], network)
        start = end
    return [texts[key] for key in keys]


def _shaped(picture: Gray) -> Gray:
    height, width = picture.shape
    wide = int(np.clip(round(width * HEIGHT / height), NARROWEST, WIDEST))
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (wide, HEIGHT), interpolation=method), dtype=np.uint8)


def _decoded(output: NDArray[np.float32], network: Network) -> LineText:
    """The best texts of one line by CTC prefix search over the likely symbols of each time step."""
    best = output.argmax(axis=1)
    places, last = [], 0
    for step, symbol in enumerate(best):
        if symbol and symbol != last:
            places.append((step + 0.5) / len(best))
        last = int(symbol)
    found = _prefix_search(output)
    readings = tuple(
        Reading("".join(network.symbols[s] for s in text), min(score, 1.0), network.name)
        for text, score in found[:BEST]
    )
    greedy = [int(s) for k, s in enumerate(best) if s and (k == 0 or s != best[k - 1])]
    return LineText(readings, tuple(places) if list(found[0][0]) == greedy else ())


def _prefix_search(output: NDArray[np.float32]) -> list[tuple[tuple[int, ...], float]]:
    """Texts as symbol numbers with their probabilities summed over alignments, most likely first."""
    rows, symbols = np.nonzero(output > LIKELY)
    if np.array_equal(rows, np.arange(len(output))):  # one likely symbol everywhere: one way to read it
        only = tuple(int(s) for k, s in enumerate(symbols) if s and (k == 0 or s != symbols[k - 1]))
        return [(only, float(np.prod(output[rows, symbols])))]
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}  # ending in blank, ending in a symbol
    chances = output[rows, symbols].tolist()
    at = np.searchsorted(rows, np.arange(len(output) + 1)).tolist()
    listed = symbols.tolist()
    for step in range(len(output)):
        grown: dict[tuple[int, ...], list[float]] = {}
        for k in range(at[step], at[step + 1]):
            symbol, chance = listed[k], chances[k]
            for text, (blank, full) in beams.items():
                if symbol == 0:
                    grown.setdefault(text, [0.0, 0.0])[0] += chance * (blank + full)
                    continue
                if text and text[-1] == symbol:
                    grown.setdefault(text, [0.0, 0.0])[1] += chance * full
                    grown.setdefault((*text, symbol), [0.0, 0.0])[1] += chance * blank
                else:
                    grown.setdefault((*text, symbol), [0.0, 0.0])[1] += chance * (blank + full)
        ranked = sorted(grown.items(), key=lambda item: -sum(item[1]))[:BEAM]
        beams = {text: (ends[0], ends[1]) for text, ends in ranked} or beams
    found = [(text, sum(ends)) for text, ends in beams.items()]
    return sorted((item for item in found if item[1] > 0), key=lambda item: -item[1]) or [((), 0.0)]
