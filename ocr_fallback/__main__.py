"""``python -m ocr_fallback page.png [--dpi N]``: the tables and lines of one picture as JSON on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr_fallback.models import ModelsMissing
from ocr_fallback.page import read_page


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 3 the file is no picture, 4 the networks are not installed."""
    parser = argparse.ArgumentParser(prog="python -m ocr_fallback", description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dpi", type=float, default=200.0, help="pixels an inch; default: %(default)s")
    options = parser.parse_args(arguments)
    try:
        coded = np.frombuffer(options.picture.read_bytes(), np.uint8)
    except OSError as error:
        sys.stderr.write(f"{options.picture}: cannot be read ({error.strerror}); check the path\n")
        return 3
    picture = cv2.imdecode(coded, cv2.IMREAD_COLOR) if coded.size else None
    if picture is None:
        sys.stderr.write(f"{options.picture}: not a picture (PNG, JPEG, TIFF); render the page first\n")
        return 3
    try:
        page = read_page(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8), options.dpi)
    except ModelsMissing as error:
        sys.stderr.write(f"{error}\n")
        return 4
    sys.stdout.write(json.dumps(asdict(page), ensure_ascii=False, default=_shown, indent=1) + "\n")
    return 0


def _shown(value: Any) -> Any:
    return f"{len(value)} bytes of PNG" if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    sys.exit(main())
