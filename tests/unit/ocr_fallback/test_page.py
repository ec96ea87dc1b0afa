"""What reading a page leaves as it found it."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fallback.page import read_page


def test_a_page_is_read_on_one_thread_and_the_setting_given_back() -> None:
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    try:
        found = read_page(np.full((400, 300, 3), 255, np.uint8), 100)
        assert cv2.getNumThreads() == 2
    finally:
        cv2.setNumThreads(before)
    assert (found.grids, found.lines) == ((), ())
