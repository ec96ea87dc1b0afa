"""Which files a run takes: folders are searched, globs expanded, transcripts paired with their PDF."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import InputUnreadable

PDF_SUFFIXES = frozenset({".pdf"})
TRANSCRIPT_SUFFIXES = frozenset({".txt", ".md"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """One document to process; ``sidecar`` is a transcript of the same stem beside a PDF.

    ``refused`` says why a name found in a folder must not be opened; empty for all others.
    """

    path: Path
    sidecar: Path | None = None
    refused: str = ""

    @property
    def name(self) -> str:
        """The file's name as text that can be published: undecodable bytes and control characters are replaced."""
        return published(self.path.name)


def published(name: str) -> str:
    """A name from the file system as one line of valid Unicode; what cannot be shown becomes U+FFFD."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def discover(arguments: Iterable[str]) -> tuple[InputFile, ...]:
    """The documents named by files, folders (searched recursively) and glob patterns, in path order.

    Raises ``InputUnreadable`` for an argument that matches nothing and when no document is found at all.
    Hidden files and folders are passed over; a README is not a transcript. Links out of a folder are not followed.
    """
    files: dict[Path, InputFile] = {}
    for argument in arguments:
        found = list(_matches(argument))
        if not found:
            raise InputUnreadable(
                f"{argument}: no PDF or transcript (.pdf, .txt, .md) found there; check the path or the pattern"
            )
        for file in found:
            # Named itself and found in a folder too: what the user names is read.
            files[file.path] = file if not file.refused else files.get(file.path, file)
    return tuple(_paired(files))


def _matches(argument: str) -> Iterator[InputFile]:
    path = Path(argument)
    if path.is_dir():
        yield from _documents_below(path)
    elif path.exists():
        yield InputFile(path)
    elif glob.has_magic(argument):
        for name in glob.glob(argument, recursive=True):
            match = Path(name)
            if match.is_dir():
                yield from _documents_below(match)
            elif match.suffix.lower() in PDF_SUFFIXES | TRANSCRIPT_SUFFIXES:
                yield InputFile(match)


def _documents_below(folder: Path) -> Iterator[InputFile]:
    home = folder.resolve()
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        is_document = path.suffix.lower() in PDF_SUFFIXES | TRANSCRIPT_SUFFIXES
        if not is_document or hidden or path.stem.upper() == "README" or (path.is_dir() and not path.is_symlink()):
            continue
        yield InputFile(path, refused=_refused(path, home))


def _refused(path: Path, home: Path) -> str:
    """Why a name found in a folder is not opened: a link out of the folder, or no regular file."""
    if path.is_symlink():
        if not path.exists():
            return "a link to something that is not there; remove it or restore what it names"
        if not path.resolve().is_relative_to(home):
            return "a link out of the folder given, not followed; name the file itself to have it read"
    return "" if path.is_file() else "not a regular file (a pipe, a device or a folder); leave it out"


def _paired(found: Mapping[Path, InputFile]) -> Iterator[InputFile]:
    pdfs = {path.with_suffix(""): file for path, file in found.items() if path.suffix.lower() in PDF_SUFFIXES}
    for path in sorted(found):
        file = found[path]
        pdf = pdfs.get(path.with_suffix("")) if path.suffix.lower() in TRANSCRIPT_SUFFIXES else None
        if pdf is None:
            yield replace(file, sidecar=_sidecar(file))
        elif (taken := _sidecar(pdf)) is not None and taken != path:
            why = f"{published(taken.name)} is read as the transcript of {pdf.name}; keep one of the two"
            yield replace(file, refused=file.refused or why)


def _sidecar(pdf: InputFile) -> Path | None:
    if pdf.refused or pdf.path.suffix.lower() not in PDF_SUFFIXES:
        return None
    beside = (pdf.path.with_suffix(suffix) for suffix in sorted(TRANSCRIPT_SUFFIXES))
    return next((c for c in beside if c.is_file() and not _refused(c, c.parent.resolve())), None)
