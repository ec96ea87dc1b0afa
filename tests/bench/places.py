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
    """At most ``most`` of the pages, spread evenly over all files in order; all of them for ``None``."""
    places = [(share.file, page) for share in shares for page in share.pages]
    if most is None or most >= len(places):
        return list(shares)
    chosen = [places[i * len(places) // most] for i in range(most)]
    files = dict.fromkeys(file for file, _ in chosen)
    return [Share(file, tuple(page for other, page in chosen if other == file)) for file in files]
