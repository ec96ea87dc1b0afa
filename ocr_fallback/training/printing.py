"""Texts set in fonts, as ink on white before any scanner saw it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr_fallback.judging import is_text
from ocr_fallback.numerals import ALPHABET

Ink = NDArray[np.float32]
"""Height × width, 0 paper to 1 ink."""
SUFFIXES = {".ttf", ".ttc", ".otf", ".woff2", ".pfb"}
DIGIT_HEIGHT = 0.72
"""A digit's height as a share of the font's size, about."""
WIDEST = 9000
"""Pixels; what is wider is left out."""


class Fonts(NamedTuple):
    """Files of fonts that have digits: those without and those with Chinese characters."""

    latin: tuple[Path, ...]
    chinese: tuple[Path, ...]


class Print(NamedTuple):
    """Ink of a line, tight around it but for ``pad`` pixels; ``digit``: how high a digit is, in pixels, about."""

    ink: Ink
    pad: int
    digit: float


def fonts_in(folders: Iterable[Path]) -> Fonts:
    """The usable fonts under the folders, each file name once."""
    files = {path.name: path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES}
    latin: list[Path] = []
    chinese: list[Path] = []
    for path in files.values():
        shown = _glyphs(path, ALPHABET + "预")
        if shown is None or len({shown[c] for c in ALPHABET}) < len(ALPHABET):
            continue
        (chinese if shown["预"] not in {b"", shown["\uffff"]} else latin).append(path)
    return Fonts(tuple(latin), tuple(chinese))


def printed(text: str, fonts: Fonts, random: Random) -> Print | None:
    """The text in a font, a size and a place on the pixels by chance; ``None`` where nothing came of it."""
    chinese = is_text(text) or random.random() < 0.3 or not fonts.latin
    path = random.choice(fonts.chinese if chinese else fonts.latin)
    digit = float(np.exp(random.uniform(np.log(8), np.log(36))))
    finer = 4 if digit < 14 else 3 if digit < 22 else 2
    size = round(digit * finer / DIGIT_HEIGHT)
    image = _set(text, path, size, random)
    if image is None or not image.any():
        return None
    image = _weight(image, finer, random)
    cols, rows = np.flatnonzero(image.any(axis=0)), np.flatnonzero(image.any(axis=1))
    pad = int(1.2 * digit) + 4
    turn, shear = np.deg2rad(random.gauss(0, 0.35)), random.gauss(0, 0.02) / finer
    down = 1 / finer
    across = down * random.uniform(0.92, 1.08)
    matrix = np.array(
        [
            [across * np.cos(turn), shear - down * np.sin(turn), 0.0],
            [across * np.sin(turn), down * np.cos(turn), 0.0],
        ]
    )
    matrix[:, 2] = pad - matrix[:, :2] @ (cols[0], rows[0]) + (random.random(), random.random())
    width, height = ((cols[-1] - cols[0]) * across, (rows[-1] - rows[0]) * down)
    ink = cv2.warpAffine(cv2.blur(image, (finer, finer)), matrix, (int(width) + 2 * pad + 4, int(height) + 2 * pad + 4))
    return Print(np.asarray(ink / 255.0, np.float32), pad, digit)


def _set(text: str, path: Path, size: int, random: Random) -> NDArray[np.uint8] | None:
    font = _font(path, size)
    (spread,) = random.choices((0.0, random.uniform(-0.06, 0.02), random.uniform(0.0, 0.2)), (70, 12, 18))
    # Song fonts give every digit, point and comma half of a character's width, points and commas to the left of it.
    pitch = random.uniform(0.48, 0.56) * size if random.random() < 0.2 else None
    x, places = float(size), []
    for char in text:
        width = font.getlength(char)
        if char == " ":
            width = max(width, 0.25 * size) * random.uniform(1.0, 2.5) + 0.12 * size
        if pitch and char in ALPHABET:
            places.append(x + (0.03 * size if char in ".," else (pitch - width) / 2))
            x += pitch
        else:
            places.append(x)
            x += width + spread * size
    if x > WIDEST:
        return None
    image = Image.new("L", (int(x) + size, int(2.4 * size)), 0)
    draw = ImageDraw.Draw(image)
    for char, left in zip(text, places, strict=True):
        if char != " ":
            draw.text((left, 0.5 * size), char, font=font, fill=255)
    return np.asarray(image)


def _weight(image: NDArray[np.uint8], finer: int, random: Random) -> NDArray[np.uint8]:
    """The print bolder or thinner now and then."""
    chance = random.random()
    if chance < 0.10:
        return np.asarray(cv2.dilate(image, np.ones((random.choice((1, 2, 3)), random.choice((2, 3))), np.uint8)))
    if chance < 0.16 and finer > 2:
        return np.asarray(cv2.erode(image, np.ones((2, 2), np.uint8)))
    return image


@lru_cache(maxsize=600)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _glyphs(path: Path, characters: Sequence[str]) -> dict[str, bytes] | None:
    """How each character looks, and U+FFFF, which no font has; ``None`` when the file is no font."""
    try:
        font = ImageFont.truetype(str(path), 40)
        return {char: bytes(font.getmask(char)) for char in (*characters, "\uffff")}
    except OSError:
        return None
