"""Scans of two pages: where they are cut in two."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from pipeline.model.page import PagePixels
from pipeline.scans.spreads import halves_of

DPI, WIDTH, HEIGHT = 72.0, 1190, 842


def scan(*ink: tuple[int, int, int, int], width: int = WIDTH, paper: int = 230) -> PagePixels:
    """A sheet with boxes of ink."""
    pixels = np.full((HEIGHT, width, 3), paper, np.uint8)
    for x0, y0, x1, y1 in ink:
        pixels[y0:y1, x0:x1] = 40
    return PagePixels(pixels, DPI)


LEFT, RIGHT = (60, 100, 550, 700), (650, 100, 1100, 700)


@pytest.mark.parametrize("paper", [255, 230, 170])
def test_a_sheet_is_cut_in_the_middle_of_its_white(paper: int) -> None:
    left, right = halves_of(scan(LEFT, RIGHT, paper=paper))
    assert (left.pixels.shape[1], right.pixels.shape[1]) == (600, 590)
    assert (left.left, right.left) == (0.0, 600.0)


@pytest.mark.parametrize(
    "seen",
    [
        scan(LEFT, RIGHT, (500, 40, 700, 60)),
        scan((60, 100, 590, 700), (610, 100, 1100, 700)),
        scan(LEFT, (450, 100, 850, 700), width=900),
    ],
    ids=["a title over the middle", "hardly any white", "not so wide"],
)
def test_what_is_printed_across_the_middle_is_one_page(seen: PagePixels) -> None:
    (whole,) = halves_of(seen)
    assert whole is seen


def test_dust_in_the_fold_is_no_print() -> None:
    assert len(halves_of(scan(LEFT, RIGHT, (597, 300, 599, 302), (604, 500, 605, 501)))) == 2


def test_the_shadow_of_a_fold_is_no_print() -> None:
    seen = scan(LEFT, RIGHT)
    shade = np.clip(np.abs(np.arange(WIDTH) - WIDTH // 2) / 40, 0.3, 1)[None, :, None]
    shaded = seen._replace(pixels=(seen.pixels * shade).astype(np.uint8))
    assert len(halves_of(shaded)) == 2


def test_documents_without_pixels_do_without_opencv() -> None:
    program = "import sys, pipeline.document\nprint('cv2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
