"""The likeliest texts of a line, each with its probability summed over all ways to write it (CTC prefix search).

Graves, Supervised Sequence Labelling with Recurrent Neural Networks (2012), section 7.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

LIKELY = 0.004
"""Symbols less likely than this at a time step are left out of the search."""
BEAM = 8
"""So many beginnings of texts are followed together."""

Text = tuple[int, ...]
"""Numbers of symbols."""
Chances = Sequence[tuple[int, float]]
"""The likely symbols of a time step (0: blank) with their probabilities."""


def likeliest_texts(output: NDArray[np.float32], best: Sequence[int]) -> list[tuple[Text, float]]:
    """Texts with their probabilities, likeliest first; never none.

    ``output``: time steps × symbols; ``best``: the likeliest symbol of each step.
    """
    scale = 1.0
    texts: dict[Text, float] = {(): 1.0}
    for blank, steps in _between_blanks(_chances(output, best)):
        scale *= blank
        if all(len(likely) == 1 for likely in steps):
            text, probability = _certain(steps)
            texts = {(*before, *text): probability * sofar for before, sofar in texts.items()}
        else:
            texts = _joined(texts, _texts_of(steps))
    found = [(text, scale * probability) for text, probability in texts.items()]
    return sorted((item for item in found if item[1] > 0), key=lambda item: -item[1]) or [((), 0.0)]


def _chances(output: NDArray[np.float32], best: Sequence[int]) -> Sequence[Chances]:
    """The likely symbols of each step; none where all are unlikely."""
    top = output[np.arange(len(output)), best]
    chances: list[list[tuple[int, float]]] = [[item] for item in zip(best, top.tolist(), strict=True)]
    # Where the best leaves the others no room, none of them is likely: looking for them takes most of the time.
    unsure = np.flatnonzero(top <= 1.0 - LIKELY)
    if len(unsure):
        among = output[unsure]
        rows, symbols = np.nonzero(among > LIKELY)
        for step in unsure.tolist():
            chances[step] = []
        for row, symbol, chance in zip(rows.tolist(), symbols.tolist(), among[rows, symbols].tolist(), strict=True):
            chances[unsure[row]].append((symbol, chance))
    return chances


def _between_blanks(chances: Sequence[Chances]) -> Iterator[tuple[float, list[Chances]]]:
    """Steps up to one that can only be blank, and that blank's probability.

    What stands on one side of such a step and on the other does not depend on one another.
    """
    blank, steps = 1.0, list[Chances]()
    for likely in chances:
        if len(likely) == 1 and likely[0][0] == 0:
            blank *= likely[0][1]
            if steps:
                yield blank, steps
                blank, steps = 1.0, []
        else:
            steps.append(likely)
    yield blank, steps


def _certain(steps: Sequence[Chances]) -> tuple[Text, float]:
    """The one text of steps of which each has but one symbol."""
    text, probability, before = list[int](), 1.0, 0
    for ((symbol, chance),) in steps:
        probability *= chance
        if symbol not in (0, before):
            text.append(symbol)
        before = symbol
    return tuple(text), probability


def _joined(texts: dict[Text, float], after: dict[Text, float]) -> dict[Text, float]:
    """The likeliest texts made of one of the first and one of the second."""
    joined: dict[Text, float] = {}
    for before, sofar in texts.items():
        for text, probability in after.items():
            whole = (*before, *text)
            joined[whole] = joined.get(whole, 0.0) + sofar * probability
    return joined if len(joined) <= BEAM else dict(nlargest(BEAM, joined.items(), key=lambda item: item[1]))


def _texts_of(steps: Sequence[Chances]) -> dict[Text, float]:
    """The likeliest texts of steps among which there is a choice."""
    beams: dict[Text, tuple[float, float]] = {(): (1.0, 0.0)}  # ending in blank, ending in a symbol
    for likely in steps:
        grown: dict[Text, list[float]] = {}
        for symbol, chance in likely:
            for text, (blank, full) in beams.items():
                if symbol == 0:
                    grown.setdefault(text, [0.0, 0.0])[0] += chance * (blank + full)
                elif text and text[-1] == symbol:
                    grown.setdefault(text, [0.0, 0.0])[1] += chance * full
                    grown.setdefault((*text, symbol), [0.0, 0.0])[1] += chance * blank
                else:
                    grown.setdefault((*text, symbol), [0.0, 0.0])[1] += chance * (blank + full)
        kept = grown.items() if len(grown) <= BEAM else nlargest(BEAM, grown.items(), key=lambda item: sum(item[1]))
        beams = {text: (ends[0], ends[1]) for text, ends in kept} or beams  # a step without a likely symbol
    return {text: sum(ends) for text, ends in beams.items()}
