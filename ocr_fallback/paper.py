"""Ink on even paper: seals made light, shadows divided out."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fallback.fills import without_fills
from ocr_fallback.values import Gray

BACKGROUND_WIDTH = 160
"""The paper's light is followed on a picture this wide: text is gone there, shadows are not."""
WHITE = 255
RED_SHARE = 0.4
"""A seal takes this share of its redness from the light in the red channel as well."""
REDDISH = 20
"""Red lies so many grey levels above green and blue in a seal, and in no black ink."""
OUTLINE = 7
"""Pixels by which a seal's outline reaches beyond its red."""


class Paper(NamedTuple):
    """A page in grey levels on even white, and where a seal was stamped on it (255; else 0)."""

    gray: Gray
    stamped: Gray


def ink_on_paper(image: NDArray[np.uint8]) -> Paper:
    """The page in grey levels, paper white whatever the light, red ink nearly gone, and where that ink was.

    ``image``: height × width, or height × width × 3 with red first. A red seal is light in the red channel, and
    what it takes there is given back by how red it is; black ink under it is dark in every channel and stays. Of
    the seal's edges a faint outline stays, for JPEG keeps colour coarser than light.
    """
    if image.ndim == 2:  # noqa: PLR2004 - grey already
        return Paper(even_light(without_fills(image)), np.zeros_like(image))
    red, green, blue = cv2.split(image)
    redness = cv2.subtract(red, cv2.max(green, blue))
    given_back = cv2.convertScaleAbs(redness, alpha=RED_SHARE)
    reddish = (cv2.blur(redness, (3, 3)) > REDDISH).astype(np.uint8)
    stamped = cv2.dilate(reddish, np.ones((OUTLINE, OUTLINE), np.uint8)) * np.uint8(WHITE)
    gray = without_fills(np.asarray(cv2.add(red, given_back), dtype=np.uint8))
    return Paper(even_light(gray), np.asarray(stamped, dtype=np.uint8))


def even_light(gray: Gray) -> Gray:
    """The picture divided by the light that falls on its paper; blank paper becomes white."""
    height, width = gray.shape
    scale = min(BACKGROUND_WIDTH / width, 1.0)
    small = cv2.resize(gray, (max(int(width * scale), 1), max(int(height * scale), 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = np.maximum(cv2.GaussianBlur(paper, (0, 0), 5), 1)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, light, scale=WHITE), dtype=np.uint8)
