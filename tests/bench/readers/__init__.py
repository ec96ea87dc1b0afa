"""The readers compared, one module each, named as the reader is.

A module has ``MODULES`` (what it imports: its start-up, measured apart), ``missing()`` (why it cannot run here, empty
when it can), ``read(shares)`` (the reading, which is measured) and ``tables(found)`` (what was read as ``ReadTable``,
which is not). ``PYTHON``, where there is one, is the interpreter of an environment of its own.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from tests.bench.places import Share
from tests.bench.tables import ReadTable

READERS = (
    "yusuan",
    "yusuan_pictures",
    "yusuan_extraction",
    "tablers",
    "pymupdf_tables",
    "pdfplumber",
    "opendataloader",
    "camelot",
    "pymupdf4llm",
    "img2table",
    "rapidocr",
    "tesseract",
)
SLOW = frozenset({"pymupdf_tables", "camelot", "pymupdf4llm", "img2table", "rapidocr", "tesseract"})
"""Readers that take a quarter of a second a page or more: run once, and on a sample where one is asked for."""


class Reader(Protocol):
    """What a module of this package offers."""

    MODULES: tuple[str, ...]

    def missing(self) -> str: ...
    def read(self, shares: Sequence[Share]) -> Any: ...
    def tables(self, found: Any) -> Iterator[ReadTable]: ...


def reader(name: str) -> Reader:
    """The module of that name."""
    return cast(Reader, importlib.import_module(f"tests.bench.readers.{name}"))


def without(package: str, hint: str = "") -> str:
    """Why a reader cannot run that needs the package; empty when it is installed."""
    if importlib.util.find_spec(package) is not None:
        return ""
    return f"package {package} is not installed" + (f" ({hint})" if hint else "")


def without_command(command: str, hint: str) -> str:
    """Why a reader cannot run that needs the command; empty when it is there."""
    return "" if shutil.which(command) else f"command {command} is not installed ({hint})"


def stem(file: Path | str) -> str:
    """What a file is known by in truths."""
    return Path(file).stem
