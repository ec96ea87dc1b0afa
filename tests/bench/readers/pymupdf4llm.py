"""pymupdf4llm: the tables of its Markdown, page by page."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator, Sequence

from tests.bench.places import Share
from tests.bench.readers import stem, without
from tests.bench.tables import ReadTable, grid

MODULES: tuple[str, ...] = ("pymupdf4llm",)
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def missing() -> str:
    """Why it cannot run."""
    return without("pymupdf4llm", "extra bench")


def read(shares: Sequence[Share]) -> list[tuple[str, int, str]]:
    """File, page and Markdown of each page."""
    import pymupdf4llm

    found = []
    for share in shares:
        with contextlib.redirect_stdout(sys.stderr):
            chunks = pymupdf4llm.to_markdown(
                str(share.file), pages=[number - 1 for number in share.pages], page_chunks=True, use_ocr=False
            )
        found += [(stem(share.file), n, chunk["text"]) for n, chunk in zip(share.pages, chunks, strict=True)]
    return found


def tables(found: list[tuple[str, int, str]]) -> Iterator[ReadTable]:
    """The runs of lines that are rows of a Markdown table."""
    for file, page, text in found:
        for rows in markdown_tables(text):
            yield ReadTable(file, page, grid(rows))


def markdown_tables(text: str) -> Iterator[list[list[str]]]:
    """The tables of a Markdown text: rows of cell texts, without the line below the header."""
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        if bare.startswith("|"):
            if not _RULE.fullmatch(bare):
                cells = re.split(r"(?<!\\)\|", bare.strip("|"))
                rows.append([re.sub(r"<br\s*/?>|\*\*|__", "", cell).strip() for cell in cells])
        elif rows:
            yield rows
            rows = []
