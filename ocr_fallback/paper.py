"""Ink on even paper: seals made light, shadows divided out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.values import Gray

BACKGROUND_WIDTH = 160
"""The paper's light is followed on a picture this wide: text is gone there, shadows are not."""
WHITE = 255
RED_SHARE = 0.4
"""A seal takes this share of its redness from the light in the red channel as well."""


def ink_on_paper(image: NDArray[np.uint8]) -> Gray:
    """The page in grey levels, paper white whatever the light, red ink nearly gone.

    ``image``: height × width, or height × width × 3 with red first. A red seal is light in the red channel, and
    what it takes there is given back by how red it is; black ink under it is dark in every channel and stays.
    """
    if image.ndim == 2:  # noqa: PLR2004 - grey already
        return even_light(image)
    red, green, blue = cv2.split(image)
    redness = cv2.subtract(red, cv2.max(green, blue))
    given_back = cv2.convertScaleAbs(redness, alpha=RED_SHARE)
    return even_light(np.asarray(cv2.add(red, given_back), dtype=np.uint8))


def even_light(gray: Gray) -> Gray:
    """The picture divided by the light that falls on its paper; blank paper becomes white."""
    height, width = gray.shape
    scale = min(BACKGROUND_WIDTH / width, 1.0)
    small = cv2.resize(gray, (max(int(width * scale), 1), max(int(height * scale), 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 5)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(light, 1), scale=WHITE), dtype=np.uint8)
