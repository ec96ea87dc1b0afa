"""Which files a run takes: folders are searched, globs expanded, transcripts paired with their PDF."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputUnreadable

PDF_SUFFIXES = frozenset({".pdf"})
TRANSCRIPT_SUFFIXES = frozenset({".txt", ".md"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """One document to process; ``sidecar`` is a transcript of the same stem beside a PDF."""

    path: Path
    sidecar: Path | None = None


def discover(arguments: Iterable[str]) -> tuple[InputFile, ...]:
    """The documents named by files, folders (searched recursively) and glob patterns, in path order.

    Raises ``InputUnreadable`` for an argument that matches nothing and when no document is found at all.
    Hidden files and folders are passed over; a README is not a transcript.
    """
    paths: set[Path] = set()
    for argument in arguments:
        found = list(_matches(argument))
        if not found:
            raise InputUnreadable(
                f"{argument}: no PDF or transcript (.pdf, .txt, .md) found there; check the path or the pattern"
            )
        paths.update(found)
    return tuple(_paired(sorted(paths)))


def _matches(argument: str) -> Iterator[Path]:
    path = Path(argument)
    if path.is_dir():
        yield from _documents_below(path)
    elif path.exists():
        yield path
    elif glob.has_magic(argument):
        for name in glob.glob(argument, recursive=True):
            match = Path(name)
            if match.is_dir():
                yield from _documents_below(match)
            elif match.suffix.lower() in PDF_SUFFIXES | TRANSCRIPT_SUFFIXES:
                yield match


def _documents_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        is_document = path.suffix.lower() in PDF_SUFFIXES | TRANSCRIPT_SUFFIXES
        if is_document and not hidden and path.is_file() and path.stem.upper() != "README":
            yield path


def _paired(paths: list[Path]) -> Iterator[InputFile]:
    pdfs = {path.with_suffix(""): path for path in paths if path.suffix.lower() in PDF_SUFFIXES}
    for path in paths:
        if path.suffix.lower() in TRANSCRIPT_SUFFIXES and path.with_suffix("") in pdfs:
            continue
        sidecar = None
        if path.suffix.lower() in PDF_SUFFIXES:
            beside = (path.with_suffix(suffix) for suffix in sorted(TRANSCRIPT_SUFFIXES))
            sidecar = next((candidate for candidate in beside if candidate.is_file()), None)
        yield InputFile(path, sidecar)
