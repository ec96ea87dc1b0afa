"""Scan PDFs: python -m tests.corpus.scans OUT_DIR --pdfs DIR [--recipe NAME]… [--seed N] [--max-pages N]"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pymupdf
import pypdfium2

from .scanner import RECIPES, write_scan

DEFAULT_RECIPES = ("200", "150", "hard")

USAGE = 2
UNREADABLE = 3
NOT_WRITABLE = 5
SOME_FAILED = 6


class InputUnreadable(Exception):
    """A PDF that gives no pages."""


def file_seed(path: Path, seed: int) -> int:
    """The seed of one file: its name and the command's seed decide, so that a file more or less changes no other."""
    return zlib.crc32(f"{seed}:{path.stem}".encode("utf-8", "surrogateescape"))


def page_numbers(path: Path, max_pages: int | None) -> range:
    """The pages to scan, from 1: the first ``max_pages``, or all."""
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise InputUnreadable(f"{path}: not readable as a PDF: {error}") from error
    count = len(document)
    document.close()
    if not count:
        raise InputUnreadable(f"{path}: no pages")
    return range(1, min(count, max_pages or count) + 1)


def scans(
    out_dir: Path, pdfs: Sequence[Path], recipes: Sequence[str], seed: int, max_pages: int | None
) -> Iterator[Path | InputUnreadable]:
    """What became of each PDF, recipe by recipe: the path written, or once what is wrong with it."""
    for name in recipes:
        (out_dir / name).mkdir(parents=True, exist_ok=True)
    for pdf in pdfs:
        try:
            numbers = page_numbers(pdf, max_pages)
            for name in recipes:
                out = out_dir / name / f"{pdf.stem}.pdf"
                write_scan(pdf, out, RECIPES[name], file_seed(pdf, seed), numbers)
                yield out
        except pypdfium2.PdfiumError as error:
            yield InputUnreadable(f"{pdf}: a page is not readable: {error}")
        except InputUnreadable as error:
            yield error


def found_pdfs(folder: Path) -> list[Path]:
    """The PDFs in the folder and its subfolders, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())


def usage_problem(out_dir: Path, folder: Path, pdfs: Sequence[Path]) -> str | None:
    """What is wrong with the command line, in a sentence; nothing when all is well."""
    if not pdfs:
        return f"no PDF in {folder}; name a folder with --pdfs (make scans PDFS=…)"
    if out_dir.resolve().is_relative_to(folder.resolve()):
        # A second run would scan the scans of the first.
        return f"{out_dir} lies in {folder}, which is read; choose another folder to write to"
    first_of: dict[str, Path] = {}
    for pdf in pdfs:
        other = first_of.setdefault(pdf.stem, pdf)
        if other is not pdf:
            return f"{other} and {pdf} would be written to the same file; rename one"
    return None


def positive(text: str) -> int:
    """The number the text gives; argparse reports what is no number from 1 on."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """0 all scanned, 2 usage, 3 no PDF readable, 5 OUT_DIR not writable, 6 some failed and the others are written.

    The paths of the scans go to standard output, what is wrong to standard error.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.scans", description=__doc__)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--pdfs", type=Path, required=True, help="folder of PDFs, read with its subfolders")
    parser.add_argument("--recipe", action="append", choices=list(RECIPES), help=f"default: {DEFAULT_RECIPES}")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("--max-pages", type=positive, help="only the first pages of each PDF")
    options = parser.parse_args(arguments)
    pdfs = found_pdfs(options.pdfs)
    problem = usage_problem(options.out_dir, options.pdfs, pdfs)
    if problem:
        sys.stderr.write(f"scans: {problem}\n")
        return USAGE
    recipes = list(dict.fromkeys(options.recipe or DEFAULT_RECIPES))
    failed = written = 0
    try:
        for outcome in scans(options.out_dir, pdfs, recipes, options.seed, options.max_pages):
            if isinstance(outcome, InputUnreadable):
                failed += 1
                sys.stderr.write(f"scans: {outcome}\n")
            else:
                written += 1
                sys.stdout.write(f"{outcome}\n")
                sys.stdout.flush()
    except (OSError, pymupdf.mupdf.FzErrorSystem) as error:
        sys.stderr.write(f"scans: cannot write to {options.out_dir}: {error}\n")
        return NOT_WRITABLE
    if failed:
        sys.stderr.write(f"scans: {failed} of {len(pdfs)} PDFs failed\n")
        return SOME_FAILED if written else UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
