"""What leaves ingest: pages with characters and visible rules, blind to where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pipeline.geometry import Box, turned
from pipeline.model.findings import DocumentFinding

PICTURE_SHARE = 0.3
"""A page without text is a picture when pictures cover at least this share of it."""

SourceKind = Literal["pdf", "transcript"]
TextLayer = Literal["native", "ocr", "mixed", "none", "transcript"]


class Char(NamedTuple):
    """One printed character, never white space.

    ``baseline`` is the y its glyph stands on, ``size`` the font size in points.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


class Rule(NamedTuple):
    """A visible straight line: ``at`` is its y (horizontal) or x (vertical), from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright. Coordinates are points from the top left after all turns are undone.

    ``quarter_turns``: clockwise quarter turns given to the page as a viewer shows it until its text is
    upright. ``located`` is false on the virtual pages of a transcript: their coordinates only carry the order
    of lines and columns and must not be published.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    horizontal_rules: tuple[Rule, ...] = ()
    vertical_rules: tuple[Rule, ...] = ()
    fills: tuple[Box, ...] = ()
    """Shading that can be seen, in the order it is painted; a fill too thin for that is a rule."""
    images: tuple[Box, ...] = ()
    quarter_turns: int = 0
    located: bool = True
    second_reading: tuple[Char, ...] | None = None
    """The same characters from an engine that shares no code with the first, where one has read the page.

    ``chars`` itself where both read the same.
    """

    unseen: int = 0
    """Characters the file holds and nobody sees on the page: not painted, or under a picture. They are not read."""
    red: tuple[Box, ...] = ()
    """Where digits are printed in red."""
    struck: tuple[Box, ...] = ()
    """Where digits are struck out."""
    from_pixels: str = ""
    """Why the page was read from its pixels; empty when its own text layer was read."""

    @property
    def is_picture(self) -> bool:
        """Whether the page has no text to be seen, and pictures cover a good part of it or something else shows it."""
        return not self.chars and (self.unseen > 0 or self.pictured >= PICTURE_SHARE)

    @property
    def pictured(self) -> float:
        """The share of the page that pictures cover."""
        return sum(box.width * box.height for box in self.images) / (self.width * self.height)

    def shown_box(self, box: Box) -> Box:
        """The box on the page as a viewer shows it (after /Rotate, before our own turns)."""
        return turned(box, -self.quarter_turns, self.width, self.height)


class PagePixels(NamedTuple):
    """A page or a clip of it as pixels, height × width × 3 with red first.

    ``dpi``: dots an inch; ``coarser``: than it deserves; ``left`` and ``top``: where its first pixel lies in points, on
    the page as shown.
    """

    pixels: Any
    dpi: float
    coarser: bool = False
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, opened: what it is, and its pages."""

    file_name: str
    sha256: str
    n_bytes: int
    kind: SourceKind
    text_layer: TextLayer
    pages: tuple[Page, ...]
    n_pages: int | None = None
    """Pages of the PDF, also where a transcript speaks for it; ``None`` for a transcript alone."""
    notes: tuple[str, ...] = ()
    """Oddities a reader of the log should know of, one sentence each."""
    findings: tuple[DocumentFinding, ...] = ()
    """What was noticed while the pages were read, each under its own code."""
    created: datetime | None = None
    """When the file was made, as its metadata says."""

    @property
    def document_id(self) -> str:
        """The identifier of its document in every release: the same file has the same one."""
        return "doc_" + self.sha256[:16]

    @property
    def located(self) -> bool:
        """Whether the places on all its pages mean something (a transcript alone has none)."""
        return all(page.located for page in self.pages)
