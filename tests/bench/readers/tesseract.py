"""Tesseract with simplified Chinese on whole pages at 200 dots an inch; its words as rows and columns.

apt-get install tesseract-ocr tesseract-ocr-chi-sim
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Iterator, Sequence

from tests.bench.boxes import DPI, Box, pictures, table_of
from tests.bench.places import Share
from tests.bench.readers import without_command
from tests.bench.tables import ReadTable

MODULES: tuple[str, ...] = ("cv2", "pypdfium2")
SURE = 60.0
"""A word of a lower confidence (0 to 100) counts as doubted by the reader."""
LANGUAGE = "chi_sim"


def missing() -> str:
    """Why it cannot run."""
    hint = "apt-get install tesseract-ocr tesseract-ocr-chi-sim"
    if absent := without_command("tesseract", hint):
        return absent
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout.split()
    return "" if LANGUAGE in known else f"tesseract does not know {LANGUAGE} ({hint})"


def read(shares: Sequence[Share]) -> list[tuple[str, int, list[Box]]]:
    """File, page and words of each page."""
    import cv2

    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "tsv"]
    found = []
    for file, page, picture in pictures(shares):
        png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes()
        single = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, input=png, capture_output=True, check=True, env=single)
        rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
        boxes = []
        for row in rows:
            if row["text"] and row["text"].strip():
                x, y, w, h = (float(row[name]) for name in ("left", "top", "width", "height"))
                boxes.append(Box(x, y, x + w, y + h, row["text"], float(row["conf"]) >= SURE))
        found.append((file, page, boxes))
    return found


def tables(found: list[tuple[str, int, list[Box]]]) -> Iterator[ReadTable]:
    """Each page as one table."""
    yield from (table_of(file, page, boxes) for file, page, boxes in found if boxes)
