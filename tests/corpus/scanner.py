"""Pages as a scanner or a phone delivers them: pixels only, skewed, blurred, stamped; the same bytes for a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import pymupdf
import pypdfium2
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Height × width × 3, red first."""

POINTS = 72.0
SEAL_RED = (205.0, 35.0, 45.0)
SEAL_POINTS = 58.0
"""Radius of a seal: an official seal is 4.2 cm wide."""


@dataclass(frozen=True)
class Recipe:
    """What happens to a page between paper and file; lengths in points, shares from 0 to 1."""

    dpi: int
    jpeg: tuple[int, int] = (80, 80)
    """Lowest and highest JPEG quality."""
    skew: float = 0.0
    """Largest turn either way, in degrees."""
    keystone: float = 0.0
    """Largest displacement of a corner, across and down, as a share of the page's width."""
    curl: float = 0.0
    """How far the middle of a line lies above its ends, in points: a page of a thick volume does not lie flat."""
    blur: float = 0.0
    """Standard deviation in points."""
    noise: float = 0.0
    """Standard deviation in grey levels."""
    fade: float = 0.0
    """Largest share of the contrast that is lost; a page loses at least 0.7 of it."""
    dust: int = 0
    """Specks a page."""
    streaks: int = 0
    """Lines that dust on the scanner's glass draws from head to foot of a page."""
    shadow: float = 0.0
    """Largest share of the light that is lost, at the darkest edge; a page loses at least 0.7 of it there."""
    seal: float = 0.0
    """Share of the pages that are stamped over their middle."""
    turned: bool = False
    """Whether pages lie on a side or upside down."""
    tones: Literal["colour", "grey", "black"] = "colour"
    """What the scanner keeps: a seal is grey without colour, and as dark as print where black is all there is."""


RECIPES = {
    "300": Recipe(300, (80, 80), skew=0.5, blur=0.12, noise=3),
    "200": Recipe(200, (70, 80), skew=0.8, blur=0.2, noise=5, seal=0.3),
    "150": Recipe(150, (70, 80), skew=0.8, blur=0.25, noise=5, seal=0.3),
    "hard": Recipe(
        150, (30, 50), skew=1.5, keystone=0.012, blur=0.34, noise=8, fade=0.45, dust=60, shadow=0.35, seal=0.4
    ),
    "grey": Recipe(200, (70, 80), skew=0.8, blur=0.2, noise=5, seal=1.0, tones="grey"),
    "bitonal": Recipe(200, skew=0.8, blur=0.2, noise=5, seal=0.3, tones="black"),
    "bent": Recipe(200, (70, 80), skew=0.8, curl=9.0, blur=0.2, noise=5),
    "streaked": Recipe(200, (70, 80), skew=0.8, blur=0.2, noise=5, streaks=3),
    "turned": Recipe(200, (70, 80), skew=0.8, blur=0.2, noise=5, turned=True),
}


def scan_page(page: Image, recipe: Recipe, generator: np.random.Generator) -> Image:
    """The page as the recipe leaves it; ``page`` is rendered at the recipe's resolution."""
    pixels = page.astype(np.float32)
    if generator.random() < recipe.seal:
        pixels = _stamped(pixels, recipe, generator)
    pixels = _bent(pixels, recipe, generator)
    if recipe.curl:
        pixels = _curled(pixels, recipe)
    if recipe.fade:
        pixels = 255.0 - (255.0 - pixels) * (1.0 - recipe.fade * generator.uniform(0.7, 1.0))
    if recipe.dust:
        pixels = _dusty(pixels, recipe, generator)
    if recipe.blur:
        pixels = cv2.GaussianBlur(pixels, (0, 0), recipe.blur * recipe.dpi / POINTS)
    if recipe.streaks:
        pixels = _streaked(pixels, recipe, generator)
    if recipe.shadow:
        pixels *= _light(pixels.shape[:2], recipe.shadow, generator)[..., None]
    if recipe.noise:
        pixels += generator.normal(0.0, recipe.noise, pixels.shape[:2]).astype(np.float32)[..., None]
    image = _kept(np.clip(pixels, 0, 255).astype(np.uint8), recipe)
    turns = int(generator.integers(1, 4)) if recipe.turned else 0
    return np.ascontiguousarray(np.rot90(image, turns))


