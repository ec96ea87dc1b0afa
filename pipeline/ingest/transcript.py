"""Transcripts (.txt, .md) set on virtual pages, so that later stages cannot tell them from a PDF.

A transcript is text lines with tab-separated tables between them. Each table is set as a ruled grid, each text
line as a line of characters. The coordinates only carry order; ``Page.located`` is false.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pipeline.errors import InputUnreadable
from pipeline.ingest.glyphs import publishable
from pipeline.model.page import Char, Page, Rule, Source

LINE_HEIGHT = 12.0
COLUMN_WIDTH = 400.0
GLYPH = 8.0
MARGIN = 4.0

_MARKUP = re.compile(
    r"^\s*#{1,6}\s+|</?b>|</?strong>|\*\*(?=[^*\t]*[^\s*\t])|(?<=[^\s*\t])\*\*|^\s*!\[[^\]]*\]\([^)]*\)\s*$"
)

_RULE = re.compile(r"[\s:|-]*-{3,}[\s:|-]*")
"""A line of dashes under a header draws a rule; it is no row."""


def read_transcript(path: Path, data: bytes) -> Source:
    """The transcript as one virtual page.

    Raises ``InputUnreadable`` when the file is empty or not UTF-8 text.
    """
    if not data.strip():
        raise InputUnreadable(f"{path.name}: the transcript is empty; remove it or fetch it again")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputUnreadable(
            f"{path.name}: not UTF-8 text (byte {error.start}); save the transcript as UTF-8"
        ) from error
    return Source(
        file_name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        kind="transcript",
        text_layer="transcript",
        pages=(_set_page(text.splitlines()),),
    )


def lost_tables(data: bytes) -> int:
    """How many tables the transcript marks as illegible: lines that say so and nothing else."""
    return sum(_plain(line) == "[illegible]" for line in data.decode("utf-8-sig", "replace").splitlines())


def _set_page(lines: Sequence[str]) -> Page:
    chars: list[Char] = []
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    y = LINE_HEIGHT
    width = COLUMN_WIDTH
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        block = list(group)
        if is_table:
            rows = [[_plain(cell) for cell in line.split("\t")] for line in block if not _RULE.fullmatch(line)]
            if not rows:
                continue
            n_cols = max(map(len, rows))
            width = max(width, n_cols * COLUMN_WIDTH)
            chars += _set_rows(rows, y)
            bottom = y + len(rows) * LINE_HEIGHT
            right = n_cols * COLUMN_WIDTH
            horizontal += (Rule(y + i * LINE_HEIGHT, 0.0, right) for i in range(len(rows) + 1))
            vertical += (Rule(j * COLUMN_WIDTH, y, bottom) for j in range(n_cols + 1))
            y = bottom + LINE_HEIGHT
        else:
            for line in block:
                chars += _set_text(_plain(line), 0.0, y, GLYPH)
                y += LINE_HEIGHT
    return Page(1, width, y, tuple(chars), tuple(horizontal), tuple(vertical), located=False)


def _plain(text: str) -> str:
    return _MARKUP.sub("", text).strip()


def _set_rows(rows: Sequence[Sequence[str]], top: float) -> Iterator[Char]:
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text:
                glyph = min(GLYPH, (COLUMN_WIDTH - 2 * MARGIN) / len(text))
                yield from _set_text(text, j * COLUMN_WIDTH + MARGIN, top + i * LINE_HEIGHT, glyph)


def _set_text(text: str, x: float, top: float, glyph: float) -> Iterator[Char]:
    foot = top + LINE_HEIGHT - 2.0
    for i, char in enumerate(text):
        if not char.isspace():
            yield Char(publishable(char), x + i * glyph, top + 2.0, x + (i + 1) * glyph, foot, foot, glyph)
