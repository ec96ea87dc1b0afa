"""One document through all stages. This is the whole path, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.assembly.flow import assemble
from pipeline.checks.reconcile import reconciled
from pipeline.config.load import Configs, load_configs
from pipeline.config.rules import Rules
from pipeline.config.schema import Limits
from pipeline.decisions.apply import Crop, decided
from pipeline.decisions.store import decisions_of
from pipeline.errors import DependencyMissing, InputUnreadable
from pipeline.extraction.print_marks import marks_told
from pipeline.geometry import Box
from pipeline.ingest.discover import InputFile
from pipeline.ingest.pictures import crop_digests
from pipeline.ingest.pixels import SECOND_DPI, page_pixels
from pipeline.ingest.source import open_source
from pipeline.interpretation.identification import identify
from pipeline.interpretation.interpret import interpret
from pipeline.layout.unruled import seen_regions
from pipeline.model.findings import DocumentFinding
from pipeline.model.page import Page, Source
from pipeline.model.records import DocumentResult
from pipeline.model.table import PageContent
from pipeline.page_reading import read_pages
from pipeline.repair.again import ReadAgain
from pipeline.repair.derive import derived_tables
from pipeline.repair.projects import projects_settled
from pipeline.repair.repaired import repaired
from pipeline.repair.triage import triage
from pipeline.scans.evidence import PixelsWanted, pixels_wanted_of, table_pictures
from pipeline.scans.mixed import seen_on
from pipeline.scans.reading import can_read_pixels


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document whose pages are read: what interpretation needs, and nothing that only reading needed.

    A sheet of two pages has two contents.
    """

    source: Source
    contents: tuple[PageContent, ...]


class PixelsNeeded(Exception):
    """A page has to be read from its pixels, and the caller wants to have that done elsewhere."""


def process_document(path: str | Path | InputFile, configs: Configs | None = None) -> DocumentResult:
    """The frozen results of one file: document, tables, columns, cells, budget lines, units, findings.

    Raises ``InputUnreadable`` when the file cannot be read, is larger than the limits of configs/default.yaml or says
    of itself no fiscal year, ``DependencyMissing`` when it is a scan and the extra that reads pixels is not installed.
    """
    file = path if isinstance(path, InputFile) else InputFile(Path(path))
    rules = configs or load_configs()
    return interpret_document(read_document(file, rules.vocabulary.limits), rules, file.path)


def read_document(
    file: InputFile, limits: Limits, *, defer_pixels: bool = False, opened: Callable[[int], None] | None = None
) -> ReadDocument:
    """The pages of one file with their grids and lines: the expensive half, which no vocabulary has a part in.

    ``opened`` is told the number of pages before the first is read.

    With ``defer_pixels`` raises ``PixelsNeeded`` in front of the first page that has to be read from its pixels.
    Other errors are those of ``process_document``.
    """
    source = open_source(file, pixels=can_read_pixels(), limits=limits, opened=opened)
    pixels = pixels_wanted_of(source.pages)
    garbage = {number for number, why in pixels.items() if why.garbage}
    if not can_read_pixels() and not any(page.chars and page.number not in garbage for page in source.pages):
        layers = "with a text layer that is garbage" if source.text_layer != "none" else "without a text layer (a scan)"
        raise DependencyMissing(
            f"{source.file_name}: {len(source.pages)} page(s) {layers}; "
            "to read its pixels run: pip install 'yusuan[ocr]'; or put a transcript of the same stem (.txt) beside it"
        )
    if defer_pixels and can_read_pixels() and pixels:
        raise PixelsNeeded(source.file_name)
    noticed: list[DocumentFinding] = []
    read = list(read_pages(source.pages, pixels, file.path, limits, noticed))
    source = _layer_used(replace(source, pages=tuple(page for page, _ in read)))
    source = replace(source, pages=tuple(map(_without_ink, source.pages)), findings=(*source.findings, *noticed))
    red = {page.number: page.red for page, _ in read if page.red}
    struck = {page.number: page.struck for page, _ in read if page.struck}
    return ReadDocument(source, tuple(marks_told(content, red, struck) for _, contents in read for content in contents))


def interpret_document(read: ReadDocument, configs: Configs, path: Path) -> DocumentResult:
    """The records of a document whose pages are read; raises ``InputUnreadable`` when it names no fiscal year.

    ``path``: the file, looked into only where a decision has to be compared with the picture it was made on.
    """
    look = _second_look(read.source, path, configs.vocabulary.limits)
    return _interpreted(read.source, read.contents, configs, crop_digests(path), look)


def _without_ink(page: Page) -> Page:
    """The page without what only reading it needs: a stored page is small.

    Characters stay where a page was read both ways (a line's method depends on them); elsewhere the first one says
    that there are any.
    """
    kept = page.chars if page.from_pixels else page.chars[:1]
    return replace(page, chars=kept, horizontal_rules=(), vertical_rules=(), fills=(), second_reading=None)


def _second_look(source: Source, path: Path, limits: Limits) -> ReadAgain | None:
    """How a page that was read from pixels is read once more, where there are any and pixels can be read here."""
    pages = {page.number: page for page in source.pages if page.from_pixels}
    if not pages or not can_read_pixels():
        return None
    data = cache(path.read_bytes)

    def read(page_no: int) -> list[tuple[Box, tuple[str, ...]]]:
        page = pages[page_no]
        # Only where its own text was read as well does a page keep its characters.
        wanted = PixelsWanted(page.from_pixels, table_pictures(page) if page.chars else ())
        seen = seen_on(
            page,
            wanted,
            lambda clip: page_pixels(data(), page_no, limits.pixels, dpi=SECOND_DPI, clip=clip),
            seen_regions,
        )
        return [
            (seen.page.shown_box(cell.box), (cell.text, *cell.alternatives))
            for content in seen.contents
            for grid in content.grids
            for cell in grid.cells
            if cell.box is not None
        ]

    return read


def _layer_used(source: Source) -> Source:
    """The source saying where its text came from, now that its pages are read."""
    pixels = sum(bool(page.from_pixels) for page in source.pages)
    if not pixels or source.text_layer == "transcript":
        return source
    return replace(source, text_layer="ocr" if not any(page.chars for page in source.pages) else "mixed")


def _interpreted(
    source: Source, pages: Sequence[PageContent], configs: Configs, crop: Crop, look: ReadAgain | None
) -> DocumentResult:
    identity = identify(pages, configs, source.file_name)
    if identity is None:
        raise InputUnreadable(
            f"{source.file_name}: no fiscal year is printed anywhere, and the file's name has none (2025年…); "
            "is this a budget or final account? If it is, put the year into its name"
        )
    locality = configs.localities.get(identity.locality_code)
    if locality is None:
        note = f"locality {identity.locality_code} has no file of its own; configs/default.yaml alone is used"
        unconfigured = DocumentFinding("locality-not-configured", note)
        identity = replace(identity, findings=(*identity.findings, unconfigured))
    configs = configs.for_year(identity.fiscal_year)
    rules = Rules(configs, locality)
    tables = assemble(pages, source.pages[0].located, rules)
    by_number = {page.number: page for page in source.pages}

    def shown_box(page_no: int, box: Box) -> Box:
        return by_number[page_no].shown_box(box)

    found = interpret(source, identity, pages, tables, shown_box, rules)
    restored = repaired(decided(found, decisions_of(configs, identity.locality_code), crop), configs, look)
    settled = projects_settled(found, restored)
    judged = derived_tables(reconciled(settled, configs), configs.identities.derivations)
    return replace(judged, triage=triage(judged))