def scan_pdf(path: Path, recipe: Recipe, seed: int, pages: Sequence[int] | None = None) -> Iterator[tuple[int, bytes]]:
    """Page numbers (from 1) and their pictures, page by page; all pages when none are named.

    A picture is a JPEG file; one in black and white is a PNG, for such scans are kept without loss.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        for number in pages or range(1, len(document) + 1):
            bitmap = document[number - 1].render(scale=recipe.dpi / POINTS)
            rendered = np.asarray(bitmap.to_pil().convert("RGB"), dtype=np.uint8)
            generator = np.random.default_rng([seed, number])
            scanned = scan_page(rendered, recipe, generator)
            quality = int(generator.integers(recipe.jpeg[0], recipe.jpeg[1] + 1))
            coding = (".png", []) if recipe.tones == "black" else (".jpg", [cv2.IMWRITE_JPEG_QUALITY, quality])
            _, coded = cv2.imencode(coding[0], cv2.cvtColor(scanned, cv2.COLOR_RGB2BGR), coding[1])
            yield number, coded.tobytes()
    finally:
        document.close()


def write_scan(path: Path, out: Path, recipe: Recipe, seed: int, pages: Sequence[int] | None = None) -> None:
    """Write the scan of a PDF: one picture a page, no text layer."""
    scan: Any = pymupdf.open()
    for _, jpeg in scan_pdf(path, recipe, seed, pages):
        picture = pymupdf.Pixmap(jpeg)
        points = POINTS / recipe.dpi
        page = scan.new_page(width=picture.width * points, height=picture.height * points)
        page.insert_image(page.rect, stream=jpeg)
    scan.save(out, no_new_id=True, garbage=1)
    scan.close()


def _kept(image: Image, recipe: Recipe) -> Image:
    """The picture in the tones the scanner keeps, red, green and blue alike where it keeps no colour."""
    if recipe.tones == "colour":
        return image
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if recipe.tones == "black":
        _, grey = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _stamped(pixels: Any, recipe: Recipe, generator: np.random.Generator) -> Any:
    """A round red seal with a star, pressed unevenly somewhere in the middle of the page."""
    height, width = pixels.shape[:2]
    scale = recipe.dpi / POINTS
    radius = SEAL_POINTS * scale
    centre = (width * generator.uniform(0.25, 0.75), height * generator.uniform(0.25, 0.75))
    ink = np.zeros((height, width), np.float32)
    middle = (int(centre[0]), int(centre[1]))
    cv2.circle(ink, middle, int(radius), 1.0, max(int(2.2 * scale), 1), cv2.LINE_AA)
    corners = [
        [centre[0] + r * radius * np.sin(a), centre[1] - r * radius * np.cos(a)]
        for k in range(5)
        for r, a in ((0.3, k * 0.4 * np.pi), (0.115, (k + 0.5) * 0.4 * np.pi))
    ]
    cv2.fillPoly(ink, [np.array(corners, np.int32)], 1.0, cv2.LINE_AA)
    for k in range(13):  # marks in place of the characters around the rim
        angle = (k - 6) * 0.36
        x, y = centre[0] + 0.76 * radius * np.sin(angle), centre[1] - 0.76 * radius * np.cos(angle)
        box = cv2.boxPoints(((float(x), float(y)), (9 * scale, 13 * scale), float(np.degrees(angle))))
        cv2.polylines(ink, [box.astype(np.int32)], True, 1.0, max(int(1.4 * scale), 1), cv2.LINE_AA)
        cv2.line(ink, tuple(map(int, box[0])), tuple(map(int, box[2])), 1.0, max(int(1.2 * scale), 1), cv2.LINE_AA)
    pressure = cv2.resize(generator.uniform(0.35, 0.9, (12, 9)).astype(np.float32), (width, height))
    opacity = (ink * pressure)[..., None]
    return pixels * (1.0 - opacity) + np.minimum(pixels, np.array(SEAL_RED, np.float32)) * opacity


def _bent(pixels: Any, recipe: Recipe, generator: np.random.Generator) -> Any:
    """The page turned a little and seen from aside."""
    height, width = pixels.shape[:2]
    angle = np.radians(generator.uniform(-recipe.skew, recipe.skew))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    middle = corners.mean(axis=0)
    moved = (corners - middle) @ turn.T + middle
    moved += generator.uniform(-1, 1, (4, 2)) * recipe.keystone * width
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    return cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,) * 3
    )


def _curled(pixels: Any, recipe: Recipe) -> Any:
    """The page as it lies on the glass when its middle stands higher than its sides."""
    height, width = pixels.shape[:2]
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    rise = recipe.curl * recipe.dpi / POINTS * np.sin(np.pi * across / width)
    return cv2.remap(pixels, across, (down + rise).astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,) * 3)


def _dusty(pixels: Any, recipe: Recipe, generator: np.random.Generator) -> Any:
    height, width = pixels.shape[:2]
    for _ in range(recipe.dust):
        place = (int(generator.integers(0, width)), int(generator.integers(0, height)))
        size = max(int(generator.uniform(0.2, 0.7) * recipe.dpi / POINTS), 1)
        grey = float(generator.uniform(60, 190))
        cv2.circle(pixels, place, size, (grey, grey, grey), -1, cv2.LINE_AA)
    return pixels


def _streaked(pixels: Any, recipe: Recipe, generator: np.random.Generator) -> Any:
    """Standing lines from edge to edge, a pixel or two wide, from pale to dark."""
    width = pixels.shape[1]
    for at in generator.integers(0, width, recipe.streaks):
        pixels[:, at : at + int(generator.integers(1, 3))] -= generator.uniform(50, 170)
    return pixels


def _light(shape: tuple[int, int], shadow: float, generator: np.random.Generator) -> Any:
    """Light that falls off towards one side of the page."""
    height, width = shape
    angle = generator.uniform(0, 2 * np.pi)
    across, down = np.meshgrid(np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height))
    ramp = np.clip(across * np.cos(angle) + down * np.sin(angle) + 0.2, 0, 1)
    return (1.0 - shadow * ramp).astype(np.float32)
