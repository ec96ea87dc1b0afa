"""``make numerals``: the weights of the numeral network, fitted to lines printed and scanned by chance.

    python -m ocr_fallback.training.fit --fonts DIR… [--pictures N] [--minutes M] [--out FILE]

It needs torch, onnx and Pillow. Every ninth font is held out: messages say how many of its lines are read right.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from ocr_fallback.numerals import HEIGHT, STEP, SYMBOLS
from ocr_fallback.recognise import ROUNDED, emitted, stacked
from ocr_fallback.training.printing import Fonts, fonts_in, printed
from ocr_fallback.training.scanning import scanned
from ocr_fallback.training.texts import label, line_text
from ocr_fallback.values import Gray

HELD_OUT = 9
"""One in so many fonts is not trained with."""
CHUNK = 2500
BATCH_WIDTH = 24_000
"""Pixels of width that are learned from at once."""
RATE, WARM_UP = 3e-3, 20_000
"""Highest learning rate, and the pictures before it is reached; then it falls by a cosine."""
WIDEST = 640


class Sample(NamedTuple):
    """A picture ``HEIGHT`` pixels high and what it says."""

    picture: Gray
    text: str


def network() -> Any:
    """An untrained network: count × 1 × 32 × width pixels (-1 black to 1 white) to count × symbols × time steps.

    What comes out are logits, a time step for four pixels: narrow digits twice with a blank between have room.
    """

    def layer(before: int, after: int, size: tuple[int, int], stride: tuple[int, int], pad: tuple[int, int]) -> Any:
        convolution = nn.Conv2d(before, after, size, stride, pad, bias=False)
        return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True))

    return nn.Sequential(
        layer(1, 16, (5, 5), (2, 2), (2, 2)),
        layer(16, 32, (3, 3), (2, 1), (1, 1)),
        layer(32, 48, (3, 3), (1, 2), (1, 1)),
        layer(48, 64, (3, 3), (2, 1), (1, 1)),
        layer(64, 96, (4, 3), (1, 1), (0, 1)),
        layer(96, 96, (1, 5), (1, 1), (0, 2)),
        nn.Dropout(0.1),
        nn.Conv2d(96, len(SYMBOLS), 1),
        nn.Flatten(2),
    )


def samples(fonts: Fonts, seed: int, count: int) -> list[Sample]:
    """So many lines, the same for a seed and fonts."""
    random, noise = Random(seed), np.random.default_rng(seed)
    made: list[Sample] = []
    while len(made) < count:
        text = line_text(random)
        line = printed(text, fonts, random)
        picture = scanned(line, random, noise) if line is not None else None
        # CTC needs a step for each symbol and one between equal ones.
        if picture is not None and picture.shape[1] <= WIDEST and _steps(picture) > 1.3 * len(label(text)):
            made.append(Sample(picture, label(text)))
    return made


def fitted(train: Sequence[Sample], held: Sequence[Sample], minutes: float, seed: int = 1) -> Any:
    """The network after so many minutes of training; says once a minute how it does on what was held out."""
    torch.manual_seed(seed)
    random, model = Random(seed), network()
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    start, seen, told = time.monotonic(), 0, 0
    batches: Iterator[list[Sample]] = iter(())
    while (part := (time.monotonic() - start) / (60 * minutes)) < 1:
        if (batch := next(batches, None)) is None:
            batches = _batches(train, random)
            continue
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (seen + 1) / WARM_UP) * (1 + math.cos(math.pi * part)) / 2 + 1e-5
        pictures = _stacked(batch)
        if random.random() < 0.3:
            pictures = (pictures * random.uniform(0.75, 1.1) + random.uniform(-0.1, 0.15)).clamp(-1, 1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = model(pictures)
        loss = _loss(output, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        seen += len(batch)
        if part * minutes >= told + 1:
            told += 1
            sys.stderr.write(f"minute {told}: {seen} seen, loss {float(loss):.3f}, held out {right(model, held):.4f}\n")
    return model


def right(model: Any, held: Sequence[Sample]) -> float:
    """The share of samples whose likeliest symbols say their text."""
    model.eval()
    good: int = 0
    with torch.no_grad():
        for batch in _batches(held, Random(0)):
            best = model(_stacked(batch)).argmax(dim=1).tolist()
            good += sum(
                _greedy(steps[: _steps(sample.picture)]) == sample.text
                for steps, sample in zip(best, batch, strict=True)
            )
    model.train()
    return good / len(held)


def export(model: Any, out: Path) -> None:
    """Write the network as ONNX: any count, any width; probabilities, count × time steps × symbols."""

    class Read(nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, pictures: Any) -> Any:
            return self.model(pictures).transpose(1, 2).softmax(2)

    torch.onnx.export(
        Read().eval(),
        (torch.zeros(1, 1, HEIGHT, 96),),
        str(out),
        input_names=["pictures"],
        output_names=["chances"],
        dynamic_axes={"pictures": {0: "count", 3: "width"}, "chances": {0: "count", 1: "steps"}},
        opset_version=17,
        dynamo=False,
    )


def _steps(picture: Gray) -> int:
    width: int = picture.shape[1]
    return math.ceil(width / STEP)


def _greedy(steps: Sequence[int]) -> str:
    return "".join(SYMBOLS[steps[k]] for k in emitted(steps))


def _batches(of: Sequence[Sample], random: Random) -> Iterator[list[Sample]]:
    """All samples once, those about as wide as one another together."""
    chunks: list[list[Sample]] = [[]]
    for sample in sorted(of, key=lambda sample: sample.picture.shape[1] + 24 * random.random()):
        if (len(chunks[-1]) + 1) * sample.picture.shape[1] > BATCH_WIDTH:
            chunks.append([])
        chunks[-1].append(sample)
    random.shuffle(chunks)
    return iter(chunks)


def _stacked(batch: Sequence[Sample]) -> Any:
    width = math.ceil(max(sample.picture.shape[1] for sample in batch) / ROUNDED) * ROUNDED
    pictures = stacked([sample.picture for sample in batch], width, channels=1)
    return torch.from_numpy(pictures).to(memory_format=torch.channels_last)


def _loss(output: Any, batch: Sequence[Sample]) -> Any:
    numbers = [[SYMBOLS.index(char) for char in sample.text] for sample in batch]
    return nn.functional.ctc_loss(
        output.float().permute(2, 0, 1).log_softmax(2),
        torch.tensor(list(chain.from_iterable(numbers))),
        torch.tensor([_steps(sample.picture) for sample in batch]),
        torch.tensor([len(text) for text in numbers]),
        zero_infinity=True,
    )


def _held_out(fonts: Fonts) -> tuple[Fonts, Fonts]:
    """The fonts to train with, and the others."""
    kept = [tuple(path for k, path in enumerate(paths) if k % HELD_OUT) for paths in fonts]
    return Fonts(*kept), Fonts(*(paths[::HELD_OUT] for paths in fonts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path, nargs="+", required=True, help="folders of fonts")
    parser.add_argument("--pictures", type=int, default=600_000)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--workers", type=int, default=2, help="processes that print and scan")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "numerals.onnx")
    given = parser.parse_args()
    fonts, others = _held_out(fonts_in(given.fonts))
    if not fonts.chinese or not others.chinese:
        parser.error("among the fonts are fewer than two with Chinese characters")
    sys.stderr.write(
        f"fonts: {len(fonts.latin)} Latin, {len(fonts.chinese)} Chinese; held out {sum(map(len, others))}\n"
    )
    with Pool(given.workers) as pool:
        chunks = pool.starmap(samples, [(fonts, seed, CHUNK) for seed in range(1, given.pictures // CHUNK + 1)])
    held = samples(others, 0, CHUNK)
    model = fitted([sample for chunk in chunks for sample in chunk], held, given.minutes)
    sys.stderr.write(f"held out: {right(model, held):.4f} of {len(held)} lines read right\n")
    export(model, given.out)


if __name__ == "__main__":
    main()
