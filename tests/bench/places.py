"""Which pages of which files a reader is measured on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2


@dataclass(frozen=True)
class Share:
    """One file and the numbers of its pages to read, from 1."""

    file: Path
    pages: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.file}:{','.join(map(str, self.pages))}"


def parse_share(text: str) -> Share:
    """The share a command line argument names: ``file.pdf:1,2,5``."""
    file, _, pages = text.rpartition(":")
    return Share(Path(file), tuple(map(int, pages.split(","))))


def all_pages(folder: Path) -> list[Share]:
    """Every page of every PDF under the folder."""
    shares = []
    for file in sorted(folder.rglob("*.pdf")):
        document = pypdfium2.PdfDocument(file)
        try:
            shares.append(Share(file, tuple(range(1, len(document) + 1))))
        finally:
            document.close()
    return shares


def sampled(shares: Sequence[Share], most: int | None) -> list[Share]:
    """Whole files, spread over all of them, with about ``most`` pages together; all of them for ``None``.

    Whole, for a table may go over pages; each a place further than even steps, lest all be of one kind.
    """
    pages = sum(len(share.pages) for share in shares)
    if most is None or most >= pages:
        return list(shares)
    count = max(round(len(shares) * most / pages), 1)
    chosen = dict.fromkeys((i * len(shares) // count + i) % len(shares) for i in range(count))
    return [shares[i] for i in sorted(chosen)]
